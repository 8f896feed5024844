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

/// Where front matter stands in a page.
struct FrontMatterBlock {
    /// The lines between the fences.
    var content: Range<Int>
    /// All of it, with both fences.
    var end: Int

    enum Search {
        case none
        case unclosed
        case found(FrontMatterBlock)
    }

    /// Looks for front matter at the start of `bytes`, which hold the page up to some line's end at least.
    static func search(_ bytes: UnsafeBufferPointer<UInt8>) -> Search {
        guard let firstEnd = lineEnd(bytes, from: 0), isFence(bytes.slice(0..<firstEnd), closing: false) else {
            return .none
        }
        var start = firstEnd
        while start < bytes.count {
            let end = lineEnd(bytes, from: start) ?? bytes.count
            if isFence(bytes.slice(start..<end), closing: true) {
                return .found(FrontMatterBlock(content: firstEnd..<start, end: end))
            }
            start = end
        }
        return .unclosed
    }

    private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        bytes.firstIndex(of: MarkdownSyntax.lineFeed, from: start).map { $0 + 1 }
    }

    /// `---` and white space; the closing fence may be `...` too (YAML 1.2.2, 9.1.2).
    private static func isFence(_ line: UnsafeBufferPointer<UInt8>, closing: Bool) -> Bool {
        guard line.starts(with: "---") || (closing && line.starts(with: "...")) else { return false }
        return line[3...].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
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
            let mapping = try YAMLReader.mapping(in: content, depthLimit: depthLimit)
            frontMatter.metadata = mapping.members
            frontMatter.omitted = mapping.omitted
            frontMatter.spelling = spelling(of: content, mapping)
        } catch {
            failure = error
            frontMatter.spelling = [content]
        }
        let opening = page.slice(0..<block.content.lowerBound) ?? fence
        let closing = page.slice(block.content.upperBound..<block.end) ?? fence
        if opening != fence || closing != fence { frontMatter.fences = (opening, closing) }
        return (frontMatter, failure)
    }

    /// The lines of each entry, or nil when they are what the writer writes.
    private static func spelling(of content: Text, _ mapping: YAMLMapping) -> [Text]? {
        if !mapping.members.isEmpty, isCanonical(content, of: mapping.members) { return nil }
        guard mapping.isSeparable, !mapping.keyLineStarts.isEmpty else { return content.isEmpty ? [] : [content] }
        return content.split(at: mapping.keyLineStarts.dropFirst())
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

    /// Appends the front matter, with the spelling of every entry that still says the same.
    func append(to output: inout OutputBuffer, depthLimit: Int) {
        output.append(fences?.opening ?? Self.fence)
        var rest = metadata.entries[...]
        for lines in spelling ?? [] {
            let entries = (try? YAMLReader.mapping(in: lines, depthLimit: depthLimit))?.members.entries ?? []
            // An entry that is gone is left out; what comes before the next that is still there was changed or added.
            guard let found = Self.position(of: entries, in: rest) else { continue }
            for member in rest[..<found] { YAMLWriter.append(member.name, member.value, to: &output) }
            rest = rest[(found + entries.count)...]
            output.append(lines)
        }
        for member in rest { YAMLWriter.append(member.name, member.value, to: &output) }
        output.append(fences?.closing ?? Self.fence)
    }

    private static func position(of entries: [Members.Member], in rest: ArraySlice<Members.Member>) -> Int? {
        guard let first = entries.first else { return rest.startIndex }
        guard let start = rest.firstIndex(where: { $0.name == first.name }) else { return nil }
        return rest[start...].starts(with: entries) ? start : nil
    }
}

extension Text {
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
