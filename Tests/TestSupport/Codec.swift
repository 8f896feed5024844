import TextScanning
public import TranscriptCoding
public import TranscriptModel

extension TranscriptFormat {
    /// Reads all of `bytes`, handed out in pieces of `chunk`.
    public func read(
        _ bytes: [UInt8], chunk: Int = .max, isLenient: Bool = false, limits: Limits = Limits(),
        diagnostics: DiagnosticLog = DiagnosticLog()
    ) throws(ConversionError) -> Transcript {
        let source = MemorySource(bytes, chunk: chunk)
        let input = makeInput(source, limits: limits, isLenient: isLenient, diagnostics: diagnostics)
        var reader = try makeReader(input)
        var transcript = Transcript(header: try reader.readHeader())
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) {
            transcript.messages += batch
            batch.removeAll(keepingCapacity: true)
        }
        return transcript
    }

    public func read(_ text: String, chunk: Int = .max) throws(ConversionError) -> Transcript {
        try read(Array(text.utf8), chunk: chunk)
    }

    /// Writes all of `transcript`.
    public func write(
        _ transcript: Transcript, _ options: [OptionAssignment] = []
    ) throws(ConversionError) -> [UInt8] {
        var writer = try makeWriter(options)
        var output = OutputBuffer()
        try writer.begin(transcript.header, into: &output)
        try writer.write(transcript.messages, into: &output)
        try writer.finish(into: &output)
        return output.withBytes { Array($0) }
    }
}

/// Gathers what is reported, as `line:column: severity: message [code]`.
public final class DiagnosticRecorder {
    public private(set) var lines: [String] = []
    public private(set) var diagnostics: [Diagnostic] = []

    public init() {}

    public var log: DiagnosticLog {
        DiagnosticLog { [self] diagnostic in record(diagnostic) }
    }

    public func record(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
        let place = diagnostic.location.map { "\($0.line):\($0.column): " } ?? ""
        lines.append("\(place)\(diagnostic.severity.rawValue): \(diagnostic.message) [\(diagnostic.code.id)]")
    }
}
