/// An input of which the start has been looked at: its format is known, and all its bytes are still to be read.
public struct TranscriptInput {
    public let format: any TranscriptFormat
    /// The whole input, as UTF-8 where a byte order mark, the caller or the input itself told the encoding.
    public let source: any ByteSource
    /// How the input is compressed; nil when it is not. `source` gives what it is compressed of.
    public let compression: Compression?
    /// The name of the encoding that a byte order mark told, or the input itself; nil where none is told.
    public let encoding: String?
    /// Whether that was a byte order mark.
    public let hasByteOrderMark: Bool
    /// The bytes that were looked at.
    public let prefix: ProbePrefix
    /// Whether somebody said what format this is; else it was told from the content and the file's name.
    let formatIsGiven: Bool

    /// Opens an input whose format is known.
    ///
    /// - Parameter charset: as for `FormatRegistry.open`.
    /// - Throws: `malformedInput` when the input is empty, `unknownFormat` when the format cannot be read, `usage` for
    ///   an unknown encoding, and what reading throws.
    public init(
        _ source: any ByteSource, of format: any TranscriptFormat, charset: String? = nil
    ) throws(ConversionError) {
        guard format.descriptor.isReadable else {
            throw ConversionError(
                .unknownFormat, .directionUnsupported, "\(format.descriptor.name) can be written but not read")
        }
        var start = try InputStart(source, charset: charset)
        if format.descriptor.content == .text { try start.refuseKnownFile() }
        try self.init(start, of: format, isGiven: true, charset: charset)
    }

    fileprivate init(
        _ start: consuming InputStart, of format: any TranscriptFormat, isGiven: Bool, charset: String?
    ) throws(ConversionError) {
        if charset == nil { try start.decode(as: format) }
        self.format = format
        formatIsGiven = isGiven
        source = start.wholeSource
        compression = start.compression
        encoding = start.encoding
        hasByteOrderMark = start.mark != nil
        prefix = start.prefix
    }

    /// Makes the format's reader over the input.
    public func makeReader(_ settings: ReadingSettings = ReadingSettings()) throws(ConversionError) -> any TranscriptReader {
        try makeReader(settings, readsAhead: false)
    }

    /// - Parameter readsAhead: whether a large input is read on a thread of its own.
    func makeReader(_ settings: ReadingSettings, readsAhead: Bool) throws(ConversionError) -> any TranscriptReader {
        let buffer = format.makeInput(
            source, limits: settings.limits, isLenient: settings.isLenient, diagnostics: settings.diagnostics,
            omissions: settings.omissions, readsAhead: readsAhead,
            handsOnRecords: settings.target == format.descriptor.name, formatIsGiven: formatIsGiven,
            keepsSpelling: settings.keepsSpelling || settings.target == format.descriptor.name)
        let reader = try format.makeReader(buffer, settings.options)
        guard let spelling = settings.droppedSpelling else { return reader }
        return FilteredReader(reader, [SpellingRemoval(spelling: spelling)])
    }
}

/// How to read, whatever the format is.
public struct ReadingSettings {
    /// Options of the format's reader, by name.
    public var options: [OptionAssignment]
    public var limits: Limits
    /// Whether to mend what can be mended, and report it, instead of stopping.
    public var isLenient: Bool
    /// Where the reader says what it noticed.
    public var diagnostics: DiagnosticLog
    /// Where the reader tells what it leaves out that belongs to no message.
    public var omissions: OmissionLog
    /// The name of the format that messages are written in, where they are: of one that is the input's own, records can be
    /// copied.
    package var target: String?
    /// Whether the reader keeps how records are spelled, where the format's writer would spell them otherwise, so that the way
    /// back gives the same bytes. What is written in the input's own format keeps its spelling whatever this says.
    public var keepsSpelling = true
    /// How other formats spell records that a transcript took along: it is left out where this is set.
    package var droppedSpelling: Spelling?
    /// The folder that the output is in, from which paths of attachments are told that the reader's options have written out; nil
    /// for the current one.
    public var outputFolder: String?
    /// Whether these attachments are put on the disk before they get their names, so that a power cut takes none.
    public var extractsDurably = true

    public init(
        options: [OptionAssignment] = [], limits: Limits = Limits(), isLenient: Bool = false,
        diagnostics: DiagnosticLog = DiagnosticLog(), omissions: OmissionLog = OmissionLog()
    ) {
        self.omissions = omissions
        self.options = options
        self.limits = limits
        self.isLenient = isLenient
        self.diagnostics = diagnostics
    }
}

