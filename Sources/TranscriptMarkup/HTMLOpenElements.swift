import TextScanning

/// An element whose end has not come.
struct HTMLOpenElement {
    var element: HTMLElement
    /// Its name, where it is of no known element.
    var name = 0..<0
    /// How many line ends are behind it.
    var breaks = 0
    /// Whether what is in it is not shown: by itself, or by what it is in.
    var isHidden = false
    var hasNoSize = false
    var keepsSpace = false
    var hasNoMarker = false
    /// How much of what lines start with is not its own.
    var prefixLength = 0
    /// Of an ordered list, how the next item is numbered.
    var number = 1
    var numbering = ListNumbering.none
    /// Of a link, where its target stands.
    var target: Range<Int>?
    /// How much text there was before it.
    var textStart = 0
    /// How many lines there were before it.
    var lineStart = 0

    init(_ element: HTMLElement) { self.element = element }
}

/// The elements that are open, the innermost last, and which of them end where a tag says so or another starts.
///
/// It follows the tree construction of the specification (HTML Standard, 13.2.6) where that changes what is shown. It holds so many
/// at most; what is nested deeper is shown as if its tags were not there, as browsers do it. So every step has a bound.
struct HTMLOpenElements {
    private(set) var all: [HTMLOpenElement] = []
    /// How many of each element are open.
    private var counts = [Int](repeating: 0, count: HTMLElement.count)
    /// Elements past the limit that are open.
    private var excess = 0

    /// As many as browsers keep.
    private static let most = 512

    /// Adds an element. Returns false where it is past the limit.
    mutating func push(_ element: HTMLOpenElement) -> Bool {
        if all.count >= Self.most {
            excess += 1
            return false
        }
        all.append(element)
        counts[Int(element.element.rawValue)] += 1
        return true
    }

    mutating func pop() -> HTMLOpenElement? {
        guard let last = all.popLast() else { return nil }
        counts[Int(last.element.rawValue)] -= 1
        return last
    }

    /// Takes the end of an element that is past the limit. Returns whether it was one.
    mutating func takeExcess() -> Bool {
        if excess == 0 { return false }
        excess -= 1
        return true
    }

    func isOpen(_ element: HTMLElement) -> Bool { counts[Int(element.rawValue)] > 0 }

    /// Makes of a link a run of text, since it ends before what is in it.
    mutating func unlink(at index: Int) {
        counts[Int(all[index].element.rawValue)] -= 1
        counts[Int(HTMLElement.other.rawValue)] += 1
        (all[index].element, all[index].target) = (.other, nil)
    }

    mutating func setNumber(_ number: Int, at index: Int) { all[index].number = number }

    // MARK: What ends

    /// The innermost element that `isWanted`, unless one that `stops` is inside it.
    private func innermost(where isWanted: (HTMLElement) -> Bool, stoppingAt stops: (HTMLElement) -> Bool) -> Int? {
        var index = all.count
        while index > 0 {
            index -= 1
            let element = all[index].element
            if isWanted(element) { return index }
            if stops(element) { return nil }
        }
        return nil
    }

    /// The outermost of the elements that end where `element` starts.
    func index(endedBy element: HTMLElement) -> Int? {
        switch element {
        case .li where isOpen(.li): return innermost(where: { $0 == .li }, stoppingAt: { $0.isList || $0.isScope })
        case .dd, .dt: return innermost(where: { $0 == .dd || $0 == .dt }, stoppingAt: { $0 == .dl || $0.isScope })
        case .td where isOpen(.td): return innermost(where: { $0 == .td }, stoppingAt: { $0 == .tr || $0 == .table })
        case .tr where isOpen(.tr): return innermost(where: { $0 == .tr }, stoppingAt: { $0 == .table })
        case .tableSection where isOpen(.tableSection) || isOpen(.tr):
            return innermost(where: { $0 == .tableSection }, stoppingAt: { $0 == .table })
                ?? innermost(where: { $0 == .tr }, stoppingAt: { $0 == .table })
        case .option, .optgroup: return all.last?.element == .option ? all.count - 1 : nil
        case .heading: return all.last?.element == .heading ? all.count - 1 : nil
        case .a where isOpen(.a): return innermost(where: { $0 == .a }, stoppingAt: { $0.isScope })
        default: return nil
        }
    }

    /// The paragraph that ends where `element` starts.
    func paragraph(endedBy element: HTMLElement) -> Int? {
        guard element.endsParagraph, isOpen(.p) else { return nil }
        return innermost(where: { $0 == .p }, stoppingAt: { $0.isScope })
    }

    /// The element that an end tag of `element` ends; nil where it ends none.
    func index(ending element: HTMLElement, _ name: UnsafeBufferPointer<UInt8>, in html: UnsafeBufferPointer<UInt8>) -> Int? {
        guard isOpen(element) else { return nil }
        switch element {
        case .other:
            var index = all.count
            while index > 0 {
                index -= 1
                if all[index].element == .other {
                    if Self.isSame(html.slice(all[index].name), name) { return index }
                } else if all[index].element.breaks > 0 || all[index].element.isScope {
                    return nil
                }
            }
            return nil
        case .table, .template, .object, .marquee, .button:
            return innermost(where: { $0 == element }, stoppingAt: { _ in false })
        case .td, .tr, .tableSection, .caption:
            return innermost(where: { $0 == element }, stoppingAt: { $0 == .table })
        default:
            return innermost(where: { $0 == element }, stoppingAt: { $0.isScope })
        }
    }

    private static func isSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        left.count == right.count && left.indices.allSatisfy { left[$0].lowercased == right[$0].lowercased }
    }
}

/// How the items of a list are marked.
enum ListNumbering {
    /// With a hyphen.
    case none
    case numbers, letters, capitals, roman, romanCapitals

    /// The mark of an item of an ordered list.
    func mark(_ number: Int) -> String {
        switch self {
        case .none: "-"
        case .letters where number > 0: Self.letters(number) + "."
        case .capitals where number > 0: Self.letters(number).uppercased() + "."
        case .roman where (1..<4000).contains(number): Self.roman(number) + "."
        case .romanCapitals where (1..<4000).contains(number): Self.roman(number).uppercased() + "."
        default: "\(number)."
        }
    }

    private static func letters(_ number: Int) -> String {
        var rest = number
        var letters = ""
        while rest > 0 {
            rest -= 1
            letters = String(Unicode.Scalar(UInt8(ascii: "a") + UInt8(rest % 26))) + letters
            rest /= 26
        }
        return letters
    }

    private static func roman(_ number: Int) -> String {
        let digits = [
            (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"),
            (5, "v"), (4, "iv"), (1, "i"),
        ]
        var rest = number
        var text = ""
        for (value, letters) in digits {
            while rest >= value {
                text += letters
                rest -= value
            }
        }
        return text
    }
}
