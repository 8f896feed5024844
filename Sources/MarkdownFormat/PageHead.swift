import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// What stands in a page before its first message: byte order mark, front matter, chatconv's comment, other text.
struct PageHead {
    var header = TranscriptHeader()
    var usesCRLF = false
    /// Whether something marks the page as a transcript even when no message follows.
    var isMarked = false
    private(set) var hasFrontMatter = false
    /// Whether text of another kind stands where messages should, with front matter alone to speak for a transcript: any page
    /// of any site has that. Where no message follows, the page is none of ours.
    private(set) var isOtherPage = false
    /// What is wrong with it but does not stop anyone, with the place in bytes from the page's start.
    var findings: [Finding] = []

    struct Finding {
        var code: DiagnosticCode
        var message: String
        var help: String?
        var offset: Int
    }

    /// What of it is not in the header, by its place in bytes from the page's start.
    var omitted: [OmittedPart] = []

    static let byteOrderMark: StaticString = "\u{FEFF}"

    /// Reads the head, which is all of `raw`. `firstLineIsCRLF` tells the line end to go by where the head is empty, and `isWhole`
    /// whether no message follows.
    static func read(
        _ raw: Text, firstLineIsCRLF: Bool, isWhole: Bool, decoder: inout ModelDecoder, limits: Limits
    ) -> PageHead {
        read(
            raw, firstLineIsCRLF: firstLineIsCRLF, isWhole: isWhole, decoder: &decoder, limits: limits, believesComment: false)
    }

    /// The same. `believesComment` says that the head was just written, and is read to see what it says.
    private static func read(
        _ raw: Text, firstLineIsCRLF: Bool, isWhole: Bool, decoder: inout ModelDecoder, limits: Limits, believesComment: Bool
    ) -> PageHead {
        var head = PageHead()
        var arena = TextArena()
        let hasMark = raw.withUTF8 { $0.starts(with: byteOrderMark) }
        let content = hasMark ? raw.slice(3..<raw.utf8Count) ?? raw : raw
        head.usesCRLF = content.withUTF8 { $0.isEmpty ? firstLineIsCRLF : LineEndings.areAllCRLF($0) }
        let page = head.usesCRLF ? LineEndings.normalized(content, arena: &arena) ?? content : content

        var extensions = Members()
        if hasMark { extensions[Text(MarkdownExtension.byteOrderMark)] = true }
        if head.usesCRLF { extensions[Text(MarkdownExtension.lineEnding)] = "crlf" }
        var rest = page
        if case .found(let block) = page.withUTF8(FrontMatterBlock.search) {
            head.take(page, block, into: &extensions, depthLimit: limits.depth)
            rest = page.slice(block.end..<page.utf8Count) ?? Text()
            // In the page as it stands, each line end before them is a byte longer.
            let isLonger = head.usesCRLF
            func distance(to place: Int) -> Int { (hasMark ? 3 : 0) + (isLonger ? page.countOfLineFeeds(before: place) : 0) }
            head.omitted = head.omitted.map { $0.moved(by: distance(to: $0.range.lowerBound)) }
            for index in head.findings.indices { head.findings[index].offset += distance(to: head.findings[index].offset) }
        }
        let hasComment = comment(in: rest) != nil
        let offset = raw.utf8Count - rest.utf8Count
        let commented = head.takeComment(of: &rest, at: offset, decoder: &decoder)
        let commentEnd = raw.utf8Count - rest.utf8Count
        if !rest.isEmpty {
            head.isOtherPage = !hasComment && rest.withUTF8 { $0.contains { $0 > 0x20 } }
            extensions[Text(MarkdownExtension.preamble)] = .string(LineQuoting.unquoted(rest, arena: &arena))
        }
        head.header = head.header.with(extensions)
        guard let commented else { return head }
        if believesComment || commented.onlyAdds(to: head.header) || isWritten(raw, for: commented.with(extensions), isWhole: isWhole, limits) {
            head.header = commented.with(extensions)
        } else {
            head.leaveOutComment(in: offset..<max(offset, commentEnd))
        }
        return head
    }

