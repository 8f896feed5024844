public import TranscriptCoding
public import TranscriptModel
import TextScanning

/// Takes captions apart that roll: each shows the last lines of the one before again, as YouTube makes them of speech.
///
/// Of each cue the lines are left that the one before did not show, and a cue without any such line lengthens the one before.
/// So each line is said once, from when it is first shown. Blank lines, which only hold a place, go as well.
public struct RollingCollapse: TranscriptReader {
    private var reader: any TranscriptReader
    /// Names of extensions that describe a cue's spelling.
    private let spelling: Set<Text>
    private var held: Message?
    /// The lines that the cue before showed.
    private var shown: [Text] = []
    private var isAtEnd = false

    public init(_ reader: any TranscriptReader, spelling: Set<Text>) {
        self.reader = reader
        self.spelling = spelling
    }

    public mutating func readHeader() throws(ConversionError) -> TranscriptHeader { try reader.readHeader() }

    public mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while batch.isEmpty, !isAtEnd {
            var cues: [Message] = []
            isAtEnd = try !reader.readMessages(into: &cues)
            for cue in cues { take(cue, into: &batch) }
            if isAtEnd, let last = held {
                batch.append(last)
                held = nil
            }
        }
        return !batch.isEmpty
    }

    private mutating func take(_ cue: Message, into batch: inout [Message]) {
        let lines = (cue.body ?? Text()).linesWithWords
        let repeated = isNext(cue) ? Self.overlap(shown, lines) : 0
        shown = lines
        let omitted = repeated == 0 ? nil : Omission(
            .repeatedLines, count: repeated, byteCount: lines.prefix(repeated).reduce(0) { $0 + $1.utf8Count }, at: nil)
        if repeated > 0, repeated == lines.count, var last = held {
            var details = last.details
            details.end = cue.end
            last.details = details
            last.omit([omitted].compactMap { $0 } + omissions(of: cue))
            held = last
            return
        }
        if let last = held { batch.append(last) }
        var cue = cue
        if repeated > 0 || lines.count != (cue.body.map { $0.lineCount } ?? 0) {
            for name in spelling { cue.details.extensions[name] = nil }
            cue.body = Text(joining: lines[repeated...])
        }
        if let omitted { cue.omit(omitted) }
        held = cue
    }

    /// Whether a cue goes on where the one before ends, said by the same.
    private func isNext(_ cue: Message) -> Bool {
        guard let held, held.sender == cue.sender, let end = held.end, let start = cue.timestamp,
            let pause = CueClock(end).position(of: start)
        else { return false }
        return pause <= Self.longestPause
    }

    /// In milliseconds: what rolls does so at once.
    private static let longestPause = 100

    /// How many of the first lines of a cue are the last ones of the cue before.
    private static func overlap(_ before: [Text], _ lines: [Text]) -> Int {
        var count = min(before.count, lines.count)
        while count > 0, before.suffix(count) != lines.prefix(count) { count -= 1 }
        return count
    }

    /// What of a cue goes with it: what its reader left out, and what it has beside its text.
    private func omissions(of cue: Message) -> [Omission] {
        var omissions = (cue.source as? any RecordSource)?.omissions ?? []
        var details = cue.details
        (details.end, details.source) = (nil, nil)
        for name in spelling { details.extensions[name] = nil }
        if details != MessageDetails() { omissions.add(Omission(.detailsOfJoinedCues, byteCount: 0, at: nil)) }
        return omissions
    }
}

extension Text {
    /// The number of lines.
    fileprivate var lineCount: Int { withUTF8 { $0.countOfLineFeeds() + 1 } }

    /// The lines that are not blank, without white space at either end.
    fileprivate var linesWithWords: [Text] {
        var lines: [Text] = []
        withUTF8 { utf8 in
            var start = 0
            while start <= utf8.count {
                let end = utf8.firstIndex(of: 0x0A, from: start) ?? utf8.count
                let line = utf8.withoutBlanks(start..<end)
                if !line.isEmpty, let text = slice(line) { lines.append(text) }
                start = end + 1
            }
        }
        return lines
    }

    fileprivate init(joining lines: ArraySlice<Text>) {
        var bytes: [UInt8] = []
        for line in lines {
            if !bytes.isEmpty { bytes.append(0x0A) }
            line.withUTF8 { bytes.append(contentsOf: $0) }
        }
        self = bytes.withUnsafeBufferPointer { Text(copying: $0) }
    }
}
