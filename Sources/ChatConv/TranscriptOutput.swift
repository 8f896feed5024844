import TextScanning

/// The half of a conversion behind the reader: counts what is lost, gathers the proof, renders messages and passes the
/// bytes on.
///
/// It belongs to one thread at a time.
final class TranscriptOutput: BatchConsumer {
    private var writer: any TranscriptWriter
    private let destination: any ByteDestination
    /// Whether what is complete is passed on at once.
    private let isLive: Bool
    private var output = OutputBuffer()
    private(set) var losses: LossTally
    private(set) var proof: ConversionProof?
    /// What the reader noticed and nobody has asked for yet.
    private var saidByReader: [Diagnostic] = []

    /// Output beyond this size is passed on.
    private static let preferredSize = 64 * 1024
    /// A batch of more text than this is written message by message, so that the output stays small.
    private static let largeBatchSize = 1024 * 1024

    init(
        _ writer: any TranscriptWriter, into destination: any ByteDestination, isLive: Bool, counting losses: LossTally,
        proving proof: ConversionProof?
    ) {
        self.writer = writer
        self.destination = destination
        self.isLive = isLive
        self.losses = losses
        self.proof = proof
    }

    func begin(_ header: TranscriptHeader) throws(ConversionError) {
        losses.count(header)
        proof?.add(header)
        try writer.begin(header, into: &output)
        try passOn()
    }

    /// What the reader noticed of a batch.
    struct Context: BatchContext {
        var said: [Diagnostic]
        var keptByteCount: Int { 0 }
    }

    func take(_ batch: [Message], _ context: Context) throws(ConversionError) -> Bool {
        saidByReader += context.said
        try write(batch)
        return true
    }

    func write(_ batch: [Message]) throws(ConversionError) {
        losses.count(batch)
        proof?.add(batch)
        if batch.isEmpty { return }
        if batch.textSize < Self.largeBatchSize { return try render(batch) }
        for message in batch { try render([message]) }
    }

    private func render(_ messages: [Message]) throws(ConversionError) {
        let (destination, isLive) = (destination, isLive)
        try writer.write(messages, into: &output) { output throws(ConversionError) in
            try Self.passOn(&output, to: destination, isLive: isLive)
        }
        try passOn()
    }

    /// Counts what the reader left out that belongs to no message.
    func count(_ omitted: [Omission]) { losses.count(omitted) }

    func finish() throws(ConversionError) {
        while try writer.finishPart(into: &output) { try passOn() }
        try Self.empty(&output, into: destination)
        proof?.finish()
    }

    /// What the writer has noticed since this was asked last, after what the contexts of batches say.
    func takeDiagnostics() -> [Diagnostic] {
        if saidByReader.isEmpty { return writer.takeDiagnostics() }
        defer { saidByReader.removeAll() }
        return saidByReader + writer.takeDiagnostics()
    }

    private func passOn() throws(ConversionError) { try Self.passOn(&output, to: destination, isLive: isLive) }

    private static func passOn(_ output: inout OutputBuffer, to destination: any ByteDestination, isLive: Bool) throws(ConversionError) {
        if output.count >= preferredSize || isLive { try empty(&output, into: destination) }
    }

    private static func empty(_ output: inout OutputBuffer, into destination: any ByteDestination) throws(ConversionError) {
        if output.isEmpty { return }
        try output.withBytes { bytes throws(ConversionError) in
            try destination.write(UnsafeRawBufferPointer(bytes))
        }
        output.removeAll()
    }
}

extension [Message] {
    /// The bytes of all bodies. O(n).
    var textSize: Int {
        var size = 0
        for index in indices { size += self[index].body?.utf8Count ?? 0 }
        return size
    }
}
