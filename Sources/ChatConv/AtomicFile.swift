public import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that gets its name when it is whole, and on the disk.
///
/// Until `commit`, and when it is discarded, what is under the target's name stays as it is. Where the system can, the file
/// has no name before; else, and where it is to replace another, it has a temporary one in the folder of its target. A
/// target that is a device, a named pipe or, as `/dev/stdout` is, an open descriptor is no file to protect and is written to
/// in place.
public final class AtomicFile: ByteDestination {
    private enum Place {
        /// Under the target's name: it is written to in place, or is whole.
        case target
        case unnamed
        case temporary(FilePath)
    }

    private let target: FilePath
    private var place: Place
    /// nil while the file is suspended.
    private var descriptor: FileDescriptor?
    private let overwrites: Bool
    /// Whether it outlasts a power cut once it has its name.
    private let isDurable: Bool
    /// Whether it was a file to protect that has its name by now.
    private var hasTakenName = false
    /// Whether the file that is replaced has other names, which keep its old content.
    public private(set) var partsHardLink = false
    private var isOpen = true
    private let willCreate: (FilePath) -> () -> Void
    /// Called once the temporary file is there no more.
    private var isGone: () -> Void = {}

    /// Creates the file.
    ///
    /// - Parameters:
    ///   - overwrites: whether an existing file is replaced. Its permissions are kept.
    ///   - isNew: whether nothing is known to be there, as in a folder just made, so that nobody looks. Where something is
    ///     there by the time of `commit`, that throws or replaces it as `overwrites` says.
    ///   - isDurable: whether it is put on the disk before it gets its name, and its name after that, so that a power cut takes
    ///     neither. That takes as long as the disk takes.
    ///   - willCreate: told the path of a temporary file before it is there, so that a signal handler can remove it. What
    ///     it returns is called when the file has its final name, or is gone.
    /// - Throws: `outputUnavailable` when the target is there already and `overwrites` is false, when it is a folder,
    ///   or when its folder cannot be written to.
    public convenience init(
        at path: FilePath, overwrites: Bool = false, isNew: Bool = false, isDurable: Bool = true,
        willCreate: @escaping (FilePath) -> () -> Void = { _ in {} }
    ) throws(ConversionError) {
        try self.init(
            at: path, overwrites: overwrites, isNew: isNew, isDurable: isDurable, alwaysNamed: false, willCreate: willCreate)
    }

    /// - Parameter alwaysNamed: whether the file has a temporary name even where the system can do without.
    package init(
        at path: FilePath, overwrites: Bool, isNew: Bool = false, isDurable: Bool = true, alwaysNamed: Bool,
        willCreate: @escaping (FilePath) -> () -> Void = { _ in {} }
    ) throws(ConversionError) {
        self.overwrites = overwrites
        self.isDurable = isDurable
        self.willCreate = willCreate
        if let open = Self.openDescriptor(named: path) {
            // What was written through it before stays, and what is written after comes behind.
            (target, place) = (path, .target)
            do { descriptor = try open.duplicate() } catch { throw Self.unavailable(error) }
            return
        }
        let existing = isNew ? nil : ExistingFile(at: path)
        // A link keeps pointing where it does: the file behind it is replaced.
        target = existing?.resolvedPath ?? path
        place = .target
        switch existing?.kind {
        case .special: descriptor = try Self.open(path, options: [.closeOnExec], permissions: nil)
        case .folder: throw ConversionError(.outputUnavailable, .outputUnavailable, "this is a directory")
        case .file where !overwrites, .danglingLink where !overwrites: throw Self.exists
        // Only a name can take the place of another.
        case nil where !overwrites && !alwaysNamed:
            if try !createUnnamed() { try createTemporary(.newFile) }
        case .file, .danglingLink, nil:
            // Who may read the old file may read the new one, from the first byte on.
            try createTemporary(existing?.permissions ?? .newFile)
            if let existing, let descriptor { existing.hand(over: descriptor, path: target) }
            partsHardLink = (existing?.linkCount ?? 1) > 1
        }
    }

    deinit { discard() }

    private func createUnnamed() throws(ConversionError) -> Bool {
        do {
            descriptor = try UnnamedFile.make(for: target, permissions: .newFile)
        } catch {
            throw Self.unavailable(error)
        }
        if descriptor == nil { return false }
        place = .unnamed
        return true
    }

