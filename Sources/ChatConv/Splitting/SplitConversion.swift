/// What came of a conversion into several parts.
public struct SplitOutcome {
    /// What the reader left out, and what the transcript has and the parts' format does not hold.
    public let losses: [Loss]
    public let messageCount: Int
    /// What each part has to say when it is read back; empty where no proof was asked for.
    public let proofs: [SplitPart: ConversionProof]
}

/// A conversion of one transcript into several: each message goes to the part that it belongs to, under a copy of the
/// header.
///
/// The parts' writers hold what writers hold and no messages, so memory grows with the number of parts alone.
public struct SplitConversion {
    private struct Output {
        var writer: any TranscriptWriter
        var destination: any ByteDestination
        var proof: ConversionProof?
    }

    private var reader: any TranscriptReader
    private let makeWriter: () throws(ConversionError) -> any TranscriptWriter
    /// The proof of a part of which nothing was written yet.
    private let emptyProof: ConversionProof?
    private let rule: SplitRule
    private var outputs: [SplitPart: Output] = [:]
    private var count = 0
    private var losses: LossTally
    private let diagnostics: DiagnosticLog
    private let omissions: () -> [Omission]
    /// The folder of a part's output, which paths of attachments are told from; nil where none are written out.
    private let folder: ((SplitPart) -> String)?
    private let isDurable: Bool
    /// For each of these folders.
    private var extractions: [String: AttachmentExtraction] = [:]

    /// Makes the conversion; nothing is read or written yet.
    ///
    /// - Parameters:
    ///   - limits: those that the input was read with, for the proofs.
    ///   - isProven: whether a proof is gathered for each part, by which it can be verified.
    ///   - diagnostics: where the parts' writers say what they noticed.
    ///   - omissions: asked at the end for what readers left out that belongs to no message.
    ///   - folder: gives the folder of a part's output, from which paths of attachments are told that are written out; nil where
    ///     none are.
    ///   - isDurable: whether these attachments outlast a power cut.
    /// - Throws: `usage` when a writer's option is wrong; `unknownFormat` when `format` cannot be written.
    public init(
        _ reader: any TranscriptReader, by rule: SplitRule, to format: any TranscriptFormat,
        limits: Limits = Limits(), writerOptions: [OptionAssignment] = [], isProven: Bool = false,
        diagnostics: DiagnosticLog = DiagnosticLog(), omissions: @escaping () -> [Omission] = { [] },
        extractingFrom folder: ((SplitPart) -> String)? = nil, isDurable: Bool = true
    ) throws(ConversionError) {
        guard format.descriptor.isWritable else {
            throw ConversionError(
                .unknownFormat, .directionUnsupported, "\(format.descriptor.name) can be read but not written")
        }
        _ = try format.makeWriter(writerOptions)
        losses = try LossTally(for: format, writerOptions: writerOptions)
        emptyProof = isProven ? try ConversionProof(of: format, writerOptions: writerOptions, inputLimits: limits) : nil
        self.reader = reader
        self.diagnostics = diagnostics
        self.omissions = omissions
        self.folder = folder
        self.isDurable = isDurable
        self.rule = rule
        makeWriter = { () throws(ConversionError) in try format.makeWriter(writerOptions) }
    }

    /// Reads all of the input and writes all of the parts. `open` gives the place for a part when its first message comes.
    ///
    /// - Returns: what was lost, and the proofs if they were asked for.
    @discardableResult
    public consuming func run(
        _ open: (SplitPart) throws(ConversionError) -> any ByteDestination
    ) throws(ConversionError) -> SplitOutcome {
        var output = OutputBuffer()
        let header = try reader.readHeader()
        losses.count(header)
        var batch: [Message] = []
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            try write(batch, header, &output, open)
        }
        var proofs: [SplitPart: ConversionProof] = [:]
        for part in outputs.keys {
            guard var end = outputs[part] else { continue }
            end.proof?.finish()
            proofs[part] = end.proof
            while try end.writer.finishPart(into: &output) { try Self.empty(&output, into: end.destination) }
            try Self.empty(&output, into: end.destination)
            report(end.writer.takeDiagnostics())
        }
        for extraction in extractions.values { try extraction.finish() }
        losses.count(omissions())
        return SplitOutcome(losses: losses.all, messageCount: losses.messageCount, proofs: proofs)
    }

    /// Writes what belongs together and comes together at once.
    private mutating func write(
        _ batch: [Message], _ header: TranscriptHeader, _ output: inout OutputBuffer,
        _ open: (SplitPart) throws(ConversionError) -> any ByteDestination
    ) throws(ConversionError) {
        var run: [Message] = []
        var current: SplitPart?
        for message in batch {
            let part = rule.part(of: message, at: count)
            count += 1
            if let current, current != part {
                try write(run, to: current, header, &output, open)
                run.removeAll(keepingCapacity: true)
            }
            current = part
            run.append(message)
        }
        if let current { try write(run, to: current, header, &output, open) }
    }

    private mutating func write(
        _ messages: [Message], to part: SplitPart, _ header: TranscriptHeader, _ output: inout OutputBuffer,
        _ open: (SplitPart) throws(ConversionError) -> any ByteDestination
    ) throws(ConversionError) {
        let messages = try extracting(messages, part)
        losses.count(messages)
        var target: Output
        if let known = outputs[part] {
            target = known
        } else {
            target = Output(writer: try makeWriter(), destination: try open(part), proof: emptyProof)
            target.proof?.add(header)
            try target.writer.begin(header, into: &output)
        }
        target.proof?.add(messages)
        let destination = target.destination
        try target.writer.write(messages, into: &output) { output throws(ConversionError) in try Self.empty(&output, into: destination) }
        report(target.writer.takeDiagnostics())
        outputs[part.detached] = target
        try Self.empty(&output, into: target.destination)
    }

    /// The messages with their attached files written out, and where these are from the part's folder.
    private mutating func extracting(_ messages: [Message], _ part: SplitPart) throws(ConversionError) -> [Message] {
        guard let folder else { return messages }
        let base = folder(part)
        let extraction = extractions[base] ?? AttachmentExtraction(toldFrom: base, isDurable: isDurable, diagnostics: diagnostics)
        extractions[base] = extraction
        var messages = messages
        for index in messages.indices { try extraction.extract(from: &messages[index]) }
        return messages
    }

    private func report(_ noticed: [Diagnostic]) {
        for diagnostic in noticed { diagnostics.report(diagnostic) }
    }

    private static func empty(_ output: inout OutputBuffer, into destination: any ByteDestination) throws(ConversionError) {
        if output.isEmpty { return }
        try output.withBytes { bytes throws(ConversionError) in
            try destination.write(UnsafeRawBufferPointer(bytes))
        }
        output.removeAll()
    }
}

extension SplitPart {
    /// Without a reference to the chunk that a name was read from.
    fileprivate var detached: SplitPart {
        if case .sender(let name?) = self { .sender(name.detached()) } else { self }
    }
}
