import TextScanning
import TranscriptCoding
import TranscriptModel

/// Compares the front matter with itself, with the file's name, and with the messages that follow.
struct FrontMatterCheck: TranscriptCheck {
    private var messages = 0
    private var texts = 0
    /// The number under `lines:`, and where it stands.
    private var lines: (count: Int, place: Findings.Place, bytes: Range<Int>?)?

    mutating func begin(_ header: TranscriptHeader, _ findings: Findings) {
        let keys = FrontMatterKeys(findings)
        reportNames(keys, findings)
        checkDate(header.metadata, keys, findings)
        checkLines(header.metadata, keys, findings)
    }

    mutating func check(_ batch: [Message], _ findings: Findings) {
        messages += batch.count
        for index in batch.indices where batch[index].body.map({ !$0.isEmpty }) ?? false { texts += 1 }
    }

    mutating func finish(_ findings: Findings) {
        guard let lines, lines.count != messages, lines.count != texts else { return }
        let counts = messages == texts ? "\(messages)" : "\(messages), \(texts) of them with a text"
        findings.report(
            .warning, .lineCount, "`lines:` says \(lines.count), and the number of messages is \(counts)",
            help: "chatconv validate --fix puts \(texts)", at: lines.place,
            mend: lines.bytes.map { .edits([SourceEdit($0, String(texts))]) })
    }

    // MARK: Keys

    private func reportNames(_ keys: FrontMatterKeys, _ findings: Findings) {
        var seen: Set<Text> = []
        for key in keys.entries {
            if !seen.insert(key.name).inserted {
                findings.report(.warning, .duplicateKey, "the key `\(key.name)` is there already", at: .bytes(key.nameRange))
            }
        }
        for key in keys.entries {
            guard let meant = Self.meaning(of: key.name, among: seen) else { continue }
            findings.report(
                .warning, .mistypedKey, "the key `\(key.name)` has no meaning", help: "did you mean `\(meant)`?",
                at: .bytes(key.nameRange))
        }
    }

    /// The key that a name is a slip of; nil when it is none.
    private static func meaning(of name: Text, among keys: Set<Text>) -> String? {
        let written = String(name)
        let known = ["layout", "title", "date", "author", "lines", "tag"]
        if known.contains(written) || ["tags", "data", "line", "titles", "authors"].contains(written) { return nil }
        return known.first { key in
            !keys.contains(Text(key)) && (written.lowercased() == key || isOneSlip(Array(written.utf8), from: Array(key.utf8)))
        }
    }

    /// Whether two words differ by one letter: changed, left out, added, or swapped with its neighbour.
    private static func isOneSlip(_ a: [UInt8], from b: [UInt8]) -> Bool {
        guard abs(a.count - b.count) <= 1, a != b else { return false }
        let start = zip(a, b).prefix { $0 == $1 }.count
        let end = min(zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count, min(a.count, b.count) - start)
        let (left, right) = (a[start..<a.count - end], b[start..<b.count - end])
        if left.count <= 1 && right.count <= 1 { return true }
        return left.count == 2 && right.count == 2 && left.elementsEqual(right.reversed())
    }

    // MARK: Values

    private func checkDate(_ metadata: Members, _ keys: FrontMatterKeys, _ findings: Findings) {
        guard metadata["date"] != nil else { return }
        let place = keys.value(of: "date").map { Findings.Place.bytes($0) } ?? .input
        guard let date = PageDate.date(of: metadata) else {
            return findings.report(
                .warning, .invalidKeyValue, "the value of `date:` is no day that can be read",
                help: "write it as YYYY-MM-DD", at: place)
        }
        guard let name = findings.fileName, let named = Self.date(inFileName: name), named != date else { return }
        findings.report(
            .warning, .dateMismatch, "`date:` is another day than the one in the file's name, \(name.lastPathComponent)", at: place)
    }

    private mutating func checkLines(_ metadata: Members, _ keys: FrontMatterKeys, _ findings: Findings) {
        guard let value = metadata["lines"] else { return }
        let bytes = keys.value(of: "lines")
        // The place is looked up now: when all messages are counted, the front matter is not in memory any more.
        let location = bytes.flatMap { findings.location(of: .bytes($0)) }
        let place = location.map { Findings.Place.location($0) } ?? .input
        guard case .number(let number) = value, let count = number.integer, count >= 0 else {
            return findings.report(.warning, .invalidKeyValue, "the value of `lines:` is no whole number", at: place)
        }
        lines = (count, place, bytes)
    }

    /// The day that the last component of a path starts with.
    private static func date(inFileName path: String) -> CalendarDate? {
        let start = path.lastPathComponent.utf8.prefix(10)
        guard start.count == 10 else { return nil }
        return Array(start).withUnsafeBufferPointer { PageDate.plainDate($0) }
    }
}

extension String {
    fileprivate var lastPathComponent: Substring { split(separator: "/").last ?? self[...] }
}

/// The keys of a page's front matter and where they stand: lines without indentation of the form `key: value`.
private struct FrontMatterKeys {
    struct Key {
        var name: Text
        /// In bytes from the start of the input.
        var nameRange: Range<Int>
        var value: Range<Int>
    }

    private(set) var entries: [Key] = []

    /// Looks at what was read of the page. Where its start is not in memory any more, nothing is found.
    init(_ findings: Findings) {
        let (text, offset) = findings.consumed
        guard offset == 0 else { return }
        entries = text.withUTF8 { utf8 in
            let start = utf8.starts(with: PageHead.byteOrderMark) ? 3 : 0
            guard case .found(let block) = FrontMatterBlock.search(utf8.slice(start..<utf8.count)), block.syntax == .yaml else { return [] }
            return Self.keys(of: text, utf8, in: start + block.content.lowerBound..<start + block.content.upperBound)
        }
    }

    /// The bytes of a key's value, of the last one where there are several.
    func value(of name: String) -> Range<Int>? { entries.last { $0.name == Text(name) }?.value }

    private static func keys(of text: Text, _ utf8: UnsafeBufferPointer<UInt8>, in block: Range<Int>) -> [Key] {
        var keys: [Key] = []
        var start = block.lowerBound
        while start < block.upperBound {
            let end = utf8.firstIndex(of: MarkdownSyntax.lineFeed, from: start) ?? block.upperBound
            defer { start = end + 1 }
            let line = utf8.slice(start..<end)
            let length = line.firstIndex { !isNameByte($0) } ?? line.count
            guard length > 0, length < line.count, line[length] == UInt8(ascii: ":"),
                let name = text.slice(start..<start + length)
            else { continue }
            var value = start + length + 1..<end
            while !value.isEmpty, utf8[value.lowerBound] <= 0x20 { value = value.lowerBound + 1..<value.upperBound }
            while !value.isEmpty, utf8[value.upperBound - 1] <= 0x20 { value = value.lowerBound..<value.upperBound - 1 }
            keys.append(Key(name: name, nameRange: start..<start + length, value: value))
        }
        return keys
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: byte >= 0x80 || byte.isASCIIDigit
        }
    }
}
