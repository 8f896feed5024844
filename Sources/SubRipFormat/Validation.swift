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

    private static let longestNumber = 24

    /// What makes the line at which a cue starts its number: nothing where it is that already.
    private func edit(_ line: [UInt8], at start: Int) -> SourceEdit? {
        let blanks = line.prefix { $0 == 0x20 || $0 == 0x09 }.count
        let digits = line[blanks...].prefix { $0.isASCIIDigit }
        let after = line[digits.endIndex...].first { $0 != 0x20 && $0 != 0x09 }
        let isNumber = !digits.isEmpty && (after == 0x0A || after == 0x0D)
        if !isNumber { return SourceEdit(start..<start, "\(number)\(lineEnd)") }
        if String(decoding: digits, as: UTF8.self) == String(number) { return nil }
        return SourceEdit(start + digits.startIndex..<start + digits.endIndex, String(number))
    }
}
