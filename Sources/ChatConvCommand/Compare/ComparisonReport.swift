import ChatConv
import ChatConvTesting
import TextScanning
import TranscriptCoding
import TranscriptModel

/// What two transcripts differ in, for people and for programs.
struct ComparisonReport {
    let names: (first: String, second: String)
    let counts: (first: Int, second: Int)
    /// Where what stands before the messages differs first.
    let headerDifference: String?
    let alignment: Alignment
    /// What is shown of the first differences.
    private var shown: [Shown] = []

    /// So many differences are shown, and of a row of messages that only one has, so many.
    private static let mostShown = 10
    private static let mostOfARow = 3

    private struct Shown {
        var kind: String
        var first: Int?
        var second: Int?
        var text: String
    }

    var isEqual: Bool { headerDifference == nil && alignment.differences.isEmpty }

    /// - Parameter scans: what the two hold.
    init(
        _ first: ComparedTranscript, _ second: ComparedTranscript,
        _ scans: (ComparedTranscript.Scan, ComparedTranscript.Scan)
    ) throws(ConversionError) {
        names = (first.file.displayName, second.file.displayName)
        counts = (scans.0.digests.count, scans.1.digests.count)
        headerDifference = firstDifference(
            Transcript(header: scans.0.header, messages: []), Transcript(header: scans.1.header, messages: []))
        alignment = Alignment(scans.0.digests, scans.1.digests)
        try show(first, second)
    }

    private mutating func show(_ first: ComparedTranscript, _ second: ComparedTranscript) throws(ConversionError) {
        let differences = alignment.differences.prefix(Self.mostShown)
        var numbers: (first: Set<Int>, second: Set<Int>) = ([], [])
        for difference in differences {
            switch difference {
            case .changed(let one, let other):
                numbers.first.insert(one)
                numbers.second.insert(other)
            case .onlyInFirst(let range): numbers.first.formUnion(range.prefix(Self.mostOfARow))
            case .onlyInSecond(let range): numbers.second.formUnion(range.prefix(Self.mostOfARow))
            }
        }
        let messages = (first: try first.messages(numbers.first), second: try second.messages(numbers.second))
        for difference in differences {
            switch difference {
            case .changed(let one, let other):
                guard let before = messages.first[one], let after = messages.second[other] else { continue }
                let text = firstDifference(before, after) ?? "the messages differ"
                shown.append(Shown(kind: "changed", first: one + 1, second: other + 1, text: text))
            case .onlyInFirst(let range):
                for number in range.prefix(Self.mostOfARow) {
                    guard let message = messages.first[number] else { continue }
                    shown.append(Shown(kind: "onlyInFirst", first: number + 1, text: Self.line(message)))
                }
            case .onlyInSecond(let range):
                for number in range.prefix(Self.mostOfARow) {
                    guard let message = messages.second[number] else { continue }
                    shown.append(Shown(kind: "onlyInSecond", second: number + 1, text: Self.line(message)))
                }
            }
        }
    }

    /// A message on one line: when, who, what.
    private static func line(_ message: Message) -> String {
        var written = OutputBuffer()
        if let timestamp = message.timestamp {
            written.append(timestamp)
            written.append(UInt8(ascii: " "))
        }
        if let name = message.sender.name ?? message.sender.id {
            written.append(name)
            written.append(": ")
        }
        if let body = message.body { written.append(body) }
        return written.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: For people

    var text: String {
        let name = (displayedName(names.first), displayedName(names.second))
        if isEqual { return "\(name.0) and \(name.1) are equal: \(Self.messages(counts.first))\n" }
        var parts: [String] = []
        if headerDifference != nil { parts.append("what stands before the messages differs") }
        if alignment.changedCount > 0 { parts.append("\(Self.messages(alignment.changedCount)) changed") }
        if alignment.onlyInFirstCount > 0 { parts.append("\(alignment.onlyInFirstCount) only in \(name.0)") }
        if alignment.onlyInSecondCount > 0 { parts.append("\(alignment.onlyInSecondCount) only in \(name.1)") }
        var lines = ["\(name.0) and \(name.1) differ: \(parts.joined(separator: ", "))"]
        if let headerDifference { lines.append("  \(Self.cut(headerDifference))") }
        for difference in shown { lines.append("  " + line(difference, name)) }
        let told = shown.count
        let all = alignment.changedCount + alignment.onlyInFirstCount + alignment.onlyInSecondCount
        if all > told { lines.append("  ... and \(all - told) more") }
        return lines.map(harmless).joined(separator: "\n") + "\n"
    }

    private func line(_ shown: Shown, _ name: (String, String)) -> String {
        switch (shown.first, shown.second) {
        case (let first?, let second?):
            let numbers = first == second ? "\(first)" : "\(first) and \(second)"
            return Self.cut("message \(numbers): \(shown.text.dropPrefix("message."))")
        case (let first?, nil): return Self.cut("only in \(name.0): message \(first): \(shown.text)")
        case (nil, let second?): return Self.cut("only in \(name.1): message \(second): \(shown.text)")
        case (nil, nil): return Self.cut(shown.text)
        }
    }

    private static func messages(_ count: Int) -> String { "\(count) message\(count == 1 ? "" : "s")" }

    private static func cut(_ text: String) -> String { truncated(displayed(text), to: 400) }

    // MARK: For programs

    var value: Value {
        var members = Members()
        members["first"] = .string(Text(names.first))
        members["second"] = .string(Text(names.second))
        members["equal"] = .bool(isEqual)
        members["messages"] = .array([number(counts.first), number(counts.second)])
        members["header"] = headerDifference.map { .string(Text($0)) }
        members["changed"] = number(alignment.changedCount)
        members["onlyInFirst"] = number(alignment.onlyInFirstCount)
        members["onlyInSecond"] = number(alignment.onlyInSecondCount)
        members["differences"] = .array(shown.map { shown in
            var entry = Members()
            entry["kind"] = .string(Text(shown.kind))
            entry["first"] = shown.first.map { number($0) }
            entry["second"] = shown.second.map { number($0) }
            entry["text"] = .string(Text(shown.text))
            return .object(entry)
        })
        return .object(members)
    }
}

extension String {
    fileprivate func dropPrefix(_ prefix: String) -> Substring {
        hasPrefix(prefix) ? dropFirst(prefix.count) : self[...]
    }
}
