import TextScanning

// For transcripts that fit in memory. `Conversion` does the same in a few hundred kilobytes for any size.

extension Transcript {
    /// Reads a whole transcript.
    ///
    ///     let transcript = try Transcript(reading: FileSource.open("chat.md"), fileName: "chat.md")
    ///     for message in transcript.messages { print(message.sender.name ?? "", message.body ?? "") }
    ///     let json = try transcript.bytes(as: "json")
    ///
    /// The format is told from the content and the file's name, or named by `format`.
    public init(
        reading source: any ByteSource, fileName: String? = nil, as format: String? = nil,
        settings: ReadingSettings = ReadingSettings(), registry: FormatRegistry = .builtIn
    ) throws(ConversionError) {
        let input = try registry.open(source, fileName: fileName, as: format)
        var reader = try input.makeReader(settings)
        if try input.format.handsOnAttachments(reading: settings.options) {
            reader = ExtractingReader(
                reader, toldFrom: settings.outputFolder, isDurable: settings.extractsDurably, diagnostics: settings.diagnostics)
        }
        self.init(header: try reader.readHeader())
        var batch: [Message] = []
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            messages.append(contentsOf: batch)
        }
    }

    /// Reads a whole transcript from bytes in memory.
    public init(
        reading bytes: [UInt8], as format: String? = nil, settings: ReadingSettings = ReadingSettings(),
        registry: FormatRegistry = .builtIn
    ) throws(ConversionError) {
        try self.init(reading: MemorySource(bytes), as: format, settings: settings, registry: registry)
    }

    /// The transcript in a format, as the bytes of a file.
    ///
    /// - Throws: `unknownFormat` when there is no such format or it cannot be written, `usage` for a wrong option.
    public func bytes(
        as format: String, options: [OptionAssignment] = [], registry: FormatRegistry = .builtIn
    ) throws(ConversionError) -> [UInt8] {
        let format = try registry.requireFormat(named: format)
        guard format.descriptor.isWritable else {
            throw ConversionError(
                .unknownFormat, .directionUnsupported, "\(format.descriptor.name) can be read but not written")
        }
        var output = OutputBuffer()
        var writer = try format.makeWriter(options)
        try writer.begin(header, into: &output)
        try writer.write(messages, into: &output)
        try writer.finish(into: &output)
        return output.withBytes { Array($0) }
    }
}
