import TextScanning
public import TranscriptCoding

/// mbox: mailboxes of mail programs and archives of mailing lists. `docs/formats/mbox.md` describes it.
public struct MboxFormat: TranscriptFormat {
    public init() {}

    public var descriptor: FormatDescriptor { Self.madeOnce }

    private static let madeOnce = FormatDescriptor(
        name: "mbox", extensions: ["mbox", "mbx"], mediaTypes: ["application/mbox"],
        summary: "mailboxes of mail programs (mboxrd and its relatives)", content: .bytes,
        capabilities: .wholeModel, omissions: OmissionKind.allOfMbox, copiesRecords: true,
        diagnostics: DiagnosticCode.allOfMbox)

    public func probe(_ prefix: ProbePrefix) -> ProbeResult {
        prefix.bytes.withUnsafeBufferPointer { bytes in
            let start = bytes.prefix { $0.isLineEnd }.count
            let first = ProbedLine(bytes, at: start)
            if bytes.slice(first.range).equals(MboxSyntax.mmdfDelimiter) {
                return ProbeResult(.certain, "a line of four Control-A, as a mailbox of MMDF has it")
            }
            if bytes.starts(with: MboxSyntax.separator, at: start) {
                let line = FromLine(bytes, in: first.range)
                guard line?.timestamp(bytes) != nil else {
                    return ProbeResult(.possible, "a line that starts with `From `")
                }
                if ProbedLine(bytes, at: first.next).isField {
                    return ProbeResult(.certain, "a `From ` line with a date, then a header field")
                }
                return ProbeResult(.likely, "a `From ` line with a date")
            }
            return Self.startsWithMailFields(bytes, at: start)
                ? ProbeResult(.possible, "header fields of a mail without a `From ` line before them") : .no
        }
    }

    public func makeReader(
        _ input: InputBuffer, options: MboxReaderOptions
    ) throws(ConversionError) -> any TranscriptReader {
        guard CharacterEncoding(label: options.fallbackCharset).map({ Windows1252.isMeant(by: $0) || $0.isKnown }) ?? false else {
            throw ConversionError(
                .usage, .unknownEncoding, "unknown charset '\(options.fallbackCharset)'",
                help: "`iconv -l` lists the names that this system knows")
        }
        if handsOnAttachments(reading: options) { input.handOnRecords() }
        return MboxReader(input, options: options)
    }

    public func handsOnAttachments(reading options: MboxReaderOptions) -> Bool { options.attachmentFolder != nil }

    /// Mails of one mailbox come from many programs, and the line ends inside a mail are its own.
    public func makeChecks() -> FormatChecks { FormatChecks(replacing: ["input.mixed-line-ends"]) }

    public func makeWriter(options: NoOptions) -> any TranscriptWriter { MboxWriter() }

    /// Whether the first lines are header fields, and one of them a field that mails have.
    static func startsWithMailFields(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        var place = start
        var isMail = false
        while place < bytes.count, place - start < 16 * 1024 {
            let line = ProbedLine(bytes, at: place)
            if line.range.isEmpty { break }
            guard line.isField || (place > start && bytes[place].isBlank) else { break }
            isMail = isMail || line.isTypicalOfMail
            place = line.next
        }
        return isMail
    }
}

/// A line in a prefix; it ends with a line feed, a carriage return or both.
struct ProbedLine {
    private let bytes: UnsafeBufferPointer<UInt8>
    let range: Range<Int>
    let next: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) {
        self.bytes = bytes
        var end = min(start, bytes.count)
        while end < bytes.count, !bytes[end].isLineEnd { end += 1 }
        range = min(start, bytes.count)..<end
        let isPair =
            end + 1 < bytes.count && bytes[end] == MboxSyntax.carriageReturn && bytes[end + 1] == MboxSyntax.lineFeed
        next = min(end + (isPair ? 2 : 1), bytes.count)
    }

    var isField: Bool {
        HeaderBlock.colon(bytes, in: range) != nil || bytes.starts(with: ">From ", at: range.lowerBound)
    }

    /// Fields that begin mails and little else.
    var isTypicalOfMail: Bool {
        let names: [StaticString] = [
            "from", "received", "return-path", "message-id", "delivered-to", "subject", "mime-version", "date", "to",
            "x-mozilla-status", "content-type",
        ]
        guard let colon = HeaderBlock.colon(bytes, in: range) else { return false }
        let name = bytes.slice(bytes.trimmed(range.lowerBound..<colon))
        return names.contains { name.equalsIgnoringCase($0) }
    }
}