    private func createTemporary(_ permissions: FilePermissions) throws(ConversionError) {
        let name = takeTemporaryName()
        do {
            descriptor = try Self.open(
                name, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec], permissions: permissions)
        } catch {
            tellGone()
            throw error
        }
        place = .temporary(name)
    }

    private func takeTemporaryName() -> FilePath {
        let name = target.removingLastComponent().appending(Self.temporaryName())
        isGone = willCreate(name)
        return name
    }

    public func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        let open: FileDescriptor
        if let descriptor { open = descriptor } else { open = try resume() }
        try FileDestination(open).write(bytes)
    }

    /// Closes the file until it is written to again, for who writes more files than can be open. What is no file to
    /// protect stays open.
    public func suspend() throws(ConversionError) {
        guard isOpen, let descriptor else { return }
        do {
            switch place {
            case .target: return
            case .temporary: break
            case .unnamed:
                // It would be gone.
                let name = takeTemporaryName()
                try UnnamedFile.name(descriptor, name)
                place = .temporary(name)
            }
            self.descriptor = nil
            try descriptor.close()
        } catch {
            throw FileDestination.failure(error)
        }
    }

    private func resume() throws(ConversionError) -> FileDescriptor {
        guard isOpen, case .temporary(let name) = place else {
            throw ConversionError(.defect, .outputFailed, "the output was written to after its end")
        }
        let opened = try Self.open(name, options: [.append, .noFollow, .closeOnExec], permissions: nil)
        descriptor = opened
        return opened
    }

    /// What has been written so far, to be read from its start.
    ///
    /// - Throws: `usage` when the target is a device or a named pipe, which cannot be read back.
    public func reopened() throws(ConversionError) -> any ByteSource {
        switch (place, descriptor) {
        case (.temporary(let name), _): return try FileSource.open(name)
        case (.unnamed, let descriptor?): return try FileSource.open(UnnamedFile.path(of: descriptor))
        default:
            throw ConversionError(
                .usage, .invalidOption, "the output is not a file, and what is written into it cannot be read back")
        }
    }

    /// Sets an extended attribute, or takes away one that the file had that is replaced. Where the file system knows none, nothing
    /// happens.
    package func setAttribute(_ name: String, _ value: [UInt8]?) {
        guard isToBeNamed else { return }
        if value == nil, !overwrites { return }
        try? withDescriptor { FileAttributes.set(name, value, on: $0) }
    }

    /// Gives the file its name, which is on the disk then like what it holds, where it is to outlast a power cut.
    ///
    /// - Throws: `outputUnavailable` when `overwrites` is false and the name was taken in the meantime; `inputOutput`
    ///   when the system could not write what it had accepted before. Then the file is gone.
    public func commit() throws(ConversionError) {
        if let failure = Self.commit([self]).first ?? nil { throw failure }
    }

    /// Whether what it holds has to be on the disk before it gets its name.
    var isToBeSynced: Bool { isDurable && isToBeNamed }

    private var isToBeNamed: Bool {
        if case .target = place { false } else { isOpen }
    }

    /// The folder that its name has to be put on the disk of; nil while it has none, and where nobody asks for that.
    var folderToSync: FilePath? { isDurable && hasTakenName ? target.removingLastComponent() : nil }

    /// Calls `body` with the file open.
    func withDescriptor<Result>(_ body: (FileDescriptor) throws -> Result) throws -> Result {
        if let descriptor { return try body(descriptor) }
        guard case .temporary(let name) = place else { throw Errno.badFileDescriptor }
        let opened = try FileDescriptor.open(name, .readOnly, options: [.noFollow, .closeOnExec])
        return try opened.closeAfter { try body(opened) }
    }

    /// Gives the file its name, wherever its bytes are.
    func takeName() throws(ConversionError) {
        guard isOpen else { return }
        do {
            switch place {
            case .target: try close()
            case .temporary(let name):
                // Closing can tell that not all was written, and comes before the name.
                try close()
                if overwrites { try Self.rename(name, to: target) } else { try Self.publish(name, as: target) }
                hasTakenName = true
            case .unnamed:
                guard let descriptor else { break }
                // Closing any descriptor of the file can tell that.
                try descriptor.duplicate().close()
                try UnnamedFile.name(descriptor, target)
                hasTakenName = true
                try? close()
            }
            place = .target
            isOpen = false
            tellGone()
        } catch {
            discard()
            if error as? Errno == .fileExists { throw Self.exists }
            throw FileDestination.failure(error)
        }
    }

    /// Removes the file. Does nothing after `commit`.
    public func discard() {
        guard isOpen else { return }
        isOpen = false
        try? close()
        if case .temporary(let name) = place { _ = name.withPlatformString { unlink($0) } }
        tellGone()
    }

    /// Once: by a second time, the signal handler may have the same slot for another file.
    private func tellGone() {
        let tell = isGone
        isGone = {}
        tell()
    }

    private func close() throws {
        let open = descriptor
        descriptor = nil
        try open?.close()
    }

    // MARK: System calls

    /// The descriptor of this process that a path names, as `/dev/stdout` and `/dev/fd/3` do; the file behind it is not theirs.
    private static func openDescriptor(named path: FilePath) -> FileDescriptor? {
        let text = path.string
        switch text {
        case "/dev/stdin": return .standardInput
        case "/dev/stdout": return .standardOutput
        case "/dev/stderr": return .standardError
        default:
            let prefix = ["/dev/fd/", "/proc/self/fd/"].first { text.hasPrefix($0) }
            return prefix.flatMap { Int32(text.dropFirst($0.count)) }.map { FileDescriptor(rawValue: $0) }
        }
    }

    private static func open(
        _ path: FilePath, options: FileDescriptor.OpenOptions, permissions: FilePermissions?
    ) throws(ConversionError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(path, .writeOnly, options: options, permissions: permissions)
        } catch {
            throw unavailable(error)
        }
    }

    private static func unavailable(_ error: any Error) -> ConversionError {
        ConversionError(.outputUnavailable, .outputUnavailable, "cannot create the output: \(reason(error))")
    }

    /// Gives `temporary` the name `target` if nothing has that name, in one step that cannot lose a race: link(2)
    /// fails when the name is taken, which rename(2) does not.
    private static func publish(_ temporary: FilePath, as target: FilePath) throws(Errno) {
        let status = temporary.withPlatformString { from in target.withPlatformString { to in link(from, to) } }
        if status == 0 {
            _ = temporary.withPlatformString { unlink($0) }
            return
        }
        let failure = Errno(rawValue: errno)
        let withoutLinks: [Errno] = [.notPermitted, .notSupported, .noFunction, .tooManyLinks]
        guard withoutLinks.contains(failure) else { throw failure }
        // A file system without links, such as FAT. An empty file takes the name, and only that is replaced.
        do {
            try FileDescriptor.open(target, .writeOnly, options: [.create, .exclusiveCreate], permissions: .ownerReadWrite)
                .close()
        } catch {
            throw error as? Errno ?? failure
        }
        do {
            try rename(temporary, to: target)
        } catch {
            _ = target.withPlatformString { unlink($0) }
            throw error
        }
    }

    private static func rename(_ from: FilePath, to: FilePath) throws(Errno) {
        let status = from.withPlatformString { from in to.withPlatformString { to in systemRename(from, to) } }
        if status != 0 { throw Errno(rawValue: errno) }
    }

    /// A name that no other file has: hidden, and not made of the target's, which may be as long as a name can be.
    private static func temporaryName() -> FilePath.Component {
        let number = String(UInt64.random(in: .min ... .max), radix: 36)
        return FilePath.Component(".chatconv-\(number)") ?? FilePath.Component(".chatconv")
    }

    private static var exists: ConversionError {
        ConversionError(.outputUnavailable, .outputExists, "the output is there already", help: "use --overwrite to replace it")
    }
}

