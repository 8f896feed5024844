import TextScanning
import TranscriptCoding
import TranscriptModel

/// CRLF pages are read as LF pages and written back as CRLF pages. Inside a text, a CR that stands before a line's CRLF
/// is the text's own.
enum LineEndings {
    private static let carriageReturn: UInt8 = 0x0D

    /// Whether there is a line end and every one is CRLF.
    static func areAllCRLF(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while let feed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: start) {
            if bytes[safely: feed - 1] != carriageReturn { return false }
            start = feed + 1
        }
        return start > 0
    }

    /// `text` with LF for each CRLF, or nil when some line end is not CRLF.
    static func normalized(_ text: Text, arena: inout TextArena) -> Text? {
        text.withUTF8 { utf8 in
            guard areAllCRLF(utf8) else { return utf8.firstIndex(of: MarkdownSyntax.lineFeed, from: 0) == nil ? text : nil }
            return arena.makeText(upTo: utf8.count) { target in
                var written = 0
                func take(_ range: Range<Int>) {
                    let part = utf8.slice(range)
                    if let source = part.baseAddress { (target + written).update(from: source, count: part.count) }
                    written += part.count
                }
                var start = 0
                // A CR stands before each, and is left out.
                while let feed = utf8.firstIndex(of: MarkdownSyntax.lineFeed, from: start) {
                    take(start..<feed - 1)
                    take(feed..<feed + 1)
                    start = feed + 1
                }
                take(start..<utf8.count)
                return written
            }
        }
    }

    /// Appends `bytes` with CRLF for each LF.
    static func appendCRLF(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var start = 0
        while let feed = bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: start) {
            output.append(bytes.slice(start..<feed))
            output.append("\r\n")
            start = feed + 1
        }
        output.append(bytes.slice(start..<bytes.count))
    }
}
