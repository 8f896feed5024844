import TextScanning
import TranscriptCoding
import TranscriptMarkup
import TranscriptModel

// The body of a mail: its text, and what is attached to it.
extension MailDecoder {
    mutating func takeBody(_ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord, _ draft: inout MailDraft) {
        let body = header.end..<max(header.end, record.bodyEnd)
        let whole = MIMELeaf(header, bytes, types, body: body)
        omitUnused(of: whole)
        if whole.isTextAlone, !whole.isAttachment {
            // No line at all is no text, unlike an empty line.
            if !body.isEmpty { draft.body = text(of: whole, bytes, record) }
            omitName(ofText: whole, as: .formFields)
            // What kind of text it is no message says.
            if !whole.isText, let field = whole.typeField { omit(.formFields, field.range) }
            return
        }
        let tree = MIMETree(of: whole, bytes, types, deepest: deepest)
        for finding in tree.findings { note(finding) }
        omissions += tree.omissions
        let shown = ShownParts(tree, stubs: stubs(in: tree, bytes))
        for leaf in shown.alternatives { omit(.alternativeTexts, leaf.body) }
        if tree.nodes.count > 1 { for leaf in shown.texts { omitFields(ofText: leaf) } }
        var texts = shown.texts.map { text(of: $0, bytes, record) }
        if texts.isEmpty { texts = textsOfMails(among: shown.attachments, bytes, record) }
        draft.body = texts.count > 1 ? joined(texts) : texts.first
        for leaf in shown.attachments { draft.attachments.append(attachment(leaf, bytes, record)) }
    }

    /// Fields of the mail that are not about its form are in the message.
    private mutating func omitUnused(of whole: MIMELeaf) {
        for field in whole.unused where field.kind.isAboutForm { omit(.formFields, field.range) }
    }

    private mutating func omitName(ofText leaf: MIMELeaf, as kind: OmissionKind) {
        if leaf.type.hasName, let field = leaf.typeField { omit(kind, field.range) }
        if leaf.disposition?.has("filename") ?? false, let field = leaf.dispositionField { omit(kind, field.range) }
    }

    /// The plain texts of a mail with HTML that have nothing in them, or only the advice to look at the HTML.
    mutating func stubs(in tree: MIMETree, _ bytes: UnsafeBufferPointer<UInt8>) -> Set<Int> {
        var longestHTML = 0
        for node in tree.nodes {
            if case .leaf(let leaf) = node.content, leaf.isHTML { longestHTML = max(longestHTML, leaf.body.count) }
        }
        if longestHTML == 0 { return [] }
        var found: Set<Int> = []
        for (index, node) in tree.nodes.enumerated() {
            guard case .leaf(let leaf) = node.content, leaf.isText, !leaf.isHTML, leaf.body.count < Self.longestStub else { continue }
            scratch.removeAll()
            _ = leaf.encoding.append(bytes.slice(leaf.body), to: &scratch)
            let isStub = scratch.withBytes { text in
                text.allSatisfy { $0 <= 0x20 } || leaf.body.count * 4 < longestHTML && text.advisesHTML
            }
            if isStub { found.insert(index) }
        }
        return found
    }

    /// Advice is short; and a text that is as long as this was written by somebody.
    private static var longestStub: Int { 400 }

    /// What the header of a part says of a text has no place in a message, unlike what it says of an attachment.
    private mutating func omitFields(ofText leaf: MIMELeaf) {
        for field in [leaf.contentID, leaf.description].compactMap({ $0 }) {
            omit(.partFields, field.range)
        }
        omitName(ofText: leaf, as: .partFields)
    }

    /// How deep parts may be nested: no program goes further, and neither does the stack.
    var deepest: Int { min(limits.depth, 100) }

    private mutating func note(_ finding: MIMETree.Finding) {
        switch finding {
        case .tooDeep(let place):
            note(.nestedParts, "parts are nested more than \(deepest) deep", at: place, isLimit: true)
        case .tooManyParts(let place):
            note(.tooManyParts, "a mail has more than \(MIMETree.mostParts) parts", at: place, isLimit: true)
        case .tooManyFields(let place):
            note(
                .tooManyFields, "a part has more than \(HeaderBlock.mostFields) header fields", at: place, isLimit: true
            )
        case .unclosed(let place): note(.unclosedBoundary, "this multipart does not end in its boundary", at: place)
        case .noBoundary(let place):
            note(.noBoundary, "this multipart names no boundary, so it is taken as text", at: place)
        }
    }

    private mutating func joined(_ texts: [Text]) -> Text {
        scratch.removeAll()
        for (index, text) in texts.enumerated() {
            if index > 0 { scratch.append(MboxSyntax.lineFeed) }
            scratch.append(text)
        }
        return scratch.withBytes { copies.text($0) }
    }

