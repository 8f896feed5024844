public import TranscriptCoding
public import TranscriptModel
import TextScanning

/// The SHA-256 of what a transcript says, the same for equal transcripts whatever the format they came from, so that it can be kept
/// beside them and computed by others: that of its JSON Lines, without the extensions in which formats keep how a file spells its
/// records.
///
/// It is what `sha256sum` says of the output of `chatconv FILE -t jsonl --verbatim drop`. Memory is constant.
public final class TranscriptSum {
    private var writer: any TranscriptWriter
    private let spelling: Spelling
    private var output = OutputBuffer()
    private var hash = SHA256()

    /// - Parameter registry: the formats whose spelling counts for nothing.
    public init(_ registry: FormatRegistry = .builtIn) throws(ConversionError) {
        writer = try registry.requireFormat(named: "jsonl").makeWriter()
        spelling = Spelling(of: registry.formats)
    }

    public func add(_ header: TranscriptHeader) throws(ConversionError) {
        try writer.begin(spelling.removed(from: header), into: &output)
        take()
    }

    public func add(_ messages: [Message]) throws(ConversionError) {
        try writer.write(messages.map { spelling.removed(from: $0) }, into: &output)
        take()
    }

    /// The digest of all that was added, in 64 hexadecimal digits.
    public func finish() throws(ConversionError) -> String {
        while try writer.finishPart(into: &output) { take() }
        take()
        return hash.finish().map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count < 2 ? "0" + digits : digits
        }.joined()
    }

    private func take() {
        output.withBytes { hash.update(UnsafeRawBufferPointer($0)) }
        output.removeAll()
    }
}
