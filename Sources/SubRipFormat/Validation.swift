import SubtitleCues
import TextScanning
import TranscriptCoding
import TranscriptModel

/// Numbers the cues anew, where the file is to be mended. The reader reports where numbers stop following each other;
/// from there on all of them change.
struct CueNumbering: TranscriptCheck {
    private var number = 0
    private var lineEnd = "\n"

    mutating func begin(_ header: TranscriptHeader, _ findings: Findings) {
        switch header.extensions[SubRipExtension.lineEnding] {
        case "crlf": lineEnd = "\r\n"
        case "cr": lineEnd = "\r"
        default: break
        }
    }

    mutating func check(_ batch: [Message], _ findings: Findings) {
        guard findings.wantsMends else { return }
        for index in batch.indices {
            number += 1
            guard let start = findings.location(of: .message(index))?.byteOffset,
                let line = findings.bytes(at: start, atMost: Self.longestNumber)
            else { continue }
            if let edit = edit(line, at: start) { findings.mend(.oddNumber, .edits([edit])) }
        }
    }

    private static let longestNumber = 64

    /// What makes the line at which a cue starts its number: nothing where it is that already.
    private func edit(_ line: [UInt8], at start: Int) -> SourceEdit? {
        let end = line.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? line.count
        let digits = line.withUnsafeBufferPointer { bytes in
            let range = bytes.withoutBlanks(0..<end)
            return CueSearch.number(bytes, range) == nil ? nil : range
        }
        guard let digits else { return SourceEdit(start..<start, "\(number)\(lineEnd)") }
        if String(decoding: line[digits], as: UTF8.self) == String(number) { return nil }
        return SourceEdit(start + digits.lowerBound..<start + digits.upperBound, String(number))
    }
}
