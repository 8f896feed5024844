import ChatConv

/// One option of one format's reader or writer.
struct OwnedOption {
    enum Side { case reader, writer }

    var option: OptionDescription
    var format: String
    var side: Side
}

extension FormatRegistry {
    /// The options of all formats, in the order of the formats.
    var formatOptions: [OwnedOption] {
        formats.flatMap { format in
            let name = format.descriptor.name
            return format.readerOptions.map { OwnedOption(option: $0, format: name, side: .reader) }
                + format.writerOptions.map { OwnedOption(option: $0, format: name, side: .writer) }
        }
    }

    /// Whose the options are that were given: each goes to the reader, to the writer, or to both.
    ///
    /// - Parameters:
    ///   - source: the input's format; nil while it is not known, when any format's reader can claim an option.
    ///   - target: the output's format; nil where nothing is written.
    ///   - ignoringOthers: whether an option that is neither's is no error.
    /// - Throws: `usage` when neither has one of them, with the formats that do.
    func route(
        _ given: [GivenOption], from source: (any TranscriptFormat)?, to target: (any TranscriptFormat)?,
        ignoringOthers: Bool = false
    ) throws(ConversionError) -> (reader: [OptionAssignment], writer: [OptionAssignment]) {
        var reader: [OptionAssignment] = []
        var writer: [OptionAssignment] = []
        if given.isEmpty { return (reader, writer) }
        let known = formatOptions
        for option in given {
            let owners = known.filter { $0.option.name == option.name }
            let read = owners.filter { $0.side == .reader && (source == nil || $0.format == source?.descriptor.name) }
            let write = owners.filter { $0.side == .writer && $0.format == target?.descriptor.name }
            for owner in read + write { try Self.checkValue(of: option, for: owner) }
            if read.isEmpty, write.isEmpty, !ignoringOthers { throw Self.foreign(option, source, target, owners) }
            let assignment = OptionAssignment(name: option.name, value: option.value ?? "")
            if !read.isEmpty { reader.append(assignment) }
            if !write.isEmpty { writer.append(assignment) }
        }
        return (reader, writer)
    }

    private static func checkValue(of given: GivenOption, for owner: OwnedOption) throws(ConversionError) {
        let takesValue = owner.option.kind != .flag
        if takesValue == (given.value != nil) { return }
        throw ConversionError(
            .usage, .invalidOption,
            takesValue
                ? "--\(given.name) takes a value for \(owner.format): write --\(given.name)=VALUE"
                : "--\(given.name) takes no value for \(owner.format)")
    }

    private static func foreign(
        _ option: GivenOption, _ source: (any TranscriptFormat)?, _ target: (any TranscriptFormat)?,
        _ owners: [OwnedOption]
    ) -> ConversionError {
        var sides: [String] = []
        if let source { sides.append("reading \(source.descriptor.name)") }
        if let target { sides.append("writing \(target.descriptor.name)") }
        let having = owners.map { "\($0.side == .reader ? "reading" : "writing") \($0.format)" }
        return ConversionError(
            .usage, .invalidOption, "--\(option.name) is no option for \(list(sides, "or"))",
            help: "it is one for \(list(having))")
    }
}