extension FormatRegistry {
    /// Looks at the start of `source` and, where it is compressed, of what it is compressed of, and tells its format, from its
    /// content first and then from the file's name, unless its extension was assigned to a format.
    ///
    /// On a pipe it waits for no more than it needs: a first line is mostly enough.
    ///
    /// - Parameters:
    ///   - fileName: the file's name or path, where it has one.
    ///   - name: the format's name, where it is known; then the content is not judged.
    ///   - charset: the input's encoding, by any name that `CharacterEncoding` or the C library's iconv knows; nil for UTF-8, or
    ///     what a byte order mark tells.
    /// - Throws: `malformedInput` when the input is empty, `unknownFormat` when the format cannot be told, `usage`
    ///   for an unknown encoding, and what reading throws.
    public func open(
        _ source: any ByteSource, fileName: String? = nil, as name: String? = nil, charset: String? = nil
    ) throws(ConversionError) -> TranscriptInput {
        // Who runs the program knows better than any look at the content.
        if let name = name ?? fileName.flatMap(assignedFormat(forFileName:)) {
            return try TranscriptInput(source, of: requireFormat(named: name), charset: charset)
        }
        var start = try InputStart(source, charset: charset)
        let format: any TranscriptFormat
        if let certain = try certainFormat(of: &start, fileName: fileName) {
            format = certain
        } else {
            let detection = try detect(&start, fileName: fileName)
            do throws(ConversionError) {
                format = try detection.format()
            } catch {
                // Of what is not in its encoding, no more could be seen.
                throw start.failure ?? error
            }
        }
        return try TranscriptInput(start, of: format, isGiven: false, charset: charset)
    }

    /// Like `open`, but gives the ranked guesses and no input to read.
    public func detect(
        _ source: any ByteSource, fileName: String? = nil, charset: String? = nil
    ) throws(ConversionError) -> Detection {
        var start = try InputStart(source, charset: charset)
        return try detect(&start, fileName: fileName)
    }

    /// The only format with the file name's extension, if it is certain of the content: then none can outrank it, and none of
    /// the others needs to be asked.
    private func certainFormat(
        of start: inout InputStart, fileName: String?
    ) throws(ConversionError) -> (any TranscriptFormat)? {
        guard !start.isLive, let suffix = fileName.flatMap(Self.extension(of:)) else { return nil }
        let named = formats(forExtension: suffix).lazy.filter(\.descriptor.isReadable)
        guard let format = named.first, named.dropFirst().isEmpty else { return nil }
        while !start.isComplete { try start.readMore() }
        return format.probe(start.prefix).confidence == .certain ? format : nil
    }

    /// Reads on until the prefix is as long as it may get or, on a live input, until its formats are sure enough.
    private func detect(_ start: inout InputStart, fileName: String?) throws(ConversionError) -> Detection {
        var judgedCount = 0
        while !start.isComplete {
            // Each look costs the whole prefix, so small additions wait for each other.
            if start.isLive, start.endsLine, start.count >= judgedCount + judgedCount / 16 {
                let detection = detection(of: start.prefix, fileName: fileName)
                if detection.isSure { return detection }
                judgedCount = start.count
            }
            try start.readMore()
        }
        return detection(of: start.prefix, fileName: fileName)
    }
}

/// The first bytes of an input, read for a look, and the rest of it.
private struct InputStart {
    private var source: any ByteSource
    private var bytes: [UInt8] = []
    private var isAtEnd = false
    /// What stops the decoding of an input that is not in its encoding. Reading comes upon it once more; where it is lenient, it
    /// goes on.
    private(set) var failure: ConversionError?
    private(set) var compression: Compression?
    private(set) var mark: ByteOrderMark?
    /// The encoding that the input says it is in, where that is not UTF-8.
    private var declaredName: String?

    /// Reads as much as tells whether there is a byte order mark, and decodes what is compressed or not UTF-8.
    init(_ source: any ByteSource, charset: String?) throws(ConversionError) {
        self.source = source
        repeat { try readMore() } while Compression.couldStart(bytes) && !isComplete
        compression = Compression(startOf: bytes)
        if let compression { try restart { source throws(ConversionError) in try DecompressingSource(source, compression) } }
        if let charset { try decode(charset) }
        while ByteOrderMark.couldStart(bytes) && !isComplete { try readMore() }
        mark = ByteOrderMark(bytes)
        if let mark, mark != .utf8 {
            let marked = PrefixedSource(Array(bytes.dropFirst(mark.length)), then: self.source)
            self.source = try CharsetDecodingSource(marked, from: mark.encoding)
            (bytes, isAtEnd) = ([], false)
            try readMore()
        }
        if isAtEnd, bytes.count <= (mark == .utf8 ? ByteOrderMark.utf8.length : 0) {
            throw ConversionError(
                .malformedInput, .emptyInput, "the input is empty", at: SourceLocation(byteOffset: 0, line: 1, column: 1))
        }
    }

