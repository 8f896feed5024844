import ChatConv
import SystemPackage
import TextScanning

/// Which file each input becomes: decided, and checked for names that collide, before anything is written.
struct OutputPlan {
    struct Job: Sendable {
        var input: InputFile
        /// Where the output goes; nil for standard output.
        var target: Argument?
        /// Whether the input was found in a folder, where not every file is a transcript.
        var isFound = false
        /// Why it cannot even be begun: a folder that cannot be listed.
        var problem: ConversionError?
    }

    private(set) var jobs: [Job] = []
    /// Whether there is a folder among the inputs.
    private(set) var hasFolders = false
    /// The folder that outputs go into, and those below it.
    private(set) var targetFolder = TargetFolder.given
    /// What the names of outputs end in: a dot and the extension.
    private let ending: [UInt8]
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
        if kind == .somethingElse {
            throw ConversionError(
                .outputUnavailable, .outputUnavailable, "\(output.text) is no folder, which several outputs need")
        }
        targetFolder = kind == .missing ? .new : .made
        let walk = FolderWalk(selection: settings.selection, avoiding: FolderIdentity(output))
        let folder = output.bytes + [UInt8(ascii: "/")]
        for input in inputs {
            if let argument = input.argument, input.isFolder {
                for entry in walk.entries(under: argument) { add(entry, into: folder) }
            } else {
                jobs.append(Job(input: input, target: try target(of: input, in: folder)))
            }
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
        jobs = [Job(input: input, target: target)]
    }

    private mutating func add(_ entry: FolderWalk.Entry, into folder: [UInt8]) {
        switch entry {
        case .file(let file):
            jobs.append(
                Job(input: InputFile(argument: file.path), target: target(file.relativePath, in: folder), isFound: true))
        case .unreadable(let folder, let error):
            jobs.append(Job(input: InputFile(argument: folder), isFound: true, problem: error))
        }
    }

    /// Of inputs that would become one file, at most one may be a transcript: `chat.md` beside `chat.png` is no trouble.
    private mutating func settleCollisions(_ isTranscript: (InputFile) -> Bool) throws(ConversionError) {
        var owners: [Argument: Int] = Dictionary(minimumCapacity: jobs.count)
        for index in jobs.indices {
            guard let target = jobs[index].target, let owner = owners.updateValue(index, forKey: target) else { continue }
            if jobs[index].isFound, !isTranscript(jobs[index].input) {
                owners[target] = owner
            } else if !jobs[owner].isFound || isTranscript(jobs[owner].input) {
                throw ConversionError(
                    .usage, .invalidOption,
                    "\(jobs[owner].input.displayName) and \(jobs[index].input.displayName) would both become \(target.path.string)",
                    help: "convert them into different folders")
            }
        }
    }

    // MARK: Names

    private mutating func target(of input: InputFile, in folder: [UInt8]) throws(ConversionError) -> Argument {
        guard let argument = input.argument, !input.isStandardInput else {
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
        guard let input = input.argument, let output, let made = ChangeTime(output), let changed = ChangeTime(input.path)
        else { return false }
        return changed < made
    }
}

extension BatchRun.Tally {
    /// What is to be said of a run at its end; nil when all went well, unless it is said on a terminal.
    func summary(isTerminal: Bool) -> String? {
        var parts = ["converted \(files(converted))"]
        if unchanged > 0 { parts.append("left \(unchanged) unchanged") }
        if passedOver > 0 { parts.append("passed over \(passedOver) that \(passedOver == 1 ? "is no transcript" : "are no transcripts")") }
        if failed > 0 { parts.append("failed on \(failed)") }
        let isEmpty = converted == 0 && unchanged == 0
        if !isTerminal, failed == 0, passedOver == 0, !isEmpty { return nil }
        return parts.joined(separator: ", ")
    }

    private func files(_ count: Int) -> String { "\(count) file\(count == 1 ? "" : "s")" }
}
