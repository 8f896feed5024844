import ChatConv

/// Validates one input as the command line says.
struct InputValidator: Sendable {
    let registry: FormatRegistry
    let settings: Settings

    /// Hands over all that is found in one input, whose format it returns; nil where it is no transcript after all.
    ///
    /// - Parameters:
    ///   - willBegin: called before the first finding, once it is clear that the input is a transcript, or should be.
    ///   - isDone: asked now and then whether enough was found.
    @discardableResult
    func validate(
        _ input: ValidatedInput, _ streams: CommandStreams, threads: Int = 1, willBegin: () -> Void = {},
        until isDone: @escaping () -> Bool = { false },
        takeMend: ((DiagnosticCode, Mend) -> Void)? = nil, report: @escaping (Diagnostic) -> Void
    ) throws(ConversionError) -> TranscriptInput? {
        if let failure = input.failure { throw failure }
        do {
            let opened = try registry.open(
                input.file.open(streams), fileName: input.file.fileName, as: settings.from, charset: settings.charset)
            if !input.isTranscript(opened) { return nil }
            willBegin()
            let options = try registry.route(settings.formatOptions, from: opened.format, to: nil)
            let reading = ReadingSettings(options: options.reader, limits: settings.limits)
            var validation = Validation(opened, fileName: input.file.fileName, reading: reading, threads: threads, report: report)
            validation.takeMend = takeMend
            try validation.run(until: isDone)
            return opened
        } catch {
            // An input that is empty, or not in its encoding, is malformed before its format is known.
            guard error.category == .malformedInput || error.category == .limitExceeded else { throw error }
            if input.isPassedOver(for: error) { return nil }
            willBegin()
            report(error.diagnostic)
            return nil
        }
    }
}