    /// Whether `raw` is just the head that is written for `header`.
    private static func isWritten(_ raw: Text, for header: TranscriptHeader, isWhole: Bool, _ limits: Limits) -> Bool {
        write(header, isWhole: isWhole, lineEnding: nil, limits: limits).bytes == raw
    }

    /// Leaves out a comment that contradicts the page: what the page shows is in the header already.
    private mutating func leaveOutComment(in range: Range<Int>) {
        omitted.append(OmittedPart(.contradictingNotes, range))
        findings.append(
            Finding(
                code: .contradictingComment, message: "the chatconv comment says other than the page shows, so it was left out",
                offset: range.lowerBound))
    }

    private mutating func take(
        _ page: Text, _ block: FrontMatterBlock, into extensions: inout Members, depthLimit: Int
    ) {
        let (frontMatter, failure) = FrontMatter.read(page, block: block, depthLimit: depthLimit)
        header.metadata = frontMatter.metadata
        omitted += frontMatter.omitted.map { $0.moved(by: block.content.lowerBound) }
        if let spelling = frontMatter.spelling {
            extensions[Text(MarkdownExtension.frontMatter)] = .array(spelling.map { .string($0) })
        }
        if let fences = frontMatter.fences {
            extensions[Text(MarkdownExtension.fences)] = .array([.string(fences.opening), .string(fences.closing)])
        }
        if block.syntax != .yaml {
            findings.append(
                Finding(
                    code: .tomlFrontMatter,
                    message: "the front matter is \(block.syntax.name), of which only `title` and `date` are read, and the rest is kept as it stands",
                    help: "write it in YAML between lines of `---` for its other keys to be read", offset: 0))
        }
        if let failure {
            let place = page.slice(block.content)?.withUTF8 { utf8 in utf8.offsets(ofScalars: [failure.place]).first ?? utf8.count } ?? 0
            findings.append(
                Finding(
                    code: failure.code, message: "the front matter cannot be read: \(failure.message)", help: failure.help,
                    offset: block.content.lowerBound + place))
            omitted.append(OmittedPart(.unreadableFrontMatter, block.content))
        }
        hasFrontMatter = true
        // Braces alone speak for JSON.
        isMarked = block.syntax == .yaml
    }

    /// Takes chatconv's comment from the front of `text`, if it is there, and returns the header with what it says.
    private mutating func takeComment(
        of text: inout Text, at offset: Int, decoder: inout ModelDecoder
    ) -> TranscriptHeader? {
        guard let json = Self.comment(in: text) else { return nil }
        do {
            var commented = header
            try decoder.apply(text.slice(json.lowerBound..<json.upperBound) ?? Text(), to: &commented)
            isMarked = true
            for _ in decoder.takeWarnings() { omitted.append(OmittedPart(.repeatedMembers, offset..<offset)) }
            let end = json.upperBound + MarkdownSyntax.commentEnd.utf8CodeUnitCount
            text = text.slice(end..<text.utf8Count) ?? Text()
            return commented
        } catch {
            let code = error.kind == .limit ? error.code : DiagnosticCode.invalidComment
            findings.append(Finding(code: code, message: "the chatconv comment cannot be read: \(error.message)", offset: offset))
            return nil
        }
    }

    /// Where the JSON of a comment is that `text` starts with.
    private static func comment(in text: Text) -> Range<Int>? {
        text.withUTF8 { utf8 in
            guard utf8.starts(with: MarkdownSyntax.commentStart),
                let feed = utf8.firstIndex(of: MarkdownSyntax.lineFeed, from: 0)
            else { return nil }
            let start = MarkdownSyntax.commentStart.utf8CodeUnitCount
            let end = feed + 1 - MarkdownSyntax.commentEnd.utf8CodeUnitCount
            return end >= start && utf8.starts(with: MarkdownSyntax.commentEnd, at: end) ? start..<end : nil
        }
    }
}

