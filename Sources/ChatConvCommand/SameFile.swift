import ChatConv

extension CommandStreams {
    /// Refuses standard output when it is the input: a file that grows by what is read from it never ends. An output file
    /// with a name is no danger: it replaces its input when that has been read.
    func refuseOutput(thatIs source: any ByteSource) throws(ConversionError) {
        guard let output = output as? FileDestination, let identity = output.identity,
            (source as? FileSource)?.identity == identity
        else { return }
        throw ConversionError(
            .outputUnavailable, .outputIsInput, "standard output is the input file itself",
            help: "write with -o and --overwrite to replace a file by its conversion")
    }
}

extension DiagnosticCode {
    static let outputIsInput = DiagnosticCode("output.is-input", "the output is the input file itself")
}
