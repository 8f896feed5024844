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

    /// How all lines of `bytes` end; nil where they differ, or where there is none.
    init?(of bytes: UnsafeBufferPointer<UInt8>) {
        var feeds = 0
        var returns = 0
        var pairs = 0
        var index = 0
        while let feed = bytes.firstIndex(of: WebVTTSyntax.lineFeed, from: index) {
            feeds += 1
            if feed > 0, bytes[feed - 1] == WebVTTSyntax.carriageReturn { pairs += 1 }
            index = feed + 1
        }
        index = 0
        while let found = bytes.firstIndex(of: WebVTTSyntax.carriageReturn, from: index) {
            returns += 1
            index = found + 1
        }
        switch (feeds, returns) {
        case (1..., 0): self = .lf
        case (0, 1...): self = .cr
        case (1..., feeds) where pairs == feeds: self = .crlf
        default: return nil
        }
    }

    /// Appends `lines`, which end in LF, with this line end.
    func append(_ lines: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        if self == .lf { return output.append(lines) }
        var start = 0
        while let feed = lines.firstIndex(of: WebVTTSyntax.lineFeed, from: start) {
            output.append(lines.slice(start..<feed))
            output.append(WebVTTSyntax.carriageReturn)
            if self == .crlf { output.append(WebVTTSyntax.lineFeed) }
            start = feed + 1
        }
        output.append(lines.slice(start..<lines.count))
    }
}
