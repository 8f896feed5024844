import TextScanning
import TranscriptModel

/// In which language front matter is written.
enum FrontMatterSyntax {
    case yaml, toml, json

    /// What a line before front matter says of it; YAML where it says nothing else.
    init(opening line: Text) {
        self = line.withUTF8 { line in
            if line.first == UInt8(ascii: "+") { return .toml }
            return line.first == UInt8(ascii: "{") ? .json : .yaml
        }
    }

    var name: String {
        switch self {
        case .yaml: "YAML"
        case .toml: "TOML"
        case .json: "JSON"
        }
    }
}

/// Where front matter stands in a page.
struct FrontMatterBlock {
    var syntax = FrontMatterSyntax.yaml
    /// The lines between the fences.
    var content: Range<Int>
    /// All of it, with both fences.
    var end: Int

    enum Search {
        case none
        case unclosed
        /// It may be front matter in TOML or JSON, and more bytes decide; where there are none, there is none.
        case undecided
        case found(FrontMatterBlock)
    }

    /// The longest front matter that is looked for where its first line alone does not say that it is some.
    static let longestForeign = 65_536

    /// Looks for front matter at the start of `bytes`, which hold the page up to some line's end at least.
    static func search(_ bytes: UnsafeBufferPointer<UInt8>) -> Search {
        guard let firstEnd = lineEnd(bytes, from: 0) else { return .none }
        let first = bytes.slice(0..<firstEnd)
        if isFence(first, "+++") { return foreign(bytes, from: firstEnd, .toml, closing: "+++") }
        if isFence(first, "{") { return foreign(bytes, from: firstEnd, .json, closing: "}") }
        guard isFence(first, "---") else { return .none }
        var start = firstEnd
        while start < bytes.count {
            let end = lineEnd(bytes, from: start) ?? bytes.count
            // The closing fence may be `...` too (YAML 1.2.2, 9.1.2).
            if isFence(bytes.slice(start..<end), "---") || isFence(bytes.slice(start..<end), "...") {
                return .found(FrontMatterBlock(content: firstEnd..<start, end: end))
            }
            start = end
        }
        return .unclosed
    }

    /// Front matter in another language ends before the first message.
    private static func foreign(
        _ bytes: UnsafeBufferPointer<UInt8>, from first: Int, _ syntax: FrontMatterSyntax, closing fence: StaticString
    ) -> Search {
        var start = first
        while start < bytes.count {
            if HeaderLine(bytes, at: start) != nil || start > longestForeign { return .none }
            let end = lineEnd(bytes, from: start) ?? bytes.count
            if isFence(bytes.slice(start..<end), fence) {
                return .found(FrontMatterBlock(syntax: syntax, content: first..<start, end: end))
            }
            start = end
        }
        return .undecided
    }

    private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: start).map { $0 + 1 }
    }

    /// Whether a line is `fence` and white space.
    private static func isFence(_ line: UnsafeBufferPointer<UInt8>, _ fence: StaticString) -> Bool {
        guard line.starts(with: fence) else { return false }
        return line[fence.utf8CodeUnitCount...].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    }
}
