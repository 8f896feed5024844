/// A value of metadata or of an extension: what JSON can say (RFC 8259), with numbers kept as they were written.
public enum Value: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(NumberLiteral)
    case string(Text)
    case array([Value])
    case object(Members)
}

/// A number as its source wrote it: `1.50` stays `1.50`, and no digit is lost to binary floating point.
public struct NumberLiteral: Sendable, Hashable {
    /// The number in the grammar of RFC 8259, section 6.
    public let text: Text

    /// Takes `text` as a number, or gives nil when it does not follow RFC 8259, section 6.
    public init?(_ text: Text) {
        guard text.withUTF8({ Self.isNumber($0) }) else { return nil }
        self.text = text
    }

    public init(_ integer: Int) { text = Text(String(integer)) }

    /// The number as an integer, when it is written as one that fits.
    public var integer: Int? { Int(String(text)) }

    static func isNumber(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        func digits() -> Int {
            let start = index
            while index < utf8.count, utf8[index] &- 0x30 < 10 { index += 1 }
            return index - start
        }
        if index < utf8.count, utf8[index] == UInt8(ascii: "-") { index += 1 }
        let first = index
        let whole = digits()
        if whole == 0 || (whole > 1 && utf8[first] == 0x30) { return false }
        if index < utf8.count, utf8[index] == UInt8(ascii: ".") {
            index += 1
            if digits() == 0 { return false }
        }
        if index < utf8.count, utf8[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < utf8.count, utf8[index] == UInt8(ascii: "+") || utf8[index] == UInt8(ascii: "-") { index += 1 }
            if digits() == 0 { return false }
        }
        return index == utf8.count
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral {
    public init(stringLiteral value: String) { self = .string(Text(value)) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .number(NumberLiteral(value)) }
}
