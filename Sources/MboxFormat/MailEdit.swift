import TextScanning
import TranscriptModel

/// What is changed in the bytes of a mail whose message has another time or sender than the mail says: the fields that say
/// it, and nothing else.
struct MailEdit {
    private let header: HeaderBlock
    /// Where the header starts, behind the `From ` line.
    private let start: Int

    /// Reads a mail's header.
    init(_ bytes: UnsafeBufferPointer<UInt8>, of copy: MailCopy) {
        start = copy.hasSeparator ? bytes.line(at: 0, to: bytes.count).next : 0
        var header = HeaderBlock()
        header.read(bytes, from: start, to: copy.bodyEnd)
        self.header = header
    }

    /// Whether fields of a mail with this header can be changed: not where the header has no end, or where the mail says of its
    /// message in chatconv's own field what mail cannot say.
    static func isPossible(in header: HeaderBlock) -> Bool {
        header.ending == .blankLine && header.excess == nil && header.first(.ownField) == nil
    }

    /// How lines of the body are quoted in what is written.
    func quoting(_ copy: MailCopy) -> MailRecord.Quoting { copy.hasSeparator ? copy.quoting : .any }

    /// Appends the `From ` line and the fields, without the blank line behind them.
    func appendHeader(
        _ bytes: UnsafeBufferPointer<UInt8>, of message: Message, _ copy: MailCopy, _ writer: MailWriter,
        to output: inout OutputBuffer
    ) {
        let changesTime = message.timestamp != copy.message.timestamp
        let changesSender = message.sender != copy.message.sender
        if copy.hasSeparator, !changesTime, !changesSender {
            output.append(bytes.slice(0..<start))
        } else {
            writer.appendFromLine(message, message.details, to: &output)
        }
        var place = start
        for (kind, changes) in [(FieldKind.from, changesSender), (.date, changesTime)] where changes {
            if header.first(kind) == nil { append(kind, message, writer, to: &output) }
        }
        for field in changedFields(time: changesTime, sender: changesSender) {
            output.append(bytes.slice(place..<field.name.lowerBound))
            append(field.kind, message, writer, to: &output)
            place = bytes.line(at: field.value.upperBound, to: bytes.count).next
        }
        output.append(bytes.slice(place..<endOfFields(bytes)))
    }

    /// Appends the blank line behind the header, and the body.
    func appendBody(_ bytes: UnsafeBufferPointer<UInt8>, _ copy: MailCopy, to output: inout OutputBuffer) {
        let rest = bytes.slice(endOfFields(bytes)..<bytes.count)
        if copy.hasSeparator { output.append(rest) } else { LineQuoting.append(rest, to: &output) }
    }

    /// The first field of each kind that changes, in their order.
    private func changedFields(time: Bool, sender: Bool) -> [HeaderField] {
        [time ? header.first(.date) : nil, sender ? header.first(.from) : nil].compactMap { $0 }
            .sorted { $0.name.lowerBound < $1.name.lowerBound }
    }

    private func append(_ kind: FieldKind, _ message: Message, _ writer: MailWriter, to output: inout OutputBuffer) {
        if kind == .from { return writer.appendSender(message.sender, to: &output) }
        output.append("Date: ")
        output.appendMailDate(message.timestamp)
        output.append(MboxSyntax.lineFeed)
    }

    /// Where the blank line behind the header starts.
    private func endOfFields(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let hasReturn = header.end >= 2 && bytes[header.end - 2] == MboxSyntax.carriageReturn
        return max(start, header.end - (hasReturn ? 2 : 1))
    }
}

/// Quotes lines that a mailbox's reader would take for the start of a mail, as mboxrd does: `LineUnquoting` undoes it.
enum LineQuoting {
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var index = 0
        while index < bytes.count {
            let next = bytes.line(at: index, to: bytes.count).next
            if QuotedPrintable.startsSeparator(bytes, at: index) { output.append(UInt8(ascii: ">")) }
            output.append(bytes.slice(index..<next))
            index = next
        }
    }
}