    /// The text of a part, without the line end that ends its last line.
    mutating func text(of leaf: MIMELeaf, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord) -> Text {
        let charset = leaf.type.charset
        let source = bytes.slice(leaf.body)
        if !record.gaps.isEmpty, record.hasGap(in: leaf.body) { omit(.partsPastLimit, leaf.body) }
        let needsLines = LineUnquoting.isNeeded(source, record.quoting)
        if !needsLines, leaf.encoding == .identity, !leaf.isHTML, leaf.type.flow == nil, charset == .utf8 || charset == .undeclared {
            let end = source.last == MboxSyntax.lineFeed ? leaf.body.upperBound - 1 : leaf.body.upperBound
            if let text = record.bytes.text(leaf.body.lowerBound..<end) { return text }
        }
        scratch.removeAll()
        if needsLines { LineUnquoting.append(source, record.quoting, to: &scratch) } else { scratch.append(source) }
        decode(leaf.encoding, at: leaf.body)
        return text(decodedFrom: charset, leaf)
    }

    /// Replaces what is in `scratch` by what it stands for.
    private mutating func decode(_ encoding: TransferEncoding, at body: Range<Int>) {
        if encoding == .identity { return }
        decoded.removeAll()
        let damage = scratch.withBytes { encoding.append($0, to: &decoded) }
        if let damage {
            let start = min(body.lowerBound + damage, body.upperBound)
            omit(.damagedText, start..<body.upperBound)
            note(.damagedEncoding, encoding.fault, at: start)
        }
        swap(&scratch, &decoded)
    }

    private mutating func text(decodedFrom charset: Charset, _ leaf: MIMELeaf) -> Text {
        decoded.removeAll()
        let problem = scratch.withBytes { charsets.append($0, from: charset, to: &decoded) }
        if problem != nil { note(problem, at: place(ofProblemIn: leaf)) }
        if leaf.isHTML {
            omit(.htmlMarkup, leaf.body)
            scratch.removeAll()
            decoded.withBytes { HTMLText.append($0, to: &scratch) }
            swap(&scratch, &decoded)
        } else if let flow = leaf.type.flow {
            scratch.removeAll()
            decoded.withBytes { flow.append($0, to: &scratch) }
            swap(&scratch, &decoded)
        } else if leaf.encoding == .base64 || leaf.encoding == .uuencode,
            decoded.withBytes({ $0.firstIndex(of: MboxSyntax.carriageReturn, from: 0) != nil })
        {
            // RFC 2046, 4.1.1: in a text, CR LF is a line end.
            scratch.removeAll()
            decoded.withBytes { LineUnquoting.append($0, .none, to: &scratch) }
            swap(&scratch, &decoded)
        }
        return decoded.withBytes { utf8 in
            copies.text(utf8.last == MboxSyntax.lineFeed ? utf8.slice(0..<utf8.count - 1) : utf8)
        }
    }

    /// The first byte of a part that is not UTF-8, as near as the decoded bytes tell it.
    private func place(ofProblemIn leaf: MIMELeaf) -> Int {
        guard leaf.encoding == .identity else { return leaf.body.lowerBound }
        let valid = scratch.withBytes { validUTF8Prefix(of: $0).validCount }
        // Where every byte is, the part as a whole has the problem.
        return valid < scratch.count ? min(leaf.body.lowerBound + valid, leaf.body.upperBound) : leaf.body.lowerBound
    }

    // MARK: Attachments

    /// The name that uuencode gives a file. It is asked for only where no field does.
    private func nameInside(_ leaf: MIMELeaf, _ bytes: UnsafeBufferPointer<UInt8>) -> Text? {
        guard leaf.encoding == .uuencode, let name = Uuencode.name(in: bytes.slice(leaf.body)) else { return nil }
        return CharsetDecoder.isUTF8(name) ? copies.text(name) : nil
    }

    private mutating func attachment(
        _ leaf: MIMELeaf, _ bytes: UnsafeBufferPointer<UInt8>, _ record: MailRecord
    ) -> Attachment {
        let typeName = leaf.type.parameters.text("name", charsets: charsets)
        let name = leaf.disposition?.text("filename", charsets: charsets) ?? typeName ?? nameInside(leaf, bytes)
        if let typeName, typeName != name, let field = leaf.typeField { omit(.partFields, field.range) }
        var attachment = Attachment(kind: leaf.kind, title: name, state: .omitted)
        attachment.mediaType = leaf.type.mediaType.withUnsafeBufferPointer {
            CharsetDecoder.isUTF8($0) ? copies.text($0) : nil
        }
        for field in [leaf.contentID, leaf.description].compactMap({ $0 }) {
            attachment.extensions[names.name(of: bytes.slice(field.name))] = .string(text(of: field, bytes, record))
        }
        attachment.size = Int64(record.decodedCount(leaf.encoding, leaf.body))
        omit(.attachments, leaf.body)
        if handsOnAttachments { attached.append(AttachedPart(body: leaf.body, encoding: leaf.encoding)) }
        return attachment
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the text speaks of HTML and of a program that shows it.
    fileprivate var advisesHTML: Bool {
        let words: [StaticString] = ["support", "capable", "compatible", "enabled", "in html format", "viewer", "display", "view "]
        return mentions("html") && words.contains { mentions($0) }
    }

    private func mentions(_ word: StaticString) -> Bool { indices.contains { startsIgnoringCase(with: word, at: $0) } }
}

extension MIMELeaf {
    /// What kind of thing the media type tells.
    fileprivate var kind: Attachment.Kind {
        if hasType("image/") { return .image }
        if hasType("video/") { return .video }
        return hasType("audio/") ? .audio : .file
    }
}
