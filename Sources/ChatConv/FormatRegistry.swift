import JSONFormat
import MarkdownFormat
import MboxFormat
import SubRipFormat
import WebVTTFormat
import XMLFormat

/// The formats that a program knows: those built in, and those it adds.
///
///     var registry = FormatRegistry.builtIn
///     try registry.add(MyFormat())
///
/// Order matters only where formats are listed.
public struct FormatRegistry: Sendable {
    public private(set) var formats: [any TranscriptFormat] {
        didSet { formatsByExtension = Self.byExtension(formats) }
    }
    /// For each file name extension the formats that use it: asked for each file of a folder.
    private var formatsByExtension: [String: [any TranscriptFormat]] = [:]
    /// The names of the formats that the user has given to file name extensions.
    private var assignments: [String: String] = [:]

    /// A registry without formats.
    public init() { formats = [] }

    /// The formats of this package: the one place that lists them.
    public static var builtIn: FormatRegistry {
        var registry = FormatRegistry()
        registry.formats = [
            MarkdownFormat(),
            JSONDocumentFormat(),
            JSONLinesFormat(),
            XMLFormat(),
            MboxFormat(),
            SubRipFormat(),
            WebVTTFormat(),
        ]
        return registry
    }

    /// Adds a format.
    ///
    /// - Throws: `usage` when one of its names is taken, or is no name: lower-case letters, digits and hyphens.
    public mutating func add(_ format: some TranscriptFormat) throws(ConversionError) {
        let descriptor = format.descriptor
        for name in [descriptor.name] + descriptor.aliases {
            guard Self.isName(name) else {
                throw ConversionError(
                    .usage, .invalidFormatName, "'\(name)' is no name for a format",
                    help: "a format's name is made of lower-case letters, digits and hyphens")
            }
            if let other = self.format(named: name) {
                throw ConversionError(
                    .usage, .formatNameTaken, "the name '\(name)' belongs to the format \(other.descriptor.name) already")
            }
        }
        formats.append(format)
    }

    /// The format with this name or alias; nil when there is none.
    public func format(named name: String) -> (any TranscriptFormat)? {
        formats.first { format in
            let descriptor = format.descriptor
            return descriptor.name == name || descriptor.aliases.contains(name)
        }
    }

    /// The format with this name or alias.
    ///
    /// - Throws: `unknownFormat` when there is none, with the nearest name as help.
    public func requireFormat(named name: String) throws(ConversionError) -> any TranscriptFormat {
        if let format = format(named: name) { return format }
        let names = formats.flatMap { [$0.descriptor.name] + $0.descriptor.aliases }
        let help = nearest(to: name, among: names).map { "did you mean \($0)?" }
        throw ConversionError(
            .unknownFormat, .unknownFormat, "unknown format '\(name)'", help: help ?? "the formats are \(list(names))")
    }

    /// Says of which format the files are that have a file name extension, whatever they hold.
    ///
    /// - Throws: `unknownFormat` when there is no such format.
    public mutating func assign(_ format: String, toExtension name: String) throws(ConversionError) {
        assignments[name.lowercased()] = try requireFormat(named: format).descriptor.name
    }

    /// The format that was given to the extension of a file's name or path; nil where none was.
    func assignedFormat(forFileName name: String) -> String? {
        if assignments.isEmpty { return nil }
        return Self.extension(of: name).flatMap { assignments[$0] }
    }

    /// The formats that use a file name extension, which is given without its dot in any case: the one that it was
    /// assigned to, where it was.
    public func formats(forExtension name: String) -> [any TranscriptFormat] {
        let name = name.lowercased()
        if let assigned = assignments[name].flatMap({ format(named: $0) }) { return [assigned] }
        return formatsByExtension[name] ?? []
    }

    private static func byExtension(_ formats: [any TranscriptFormat]) -> [String: [any TranscriptFormat]] {
        var found: [String: [any TranscriptFormat]] = [:]
        for format in formats {
            for name in format.descriptor.extensions { found[name, default: []].append(format) }
        }
        return found
    }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("-")
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}

extension DiagnosticCode {
    public static let unknownFormat = DiagnosticCode("format.unknown", "no format has this name")
    public static let formatNameTaken = DiagnosticCode("format.name-taken", "a format with this name was added before")
    public static let invalidFormatName = DiagnosticCode("format.invalid-name", "this cannot be the name of a format")
}
