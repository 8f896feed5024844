import TextScanning
import TranscriptCoding
import TranscriptModel

/// Reads front matter as nearly every page has it, one `key: value` on each line, without libyaml: to set that up and to go
/// through its events takes several times as long as such a block.
///
/// It takes what YAML leaves no doubt about: words as keys; as values nothing, plain scalars, quoted ones without escapes, and
/// lists of words and quoted scalars. Where one line says something else, libyaml reads the block.
struct YAMLPlainMapping {
    private let text: Text
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0

    /// What `text` says; nil where that is for libyaml to tell. O(n).
    static func mapping(in text: Text) -> YAMLMapping? {
        text.withUTF8 { bytes in
            var reader = YAMLPlainMapping(text: text, bytes: bytes)
            return reader.takeEntries()
        }
    }

    private mutating func takeEntries() -> YAMLMapping? {
        var builder = MembersBuilder()
        var lineStarts: [Int] = []
        while place < bytes.count {
            lineStarts.append(place)
            guard let key = takeKey(), let value = takeValue(), take("\n"), builder.append(key, value) else { return nil }
        }
        return YAMLMapping(members: builder.members, keyLineStarts: lineStarts, isSeparable: true)
    }

    /// A key may be no longer than libyaml's 1,024 characters (YAML 1.2.2, 7.4.2).
    private static let longestKey = 256

    private mutating func takeKey() -> Text? {
        guard let key = takeWord(), key.utf8Count <= Self.longestKey, take(":") else { return nil }
        return key
    }

    private mutating func takeValue() -> Value? {
        if bytes[safely: place] == MarkdownSyntax.lineFeed { return .null }
        guard take(" ") else { return nil }
        while take(" ") {}
        switch bytes[safely: place] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return takeQuoted()
        case UInt8(ascii: "["): return takeList()
        default: return takePlain()
        }
    }

    private mutating func takePlain() -> Value? {
        guard let end = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: place),
            YAMLPlainScalar.isOne(bytes.slice(place..<end))
        else { return nil }
        return takeText(upTo: end).map(YAMLScalarResolution.resolved)
    }

    /// Takes a scalar in quotation marks or apostrophes that holds neither an escape nor the end of a line.
    private mutating func takeQuoted() -> Value? {
        guard let quote = bytes[safely: place] else { return nil }
        place += 1
        let isDouble = quote == UInt8(ascii: "\"")
        let end = bytes.dropFirst(place).firstIndex {
            $0 == quote || !YAMLPlainScalar.isPrintable($0) || (isDouble && $0 == MarkdownSyntax.backslash)
        }
        guard let end, bytes[end] == quote, let text = takeText(upTo: end) else { return nil }
        place += 1
        return .string(text)
    }

    private mutating func takeList() -> Value? {
        place += 1
        var items: [Value] = []
        if take("]") { return .array(items) }
        repeat {
            guard let item = takeItem() else { return nil }
            items.append(item)
        } while take(", ")
        return take("]") ? .array(items) : nil
    }

    private mutating func takeItem() -> Value? {
        switch bytes[safely: place] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): takeQuoted()
        default: takeWord().map(YAMLScalarResolution.resolved)
        }
    }

    /// Takes letters, digits, `-` and `_`, the first of them a letter or a digit.
    private mutating func takeWord() -> Text? {
        guard let first = bytes[safely: place], YAMLPlainScalar.isLetter(first) || first.isASCIIDigit else { return nil }
        let end = bytes.dropFirst(place).firstIndex { byte in
            let isOfWord = YAMLPlainScalar.isLetter(byte) || byte.isASCIIDigit || byte == 0x2D || byte == 0x5F
            return !(isOfWord && YAMLPlainScalar.isPrintable(byte))
        }
        guard let end, end > place else { return nil }
        return takeText(upTo: end)
    }

    private mutating func takeText(upTo end: Int) -> Text? {
        let start = place
        place = end
        return text.slice(start..<end)
    }

    private mutating func take(_ literal: StaticString) -> Bool {
        guard bytes.starts(with: literal, at: place) else { return false }
        place += literal.utf8CodeUnitCount
        return true
    }
}
