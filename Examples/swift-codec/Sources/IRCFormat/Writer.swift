import TextScanning
import TranscriptCoding
import TranscriptModel

/// Writes a message a line. What the format does not declare is not looked at: it was reported as loss before.
struct IRCWriter: TranscriptWriter {
    /// The first date, from whose midnight times are counted, and the time of the message before.
    private var firstDate: CalendarDate?
    private var seconds: UInt32 = 0
    private var hasTime = false

    func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {}

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) {
        for message in messages {
            if firstDate == nil { firstDate = message.timestamp?.date }
            if let time = message.timestamp.flatMap(secondsSinceStart) { (seconds, hasTime) = (time, true) }
            // A line needs a time: the one of the line before, and without any there is no line.
            guard hasTime else { continue }
            let line = LogLine(
                seconds: seconds, name: message.sender.name.map { String($0) }, body: message.body.map { String($0) } ?? "")
            output.append(utf8: line.text)
        }
    }

    func finish(into output: inout OutputBuffer) {}

    private func secondsSinceStart(_ timestamp: Timestamp) -> UInt32? {
        guard let date = timestamp.date else { return timestamp.seconds }
        guard let firstDate else { return nil }
        return UInt32(exactly: (date.dayNumber - firstDate.dayNumber) * 86_400 + Int(timestamp.seconds))
    }
}
