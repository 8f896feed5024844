import ChatConv
import SystemPackage
import TextScanning

/// Which file each input becomes: decided, and checked for names that collide, before anything is written.
struct OutputPlan {
    struct Job: Sendable {
        var input: FoundInput
        /// Where the output goes; nil for standard output, and where there will be none.
        var target: Argument?
    }

    var jobs: [Job] = []
    /// Whether there is a folder among the inputs.
    private(set) var hasFolders = false
    /// The folder that outputs go into, and those below it.
    private(set) var targetFolder = TargetFolder.given
    /// How each output is made of its input.
    let recipe: MadeMark.Recipe
    /// What the names of outputs end in: a dot and the extension.
    let ending: [UInt8]
    private let knownExtensions: Set<String>
    /// The extension that the last input lost, which the next one has most often, too.
    private var usualExtension: [UInt8] = []

    /// - Parameter isTranscript: whether an input found in a folder is to be converted. Asked only where two would
    ///   become one file.
    /// - Throws: `usage` when an input has no place to go, or two have the same; `outputUnavailable` when what should
    ///   be a folder is none.
    init(
        _ settings: Settings, writing format: FormatDescriptor, knownExtensions: Set<String>,
        isTranscript: (InputFile) -> Bool
    ) throws(ConversionError) {
        let suffix = (format.extensions.first ?? format.name) + (settings.compression.map { ".\($0.fileExtension)" } ?? "")
        ending = Array(".\(suffix)".utf8)
        recipe = MadeMark.Recipe(settings, to: format)
        self.knownExtensions = knownExtensions
        let inputs = InputFile.all(settings.operands)
        guard let output = settings.output, !output.isStandardStream else {
            try addOnlyJob(inputs, target: nil)
            return
        }
        hasFolders = inputs.contains { $0.isFolder }
        let kind = FolderKind(output.path)
        if inputs.count == 1, !hasFolders, kind != .folder, !output.text.hasSuffix("/") {
            try addOnlyJob(inputs, target: output)
            return
        }
        if kind == .missing, hasFolders, !output.text.hasSuffix("/"), let suffix = FormatRegistry.extension(of: output.text),
            knownExtensions.contains(suffix)
        {
            throw ConversionError(
                .usage, .invalidOption, "\(output.text) is the name of one file, and a folder of inputs becomes several",
                help: "--merge makes one of them; -o \(output.text.dropLast(suffix.utf8.count + 1))/ -t \(format.name) takes one for each")
        }
        if kind == .somethingElse {
            throw ConversionError(
                .outputUnavailable, .outputUnavailable, "\(output.text) is no folder, which several outputs need")
        }
        targetFolder = kind == .missing ? .new : .made
        let folder = output.bytes + [UInt8(ascii: "/")]
        for input in FoundInput.all(settings.operands, settings.selection, avoiding: FolderIdentity(output)) {
            jobs.append(Job(input: input, target: try target(of: input, in: folder)))
        }
        try settleCollisions(isTranscript)
    }

    // MARK: Jobs

    private mutating func addOnlyJob(_ inputs: [InputFile], target: Argument?) throws(ConversionError) {
        guard let input = inputs.first, inputs.count == 1 else {
            throw ConversionError(
                .usage, .invalidOption, "\(inputs.count) inputs do not fit into one output",
                help: "name a folder for them: -o FOLDER/")
        }
        jobs = [Job(input: FoundInput(input), target: target)]
    }

    /// Of inputs that would become one file, at most one may be a transcript: `chat.md` beside `chat.png` is no trouble.
    private mutating func settleCollisions(_ isTranscript: (InputFile) -> Bool) throws(ConversionError) {
        var owners: [Argument: Int] = Dictionary(minimumCapacity: jobs.count)
        for index in jobs.indices {
            guard let target = jobs[index].target, let owner = owners.updateValue(index, forKey: target) else { continue }
            let (first, second) = (jobs[owner].input, jobs[index].input)
            if second.isInFolder, !isTranscript(second.file) {
                owners[target] = owner
            } else if !first.isInFolder || isTranscript(first.file) {
                throw ConversionError(
                    .usage, .invalidOption,
                    "\(first.file.displayName) and \(second.file.displayName) would both become \(target.path.string)",
                    help: "convert them into different folders")
            }
        }
    }

    // MARK: Names

    private mutating func target(of input: FoundInput, in folder: [UInt8]) throws(ConversionError) -> Argument? {
        if input.problem != nil { return nil }
        if let path = input.pathInFolder { return target(path, in: folder) }
        guard let argument = input.file.argument, !input.file.isStandardInput else {
            throw ConversionError(
                .usage, .invalidOption, "standard input has no name for a file in a folder", help: "name a file: -o FILE")
        }
        return target(argument.path.lastComponentBytes, in: folder)
    }

    /// Where the output goes of an input with this name, or this path below a folder: the output's extension stands instead of
    /// its own.
    private mutating func target(_ path: [UInt8], in folder: [UInt8]) -> Argument {
        var bytes = folder
        bytes.reserveCapacity(folder.count + path.count + ending.count)
        bytes += stem(of: path)
        bytes += ending
        return Argument(bytes: bytes)
    }

    /// The path without the extensions that say what kind of file it is.
    private mutating func stem(of path: [UInt8]) -> ArraySlice<UInt8> {
        if let dot = path.lastIndex(of: UInt8(ascii: ".")), !usualExtension.isEmpty, path[(dot + 1)...] == usualExtension[...],
            dot > 0, path[dot - 1] != UInt8(ascii: "/")
        {
            return path[..<dot]
        }
        var stem = path[...]
        if let compression = stem.withUnsafeBufferPointer({ Compression(fileName: $0) }) {
            stem.removeLast(compression.fileExtension.utf8.count + 1)
        }
        let start = (stem.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
        guard let dot = stem.lastIndex(of: UInt8(ascii: ".")), dot > start, isExtension(stem[(dot + 1)...]) else { return stem }
        if stem.withUnsafeBufferPointer({ Compression(fileName: $0) }) == nil { usualExtension = Array(stem[(dot + 1)...]) }
        return stem[..<dot]
    }

    /// Whether what follows the last dot says what kind of file it is: `md` does, the `23` of `2018.01.23` does not.
    private func isExtension(_ bytes: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        if knownExtensions.contains(text) { return true }
        let isWord = text.utf8.allSatisfy {
            $0.isASCIIDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
        }
        return isWord && text.utf8.count <= 8 && !text.utf8.allSatisfy(\.isASCIIDigit)
    }
}

extension OutputPlan.Job {
    /// The output's path; nil for standard output.
    var output: FilePath? { target?.path }

    /// Whether the output is there and newer than the input. When both are of one instant, the input may have been
    /// changed after it was read.
    var isUpToDate: Bool {
        guard let input = input.file.argument, let output, let made = ChangeTime(output), let changed = ChangeTime(input.path)
        else { return false }
        return changed < made
    }
}
