import TextScanning
import TranscriptJSON
import TranscriptModel

/// The members of front matter in JSON, without its braces.
enum JSONFrontMatter {
    /// The members of the top level; none where the whole is no JSON.
    static func entries(in content: String) -> [ForeignFrontMatter.Entry] {
        var decoder = ModelDecoder()
        guard case .object(let members)? = try? decoder.value(Text("{" + content + "}")) else { return [] }
        let ranges = valueRanges(in: content)
        guard ranges.count == members.count else { return [] }
        return zip(members, ranges).map { member, range in
            ForeignFrontMatter.Entry(name: member.name, value: member.value, range: range, line: nil)
        }
    }

    static func written(_ value: Value) -> String {
        var output = OutputBuffer(capacity: 64)
        output.appendJSON(value)
        return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// Where the values of the top level stand in members that are known to be JSON.
    private static func valueRanges(in content: String) -> [Range<String.Index>] {
        var ranges: [Range<String.Index>] = []
        var (depth, isInString, isEscaped) = (0, false, false)
        /// Where the value at hand starts, and where the last of it ended that is no white space.
        var start: String.Index?
        var end = content.startIndex
        func close() {
            if let first = start { ranges.append(first..<end) }
            start = nil
        }
        var isValue = false
        for index in content.utf8.indices {
            let byte = content.utf8[index]
            if isInString {
                if isEscaped { isEscaped = false } else if byte == UInt8(ascii: "\\") { isEscaped = true } else { isInString = byte != UInt8(ascii: "\"") }
            } else {
                switch byte {
                case UInt8(ascii: ":") where depth == 0:
                    isValue = true
                    continue
                case UInt8(ascii: ",") where depth == 0:
                    close()
                    isValue = false
                    continue
                case 0...0x20: continue
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
            }
            if isValue, start == nil { start = index }
            end = content.utf8.index(after: index)
        }
        close()
        return ranges
    }
}
