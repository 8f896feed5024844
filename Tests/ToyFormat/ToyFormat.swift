public import ChatConv
import TextScanning

/// A format that only the tests know: one message a line, `TIME<tab>NAME<tab>BODY`. A first line `#toy TITLE` makes a
/// file certain to be of it. It stands for a codec that an embedding program brings along.
public struct ToyFormat: TranscriptFormat {
    public struct ReadingOptions: FormatOptions {
        var skippedLines = 0

        public init() {}

        public static var schema: [FormatOption<ReadingOptions>] {
            [.integer("skip", in: 0...1000, help: "leave out so many lines at the start") { $0.skippedLines = $1 }]
        }
    }

    public struct WritingOptions: FormatOptions {
        var isLoud = false

        public init() {}

        public static var schema: [FormatOption<WritingOptions>] {
            [.flag("loud", help: "end every line with an exclamation mark") { $0.isLoud = true }]
        }
    }

    public var descriptor: FormatDescriptor
    /// How often the reader says of a time that it is none.
    private let talk: Int

    public init(
        name: String = "toy", aliases: [String] = ["tabs"], extensions: [String] = ["toy", "txt"],
        isReadable: Bool = true, isWritable: Bool = true, schema: String? = nil,
        sayingOfBadTimes talk: Int = 1
    ) {
        self.talk = talk
        descriptor = FormatDescriptor(
            name: name, aliases: aliases, extensions: extensions, ambiguousExtensions: ["txt"],
            mediaTypes: ["text/x-\(name)"], summary: "one message a line, for tests", isReadable: isReadable,
            isWritable: isWritable, capabilities: [.title, .dates, .timesSinceStart, .senderNames, .bodies],
            diagnostics: [.toyLine, .toyTime], schema: schema)
    }

    public func probe(_ prefix: ProbePrefix) -> ProbeResult {
        let line = prefix.bytes.prefix { $0 != 0x0A }
        if line.starts(with: "#toy".utf8) { return ProbeResult(.certain, "the line #toy") }
        switch line.count(where: { $0 == 0x09 }) {
        case 2: return ProbeResult(.likely, "two tabs in the first line")
        case 1: return ProbeResult(.possible, "a tab in the first line")
        default: return .no
        }
    }

    public func makeReader(
        _ input: InputBuffer, options: ReadingOptions
    ) throws(ConversionError) -> any TranscriptReader {
        ToyReader(input: input, skippedLines: options.skippedLines, talk: talk)
    }

    public func makeWriter(options: WritingOptions) throws(ConversionError) -> any TranscriptWriter {
        ToyWriter(isLoud: options.isLoud)
    }
}

extension DiagnosticCode {
    static let toyLine = DiagnosticCode("toy.line", "a line does not have three fields")
    static let toyTime = DiagnosticCode("toy.time", "a time is none and was left out")
}

private struct ToyReader: TranscriptReader {
    let input: InputBuffer
    var skippedLines: Int
    let talk: Int

    mutating func readHeader() throws(ConversionError) -> TranscriptHeader {
        while skippedLines > 0, let length = try lineLength() {
            skippedLines -= 1
            input.consume(length + 1)
        }
        guard let length = try lineLength() else { return TranscriptHeader() }
        guard input.withUnread({ $0.starts(with: "#toy") }) else { return TranscriptHeader() }
        let title = length > 5 ? input.text(5..<length) : nil
        input.consume(length + 1)
        return TranscriptHeader(title: title)
    }

    mutating func readMessages(into batch: inout [Message]) throws(ConversionError) -> Bool {
        while batch.count < MessageBatch.preferredCount {
            if !batch.isEmpty, input.withUnread({ $0.firstIndex(of: 0x0A, from: 0) }) == nil { return true }
            guard let length = try lineLength() else { return false }
            batch.append(try message(length))
            input.consume(length + 1)
        }
        return true
    }

    private func message(_ length: Int) throws(ConversionError) -> Message {
        let (first, second) = input.withUnread { line -> (Int?, Int?) in
            let line = line.slice(0..<length)
            let first = line.firstIndex(of: 0x09, from: 0)
            return (first, first.flatMap { line.firstIndex(of: 0x09, from: $0 + 1) })
        }
        guard let first, let second else {
            throw ConversionError(
                .malformedInput, .toyLine, "the line has no three fields", help: "separate them by tabs",
                at: input.location(at: first ?? 0))
        }
        let time = input.text(0..<first)
        let timestamp = Timestamp(time)
        if timestamp == nil, !time.isEmpty {
            let diagnostic = Diagnostic(.warning, .toyTime, "'\(time)' is no time", at: input.location(at: 0))
            for _ in 0..<talk { input.diagnostics.report(diagnostic) }
        }
        return Message(
            timestamp: timestamp, sender: Sender(name: input.text(first + 1..<second)),
            body: input.text(second + 1..<length))
    }

    /// The length of the next line; nil at the end of the input.
    private func lineLength() throws(ConversionError) -> Int? {
        var searched = 0
        while true {
            if let end = input.withUnread({ $0.firstIndex(of: 0x0A, from: searched) }) { return end }
            searched = input.unreadCount
            if try !input.fill() { return input.unreadCount > 0 ? input.unreadCount : nil }
        }
    }
}

private struct ToyWriter: TranscriptWriter {
    let isLoud: Bool

    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) throws(ConversionError) {
        guard let title = header.title else { return }
        output.append(utf8: "#toy ")
        output.append(title)
        output.append(0x0A)
    }

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) throws(ConversionError) {
        for message in messages {
            if let timestamp = message.timestamp { output.append(timestamp) }
            output.append(0x09)
            output.append(message.sender.name ?? Text())
            output.append(0x09)
            output.append(message.body ?? Text())
            if isLoud { output.append(UInt8(ascii: "!")) }
            output.append(0x0A)
        }
    }

    mutating func finish(into output: inout OutputBuffer) throws(ConversionError) {}
}
