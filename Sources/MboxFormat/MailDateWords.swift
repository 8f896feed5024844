import TextScanning

/// The words of a date: without comments, which tell no time (RFC 5322, 3.3), and without the blanks that old mail has around
/// the colons of a time (RFC 5322, 4.3, and A.5).
struct MailDateWords {
    struct Word {
        var range: Range<Int>
        /// Whether a comma stands behind it.
        var hasComma: Bool
    }

    private(set) var bytes: [UInt8] = []
    private(set) var words: [Word] = []
    /// Whether a comment names a zone, and whether one says anything else.
    private(set) var hasNameOfZone = false
    private(set) var hasRemark = false

    init(_ text: UnsafeBufferPointer<UInt8>) {
        clean(text)
        var start = 0
        for index in bytes.indices where bytes[index] == MboxSyntax.space || bytes[index] == UInt8(ascii: ",") {
            add(start..<index, hasComma: bytes[index] == UInt8(ascii: ","))
            start = index + 1
        }
        add(start..<bytes.count, hasComma: false)
    }

    private mutating func add(_ range: Range<Int>, hasComma: Bool) {
        if !range.isEmpty { words.append(Word(range: range, hasComma: hasComma)) }
    }

    private mutating func clean(_ text: UnsafeBufferPointer<UInt8>) {
        var depth = 0
        var comment = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            let blank = Self.blank(text, at: index)
            switch byte {
            case UInt8(ascii: "\\") where depth > 0: index += 1
            case UInt8(ascii: "("):
                if depth == 0 { comment = index + 1 }
                depth += 1
                addBlank()
            case UInt8(ascii: ")"):
                if depth == 1 { note(text.slice(comment..<index)) }
                depth = max(0, depth - 1)
            case _ where depth > 0: break
            case UInt8(ascii: ":"):
                while bytes.last == MboxSyntax.space { bytes.removeLast() }
                bytes.append(byte)
            case _ where blank > 0:
                addBlank()
                index += blank - 1
            default: bytes.append(byte)
            }
            index += 1
        }
        if depth > 0 { note(text.slice(comment..<text.count)) }
    }

    private mutating func note(_ comment: UnsafeBufferPointer<UInt8>) {
        if comment.allSatisfy({ $0 <= 0x20 }) { return }
        if Self.isNameOfZone(comment) { hasNameOfZone = true } else { hasRemark = true }
    }

    /// Whether a comment is what programs put behind an offset: `CEST`, `MET DST`, `GMT+01:00`, `Pacific Daylight Time`.
    static func isNameOfZone(_ comment: UnsafeBufferPointer<UInt8>) -> Bool {
        if comment.count > 60 { return false }
        let time: StaticString = " time"
        if comment.startsIgnoringCase(with: time, at: comment.count - time.utf8CodeUnitCount) {
            return comment.allSatisfy { $0.isASCIILetter || $0 == MboxSyntax.space || $0 == UInt8(ascii: ".") }
        }
        return comment.count <= 12 && comment.allSatisfy { byte in
            byte.isASCIIDigit || byte &- 0x41 < 26 || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":")
                || byte == MboxSyntax.space
        }
    }

    private mutating func addBlank() {
        if let last = bytes.last, last != MboxSyntax.space, last != UInt8(ascii: ":") { bytes.append(MboxSyntax.space) }
    }

    /// How many bytes at `index` are a blank, or something that programs put around a date or in it: quotation marks,
    /// semicolons, spaces that do not break (U+00A0, U+202F).
    private static func blank(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        switch text[index] {
        case MboxSyntax.space, MboxSyntax.tab, MboxSyntax.lineFeed, MboxSyntax.carriageReturn, UInt8(ascii: "\""), UInt8(ascii: ";"): 1
        case 0xC2 where text.starts(with: "\u{A0}", at: index): 2
        case 0xE2 where text.starts(with: "\u{202F}", at: index): 3
        default: 0
        }
    }
}
