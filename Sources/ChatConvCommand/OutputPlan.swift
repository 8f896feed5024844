import ChatConv
import SystemPackage
import TextScanning

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Which file each input becomes: decided, and checked for names that collide, before anything is written.
struct OutputPlan {
    struct Job {
        var input: InputFile
        /// nil for standard output.
        var output: FilePath?
    }

    let jobs: [Job]
    /// The folder for the outputs, when it must be made first.
    private var missingFolder: FilePath?

    /// - Throws: `usage` when an input has no place to go, or two have the same; `outputUnavailable` when what should
    ///   be a folder is none.
    init(_ settings: Settings, writing format: FormatDescriptor, knownExtensions: Set<String>) throws(ConversionError) {
        let inputs = InputFile.all(settings.operands)
        guard let output = settings.output, !output.isStandardStream else {
            guard inputs.count == 1 else {
                throw ConversionError(
                    .usage, .invalidOption, "\(inputs.count) inputs do not fit into one output",
                    help: "name a folder for them: -o FOLDER/")
            }
            jobs = inputs.map { Job(input: $0, output: nil) }
            return
        }
        let kind = FolderKind(output.path)
        if inputs.count == 1, kind != .folder, !output.text.hasSuffix("/") {
            jobs = inputs.map { Job(input: $0, output: output.path) }
            return
        }
        if kind == .somethingElse {
            throw ConversionError(
                .outputUnavailable, .outputUnavailable, "\(output.text) is no folder, which several outputs need")
        }
        if kind == .missing { missingFolder = output.path }
        let suffix = format.extensions.first ?? format.name
        var jobs: [Job] = []
        var owners: [[UInt8]: InputFile] = [:]
        for input in inputs {
            let name = try Self.outputName(of: input, suffix: suffix, knownExtensions)
            if let other = owners.updateValue(input, forKey: name) {
                throw ConversionError(
                    .usage, .invalidOption,
                    "\(other.displayName) and \(input.displayName) would both become \(Argument(bytes: name).text)",
                    help: "convert them into different folders")
            }
            jobs.append(Job(input: input, output: Argument(bytes: output.bytes + [UInt8(ascii: "/")] + name).path))
        }
        self.jobs = jobs
    }

    /// Makes the folder that outputs go into, where it is missing.
    func makeFolder() throws(ConversionError) {
        guard let missingFolder else { return }
        if missingFolder.withPlatformString({ mkdir($0, 0o777) }) == 0 || errno == EEXIST { return }
        throw ConversionError(
            .outputUnavailable, .outputUnavailable,
            "cannot create the folder \(missingFolder.string): \(String(describing: Errno(rawValue: errno)).lowercased())")
    }

    /// The input's name with the output's extension instead of its own.
    private static func outputName(
        of input: InputFile, suffix: String, _ known: Set<String>
    ) throws(ConversionError) -> [UInt8] {
        guard let argument = input.argument, !input.isStandardInput else {
            throw ConversionError(
                .usage, .invalidOption, "standard input has no name for a file in a folder", help: "name a file: -o FILE")
        }
        var name = argument.path.lastComponentBytes
        if let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0, isExtension(name[(dot + 1)...], known) {
            name.removeSubrange(dot...)
        }
        return name + [UInt8(ascii: ".")] + Array(suffix.utf8)
    }

    /// Whether what follows the last dot says what kind of file it is: `md` does, the `23` of `2018.01.23` does not.
    private static func isExtension(_ bytes: ArraySlice<UInt8>, _ known: Set<String>) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        if known.contains(text) { return true }
        let isWord = text.utf8.allSatisfy {
            $0.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        }
        return isWord && text.utf8.count <= 8 && !text.utf8.allSatisfy(\.isASCIIDigit)
    }
}

/// What is under the name of an output.
enum FolderKind {
    case folder, missing, somethingElse

    init(_ path: FilePath) {
        var status = stat()
        if path.withPlatformString({ stat($0, &status) }) != 0 {
            self = .missing
        } else {
            self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .somethingElse
        }
    }
}