extension Text {
    fileprivate func countOfLineFeeds(before offset: Int) -> Int {
        withUTF8 { $0.slice(0..<offset).count { $0 == MarkdownSyntax.lineFeed } }
    }
}

extension TranscriptHeader {
    /// The header with what a page shows beside front matter and comment.
    fileprivate func with(_ shown: Members) -> TranscriptHeader {
        var header = self
        for member in shown { header.extensions[member.name] = member.value }
        return header
    }

    /// Whether a header that a comment gives says nothing of what a page shows but what `shown` does.
    fileprivate func onlyAdds(to shown: TranscriptHeader) -> Bool {
        metadata == shown.metadata
            && MarkdownExtension.ofHeader.allSatisfy { name in
                extensions[name].map { $0 == shown.extensions[name] } ?? true
            }
    }
}

// MARK: Writing

extension PageHead {
    /// Makes the head of a page for `header`. What it returns reads back as `header`.
    ///
    /// The page's own spelling is used where it still says the same; else the plain form, with a comment for what front
    /// matter cannot say; else, for metadata that YAML cannot take, all of it in the comment. The lines end as the page's
    /// did in each of them: the messages that keep their bytes were cut from such lines.
    ///
    /// `isWhole` says that no message follows; `lineEnding` is what the user asked for.
    static func write(
        _ header: TranscriptHeader, isWhole: Bool, lineEnding: MarkdownWriterOptions.LineEnding?, limits: Limits
    ) -> (bytes: Text, usesCRLF: Bool) {
        for form in [Form.asInSource, .plain, .allInComment] {
            var output = OutputBuffer(capacity: 1024)
            let usesCRLF = append(header, form, isWhole: isWhole, limits: limits, to: &output)
            let bytes = output.withBytes { Text(copying: $0) }
            if form == .allInComment || reads(bytes, as: header, usesCRLF: usesCRLF, isWhole: isWhole, limits: limits) {
                return converted(bytes, from: usesCRLF, to: lineEnding)
            }
        }
        return (Text(), false)
    }

    private enum Form {
        case asInSource, plain, allInComment
    }

    private static func reads(
        _ bytes: Text, as header: TranscriptHeader, usesCRLF: Bool, isWhole: Bool, limits: Limits
    ) -> Bool {
        if bytes.isEmpty && isWhole { return false }
        if bytes.withUTF8({ $0.firstIndex(of: 0, from: 0) != nil }) { return false }
        if !isWhole, !bytes.isEmpty, bytes.withUTF8({ $0.last != MarkdownSyntax.lineFeed }) { return false }
        let opensFrontMatter = bytes.withUTF8 { utf8 in
            if case .unclosed = FrontMatterBlock.search(utf8) { true } else { false }
        }
        var decoder = ModelDecoder(limits: limits, isLenient: false)
        let head = read(
            bytes, firstLineIsCRLF: usesCRLF, isWhole: isWhole, decoder: &decoder, limits: limits, believesComment: true)
        return !opensFrontMatter && head.header.withoutSpelling == header.withoutSpelling
            && head.header.extensions.areInOrder(of: header.extensions) && head.usesCRLF == usesCRLF
            && (head.isMarked && !head.isOtherPage || !isWhole)
    }

