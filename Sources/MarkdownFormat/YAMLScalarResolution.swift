import TextScanning
import TranscriptCoding
import TranscriptModel

/// What a scalar means by the core schema (YAML 1.2.2, 10.3.2).
enum YAMLScalarResolution {
    static func value(of scalar: YAMLScalar) -> Value {
        switch scalar.tag {
        case nil: return scalar.isPlain ? resolved(scalar.value) : .string(scalar.value)
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            return resolved(scalar.value)
        default: return .string(scalar.value)
        }
    }

    /// The value of a plain scalar.
    static func resolved(_ text: Text) -> Value {
        if text.utf8Count > 5 { return number(text).map { .number($0) } ?? .string(text) }
        switch String(text) {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        return number(text).map { .number($0) } ?? .string(text)
    }

    private static func number(_ text: Text) -> NumberLiteral? {
        text.withUTF8({ couldBeNumber($0) }) ? NumberLiteral(text) ?? jsonNumber(text) : nil
    }

    /// Most texts are told by their first byte, and dates with a time by the space or colon in them.
    private static func couldBeNumber(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = utf8.first, first.isASCIIDigit || "+-.".utf8.contains(first) else { return false }
        return !utf8.contains(UInt8(ascii: " ")) && !utf8.contains(UInt8(ascii: ":"))
    }

    /// The JSON form of a number that YAML writes in a way JSON does not know: `0x1F`, `0o17`, `+5`, `012`, `.5`, `5.`.
    private static func jsonNumber(_ text: Text) -> NumberLiteral? {
        guard text.utf8Count <= 64 else { return nil }
        let string = String(text)
        if string.hasPrefix("0x") { return UInt64(string.dropFirst(2), radix: 16).flatMap(literal) }
        if string.hasPrefix("0o") { return UInt64(string.dropFirst(2), radix: 8).flatMap(literal) }
        var rest = Substring(string)
        var sign = ""
        if rest.hasPrefix("+") { rest = rest.dropFirst() } else if rest.hasPrefix("-") {
            rest = rest.dropFirst()
            sign = "-"
        }
        guard let first = rest.utf8.first, first.isASCIIDigit || rest.hasPrefix(".") else { return nil }
        while rest.hasPrefix("0"), let next = rest.utf8.dropFirst().first, next.isASCIIDigit { rest = rest.dropFirst() }
        if rest.hasPrefix(".") { rest = "0" + rest }
        if let point = rest.firstIndex(of: "."), !(rest.utf8[rest.utf8.index(after: point)...].first?.isASCIIDigit ?? false) {
            guard rest != "0." || string.contains("0") else { return nil }
            rest.insert("0", at: rest.index(after: point))
        }
        return NumberLiteral(Text(sign + rest))
    }

    private static func literal(_ value: UInt64) -> NumberLiteral? { NumberLiteral(Text(String(value))) }
}
