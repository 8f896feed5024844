/// A conversion of one transcript into several: each message goes to the part that it belongs to, under a copy of the
/// header.
///
/// The parts' writers hold what writers hold and no messages, so memory grows with the number of parts alone.
public struct SplitConversion {
    private struct Output {
        var writer: any TranscriptWriter
        var destination: any ByteDestination
    }

    private var reader: any TranscriptReader
    private let makeWriter: () throws(ConversionError) -> any TranscriptWriter
    private let rule: SplitRule
    private var outputs: [SplitPart: Output] = [:]
    private var count = 0
    private var losses: LossTally
    private let diagnostics: DiagnosticLog

    /// Makes the conversion; nothing is read or written yet.
    ///
    /// - Parameter diagnostics: where the parts' writers say what they noticed.
    /// - Throws: `usage` when a writer's option is wrong; `unknownFormat` when `format` cannot be written.
    public init(
        _ reader: any TranscriptReader, by rule: SplitRule, to format: any TranscriptFormat,
        writerOptions: [OptionAssignment] = [], diagnostics: DiagnosticLog = DiagnosticLog()
    ) throws(ConversionError) {
        guard format.descriptor.isWritable else {
            throw ConversionError(
                .unknownFormat, .directionUnsupported, "\(format.descriptor.name) can be read but not written")
        }
        _ = try format.makeWriter(writerOptions)
        losses = try LossTally(for: format, writerOptions: writerOptions)
        self.reader = reader
        self.diagnostics = diagnostics
        self.rule = rule
        makeWriter = { () throws(ConversionError) in try format.makeWriter(writerOptions) }
    }

    /// Reads all of the input and writes all of the parts. `open` gives the place for a part when its first message comes.
    ///
    /// - Returns: what was lost.
    @discardableResult
    public consuming func run(
        _ open: (SplitPart) throws(ConversionError) -> any ByteDestination
    ) throws(ConversionError) -> [Loss] {
        var output = OutputBuffer()
        let header = try reader.readHeader()
        losses.count(header)
        var batch: [Message] = []
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            losses.count(batch)
            try write(batch, header, &output, open)
        }
        for part in outputs.keys {
            guard var end = outputs[part] else { continue }
            while try end.writer.finishPart(into: &output) { try Self.empty(&output, into: end.destination) }
            try Self.empty(&output, into: end.destination)
            report(end.writer.takeDiagnostics())
        }
        return losses.all
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
        var target: Output
        if let known = outputs[part] {
            target = known
        } else {
            target = Output(writer: try makeWriter(), destination: try open(part))
            try target.writer.begin(header, into: &output)
        }
        try target.writer.write(messages, into: &output)
        report(target.writer.takeDiagnostics())
        outputs[part.detached] = target
        try Self.empty(&output, into: target.destination)
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
