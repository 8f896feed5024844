import TextScanning
import TranscriptCoding
import TranscriptModel

/// `![TITLE](URL)` and `[TITLE](URL)` as the whole of a body: an image or a link.
///
/// Only what can be nothing else counts: one `](` in the whole body, a target without white space whose parentheses
/// close in the right order (CommonMark 0.31, 6.3). The title may span lines. Anything else is text.
struct AttachmentSyntax {
    var kind: Attachment.Kind
    var title: Range<Int>
    var url: Range<Int>

    /// Reads a whole body from `start` on, or gives nil when it is no attachment.
    init?(_ body: UnsafeBufferPointer<UInt8>, from start: Int = 0) {
        guard body.count - start >= 4, let first = body[safely: start],
            first == UInt8(ascii: "[") || first == UInt8(ascii: "!"),
            body[safely: body.count - 1] == UInt8(ascii: ")")
        else { return nil }
        let isImage = first == UInt8(ascii: "!")
        let titleStart = start + (isImage ? 2 : 1)
        if isImage && body[safely: start + 1] != UInt8(ascii: "[") { return nil }
        guard let separator = Self.onlySeparator(in: body, from: titleStart) else { return nil }
        kind = isImage ? .image : .link
        title = titleStart..<separator
        url = separator + 2..<body.count - 1
        guard Self.isTarget(body.slice(url)) else { return nil }
    }

    /// The place of `](` when there is exactly one.
    private static func onlySeparator(in body: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var found: Int?
        var index = start
        while let bracket = body.firstIndex(of: UInt8(ascii: "]"), from: index) {
            if body[safely: bracket + 1] == UInt8(ascii: "(") {
                if found != nil { return nil }
                found = bracket
            }
            index = bracket + 1
        }
        return found
    }

    private static func isTarget(_ url: UnsafeBufferPointer<UInt8>) -> Bool {
        var depth = 0
        for byte in url {
            switch byte {
            case 0...0x20, 0x7F: return false
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"):
                depth -= 1
                if depth < 0 { return false }
            default: break
            }
        }
        return depth == 0
    }

    /// Whether `text` would be read as an attachment, or as a quoted one, and so needs one backslash more.
    static func needsQuoting(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while index < text.count, text[index] == MarkdownSyntax.backslash { index += 1 }
        return AttachmentSyntax(text, from: index) != nil
    }

    /// What `body`, with its lines unquoted, holds: an attachment, or text.
    static func read(_ body: Text) -> Content {
        body.withUTF8 { utf8 in
            if let syntax = AttachmentSyntax(utf8) {
                let title = syntax.title.isEmpty ? nil : body.slice(syntax.title)
                return .attachment(Attachment(kind: syntax.kind, url: body.slice(syntax.url), title: title))
            }
            if utf8.first == MarkdownSyntax.backslash, needsQuoting(utf8) {
                return .text(body.slice(1..<utf8.count) ?? body)
            }
            return .text(body)
        }
    }

    enum Content: Equatable {
        case attachment(Attachment)
        case text(Text)
    }

    /// Appends `attachment` as its syntax. What it cannot express is left out: see `canExpress`.
    static func append(_ attachment: Attachment, to output: inout OutputBuffer) {
        if attachment.kind == .image { output.append(UInt8(ascii: "!")) }
        output.append(UInt8(ascii: "["))
        if let title = attachment.title { output.append(title) }
        output.append("](")
        if let url = attachment.url { output.append(url) }
        output.append(UInt8(ascii: ")"))
    }

    /// Whether reading what is written for `attachment` gives `attachment` again.
    static func canExpress(_ attachment: Attachment) -> Bool {
        guard attachment.kind == .image || attachment.kind == .link, attachment.url != nil else { return false }
        var rendered = OutputBuffer(capacity: 256)
        append(attachment, to: &rendered)
        return rendered.withBytes { bytes in
            guard bytes.firstIndex(of: 0, from: 0) == nil else { return false }
            return read(Text(copying: bytes)) == .attachment(attachment)
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The byte at `index`, or nil outside.
    subscript(safely index: Int) -> UInt8? { indices.contains(index) ? self[index] : nil }
}
