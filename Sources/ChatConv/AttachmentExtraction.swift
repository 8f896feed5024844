import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes what is attached to messages into folders, and nowhere else: each file under a name that is only a name, that no file
/// there has, and that is made for the file and not opened if it is there.
///
/// What a file holds passes piece by piece, so that its size is no matter of memory.
final class AttachmentExtraction {
    private let base: String?
    private let diagnostics: DiagnosticLog
    private var folders: [String: ExtractionFolder] = [:]

    /// - Parameter base: the folder that paths are told from; nil for the current one.
    init(toldFrom base: String?, diagnostics: DiagnosticLog) {
        self.base = base
        self.diagnostics = diagnostics
    }

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
        let output = try folder.makeFile(name)
        let damage: AttachedFileDamage?
        do throws(ConversionError) {
            damage = try file.copy(into: output)
            try output.finish()
        } catch {
            output.remove()
            throw error
        }
        attachment.path = Text(folder.toldPath + output.name)
        attachment.size = Int64(output.byteCount)
        attachment.state = .present
        return damage
    }

    private func folder(_ path: String) throws(ConversionError) -> ExtractionFolder {
        if let known = folders[path] { return known }
        let folder = try ExtractionFolder(path, toldFrom: base)
        folders[path] = folder
        return folder
    }
}

/// A folder that attachments are written into, open as long as this lives.
private final class ExtractionFolder {
    private let descriptor: Int32
    /// The folder's path as messages tell it, with a slash at its end.
    let toldPath: String
    /// The number that was given last to each name that was taken, so that many alike cost no search each.
    private var lastNumbers: [String: Int] = [:]

    init(_ path: String, toldFrom base: String?) throws(ConversionError) {
        if mkdir(path, 0o777) != 0, errno != EEXIST {
            throw extractionFailure(.outputUnavailable, "cannot make the folder \(path)")
        }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw extractionFailure(.outputUnavailable, "cannot open the folder \(path)") }
        toldPath = relativePath(of: FilePath(path), from: FilePath(base.flatMap { $0.isEmpty ? nil : $0 } ?? "."))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Makes an empty file of a name, or of one with a number where that is taken.
    func makeFile(_ wanted: AttachmentName) throws(ConversionError) -> ExtractedFile {
        var number = lastNumbers[wanted.text] ?? 0
        while true {
            number += 1
            let candidate = wanted.numbered(number)
            let file = openat(descriptor, candidate, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
            if file >= 0 {
                remember(number, for: wanted.text)
                return ExtractedFile(file, candidate, in: descriptor)
            }
            if errno != EEXIST || number > 1_000_000 { throw extractionFailure(.outputUnavailable, "cannot create \(candidate)") }
        }
    }

    private func remember(_ number: Int, for name: String) {
        // An archive has any number of names; what is forgotten is searched for again.
        if lastNumbers.count >= 10_000 { lastNumbers.removeAll() }
        lastNumbers[name] = number
    }
}

/// A file while it is written.
private final class ExtractedFile: ByteDestination {
    let name: String
    private(set) var byteCount = 0
    private var descriptor: Int32?
    private let folder: Int32

    init(_ descriptor: Int32, _ name: String, in folder: Int32) {
        self.descriptor = descriptor
        self.name = name
        self.folder = folder
    }

    deinit {
        if let descriptor { close(descriptor) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        guard let descriptor else { return }
        var written = 0
        while written < bytes.count {
            let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: bytes[written...]))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw extractionFailure(.inputOutput, "cannot write \(name)") }
            written += count
        }
        byteCount += bytes.count
    }

    func finish() throws(ConversionError) {
        guard let descriptor else { return }
        self.descriptor = nil
        if close(descriptor) != 0 { throw extractionFailure(.inputOutput, "cannot write \(name)") }
    }

    /// Removes the file, which could not be written to its end.
    func remove() { unlinkat(folder, name, 0) }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int { write(file, bytes.baseAddress, bytes.count) }

private func extractionFailure(_ category: ConversionError.Category, _ message: String) -> ConversionError {
    ConversionError(
        category, .extractionFailed, "\(message): \(reason(Errno(rawValue: errno)))",
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
