import TextScanning
import TranscriptCoding
import TranscriptModel

/// Writes a page. Its head is written with the first message, or at the end where there is none.
struct MarkdownWriter: TranscriptWriter {
    private let options: MarkdownWriterOptions
    private let limits = Limits()
    private var header = TranscriptHeader()
    private var state = State.beforeHead

    private enum State {
        case beforeHead
        case inMessages(Page)
    }

    /// What the messages of a page need to know of it.
    private final class Page {
        var record: MessageRecord
        let usesCRLF: Bool
        /// Whether nothing stands before the message that is written next.
        var isEmpty: Bool
        /// Whether the last record, written as it was found at its page's end, lacks a line end.
        var lacksLineEnd = false
        var scratch = OutputBuffer(capacity: 4096)

        init(pageDate: CalendarDate?, usesCRLF: Bool, isEmpty: Bool, limits: Limits) {
            record = MessageRecord(pageDate: pageDate, limits: limits, isLenient: false)
            self.usesCRLF = usesCRLF
            self.isEmpty = isEmpty
        }
    }

    init(options: MarkdownWriterOptions) { self.options = options }

    mutating func begin(_ header: TranscriptHeader, into output: inout OutputBuffer) {
        self.header = header
    }

    mutating func write(_ messages: [Message], into output: inout OutputBuffer) {
        if messages.isEmpty { return }
        let page = startPage(isWhole: false, into: &output)
        messages.forEachInPlace { message in
            if page.lacksLineEnd {
                output.append(page.usesCRLF ? "\r\n" : "\n")
                page.lacksLineEnd = false
            }
            if page.usesCRLF || !page.record.appendPlain(message, to: &output) {
                Self.append(message.message, of: page, to: &output)
            }
            page.isEmpty = false
        }
    }

    mutating func finish(into output: inout OutputBuffer) {
        if case .beforeHead = state { _ = startPage(isWhole: true, into: &output) }
    }

    private mutating func startPage(isWhole: Bool, into output: inout OutputBuffer) -> Page {
        if case .inMessages(let page) = state { return page }
        let head = PageHead.write(header, isWhole: isWhole, lineEnding: options.lineEnding, limits: limits)
        output.append(head.bytes)
        let page = Page(
            pageDate: PageDate.date(of: header.metadata), usesCRLF: head.usesCRLF, isEmpty: head.bytes.isEmpty,
            limits: limits)
        state = .inMessages(page)
        return page
    }

    private static func append(_ message: Message, of page: Page, to output: inout OutputBuffer) {
        if !message.isPlain, appendVerbatim(message, of: page, to: &output) { return }
        if page.usesCRLF {
            page.scratch.removeAll()
            page.record.append(message, to: &page.scratch)
            page.scratch.withBytes { LineEndings.appendCRLF($0, to: &output) }
        } else {
            page.record.append(message, to: &output)
        }
    }

    /// Appends the bytes that a message was read from, if reading them gives the message at hand.
    private static func appendVerbatim(_ message: Message, of page: Page, to output: inout OutputBuffer) -> Bool {
        guard case .string(let raw)? = message.details.extensions[MarkdownExtension.verbatim],
            raw.withUTF8({ isOneRecord($0, in: page) }),
            page.record.message(ofRecord: raw, usesCRLF: page.usesCRLF) == message
        else { return false }
        output.append(raw)
        page.lacksLineEnd = raw.withUTF8 { $0.last != MarkdownSyntax.lineFeed }
        return true
    }

    private static func isOneRecord(_ raw: UnsafeBufferPointer<UInt8>, in page: Page) -> Bool {
        guard RecordLayout(raw)?.end == raw.count, raw.firstIndex(of: 0, from: 0) == nil else { return false }
        guard page.isEmpty, let feed = raw.firstIndex(of: MarkdownSyntax.lineFeed, from: 0) else { return true }
        // The page's first line tells a reader how lines end.
        return LineEndings.areAllCRLF(raw.slice(0..<feed + 1)) == page.usesCRLF
    }
}
