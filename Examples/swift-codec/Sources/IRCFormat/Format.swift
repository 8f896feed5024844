public import TranscriptCoding

/// Logs as many IRC clients write them: `[10:27:03] <ann> hello`, one message a line.
public struct IRCFormat: TranscriptFormat {
    public init() {}

    public var descriptor: FormatDescriptor {
        FormatDescriptor(
            name: "irc", extensions: ["irclog"], mediaTypes: ["text/plain"],
            summary: "IRC logs, one message a line",
            // All that a line can say. What else a transcript has is reported as loss, without any code here.
            capabilities: [.timesSinceStart, .senderNames, .bodies],
            diagnostics: [.ircLine])
    }

    public func probe(_ prefix: ProbePrefix) -> ProbeResult {
        let line = prefix.bytes.prefix { $0 != 0x0A }
        return LogLine(String(decoding: line, as: UTF8.self)) == nil
            ? .no : ProbeResult(.likely, "a time in brackets and a nick")
    }

    public func makeReader(_ input: InputBuffer, options: NoOptions) throws(ConversionError) -> any TranscriptReader {
        IRCReader(input: input)
    }

    public func makeWriter(options: NoOptions) throws(ConversionError) -> any TranscriptWriter { IRCWriter() }
}

extension DiagnosticCode {
    /// Everything that can be wrong has a stable name, which begins with the format's.
    static let ircLine = DiagnosticCode("irc.line", "a line is no message of a log")
}
