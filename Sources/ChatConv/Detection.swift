/// What speaks for one format: its own judgement of the content, and the file's name.
public struct FormatGuess: Sendable {
    public let format: any TranscriptFormat
    /// What the format says of the content.
    public let content: ProbeResult
    /// The file name's extension, where it is one of the format's.
    public let matchingExtension: String?
    /// Whether that extension is one that says little, such as `txt`.
    public let isExtensionAmbiguous: Bool

    /// What the guess rests on, as a phrase.
    public var evidence: String {
        var parts: [String] = []
        if content.confidence > .none { parts.append(content.evidence) }
        if let matchingExtension {
            parts.append("the extension .\(matchingExtension)\(isExtensionAmbiguous ? ", which others use too" : "")")
        }
        return parts.joined(separator: "; ")
    }

    /// What guesses are ordered by. An extension counts only between formats that are equally sure of the content.
    fileprivate var rank: (Int, Int) { (content.confidence.rawValue, matchingExtension == nil ? 0 : 1) }

    fileprivate var isDecisive: Bool {
        content.confidence > .none || (matchingExtension != nil && !isExtensionAmbiguous)
    }
}

/// All that speaks for formats of one input, the best guess first.
public struct Detection: Sendable {
    public let guesses: [FormatGuess]
    private let registry: FormatRegistry
    /// What the input is, where it is a file of a kind that no format reads.
    private let signature: FileSignature?
    /// Whether the whole input is white space.
    private let isBlank: Bool

    fileprivate init(guesses: [FormatGuess], of prefix: ProbePrefix, from registry: FormatRegistry) {
        self.guesses = guesses
        self.registry = registry
        signature = FileSignature(startOf: prefix.bytes)
        isBlank = prefix.isWhole && prefix.bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }

    /// The format that all this speaks for.
    ///
    /// - Throws: `unknownFormat` when nothing speaks for any, or as much for one as for another; `malformedInput` when
    ///   there is nothing, or when those that know its syntax know that it is somebody else's.
    public func format() throws(ConversionError) -> any TranscriptFormat {
        if let signature { throw signature.error }
        guard let best = guesses.first, best.isDecisive else { throw isBlank ? blank : unrecognised }
        // A transcript without messages can be a blank line, in a file with the format's extension.
        if isBlank, best.matchingExtension == nil { throw blank }
        let equals = guesses.prefix { $0.rank == best.rank }
        let readable = equals.filter { $0.content.refusal == nil }.map(\.format)
        if readable.isEmpty, let refusal = best.content.refusal {
            throw ConversionError(.malformedInput, refusal.code, refusal.message, help: refusal.help, at: refusal.location)
        }
        if readable.count > 1 {
            let names = readable.map(\.descriptor.name)
            throw ConversionError(
                .unknownFormat, .ambiguousFormat, "the input could be \(list(names, "or"))",
                help: "name its format with --from")
        }
        return readable.first ?? best.format
    }

    /// Whether one format is so sure that more of the input is not needed to tell.
    var isSure: Bool {
        guard let best = guesses.first, best.content.confidence >= .likely else { return false }
        return guesses.count == 1 || guesses[1].rank != best.rank
    }

    private var blank: ConversionError {
        ConversionError(
            .malformedInput, .emptyInput, "the input holds nothing but white space",
            at: SourceLocation(byteOffset: 0, line: 1, column: 1))
    }

    private var unrecognised: ConversionError {
        let candidates = guesses.isEmpty ? registry.formats.filter(\.descriptor.isReadable) : guesses.map(\.format)
        let cause =
            guesses.first?.matchingExtension.map { ": the extension .\($0) alone does not tell" } ?? ""
        return ConversionError(
            .unknownFormat, .undetectedFormat, "the format of the input is not recognised\(cause)",
            help: "name it with --from: \(list(candidates.map(\.descriptor.name), "or"))")
    }
}

extension FormatRegistry {
    /// Judges the start of an input, and its file's name where it has one, for every format that can be read.
    public func detection(of prefix: ProbePrefix, fileName: String?) -> Detection {
        let fileExtension = fileName.flatMap(Self.extension(of:))
        let guesses = formats.compactMap { format -> FormatGuess? in
            let descriptor = format.descriptor
            guard descriptor.isReadable else { return nil }
            var content = format.probe(prefix)
            let matching = fileExtension.flatMap { descriptor.extensions.contains($0) ? $0 : nil }
            if matching != nil { content.confidence = content.confidenceIfNamed }
            if content.confidence == .none, matching == nil { return nil }
            return FormatGuess(
                format: format, content: content, matchingExtension: matching,
                isExtensionAmbiguous: matching.map { descriptor.ambiguousExtensions.contains($0) } ?? false)
        }
        return Detection(guesses: Self.ranked(guesses), of: prefix, from: self)
    }

    /// Guesses in the order of their rank; equals stay in the order of the registry.
    private static func ranked(_ guesses: [FormatGuess]) -> [FormatGuess] {
        guesses.enumerated().sorted { left, right in
            left.element.rank == right.element.rank ? left.offset < right.offset : left.element.rank > right.element.rank
        }.map(\.element)
    }

    /// The extension of a file's name or path, in lower case and without its dot; nil when there is none.
    package static func `extension`(of path: String) -> String? {
        var path = path
        return path.withUTF8 { path in
            let path = Compression.contentName(of: path)
            let start = path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
            guard let dot = path.lastIndex(of: UInt8(ascii: ".")), dot > start, dot + 1 < path.count else { return nil }
            return String(decoding: path[(dot + 1)...], as: UTF8.self).lowercased()
        }
    }
}

extension DiagnosticCode {
    public static let ambiguousFormat = DiagnosticCode(
        "format.ambiguous", "as much speaks for one format as for another")
    public static let undetectedFormat = DiagnosticCode(
        "format.undetected", "no format recognises the input", input: .other)
}
