import SystemPackage
import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// What a program says of its format when it is run with `describe`.
struct ExternalDescription: Sendable, Hashable {
    var summary = ""
    var extensions: [String] = []
    var mediaTypes: [String] = []
    var content = InputContent.text
    var isReadable = false
    var isWritable = false
    var capabilities: Set<Capability> = []
    /// What reading leaves out.
    var omissions: [OmissionKind] = []
    var readerOptions: [OptionDescription] = []
    var writerOptions: [OptionDescription] = []

    /// The version of the protocol that is spoken here.
    static let protocolVersion = 1

    /// Runs `program` and decodes what it prints.
    ///
    /// - Throws: `unknownFormat`, whatever is wrong: the format cannot be used.
    init(of program: ExternalProgram, _ limits: ExternalLimits) throws(ConversionError) {
        let printed: [UInt8]
        do throws(ConversionError) { printed = try Self.ask(program, limits) } catch {
            if error.category == .unknownFormat { throw error }
            throw ConversionError(
                .unknownFormat, error.code, "\(program.fileName) does not describe its format: \(error.message)",
                help: error.diagnostic.help)
        }
        do throws(Problem) { self = try Self.decode(printed, of: program) } catch {
            switch error {
            case .version(let version):
                throw ConversionError(
                    .unknownFormat, .externalVersion,
                    "\(program.fileName) speaks version \(version) of the protocol, and this chatconv version "
                        + "\(Self.protocolVersion)",
                    help: "a newer chatconv may know it")
            case .invalid(let detail):
                throw ConversionError(
                    .unknownFormat, .externalDescription,
                    "\(program.path.string) does not describe its format as it has to: \(detail)",
                    help: "docs/plugins.md says what `describe` prints")
            }
        }
    }

    /// Why a description is none.
    enum Problem: Error {
        case version(String)
        case invalid(String)
    }

    private static func ask(_ program: ExternalProgram, _ limits: ExternalLimits) throws(ConversionError) -> [UInt8] {
        var limits = limits
        limits.silence = limits.description
        let run = try ProgramRun(program, ["describe"], limits)
        run.endInput()
        var printed: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            _ = try run.wait(hasInput: false)
            guard let count = try run.take(into: buffer) else { break }
            printed.append(contentsOf: buffer[..<count])
            if printed.count > ExternalLimits.descriptionBytes {
                throw ConversionError(.unknownFormat, .externalFlood, "\(program.fileName) describes its format without end")
            }
        }
        try run.finish()
        return printed
    }

    private static func decode(_ printed: [UInt8], of program: ExternalProgram) throws(Problem) -> ExternalDescription {
        guard let json = String(validating: printed, as: UTF8.self) else { throw .invalid("what it prints is not UTF-8") }
        var decoder = ModelDecoder()
        let value: Value
        do throws(JSONFailure) { value = try decoder.value(Text(json)) } catch {
            throw .invalid(printed.isEmpty ? "it prints nothing" : "\(printable(error.message)) (byte \(error.offset))")
        }
        var object = try DescribedObject(value, "the description")
        try checkVersion(object.take("protocol"))
        return try ExternalDescription(&object, of: program)
    }

    /// What a newer version says, this one cannot judge; so the version comes before all else.
    private static func checkVersion(_ value: Value?) throws(Problem) {
        guard case .number(let number) = value, let version = number.integer, version >= 1 else {
            throw .invalid("\"protocol\" is not the version of the protocol, which is \(protocolVersion)")
        }
        if version != protocolVersion { throw .version("\(version)") }
    }

    private init(_ object: inout DescribedObject, of program: ExternalProgram) throws(Problem) {
        let name = try object.text("name")
        if name != program.name { throw .invalid("\"name\" is '\(name)', and the file's name says '\(program.name)'") }
        summary = try object.text("summary")
        extensions = try object.texts("extensions")
        for suffix in extensions where !Self.isExtension(suffix) {
            throw .invalid("'\(suffix)' in \"extensions\" is no extension: lower-case, without the dot")
        }
        mediaTypes = try object.texts("mediaTypes")
        content = try object.choice("content", ["text": .text, "bytes": .bytes]) ?? .text
        isReadable = try object.bool("reads")
        isWritable = try object.bool("writes")
        if !isReadable, !isWritable { throw .invalid("neither \"reads\" nor \"writes\" is true") }
        capabilities = try object.capabilities("holds")
        omissions = try object.omissions("omits")
        if var options = try object.object("options") {
            readerOptions = try options.options("read")
            writerOptions = try options.options("write")
            try options.finish()
        }
        try object.finish()
    }

    private static func isExtension(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || $0 == UInt8(ascii: "-") }
    }
}
