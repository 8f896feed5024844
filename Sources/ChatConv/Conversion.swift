import TextScanning

/// What came of a conversion.
public struct ConversionOutcome {
    /// What the transcript has and the output's format does not hold.
    public let losses: [Loss]
    public let messageCount: Int
    /// What the output has to say when it is read back; nil where no proof was asked for.
    public let proof: ConversionProof?
}

/// One conversion: a reader, a writer, and batches of messages that go from one to the other.
///
///     let registry = FormatRegistry.builtIn
///     let input = try registry.open(FileSource.open("chat.md"), fileName: "chat.md")
///     let json = try registry.requireFormat(named: "json")
///     try Conversion(input, to: json).run(into: FileDestination(.standardOutput))
///
/// Nothing is held but one window of the input, one batch of messages, and what that batch renders to.
public struct Conversion {
    /// Whether what is complete is passed on at once.
    private let isLive: Bool
    private var reader: any TranscriptReader
    private var writer: any TranscriptWriter
    private var losses: LossTally
    private var proof: ConversionProof?
    private let diagnostics: DiagnosticLog

    /// Output beyond this size is passed on.
    private static let preferredOutputSize = 64 * 1024
    /// A batch of more text than this is written message by message, so that the output stays small.
    private static let largeBatchSize = 1024 * 1024

    /// Makes the reader and the writer; nothing is read or written yet.
    ///
    /// - Parameters:
    ///   - filters: what messages pass through between the reader and the writer, in this order.
    ///   - isProven: whether a proof is gathered by which the output can be verified.
    /// - Throws: `usage` when an option is unknown to its format or has a wrong value; `unknownFormat` when `format`
    ///   cannot be written.
    public init(
        _ input: TranscriptInput, to format: any TranscriptFormat, reading: ReadingSettings = ReadingSettings(),
        writerOptions: [OptionAssignment] = [], filters: [any MessageFilter] = [], isProven: Bool = false
    ) throws(ConversionError) {
        var reader = try input.makeReader(reading)
        if !filters.isEmpty { reader = FilteredReader(reader, filters) }
        try self.init(
            reader, isLive: input.source.isLive, to: format, limits: reading.limits, writerOptions: writerOptions,
            isProven: isProven, diagnostics: reading.diagnostics)
    }

    /// The same with a reader of any kind, such as a `MergedReader`.
    ///
    /// - Parameters:
    ///   - isLive: whether its input may still be growing, so that what is complete is passed on at once.
    ///   - limits: those that its input was read with, for the proof.
    ///   - diagnostics: where the writer says what it noticed.
    public init(
        _ reader: any TranscriptReader, isLive: Bool = false, to format: any TranscriptFormat,
        limits: Limits = Limits(), writerOptions: [OptionAssignment] = [], isProven: Bool = false,
        diagnostics: DiagnosticLog = DiagnosticLog()
    ) throws(ConversionError) {
        guard format.descriptor.isWritable else {
            throw ConversionError(
                .unknownFormat, .directionUnsupported, "\(format.descriptor.name) can be read but not written")
        }
        self.isLive = isLive
        self.reader = reader
        self.diagnostics = diagnostics
        writer = try format.makeWriter(writerOptions)
        losses = try LossTally(for: format, writerOptions: writerOptions)
        if isProven {
            proof = try ConversionProof(of: format, writerOptions: writerOptions, inputLimits: limits)
        }
    }

    /// Reads all of the input and writes all of the output. On a live input, what is complete is passed on at once.
    ///
    /// - Returns: what was lost, and the proof if one was asked for.
    @discardableResult
    public consuming func run(into destination: any ByteDestination) throws(ConversionError) -> ConversionOutcome {
        do throws(ConversionError) {
            try convert(into: destination)
        } catch {
            reportDiagnostics()
            throw error
        }
        return ConversionOutcome(losses: losses.all, messageCount: losses.messageCount, proof: proof)
    }

    private mutating func convert(into destination: any ByteDestination) throws(ConversionError) {
        var output = OutputBuffer()
        var batch: [Message] = []
        batch.reserveCapacity(MessageBatch.preferredCount)

        let header = try reader.readHeader()
        losses.count(header)
        proof?.add(header)
        try writer.begin(header, into: &output)
        try passOn(&output, to: destination)
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            losses.count(batch)
            proof?.add(batch)
            try write(batch, into: &output, destination)
            try passOn(&output, to: destination)
        }
        while try writer.finishPart(into: &output) { try passOn(&output, to: destination) }
        try empty(&output, into: destination)
        reportDiagnostics()
        proof?.finish()
    }

    private mutating func write(
        _ batch: [Message], into output: inout OutputBuffer, _ destination: any ByteDestination
    ) throws(ConversionError) {
        if batch.isEmpty { return }
        var size = 0
        for index in batch.indices { size += batch[index].body?.utf8Count ?? 0 }
        if size < Self.largeBatchSize { return try writer.write(batch, into: &output) }
        for message in batch {
            try writer.write([message], into: &output)
            try passOn(&output, to: destination)
        }
    }

    private mutating func reportDiagnostics() {
        for diagnostic in writer.takeDiagnostics() { diagnostics.report(diagnostic) }
    }

    private mutating func passOn(
        _ output: inout OutputBuffer, to destination: any ByteDestination
    ) throws(ConversionError) {
        reportDiagnostics()
        if output.count >= Self.preferredOutputSize || isLive { try empty(&output, into: destination) }
    }

    private func empty(_ output: inout OutputBuffer, into destination: any ByteDestination) throws(ConversionError) {
        if output.isEmpty { return }
        try output.withBytes { bytes throws(ConversionError) in
            try destination.write(UnsafeRawBufferPointer(bytes))
        }
        output.removeAll()
    }
}
