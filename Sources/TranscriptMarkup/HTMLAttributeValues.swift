import TextScanning

extension HTMLText {
    /// What the attributes of a tag say that matters here. Of several of one name, the first holds.
    struct Attributes {
        private let html: UnsafeBufferPointer<UInt8>
        private(set) var style = HTMLStyle()
        /// Where a link leads, and what a picture shows instead of itself.
        private(set) var target: Range<Int>?
        private(set) var alternative: Range<Int>?
        private var type: Range<Int>?
        private var start: Range<Int>?
        private var value: Range<Int>?
        private var classes: Range<Int>?
        private var hasHidden = false

        init(_ html: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
            self.html = html
            if range.isEmpty { return }
            var styleText: Range<Int>?
            var attributes = HTMLAttributes(html, in: range)
            while let (name, value) = attributes.next() {
                let name = html.slice(name)
                if name.equalsIgnoringCase("href") { target = target ?? value }
                if name.equalsIgnoringCase("alt") { alternative = alternative ?? value }
                if name.equalsIgnoringCase("style") { styleText = styleText ?? value }
                if name.equalsIgnoringCase("class") { classes = classes ?? value }
                if name.equalsIgnoringCase("type") { type = type ?? value }
                if name.equalsIgnoringCase("start") { start = start ?? value }
                if name.equalsIgnoringCase("value") { self.value = self.value ?? value }
                if name.equalsIgnoringCase("hidden") { hasHidden = true }
            }
            if let styleText { style = HTMLStyle(html.slice(styleText)) }
        }

        var isHidden: Bool { hasHidden || style.isHidden }

        /// Whether a block quote is one: editors take it for indentation as well, without the line at its side.
        var isQuote: Bool {
            !style.hasNoBorder || isType("cite") || classes.map { html.slice($0).containsIgnoringCase("quote") } ?? false
        }

        /// Word's paragraphs, which have nothing free between them.
        var isWordParagraph: Bool { classes.map { html.slice($0).startsIgnoringCase(with: "msonormal", at: 0) } ?? false }

        private func isType(_ literal: StaticString) -> Bool { type.map { html.slice($0).equalsIgnoringCase(literal) } ?? false }

        /// How the items of an ordered list are numbered.
        var numbering: ListNumbering {
            guard let type, type.count == 1 else { return .numbers }
            switch html[type.lowerBound] {
            case UInt8(ascii: "a"): return .letters
            case UInt8(ascii: "A"): return .capitals
            case UInt8(ascii: "i"): return .roman
            case UInt8(ascii: "I"): return .romanCapitals
            default: return .numbers
            }
        }

        enum Number { case start, value }

        func number(_ number: Number) -> Int? {
            guard let range = number == .start ? start : value, range.count <= 9 else { return nil }
            return Int(String(decoding: html.slice(range).trimmed, as: UTF8.self))
        }
    }
}

/// Where a link leads.
struct LinkTarget {
    private var url: [UInt8] = []

    /// Longer ones hold something and lead nowhere.
    private static let longest = 8192

    /// Takes what an attribute has (URL Standard, 4.4: without white space around it, and without line ends and tabs in it).
    init(_ html: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound, html[index].isHTMLSpace { index += 1 }
        while index < range.upperBound {
            if html[index] == UInt8(ascii: "&"), let reference = CharacterReference(html, at: index, inAttribute: true),
                reference.end <= range.upperBound
            {
                for scalar in [reference.first, reference.second].compactMap({ $0 }) { for byte in scalar.utf8 { append(byte) } }
                index = reference.end
            } else {
                append(html[index])
                index += 1
            }
        }
        while url.last == 0x20 { url.removeLast() }
    }

    private mutating func append(_ byte: UInt8) {
        if byte >= 0x20, byte != 0x7F { url.append(byte) }
    }

    /// Whether there is nothing to be shown: it leads to a place of the same page, runs a script, or is no address.
    var isEmpty: Bool {
        url.isEmpty || url[0] == UInt8(ascii: "#") || url.count > Self.longest || hasScheme("javascript:") || hasScheme("data:")
    }

    private func hasScheme(_ scheme: StaticString) -> Bool { url.withUnsafeBufferPointer { $0.startsIgnoringCase(with: scheme, at: 0) } }

    /// Whether a link with this text shows where it leads.
    func isShown(by text: UnsafeBufferPointer<UInt8>) -> Bool {
        url.withUnsafeBufferPointer { Self.isSame(Self.bare(text.trimmed), Self.bare($0)) }
    }

    private static func isSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        left.count == right.count && left.indices.allSatisfy { left[$0].lowercased == right[$0].lowercased }
    }

    /// Without what people leave out.
    private static func bare(_ address: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        for scheme: StaticString in ["https://", "http://", "mailto:", "tel:"] where address.startsIgnoringCase(with: scheme, at: 0) {
            start = scheme.utf8CodeUnitCount
        }
        let end = address.last == UInt8(ascii: "/") ? address.count - 1 : address.count
        return address.slice(start..<max(start, end))
    }

    /// Appends it in angle brackets, with what would end it escaped.
    func append(to output: inout OutputBuffer) {
        output.append(UInt8(ascii: "<"))
        for byte in url {
            switch byte {
            case 0x20: output.append("%20")
            case UInt8(ascii: "<"): output.append("%3C")
            case UInt8(ascii: ">"): output.append("%3E")
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: ">"))
    }

    func withBracketedBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var output = OutputBuffer(capacity: url.count + 2)
        append(to: &output)
        output.withBytes(body)
    }
}
