import TextScanning
import TranscriptCoding

extension DiagnosticCode {
    public static let duplicateMessage = DiagnosticCode(
        "message.duplicate", "the same message stands in the transcript twice",
        Explanation(
            """
            The same sender said the same at the same time, and all else of the two messages is equal as well: an export that \
            was run twice, or two exports put together. Messages without a time are never taken for the same.
            """,
            fails: """
                ---
                date: 2018-01-23
                ---
                > 10:27:03  Ann  \n   \nhello  \n   \n> 10:27:03  Ann  \n   \nhello  \n   \n
                """,
            passes: """
                ---
                date: 2018-01-23
                ---
                > 10:27:03  Ann  \n   \nhello  \n   \n> 10:27:04  Ann  \n   \nhello  \n   \n
                """))
}

/// Looks for messages that are equal to one before it of the same time, among the last few of that time.
struct DuplicateMessages {
    /// The last messages of the batch before, where they are all of one time.
    private var carried: [(message: Message, line: Int?)] = []

    /// How far back to look. More messages of one time than this are rare even where times are whole minutes.
    private static let reach = 64

    /// Compares a message with those before it.
    @inline(__always)
    func check(_ index: Int, of batch: UnsafeBufferPointer<Message>, _ findings: Findings) {
        guard let base = batch.baseAddress, let time = base[index].timestamp else { return }
        // Most messages have a time of their own.
        if index > 0, base[index - 1].timestamp?.seconds != time.seconds { return }
        compare(index, of: base, time, findings)
    }

    private func compare(
        _ index: Int, of batch: UnsafePointer<Message>, _ time: Timestamp, _ findings: Findings
    ) {
        var earlier = index - 1
        let first = max(0, index - Self.reach)
        while earlier >= first, batch[earlier].timestamp == time {
            if haveSameBody(batch + earlier, batch + index), batch[earlier] == batch[index] {
                return report(index, before: findings.line(ofMessage: earlier), findings)
            }
            earlier -= 1
        }
        if earlier >= 0 || index >= Self.reach || carried.last?.message.timestamp != time { return }
        // Together with those of this batch no more than elsewhere, so that it does not matter where a batch ends.
        if let earlier = carried.suffix(Self.reach - index).last(where: { $0.message == batch[index] }) { report(index, before: earlier.line, findings) }
    }

    /// Nearly all differ in their bodies, and to compare all of two messages takes a copy of each.
    @inline(__always)
    private func haveSameBody(_ left: UnsafePointer<Message>, _ right: UnsafePointer<Message>) -> Bool {
        left.pointee.body.withUTF8 { a in
            right.pointee.body.withUTF8 { b in
                guard let a, let b else { return a == nil && b == nil }
                return a.hasSameBytes(as: b)
            }
        }
    }

    private func report(_ index: Int, before line: Int?, _ findings: Findings) {
        findings.report(
            .warning, .duplicateMessage,
            "the message repeats \(line.map { "the one on line \($0)" } ?? "one before it")", help: "remove one of them", at: .message(index))
    }

    /// Keeps the messages of the batch's last time.
    mutating func endBatch(_ batch: [Message], _ findings: Findings) {
        guard let time = batch.last?.timestamp else {
            if !batch.isEmpty { carried = [] }
            return
        }
        var first = batch.count - 1
        while first > 0, batch.count - first < Self.reach, batch[first - 1].timestamp == time { first -= 1 }
        if first > 0 || carried.last?.message.timestamp != time { carried = [] }
        carried += (first..<batch.count).map { (batch[$0], findings.line(ofMessage: $0)) }
        if carried.count > Self.reach { carried.removeFirst(carried.count - Self.reach) }
    }
}