extension FilePermissions {
    /// Those of a file that was not there before: the umask takes away from them.
    fileprivate static let newFile = FilePermissions(rawValue: 0o666)
}

private func systemRename(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> CInt { rename(from, to) }

/// What is under the target's name before the run.
private struct ExistingFile {
    enum Kind { case file, folder, special, danglingLink }

    let kind: Kind
    /// The file's own path, where the path given is a link.
    let resolvedPath: FilePath?
    let permissions: FilePermissions?
    let owner: uid_t
    let group: gid_t
    let linkCount: Int

    /// Looks; nil when there is nothing.
    init?(at path: FilePath) {
        var status = stat()
        guard path.withPlatformString({ lstat($0, &status) }) == 0 else { return nil }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        if isLink, path.withPlatformString({ stat($0, &status) }) != 0 {
            (kind, resolvedPath, permissions) = (.danglingLink, nil, nil)
            (owner, group, linkCount) = (status.st_uid, status.st_gid, 1)
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        default: kind = .special
        }
        permissions = FilePermissions(rawValue: CInterop.Mode(status.st_mode & 0o7777))
        (owner, group, linkCount) = (status.st_uid, status.st_gid, Int(status.st_nlink))
        resolvedPath = isLink ? Self.resolve(path) : nil
    }

    /// Makes a new file as much the old one's as this process may: its owner and group, permissions, attributes, and with
    /// them its access control list.
    func hand(over descriptor: FileDescriptor, path: FilePath) {
        // Who is not the owner may give a file to nobody, and then may not let others run it as them.
        let isGiven = fchown(descriptor.rawValue, owner, group) == 0 || fchown(descriptor.rawValue, uid_t.max, group) == 0
        if let permissions {
            let given = isGiven ? permissions.rawValue : permissions.rawValue & 0o777
            _ = fchmod(descriptor.rawValue, given)
        }
        FileAttributes(of: path)?.set(on: descriptor)
    }

    private static func resolve(_ path: FilePath) -> FilePath? {
        guard let resolved = path.withPlatformString({ realpath($0, nil) }) else { return nil }
        defer { free(resolved) }
        return FilePath(platformString: resolved)
    }
}