    /// Looks at the start once more, of what `decode` makes of the whole input.
    private mutating func restart(
        _ decode: (any ByteSource) throws(ConversionError) -> any ByteSource
    ) throws(ConversionError) {
        source = try decode(wholeSource)
        (bytes, isAtEnd) = ([], false)
        try readMore()
    }

    /// Decodes what is not UTF-8 where the input says so in the manner of `format`, which may find that it contradicts its byte
    /// order mark.
    mutating func decode(as format: any TranscriptFormat) throws(ConversionError) {
        var declared = try format.declaredEncoding(prefix)
        while declared == .undecided, !isComplete {
            try readMore()
            declared = try format.declaredEncoding(prefix)
        }
        guard case .named(let name) = declared else { return }
        do {
            try decode(name)
        } catch where error.code == .unknownEncoding {
            throw ConversionError(
                .malformedInput, .unknownEncoding, "the input says that it is \(name), an encoding unknown here",
                help: "name an encoding that `iconv -l` lists with --input-encoding",
                at: SourceLocation(byteOffset: 0, line: 1, column: 1))
        }
        declaredName = name
    }

    /// Looks at the start once more, of the input decoded from the encoding of a name. UTF-8 is taken as it is.
    private mutating func decode(_ name: String) throws(ConversionError) {
        if CharacterEncoding(label: name)?.isUTF8 ?? false { return }
        try restart { source throws(ConversionError) in try CharsetDecodingSource(source, charset: name) }
    }

    /// Throws what is known of files that are no text, and that no format reads. Waits for no more than their signatures.
    mutating func refuseKnownFile() throws(ConversionError) {
        while FileSignature.couldStart(bytes), !isAtEnd { try readMore() }
        // One kind of zip from another is told by some bytes more.
        while FileSignature(startOf: bytes) != nil, bytes.count < FileSignature.longest, !isAtEnd { try readMore() }
        if let signature = FileSignature(startOf: bytes), !signature.couldBeText { throw signature.error }
    }

    /// Whether no more bytes are looked at.
    var isComplete: Bool { isAtEnd || failure != nil || bytes.count >= ProbePrefix.size }
    var isLive: Bool { source.isLive }
    var endsLine: Bool { bytes.contains(0x0A) }
    var count: Int { bytes.count }
    var encoding: String? { mark?.encoding.name ?? declaredName }

    /// What the formats judge: without a byte order mark.
    var prefix: ProbePrefix {
        ProbePrefix(mark == .utf8 ? Array(bytes.dropFirst(ByteOrderMark.utf8.length)) : bytes, isWhole: isAtEnd,
            markedEncoding: mark?.encoding)
    }

    /// The whole input once more. A mark of UTF-8 stays in it, for the format to keep.
    var wholeSource: any ByteSource {
        // At the end nothing is read again: a terminal would ask for a second end of input.
        isAtEnd ? MemorySource(bytes) : PrefixedSource(bytes, then: source)
    }

    mutating func readMore() throws(ConversionError) {
        var room = max(ProbePrefix.size - bytes.count, ByteOrderMark.maximumLength)
        // One byte more than there should be: then the read that ends short of it tells the end.
        if let expected = source.expectedCount, expected < room { room = expected + 1 }
        let more: [UInt8]
        do throws(ConversionError) {
            more = try [UInt8](reading: source, upTo: room)
        } catch {
            guard error.code == .undecodable else { throw error }
            return failure = error
        }
        if more.isEmpty || source.isKnownToBeAtEnd { isAtEnd = true }
        if bytes.isEmpty { bytes = more } else { bytes += more }
    }
}

extension [UInt8] {
    /// What one read gives of at most `count` bytes, in the room that was made for them.
    fileprivate init(reading source: any ByteSource, upTo count: Int) throws(ConversionError) {
        var failure: ConversionError?
        self.init(unsafeUninitializedCapacity: count) { buffer, readCount in
            do throws(ConversionError) {
                let given = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
                readCount = Swift.min(Swift.max(given, 0), count)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}

extension DiagnosticCode {
    public static let directionUnsupported = DiagnosticCode(
        "format.direction", "the format can only be read or only be written")
}
