import SubtitleCues
import TextScanning
import TranscriptModel

/// How the lines of a file end, where all of them end alike.
enum LineEnding: Text, CaseIterable {
    case lf, crlf, cr

    /// The same where plain cues are taken and written at one go: CR alone ends lines of hardly any file.
    var ofPlainCues: PlainLineEnd? {
        switch self {
        case .lf: .lf
        case .crlf: .crlf
        case .cr: nil
        }
    }

    /// How the first line of `bytes` ends; nil where none does yet.
    init?(ofFirstLine bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) {
        let first = bytes.firstIndex { $0 == SubRipSyntax.lineFeed || $0 == SubRipSyntax.carriageReturn }
        guard let first else { return nil }
        if bytes[first] == SubRipSyntax.lineFeed {
            self = .lf
        } else if first + 1 < bytes.count {
            self = bytes[first + 1] == SubRipSyntax.lineFeed ? .crlf : .cr
        } else if isAtEnd {
            self = .cr
        } else {
            return nil
        }
    }

    /// Whether `bytes` are `lines`, which end in LF, with this line end.
    func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ lines: UnsafeBufferPointer<UInt8>) -> Bool {
        if self == .lf { return bytes.hasSameBytes(as: lines) }
        var position = 0
        for byte in lines {
            guard position < bytes.count else { return false }
            if byte == SubRipSyntax.lineFeed {
                guard bytes[position] == SubRipSyntax.carriageReturn else { return false }
                position += 1
                if self == .cr { continue }
                guard position < bytes.count else { return false }
            }
            guard bytes[position] == byte else { return false }
            position += 1
        }
        return position == bytes.count
    }

    func appendLineEnd(to output: inout OutputBuffer) {
        switch self {
        case .lf: output.append("\n")
        case .crlf: output.append("\r\n")
        case .cr: output.append("\r")
        }
    }

    /// Appends `lines`, which end in LF, with this line end.
    func append(_ lines: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        if self == .lf { return output.append(lines) }
        var start = 0
        while let feed = lines.firstIndex(of: SubRipSyntax.lineFeed, from: start) {
            output.append(lines.slice(start..<feed))
            appendLineEnd(to: &output)
            start = feed + 1
        }
        output.append(lines.slice(start..<lines.count))
    }
}
