import TextScanning

/// What came of a conversion.
public struct ConversionOutcome {
    /// What the reader left out, and what the transcript has and the output's format does not hold.
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
/// Nothing is held but one window of the input, one batch of messages, and what that batch renders to; on two threads,
/// some more of each.
public struct Conversion {
    /// Whether what is complete is passed on at once.
    private let isLive: Bool
    private var reader: any TranscriptReader
    private let writer: any TranscriptWriter
    private var losses: LossTally
    private let proof: ConversionProof?
    private let diagnostics: DiagnosticLog
    /// What readers left out that belongs to no message.
    private let omissions: () -> [Omission]
    /// Where the reader says what it noticed, in a conversion that can read and write at the same time.
    private let relay: DiagnosticRelay?

    /// Until here, another thread would cost more than it saves: much sooner where making messages is most of the work.
    private var fewMessages: Int { reader is any RecordReader ? MessageBatch.preferredCount / 2 : 4 * MessageBatch.preferredCount }

    /// Makes the reader and the writer; nothing is read or written yet.
    ///
    /// - Parameters:
    ///   - filters: what messages pass through between the reader and the writer, in this order.
    ///   - isProven: whether a proof is gathered by which the output can be verified.
    ///   - threads: more than one means: one thread reads, one does the rest, and one more reads ahead where the input is
    ///     compressed or in another encoding. What is written and what is reported are the same
    ///     on any number. A live input is converted on one, so that what is complete is passed on at once.
    /// - Throws: `usage` when an option is unknown to its format or has a wrong value; `unknownFormat` when `format`
    ///   cannot be written.
    public init(
        _ input: TranscriptInput, to format: any TranscriptFormat, reading: ReadingSettings = ReadingSettings(),
        writerOptions: [OptionAssignment] = [], filters: [any MessageFilter] = [], isProven: Bool = false,
        threads: Int = 1
    ) throws(ConversionError) {
        let isLive = input.source.isLive
        let relay = threads > 1 && !isLive ? DiagnosticRelay(reading.diagnostics) : nil
        var settings = reading
        settings.target = format.descriptor.name
        if let relay { settings.diagnostics = DiagnosticLog { relay.report($0) } }
        var reader = try input.makeReader(settings, readsAhead: relay != nil)
        if !filters.isEmpty { reader = FilteredReader(reader, filters) }
        if try input.format.handsOnAttachments(reading: reading.options) {
            reader = ExtractingReader(
                reader, toldFrom: reading.outputFolder, isDurable: reading.extractsDurably, diagnostics: settings.diagnostics)
        }
        try self.init(
            reader, isLive: isLive, to: format, limits: reading.limits, writerOptions: writerOptions,
            isProven: isProven, diagnostics: reading.diagnostics, omissions: { reading.omissions.all }, relay: relay)
        if filters.isEmpty, input.format.descriptor.name == format.descriptor.name { losses.expectSpelling(of: format) }
    }

    /// The same with a reader of any kind, such as a `MergedReader`.
    ///
    /// - Parameters:
    ///   - isLive: whether its input may still be growing, so that what is complete is passed on at once.
    ///   - limits: those that its input was read with, for the proof.
    ///   - diagnostics: where the writer says what it noticed.
    ///   - omissions: asked at the end for what readers left out that belongs to no message.
    public init(
        _ reader: any TranscriptReader, isLive: Bool = false, to format: any TranscriptFormat,
        limits: Limits = Limits(), writerOptions: [OptionAssignment] = [], isProven: Bool = false,
        diagnostics: DiagnosticLog = DiagnosticLog(), omissions: @escaping () -> [Omission] = { [] }
    ) throws(ConversionError) {
        try self.init(
            reader, isLive: isLive, to: format, limits: limits, writerOptions: writerOptions, isProven: isProven,
            diagnostics: diagnostics, omissions: omissions, relay: nil)
    }

    private init(
        _ reader: any TranscriptReader, isLive: Bool, to format: any TranscriptFormat, limits: Limits,
        writerOptions: [OptionAssignment], isProven: Bool, diagnostics: DiagnosticLog,
        omissions: @escaping () -> [Omission], relay: DiagnosticRelay?
    ) throws(ConversionError) {
        guard format.descriptor.isWritable else {
            throw ConversionError(
                .unknownFormat, .directionUnsupported, "\(format.descriptor.name) can be read but not written")
        }
        self.isLive = isLive
        self.reader = reader
        self.diagnostics = diagnostics
        self.omissions = omissions
        self.relay = relay
        writer = try format.makeWriter(writerOptions)
        losses = try LossTally(for: format, writerOptions: writerOptions)
        proof = isProven ? try ConversionProof(of: format, writerOptions: writerOptions, inputLimits: limits) : nil
    }

    /// Reads all of the input and writes all of the output. On a live input, what is complete is passed on at once.
    ///
    /// - Returns: what was lost, and the proof if one was asked for.
    @discardableResult
    public consuming func run(into destination: any ByteDestination) throws(ConversionError) -> ConversionOutcome {
        let output = TranscriptOutput(writer, into: destination, isLive: isLive, counting: losses, proving: proof)
        do throws(ConversionError) {
            try convert(into: output)
        } catch {
            reportDiagnostics(of: output)
            throw error
        }
        output.count(omissions())
        return ConversionOutcome(
            losses: output.losses.all, messageCount: output.losses.messageCount, proof: output.proof)
    }

    private mutating func convert(into output: TranscriptOutput) throws(ConversionError) {
        let header = try reader.readHeader()
        try output.begin(header)
        reportDiagnostics(of: output)
        if try writeMessages(to: output, upTo: relay == nil ? .max : fewMessages) { try writeRest(to: output) }
        try output.finish()
        reportDiagnostics(of: output)
    }

    /// Writes at least `count` messages if there are so many; returns whether there are more.
    private mutating func writeMessages(
        to output: TranscriptOutput, upTo count: Int
    ) throws(ConversionError) -> Bool {
        var batch: [Message] = []
        batch.reserveCapacity(MessageBatch.preferredCount)
        var hasMore = true
        while hasMore, output.losses.messageCount < count {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            try output.write(batch)
            reportDiagnostics(of: output)
        }
        return hasMore
    }

    /// Reads on this thread and writes on another.
    private mutating func writeRest(to output: TranscriptOutput) throws(ConversionError) {
        guard let relay, let thread = ConsumerThread(output, behind: reader, report: relay.reportHeld) else {
            _ = try writeMessages(to: output, upTo: .max)
            return
        }
        relay.hold { thread.add(TranscriptOutput.Context(said: $0)) }
        defer { relay.stopHolding() }
        do throws(ConversionError) {
            try thread.run(reading: &reader) { TranscriptOutput.Context(said: relay.takeHeld()) }
        } catch {
            let said = relay.takeHeld()
            if thread.failure == nil { relay.reportHeld(said) }
            throw error
        }
    }

    private func reportDiagnostics(of output: TranscriptOutput) {
        for diagnostic in output.takeDiagnostics() { diagnostics.report(diagnostic) }
    }
}
