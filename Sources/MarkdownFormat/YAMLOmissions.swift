import TextScanning
import TranscriptCoding
import TranscriptModel

/// Gathers what YAML says and no value does: comments, entries that were replaced, types.
struct YAMLOmissions {
    /// By their places in Unicode scalars, as libyaml counts.
    private var found: [OmittedPart] = []
    /// Where scalars and aliases stand, tags and anchors included: no comment is in there.
    private var scalars: [Range<Int>] = []

    mutating func add(_ kind: OmissionKind, _ range: Range<Int>) { found.append(OmittedPart(kind, range)) }

    mutating func pass(_ event: YAMLEvent) {
        switch event.kind {
        case .scalar, .alias: scalars.append(event.range)
        default: break
        }
        if let tag = event.tag, !tag.hasPrefix("tag:yaml.org,2002:"), tag != "!" { add(.frontMatterTags, event.range) }
    }

    /// All that was found in `yaml`, by places in bytes.
    func parts(of yaml: UnsafeBufferPointer<UInt8>) -> [OmittedPart] {
        let mayHoldComments = yaml.contains(UInt8(ascii: "#"))
        if found.isEmpty, !mayHoldComments { return [] }
        let ranges = found.map(\.range) + (mayHoldComments ? scalars : [])
        let marks = Set(ranges.flatMap { [$0.lowerBound, $0.upperBound] }).sorted()
        let offsets = Dictionary(zip(marks, yaml.offsets(ofScalars: marks)), uniquingKeysWith: { first, _ in first })
        func bytes(_ range: Range<Int>) -> Range<Int> {
            let lower = offsets[range.lowerBound] ?? yaml.count
            return lower..<max(lower, offsets[range.upperBound] ?? yaml.count)
        }
        var parts = found.map { part in
            let range = bytes(part.range)
            return OmittedPart(part.kind, part.kind == .frontMatterTags ? Self.tag(in: range, yaml) : range)
        }
        if mayHoldComments { parts += Self.comments(in: yaml, outside: scalars.map(bytes)) }
        return parts.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    /// The first word of a value that starts with `!`.
    private static func tag(in value: Range<Int>, _ yaml: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        let start = yaml.slice(value).firstIndex(of: UInt8(ascii: "!"), from: 0).map { value.lowerBound + $0 } ?? value.lowerBound
        var end = start
        while end < yaml.count, yaml[end] > 0x20 { end += 1 }
        return start..<end
    }

    /// From `#` at a line's start or after white space, to the line's end (YAML 1.2.2, 6.6).
    private static func comments(in yaml: UnsafeBufferPointer<UInt8>, outside scalars: [Range<Int>]) -> [OmittedPart] {
        var rest = scalars[...]
        var comments: [OmittedPart] = []
        var position = 0
        while let place = yaml.firstIndex(of: UInt8(ascii: "#"), from: position) {
            position = place + 1
            while let scalar = rest.first, scalar.upperBound <= place { rest = rest.dropFirst() }
            if let scalar = rest.first, scalar.contains(place), !isBehindBlockIndicator(place, scalar, yaml) { continue }
            if place > 0, yaml[place - 1] > 0x20 { continue }
            let end = yaml.slice(0..<yaml.count).firstIndex(of: MarkdownSyntax.lineFeed, from: place) ?? yaml.count
            comments.append(OmittedPart(.frontMatterComments, place..<end))
            position = end
        }
        return comments
    }

    /// Whether a byte of a scalar stands on the line of the `|` or `>` that its text follows.
    private static func isBehindBlockIndicator(
        _ place: Int, _ scalar: Range<Int>, _ yaml: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard yaml[scalar.lowerBound] == UInt8(ascii: "|") || yaml[scalar.lowerBound] == UInt8(ascii: ">") else { return false }
        return yaml.slice(scalar.lowerBound..<place).firstIndex(of: MarkdownSyntax.lineFeed, from: 0) == nil
    }
}

/// Where the entries of a mapping stand, by their keys, in Unicode scalars.
struct YAMLEntryPlaces {
    private var places: [Text: Range<Int>] = [:]

    /// Notes where an entry stands, and returns where the one before it does that has its key.
    mutating func replace(_ key: Text, with range: Range<Int>) -> Range<Int>? { places.updateValue(range, forKey: key) }
}
