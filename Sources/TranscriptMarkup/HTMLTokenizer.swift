import TextScanning

/// A token of HTML, by the places of its parts.
enum HTMLToken: Equatable {
    /// Text, with its character references.
    case text(Range<Int>)
    case start(Tag)
    case end(name: Range<Int>)

    /// A tag that opens an element.
    struct Tag: Equatable {
        var name: Range<Int>
        /// What stands behind the name.
        var attributes: Range<Int>
    }
}

/// Takes HTML apart with the states of the specification (HTML Standard, 13.2.5), in one pass.
///
/// Where the specification drops what comes after a mistake, as after a quote that never ends, this goes on: a mail is to be read
/// however its HTML was made.
struct HTMLTokenizer {
    private let bytes: UnsafeBufferPointer<UInt8>
    /// The place of the next token.
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func next() -> HTMLToken? {
        while position < bytes.count {
            if bytes[position] != UInt8(ascii: "<") { return text(from: position) }
            if let token = markup() { return token }
        }
        return nil
    }

    private mutating func text(from start: Int) -> HTMLToken {
        position = bytes.firstIndex(of: UInt8(ascii: "<"), from: max(position + 1, start)) ?? bytes.count
        return .text(start..<position)
    }

    /// Takes what starts with `<`; nil where it shows nothing.
    private mutating func markup() -> HTMLToken? {
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        if next.isASCIILetter { return startTag() }
        switch next {
        case UInt8(ascii: "/"): return endTag()
        case UInt8(ascii: "!") where bytes.starts(with: "<!--", at: position): passComment()
        case UInt8(ascii: "!"), UInt8(ascii: "?"): passBogusComment()
        default: return text(from: position)
        }
        return nil
    }

    // MARK: Tags

    private mutating func startTag() -> HTMLToken? {
        let nameStart = position + 1
        let nameEnd = endOfName(from: nameStart)
        guard let end = endOfTag(from: nameEnd) else {
            position = bytes.count
            return nil
        }
        position = end + 1
        return .start(HTMLToken.Tag(name: nameStart..<nameEnd, attributes: nameEnd..<end))
    }

    private mutating func endTag() -> HTMLToken? {
        let nameStart = position + 2
        guard nameStart < bytes.count else { return text(from: position) }
        guard bytes[nameStart].isASCIILetter else {
            passBogusComment()
            return nil
        }
        let nameEnd = endOfName(from: nameStart)
        position = endOfTag(from: nameEnd).map { $0 + 1 } ?? bytes.count
        return .end(name: nameStart..<nameEnd)
    }

    private func endOfName(from start: Int) -> Int {
        var index = start
        while index < bytes.count, !Self.endsName(bytes[index]) { index += 1 }
        return index
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte.isHTMLSpace || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">")
    }

    /// The `>` that ends a tag; nil where none does.
    private func endOfTag(from start: Int) -> Int? {
        var attributes = HTMLAttributes(bytes, in: start..<bytes.count)
        while attributes.next() != nil {}
        return attributes.position < bytes.count ? attributes.position : nil
    }

    // MARK: Comments

    private mutating func passComment() {
        let start = position + 4
        if bytes.starts(with: ">", at: start) { return position = start + 1 }
        if bytes.starts(with: "->", at: start) { return position = start + 2 }
        var index = start
        while let hyphens = bytes.firstIndex(ofPair: UInt8(ascii: "-"), UInt8(ascii: "-"), from: index) {
            if bytes.starts(with: ">", at: hyphens + 2) { return position = hyphens + 3 }
            if bytes.starts(with: "!>", at: hyphens + 2) { return position = hyphens + 4 }
            index = hyphens + 1
        }
        position = bytes.count
    }

    private mutating func passBogusComment() {
        position = bytes.firstIndex(of: UInt8(ascii: ">"), from: position + 1).map { $0 + 1 } ?? bytes.count
    }

    /// Moves past a line end.
    mutating func passLineEnd() {
        if bytes.starts(with: "\r\n", at: position) {
            position += 2
        } else if bytes.starts(with: "\n", at: position) {
            position += 1
        }
    }

    // MARK: Raw text

    /// Takes what stands up to the end tag of `name`, in which nothing else is a tag, and moves to that end tag.
    mutating func takeRawText(of name: Range<Int>) -> Range<Int> {
        let start = position
        let name = bytes.slice(name)
        var index = start
        while let mark = bytes.firstIndex(of: UInt8(ascii: "<"), from: index) {
            if isEndTag(at: mark, of: name) {
                position = mark
                return start..<mark
            }
            index = mark + 1
        }
        position = bytes.count
        return start..<position
    }

    /// Takes all that is left.
    mutating func takeRest() -> Range<Int> {
        defer { position = bytes.count }
        return position..<bytes.count
    }

    private func isEndTag(at start: Int, of name: UnsafeBufferPointer<UInt8>) -> Bool {
        let end = start + 2 + name.count
        guard end <= bytes.count, bytes[start + 1] == UInt8(ascii: "/") else { return false }
        for index in name.indices where bytes[start + 2 + index].lowercased != name[index].lowercased { return false }
        return end == bytes.count || Self.endsName(bytes[end])
    }
}

/// The attributes of a tag, one after the other (HTML Standard, 13.2.5.32 to 39).
struct HTMLAttributes {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limit: Int
    /// Where the next attribute is looked for; once there is no more, where the tag ends.
    private(set) var position: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        limit = range.upperBound
    }

    /// The next name and its value, with its character references; nil at the end of the tag.
    mutating func next() -> (name: Range<Int>, value: Range<Int>)? {
        while position < limit, bytes[position].isHTMLSpace || bytes[position] == UInt8(ascii: "/") { position += 1 }
        guard position < limit, bytes[position] != UInt8(ascii: ">") else { return nil }
        let start = position
        position += 1
        while position < limit, !bytes[position].isHTMLSpace, !Self.endsAttributeName(bytes[position]) { position += 1 }
        let name = start..<position
        while position < limit, bytes[position].isHTMLSpace { position += 1 }
        guard position < limit, bytes[position] == UInt8(ascii: "=") else { return (name, name.upperBound..<name.upperBound) }
        position += 1
        while position < limit, bytes[position].isHTMLSpace { position += 1 }
        return (name, value())
    }

    private static func endsAttributeName(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }

    private mutating func value() -> Range<Int> {
        let start = position
        if position < limit, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'"),
            let end = bytes.firstIndex(of: bytes[position], from: position + 1), end < limit
        {
            position = end + 1
            return start + 1..<end
        }
        // A quote that never ends is none. What looked for its end looks for no other up to the end of the text, since there is
        // none of that kind.
        while position < limit, !bytes[position].isHTMLSpace, bytes[position] != UInt8(ascii: ">") { position += 1 }
        return start..<position
    }
}
