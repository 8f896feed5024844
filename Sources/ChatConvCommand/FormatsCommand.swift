import ChatConv

/// `chatconv formats` and `chatconv schema`: what formats say of themselves.
struct FormatsCommand {
    private let registry: FormatRegistry

    init(_ registry: FormatRegistry) { self.registry = registry }

    /// Tables of all formats and what they hold, or all about the one with a name.
    ///
    /// - Throws: `unknownFormat`.
    func text(naming name: String?) throws(ConversionError) -> String {
        guard let name else { return overview }
        return details(of: try registry.requireFormat(named: name))
    }

    /// All formats for programs, or the one with a name.
    ///
    /// - Throws: `unknownFormat`.
    func values(naming name: String?) throws(ConversionError) -> [Value] {
        guard let name else { return registry.formats.map { value(of: $0) } }
        return [value(of: try registry.requireFormat(named: name))]
    }

    /// The published schema of a format, or of a report.
    ///
    /// - Throws: `unknownFormat` when there is no such format, `usage` when it has no schema.
    func schema(of name: String) throws(ConversionError) -> String {
        if name == LossReportSchema.name { return LossReportSchema.document }
        if let schema = try registry.requireFormat(named: name).descriptor.schema {
            return schema.hasSuffix("\n") ? schema : schema + "\n"
        }
        let having = registry.formats.filter { $0.descriptor.schema != nil }.map(\.descriptor.name)
        throw ConversionError(
            .usage, .noSchema, "\(name) has no published schema",
            help: "there is one for \(list(having)), and for \(LossReportSchema.name)")
    }

    private var overview: String {
        let rows = registry.formats.map { format in
            let descriptor = format.descriptor
            return [
                descriptor.name, descriptor.isReadable ? "yes" : "no", descriptor.isWritable ? "yes" : "no",
                descriptor.extensions.map { ".\($0)" }.joined(separator: " "), descriptor.summary,
            ]
        }
        return table([["NAME", "READS", "WRITES", "EXTENSIONS", "WHAT IT IS"]] + rows) + "\n" + matrix
    }

    /// What each format can hold, as each declares it.
    private var matrix: String {
        let descriptors = registry.formats.map(\.descriptor)
        let rows = Capability.allCases.map { capability in
            [capability.rawValue] + descriptors.map { $0.capabilities.contains(capability) ? "yes" : "-" }
        }
        return table([["HOLDS"] + descriptors.map(\.name)] + rows)
    }

    private func details(of format: any TranscriptFormat) -> String {
        let descriptor = format.descriptor
        let missing = Capability.allCases.filter { !descriptor.capabilities.contains($0) }.map(\.rawValue)
        let held = Capability.allCases.filter(descriptor.capabilities.contains).map(\.rawValue)
        var rows = [["name", descriptor.name], ["what it is", descriptor.summary]]
        if !descriptor.aliases.isEmpty { rows.append(["also called", descriptor.aliases.joined(separator: ", ")]) }
        rows += [
            ["extensions", descriptor.extensions.map { ".\($0)" }.joined(separator: " ")],
            ["media types", descriptor.mediaTypes.joined(separator: ", ")],
            ["directions", descriptor.directions],
            ["can hold", missing.isEmpty ? "everything" : list(held)],
        ]
        if !missing.isEmpty { rows.append(["cannot hold", list(missing)]) }
        if descriptor.schema != nil { rows.append(["schema", "chatconv schema \(descriptor.name)"]) }
        var text = table(rows)
        text += options("Options for reading", format.readerOptions)
        text += options("Options for writing", format.writerOptions)
        if descriptor.isReadable, !descriptor.omissions.isEmpty {
            text += "\nLeft out on reading, and told as loss:\n"
            text += table(descriptor.omissions.map { [$0.name, $0.summary] }, indent: 2, widest: 34)
        }
        if !descriptor.diagnostics.isEmpty {
            text += "\nDiagnostics:\n"
            text += table(descriptor.diagnostics.map { [$0.id, $0.summary] }, indent: 2, widest: 34)
        }
        return text
    }

    private func value(of format: any TranscriptFormat) -> Value {
        let descriptor = format.descriptor
        let members: Members = [
            "name": .text(descriptor.name), "aliases": .texts(descriptor.aliases), "summary": .text(descriptor.summary),
            "extensions": .texts(descriptor.extensions), "mediaTypes": .texts(descriptor.mediaTypes),
            "reads": .bool(descriptor.isReadable), "writes": .bool(descriptor.isWritable),
            "holds": .texts(Capability.allCases.filter(descriptor.capabilities.contains).map(\.rawValue)),
            "leavesOut": .texts(descriptor.omissions.map(\.name)),
            "readerOptions": .array(format.readerOptions.map(\.value)),
            "writerOptions": .array(format.writerOptions.map(\.value)),
            "hasSchema": .bool(descriptor.schema != nil),
        ]
        return .object(members)
    }

    private func options(_ title: String, _ options: [OptionDescription]) -> String {
        if options.isEmpty { return "" }
        return "\n\(title):\n" + table(options.map { [$0.usage, $0.help] }, indent: 2)
    }
}

extension FormatDescriptor {
    fileprivate var directions: String {
        switch (isReadable, isWritable) {
        case (true, true): "read and written"
        case (true, false): "read only"
        case (false, true): "written only"
        case (false, false): "none"
        }
    }
}

extension OptionDescription {
    fileprivate var value: Value {
        var members: Members = ["name": .text(name), "help": .text(help)]
        members["value"] = kind.placeholder.map { .text($0) }
        return .object(members)
    }

    /// `--name VALUE`.
    var usage: String { kind.placeholder.map { "--\(name) \($0)" } ?? "--\(name)" }
}

extension DiagnosticCode {
    static let noSchema = DiagnosticCode("usage.no-schema", "the format has no published schema")
}
