/// The start of an input, for a format to recognise itself in.
public struct ProbePrefix: Sendable {
    /// The first bytes: without a byte order mark, as UTF-8 where one told the encoding. Not necessarily valid UTF-8.
    public let bytes: [UInt8]
    /// Whether `bytes` is the whole input.
    public let isWhole: Bool
    /// The encoding that a byte order mark told; nil where there was none.
    public let markedEncoding: CharacterEncoding?

    /// The number of bytes that detection looks at.
    public static let size = 64 * 1024

    public init(_ bytes: [UInt8], isWhole: Bool, markedEncoding: CharacterEncoding? = nil) {
        self.markedEncoding = markedEncoding
        self.bytes = bytes
        self.isWhole = isWhole
    }
}

/// How sure a format is that it recognises itself.
public enum ProbeConfidence: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// Nothing speaks for the format.
    case none
    /// The input could be of the format, and so could many others.
    case possible
    /// Something that is typical of the format is there.
    case likely
    /// Only this format starts like that.
    case certain

    public static func < (left: ProbeConfidence, right: ProbeConfidence) -> Bool { left.rawValue < right.rawValue }
}

/// A format's judgement, with what it rests on.
public struct ProbeResult: Sendable, Hashable {
    public var confidence: ProbeConfidence
    /// The same where the file's name has an extension of the format: the content alone speaks for another format more than for
    /// this one.
    public var confidenceIfNamed: ProbeConfidence
    /// What was seen, as a phrase.
    public var evidence: String
    /// Why the format would not read the input: its syntax is there, and what it says is somebody else's. Where no other
    /// format claims the input, this is what is said of it. Who names the format is not asked.
    public var refusal: Diagnostic?

    public init(
        _ confidence: ProbeConfidence, ifNamed confidenceIfNamed: ProbeConfidence? = nil, _ evidence: String,
        refusal: Diagnostic? = nil
    ) {
        self.confidence = confidence
        self.confidenceIfNamed = confidenceIfNamed ?? confidence
        self.evidence = evidence
        self.refusal = refusal
    }

    /// The format does not recognise itself.
    public static let no = ProbeResult(.none, "")
}
