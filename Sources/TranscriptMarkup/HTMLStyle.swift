import TextScanning

/// What the `style` of an element says of what it shows: the few properties that hide text or change its lines.
struct HTMLStyle {
    private(set) var isHidden = false
    /// Whether its text has no size; nil where nothing is said of it, and it is that of what is around.
    private(set) var hasNoSize: Bool?
    /// Whether spaces and line ends are shown as they are; nil where nothing is said of them.
    private(set) var keepsSpace: Bool?
    /// Whether nothing is left free above and below.
    private(set) var hasNoMargin = false
    private(set) var hasNoBorder = false
    private(set) var hasNoMarker = false

    init() {}

    /// Reads declarations (CSS Style Attributes).
    init(_ style: UnsafeBufferPointer<UInt8>) {
        var hasNoHeight = false
        var hidesOverflow = false
        var start = 0
        while start < style.count {
            let end = style.firstIndex(of: UInt8(ascii: ";"), from: start) ?? style.count
            let declaration = style.slice(start..<end)
            start = end + 1
            guard let colon = declaration.firstIndex(of: UInt8(ascii: ":"), from: 0) else { continue }
            let name = declaration.slice(0..<colon).trimmed
            let value = Value(declaration.slice(colon + 1..<declaration.count))
            if name.equalsIgnoringCase("overflow") { hidesOverflow = value.is("hidden") }
            if name.equalsIgnoringCase("max-height") || name.equalsIgnoringCase("height") { hasNoHeight = hasNoHeight || value.isNothing }
            take(name, value)
        }
        if hasNoHeight, hidesOverflow { isHidden = true }
    }

    private mutating func take(_ name: UnsafeBufferPointer<UInt8>, _ value: Value) {
        if name.equalsIgnoringCase("display") {
            isHidden = isHidden || value.is("none")
        } else if name.equalsIgnoringCase("visibility") {
            isHidden = isHidden || value.is("hidden") || value.is("collapse")
        } else if name.equalsIgnoringCase("opacity") {
            isHidden = isHidden || value.isNothing
        } else if name.equalsIgnoringCase("font-size") {
            hasNoSize = value.isNothing
        } else if name.equalsIgnoringCase("white-space") {
            keepsSpace = value.is("pre") || value.is("pre-wrap") || value.is("pre-line") || value.is("break-spaces")
        } else if name.equalsIgnoringCase("margin") {
            hasNoMargin = value.isNothing
        } else if name.equalsIgnoringCase("margin-top") || name.equalsIgnoringCase("margin-bottom") {
            hasNoMargin = hasNoMargin && value.isNothing
        } else if name.equalsIgnoringCase("border") || name.equalsIgnoringCase("border-style") {
            hasNoBorder = value.is("none") || value.isNothing
        } else if name.equalsIgnoringCase("list-style") || name.equalsIgnoringCase("list-style-type") {
            hasNoMarker = value.is("none")
        }
    }

    /// A value, by its first word.
    private struct Value {
        private let word: UnsafeBufferPointer<UInt8>

        init(_ bytes: UnsafeBufferPointer<UInt8>) {
            let value = bytes.trimmed
            word = value.slice(0..<(value.firstIndex { $0.isHTMLSpace || $0 == UInt8(ascii: "!") } ?? value.count))
        }

        func `is`(_ keyword: StaticString) -> Bool { word.equalsIgnoringCase(keyword) }

        /// Whether it is a number that is nothing, or so little that nobody sees it, as Word's `.0001pt`.
        var isNothing: Bool {
            let whole = word.prefix { $0 == UInt8(ascii: "0") }.count
            guard whole < word.count else { return whole > 0 }
            guard word[whole] == UInt8(ascii: ".") else { return whole > 0 && !word[whole].isASCIIDigit }
            return whole + 1 < word.count ? word[whole + 1] == UInt8(ascii: "0") : whole > 0
        }
    }
}
