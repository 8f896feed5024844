public import TranscriptCoding

/// A format whose codec is a program, in any language.
///
/// The program describes its format once, when the value is made. To read, it gets the input on standard input and prints
/// the transcript in JSON Lines; to write, the reverse. It is never asked whether an input is its own, because that alone
/// must not run it: the format is used only where its name is given, or its file name extension by who runs chatconv.
///
/// `docs/plugins.md` is the protocol.
public struct ExternalFormat: TranscriptFormat {
    public let program: ExternalProgram
    private let description: ExternalDescription
    private let limits: ExternalLimits

    /// Asks the program for its description.
    ///
    /// - Throws: `unknownFormat` when it cannot be started, does not answer, or answers something else, or in a version
    ///   of the protocol that is not known.
    public init(_ program: ExternalProgram, limits: ExternalLimits = ExternalLimits()) throws(ConversionError) {
        self.program = program
        self.limits = limits
        description = try ExternalDescription(of: program, limits)
    }

    public var descriptor: FormatDescriptor {
        FormatDescriptor(
            name: program.name, extensions: description.extensions,
            ambiguousExtensions: Set(description.extensions), mediaTypes: description.mediaTypes,
            summary: description.summary, content: description.content, isReadable: description.isReadable,
            isWritable: description.isWritable, capabilities: description.capabilities,
            omissions: description.omissions + (description.content == .text ? [.damagedText] : []),
            diagnostics: DiagnosticCode.external)
    }

    public var readerOptions: [OptionDescription] { description.readerOptions }
    public var writerOptions: [OptionDescription] { description.writerOptions }

    /// What an input holds never runs a program.
    public func probe(_ prefix: ProbePrefix) -> ProbeResult { .no }

    public func makeReader(_ input: InputBuffer, options: ExternalOptions) throws(ConversionError) -> any TranscriptReader {
        let arguments = try options.arguments(among: readerOptions)
        return try ExternalReader(program, ["read"] + arguments, limits, omitting: description.omissions, reading: input)
    }

    public func makeWriter(options: ExternalOptions) throws(ConversionError) -> any TranscriptWriter {
        let arguments = try options.arguments(among: writerOptions)
        return try ExternalWriter(program, ["write"] + arguments, limits)
    }
}