    /// Appends the head and returns whether its lines end in CRLF.
    private static func append(
        _ header: TranscriptHeader, _ form: Form, isWhole: Bool, limits: Limits, to output: inout OutputBuffer
    ) -> Bool {
        let found = OwnExtensions(header.extensions)
        let own = form == .asInSource ? found : OwnExtensions()
        var page = OutputBuffer(capacity: 1024)
        let hasFrontMatter = form != .allInComment && (!header.metadata.isEmpty || own.spelling != nil)
        if hasFrontMatter {
            FrontMatter(metadata: header.metadata, spelling: own.spelling, fences: own.fences)
                .append(to: &page, depthLimit: limits.depth)
        }
        var commented = header
        for name in own.names { commented.extensions[name] = nil }
        var members: HeaderMembers = []
        if header.kind != nil { members.insert(.kind) }
        if header.id != nil { members.insert(.id) }
        if header.title != nil { members.insert(.title) }
        if !header.participants.isEmpty { members.insert(.participants) }
        if !commented.extensions.isEmpty { members.insert(.extensions) }
        if form == .allInComment && !header.metadata.isEmpty { members.insert(.metadata) }
        // A comment that says nothing marks a page that would else begin like something it is not, or hold nothing.
        if !members.isEmpty || form == .allInComment || (isWhole && !hasFrontMatter) {
            page.append(MarkdownSyntax.commentStart)
            page.appendJSON(commented, members: members, escaping: .htmlComment)
            page.append(MarkdownSyntax.commentEnd)
        }
        if let preamble = own.preamble { preamble.withUTF8 { LineQuoting.appendQuoted($0, to: &page) } }

        if own.hasByteOrderMark { output.append(byteOrderMark) }
        page.withBytes { bytes in
            if found.usesCRLF { LineEndings.appendCRLF(bytes, to: &output) } else { output.append(bytes) }
        }
        return found.usesCRLF
    }

    private static func converted(
        _ bytes: Text, from usesCRLF: Bool, to lineEnding: MarkdownWriterOptions.LineEnding?
    ) -> (Text, Bool) {
        guard let lineEnding, (lineEnding == .crlf) != usesCRLF else { return (bytes, usesCRLF) }
        var output = OutputBuffer(capacity: bytes.utf8Count * 2)
        var arena = TextArena()
        switch lineEnding {
        case .crlf: bytes.withUTF8 { LineEndings.appendCRLF($0, to: &output) }
        case .lf: output.append(LineEndings.normalized(bytes, arena: &arena) ?? bytes)
        }
        return (output.withBytes { Text(copying: $0) }, lineEnding == .crlf)
    }
}

extension TranscriptHeader {
    /// The header without the spelling of its front matter, which is not kept for entries that were changed.
    var withoutSpelling: TranscriptHeader {
        var header = self
        header.extensions[Text(MarkdownExtension.frontMatter)] = nil
        header.extensions[Text(MarkdownExtension.fences)] = nil
        return header
    }
}

extension Members {
    /// Whether the names come in the same order in `other`, which may have more.
    fileprivate func areInOrder(of other: Members) -> Bool {
        var rest = other.entries[...]
        for entry in entries {
            guard let place = rest.firstIndex(where: { $0.name == entry.name }) else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }
}

/// What a page's own extensions say, as far as they say it in the way the reader does.
private struct OwnExtensions {
    var hasByteOrderMark = false
    var usesCRLF = false
    var spelling: [Text]?
    var fences: (opening: Text, closing: Text)?
    var preamble: Text?
    /// The names of those that were understood.
    var names: [Text] = []

    init() {}

    init(_ extensions: Members) {
        if extensions[MarkdownExtension.byteOrderMark] == true {
            hasByteOrderMark = true
            names.append(Text(MarkdownExtension.byteOrderMark))
        }
        if extensions[MarkdownExtension.lineEnding] == "crlf" {
            usesCRLF = true
            names.append(Text(MarkdownExtension.lineEnding))
        }
        if let texts = Self.texts(extensions[MarkdownExtension.frontMatter]) {
            spelling = texts
            names.append(Text(MarkdownExtension.frontMatter))
        }
        if let texts = Self.texts(extensions[MarkdownExtension.fences]), texts.count == 2 {
            fences = (texts[0], texts[1])
            names.append(Text(MarkdownExtension.fences))
        }
        if case .string(let text)? = extensions[MarkdownExtension.preamble],
            text.withUTF8({ $0.firstIndex(of: 0, from: 0) == nil })
        {
            preamble = text
            names.append(Text(MarkdownExtension.preamble))
        }
    }

    private static func texts(_ value: Value?) -> [Text]? {
        guard case .array(let items)? = value else { return nil }
        var texts: [Text] = []
        for item in items {
            guard case .string(let text) = item else { return nil }
            texts.append(text)
        }
        return texts
    }
}
