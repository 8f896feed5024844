import Synchronization
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes what is attached to messages into folders, and nowhere else: each file under a name that is only a name, that no file
/// there has, and that it gets when it is whole.
///
/// What a file holds passes piece by piece, so that its size is no matter of memory. Files get their names some at a time, which
/// is what putting them on the disk is cheaper for; a message says before where its files will be.
final class AttachmentExtraction {
    private let base: String?
    private let isDurable: Bool
    private let diagnostics: DiagnosticLog
    private var folders: [String: ExtractionFolder] = [:]
    /// Whole, and still without their names.
    private var waiting: [ExtractedFile] = []

    /// How many files wait for their names, in all conversions of the process: each is open.
    private static let allWaiting = Atomic<Int>(0)
    private static let mostWaiting = 64

    /// - Parameters:
    ///   - base: the folder that paths are told from; nil for the current one.
    ///   - isDurable: whether files outlast a power cut once they have their names.
    init(toldFrom base: String?, isDurable: Bool, diagnostics: DiagnosticLog) {
        self.base = base
        self.isDurable = isDurable
        self.diagnostics = diagnostics
    }

    deinit { forgetWaiting() }

    /// Writes the files of a message, and notes in it where they are.
    ///
    /// - Throws: `outputUnavailable` when the folder or a file cannot be made, `inputOutput` when writing fails.
    func extract(from message: inout Message) throws(ConversionError) {
        if message.isPlainButForEnd { return }
        guard let attached = message.attachedFiles else { return }
        var details = message.details
        var damages: [AttachedFileDamage] = []
        for (index, file) in attached.files.enumerated() where index < details.attachments.count {
            if let damage = try extract(file, of: &details.attachments[index], into: try folder(attached.folder)) {
                diagnostics.report(damage.diagnostic)
                damages.append(damage)
            }
        }
        message.details = details
        message.forgetAttachedFiles(damages)
    }

    private func extract(
        _ file: any AttachedFile, of attachment: inout Attachment, into folder: ExtractionFolder
    ) throws(ConversionError) -> AttachedFileDamage? {
        let name = AttachmentName(attachment.title.map { String($0) }, mediaType: attachment.mediaType.map { String($0) })
        let output = try folder.makeFile(name, isDurable: isDurable)
        let damage = try file.copy(into: output)
        attachment.path = Text(folder.toldPath + output.name)
        attachment.size = Int64(output.byteCount)
        attachment.state = .present
        waiting.append(output)
        let all = Self.allWaiting.add(1, ordering: .relaxed).newValue
        if waiting.count >= Self.mostWaiting || all >= Self.mostWaiting { try finish() }
        return damage
    }

    /// Gives the files their names that have none yet. What tells of them gets its own name after that.
    ///
    /// - Throws: `inputOutput` when a file cannot be written, or somebody else took its name.
    func finish() throws(ConversionError) {
        defer { forgetWaiting() }
        let failures = AtomicFile.commit(waiting.map(\.file))
        for (output, failure) in zip(waiting, failures) {
            if let failure { throw extractionFailure(failure.category, "cannot write \(output.name)", failure.message) }
        }
        guard isDurable else { return }
        for folder in folders.values { try folder.syncOwnName() }
    }

    private func forgetWaiting() {
        Self.allWaiting.subtract(waiting.count, ordering: .relaxed)
        waiting = []
    }

    private func folder(_ path: String) throws(ConversionError) -> ExtractionFolder {
        if let known = folders[path] { return known }
        let folder = try ExtractionFolder(path, toldFrom: base)
        folders[path] = folder
        return folder
    }
}

/// A folder that attachments are written into.
private final class ExtractionFolder {
    private let path: FilePath
    /// Which folder it is, by whatever path.
    private let identity: PromisedNames.Folder
    /// The folder's path as messages tell it, with a slash at its end.
    let toldPath: String
    /// Whether it was made here, and its own name is not known to be on the disk.
    private var isNew: Bool
    /// The number that was given last to each name that was taken, so that many alike cost no search each.
    private var lastNumbers: [String: Int] = [:]

