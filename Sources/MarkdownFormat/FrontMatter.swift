import TextScanning
import TranscriptCoding
import TranscriptModel

/// The YAML block at the top of a page, and its spelling.
///
/// The spelling is kept entry by entry: `markdown:frontMatter` holds the lines of each. A writer uses them where they
/// still say what the metadata says, so that changing one key leaves the others' spelling alone.
struct FrontMatter: Equatable {
    var metadata: Members
    /// The lines of each entry; nil where the canonical spelling is the one that was found.
    var spelling: [Text]?
    /// The fences, where they are not just `---`.
    var fences: (opening: Text, closing: Text)?
    /// What of the lines the metadata does not tell.
    var omitted: [OmittedPart] = []

    static let fence: Text = "---\n"

    static func == (left: FrontMatter, right: FrontMatter) -> Bool {
        left.metadata == right.metadata && left.spelling == right.spelling
            && left.fences?.opening == right.fences?.opening && left.fences?.closing == right.fences?.closing
    }
}

extension FrontMatter {
    /// Reads the block that `page` starts with.
    ///
    /// Front matter that is no YAML mapping gives no metadata and keeps its text; `failure` says why.
    static func read(
        _ page: Text, block: FrontMatterBlock, depthLimit: Int
    ) -> (frontMatter: FrontMatter, failure: YAMLFailure?) {
        let content = page.slice(block.content) ?? Text()
        var frontMatter = FrontMatter(metadata: Members())
        var failure: YAMLFailure?
        do {
            let mapping = try mapping(in: content, block.syntax, depthLimit: depthLimit)
            frontMatter.metadata = mapping.members
            frontMatter.omitted = mapping.omitted
            frontMatter.spelling = block.syntax == .yaml ? spelling(of: content, mapping, depthLimit: depthLimit) : [content]
        } catch {
            failure = error
            frontMatter.spelling = [content]
        }
        let opening = page.slice(0..<block.content.lowerBound) ?? fence
        let closing = page.slice(block.content.upperBound..<block.end) ?? fence
        if opening != fence || closing != fence { frontMatter.fences = (opening, closing) }
        return (frontMatter, failure)
    }

    private static func mapping(in content: Text, _ syntax: FrontMatterSyntax, depthLimit: Int) throws(YAMLFailure) -> YAMLMapping {
        syntax == .yaml ? try YAMLReader.mapping(in: content, depthLimit: depthLimit) : ForeignFrontMatter.mapping(in: content, syntax)
    }

    /// The lines of each entry, and of comments between them, or nil when they are what the writer writes.
    private static func spelling(of content: Text, _ mapping: YAMLMapping, depthLimit: Int) -> [Text]? {
        if !mapping.members.isEmpty, isCanonical(content, of: mapping.members) { return nil }
        guard mapping.isSeparable, !mapping.keyLineStarts.isEmpty else { return content.isEmpty ? [] : [content] }
        let entries = content.split(at: mapping.keyLineStarts.dropFirst())
        let apart = entries.flatMap { $0.splitFromComments() }
        let isSame = apart.count == entries.count || members(of: apart, depthLimit) == mapping.members.entries
        return isSame ? apart : entries
    }

    private static func members(of pieces: [Text], _ depthLimit: Int) -> [Members.Member]? {
        var members: [Members.Member] = []
        for piece in pieces {
            guard let mapping = try? YAMLReader.mapping(in: piece, depthLimit: depthLimit) else { return nil }
            members += mapping.members.entries
        }
        return members
    }

    /// Whether the lines are what the writer writes. Mostly the first entry tells.
    private static func isCanonical(_ content: Text, of members: Members) -> Bool {
        content.withUTF8 { content in
            var start = 0
            var entry = OutputBuffer(capacity: 256)
            for member in members {
                entry.removeAll()
                YAMLWriter.append(member.name, member.value, to: &entry)
                let isEqual = entry.withBytes { entry in
                    content.count - start >= entry.count && content.slice(start..<start + entry.count).elementsEqual(entry)
                }
                guard isEqual else { return false }
                start += entry.count
            }
            return start == content.count
        }
    }

    /// Appends the front matter, with the spelling of every entry that still says the same. Comments of whole lines stay before
    /// the entry that they stood before, whatever became of it.
    func append(to output: inout OutputBuffer, depthLimit: Int) {
        output.append(fences?.opening ?? Self.fence)
        let syntax = FrontMatterSyntax(opening: fences?.opening ?? Self.fence)
        if syntax != .yaml, let content = spelling?.first, spelling?.count == 1,
            let lines = ForeignFrontMatter.edited(content, syntax, to: metadata)
        {
            output.append(lines)
            return output.append(fences?.closing ?? Self.fence)
        }
        var rest = metadata.entries[...]
        var comments: [Text] = []
        func take(upTo end: Int) {
            for member in rest[..<end] { YAMLWriter.append(member.name, member.value, to: &output) }
            rest = rest[end...]
            for lines in comments { output.append(lines) }
            comments = []
        }
        for lines in spelling ?? [] {
            let entries = (try? Self.mapping(in: lines, syntax, depthLimit: depthLimit))?.members.entries ?? []
            if entries.isEmpty {
                comments.append(lines)
            } else if let found = Self.position(of: entries, in: rest) {
                take(upTo: found)
                rest = rest[(found + entries.count)...]
                output.append(lines)
            } else if let first = entries.first, entries.count == 1, let changed = rest.firstIndex(where: { $0.name == first.name }) {
                take(upTo: changed)
            }
            // An entry that is gone is left out; what comes before the next that is still there was added.
        }
        if spelling?.count == comments.count { take(upTo: rest.startIndex) }
        take(upTo: rest.endIndex)
        output.append(fences?.closing ?? Self.fence)
    }

    private static func position(of entries: [Members.Member], in rest: ArraySlice<Members.Member>) -> Int? {
        guard let first = entries.first, let start = rest.firstIndex(where: { $0.name == first.name }) else { return nil }
        return rest[start...].starts(with: entries) ? start : nil
    }
}

extension Text {
    /// The lines of an entry, and those of comments before and behind it that begin with `#` at the line's start. Blank lines
    /// between them go with them; others can be part of a value.
    fileprivate func splitFromComments() -> [Text] {
        withUTF8 { utf8 in
            var cuts: [Int] = []
            var isComment: Bool?
            var start = 0
            while start < utf8.count {
                let end = utf8.firstIndex(of: MarkdownSyntax.lineFeed, from: start).map { $0 + 1 } ?? utf8.count
                let isBlank = utf8.slice(start..<end).allSatisfy { $0 == 0x20 || $0 == MarkdownSyntax.lineFeed }
                let isOwn = utf8[start] == UInt8(ascii: "#") || (isBlank && isComment == true)
                if let before = isComment, before != isOwn { cuts.append(start) }
                isComment = isOwn
                start = end
            }
            return cuts.isEmpty ? [self] : split(at: cuts[...])
        }
    }

    /// The text in pieces, cut at the bytes given, which rise.
    fileprivate func split(at cuts: ArraySlice<Int>) -> [Text] {
        var pieces: [Text] = []
        pieces.reserveCapacity(cuts.count + 1)
        var start = 0
        for cut in cuts {
            if let piece = slice(start..<cut) { pieces.append(piece) }
            start = cut
        }
        if let piece = slice(start..<utf8Count) { pieces.append(piece) }
        return pieces
    }
}