    init(_ path: String, toldFrom base: String?) throws(ConversionError) {
        self.path = FilePath(path)
        isNew = mkdir(path, 0o777) == 0
        if !isNew, errno != EEXIST { throw extractionFailure(.outputUnavailable, "cannot make the folder \(path)", systemReason()) }
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw extractionFailure(.outputUnavailable, "cannot open the folder \(path)", systemReason())
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw extractionFailure(.outputUnavailable, "cannot open the folder \(path)", reason(Errno.notDirectory))
        }
        identity = PromisedNames.Folder(status)
        toldPath = relativePath(of: self.path, from: FilePath(base.flatMap { $0.isEmpty ? nil : $0 } ?? "."))
    }

    /// Makes an empty file for a name, or for one with a number where that is taken.
    func makeFile(_ wanted: AttachmentName, isDurable: Bool) throws(ConversionError) -> ExtractedFile {
        var number = lastNumbers[wanted.text] ?? 0
        while true {
            number += 1
            let candidate = wanted.numbered(number)
            if let promise = PromisedNames.shared.promise(candidate, in: identity, at: path) {
                remember(number, for: wanted.text)
                do throws(ConversionError) {
                    let file = try AtomicFile(at: path.appending(candidate), isNew: true, isDurable: isDurable)
                    return ExtractedFile(file, candidate, promise)
                } catch {
                    throw extractionFailure(.outputUnavailable, "cannot create \(candidate)", error.message)
                }
            }
            if number > 1_000_000 {
                throw extractionFailure(.outputUnavailable, "cannot create \(candidate)", reason(Errno.fileExists))
            }
        }
    }

    /// Puts the folder's own name on the disk, if it was made here.
    func syncOwnName() throws(ConversionError) {
        guard isNew else { return }
        isNew = false
        do {
            try FileSync.names(in: path.removingLastComponent())
        } catch {
            throw extractionFailure(.inputOutput, "cannot write \(path.string)", reason(error))
        }
    }

    private func remember(_ number: Int, for name: String) {
        // An archive has any number of names; what is forgotten is searched for again.
        if lastNumbers.count >= 10_000 { lastNumbers.removeAll() }
        lastNumbers[name] = number
    }
}

/// A file while it is written, and until it has its name.
private final class ExtractedFile: ByteDestination {
    let file: AtomicFile
    let name: String
    private(set) var byteCount = 0
    private let promise: PromisedNames.Promise

    init(_ file: AtomicFile, _ name: String, _ promise: PromisedNames.Promise) {
        self.file = file
        self.name = name
        self.promise = promise
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        do throws(ConversionError) {
            try file.write(bytes)
        } catch {
            throw extractionFailure(error.category, "cannot write \(name)", error.message)
        }
        byteCount += bytes.count
    }
}

private func systemReason() -> String { reason(Errno(rawValue: errno)) }

private func extractionFailure(_ category: ConversionError.Category, _ message: String, _ why: String) -> ConversionError {
    ConversionError(
        category, .extractionFailed, "\(message): \(why)",
        help: "--extract-attachments takes a folder that can be written to")
}

/// The way to a folder from another, with a slash at its end; empty where they are the same.
private func relativePath(of folder: FilePath, from base: FilePath) -> String {
    let target = Array(resolved(folder).components)
    let start = Array(resolved(base).components)
    let common = zip(target, start).prefix { $0 == $1 }.count
    let steps = start.dropFirst(common).map { _ in ".." } + target.dropFirst(common).map(\.string)
    return steps.map { $0 + "/" }.joined()
}

/// A path without links in it, as far as its folders are there.
private func resolved(_ path: FilePath) -> FilePath {
    if let real = path.withPlatformString({ realpath($0, nil) }) {
        defer { free(real) }
        return FilePath(platformString: real)
    }
    guard let last = path.lastComponent else { return FilePath("/") }
    let parent = path.removingLastComponent()
    return resolved(parent.isEmpty ? FilePath(".") : parent).appending(last).lexicallyNormalized()
}

extension DiagnosticCode {
    /// About the output, not the input: nothing to validate.
    public static let extractionFailed = DiagnosticCode(
        "attachments.extraction", "attachments cannot be written where they should be")
}
