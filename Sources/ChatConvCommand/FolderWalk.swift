import ChatConv
import SystemPackage
import TranscriptCoding

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds the files under a folder, in an order that is the same on every file system: that of the bytes of their names,
/// folder by folder.
///
/// Names that start with a dot are passed over, as `*` passes over them in a shell. A link to a file is that file; a
/// link to a folder is not followed, so that no walk can go in circles or leave the tree. What is neither file nor folder
/// (a pipe, a device) is no transcript, and opening it could wait for ever.
struct FolderWalk {
    /// Something under the folder.
    enum Entry: Sendable {
        case file(File)
        /// A folder that cannot be listed. Indirect, so that the thousands of files need no room for an error.
        indirect case unreadable(Argument, ConversionError)
    }

    struct File: Sendable {
        /// The path as the folder was named, and below it.
        var path: Argument
        /// The path below the folder.
        var relativePath: [UInt8]
    }

    /// Which files and folders are wanted.
    var selection = FileSelection()
    /// A folder that is not entered, wherever it stands in the tree: the one that is written to.
    var avoiding: FolderIdentity?

    /// Everything under `folder`, which itself may be a link.
    func entries(under folder: Argument) -> [Entry] {
        var root = folder.bytes
        while root.count > 1, root.last == UInt8(ascii: "/") { root.removeLast() }
        var entries: [Entry] = []
        list(root, below: [], into: &entries)
        return entries
    }

    private func list(_ folder: [UInt8], below relative: [UInt8], into entries: inout [Entry]) {
        let found: [(name: [UInt8], status: FoundStatus)]
        do {
            found = try Self.contents(of: folder)
        } catch {
            entries.append(.unreadable(Argument(bytes: folder), error))
            return
        }
        let slash = [UInt8(ascii: "/")]
        let start = folder == slash ? folder : folder + slash
        let startBelow = relative.isEmpty ? [] : relative + slash
        for (name, status) in found {
            let below = startBelow + name
            switch status {
            case .folder(let identity) where identity != avoiding && selection.admitsFolder(below):
                list(start + name, below: below, into: &entries)
            case .file where selection.admitsFile(below):
                entries.append(.file(File(path: Argument(bytes: start + name), relativePath: below)))
            default: break
            }
        }
    }

    /// What is in a folder under names that do not start with a dot, sorted by name.
    private static func contents(of folder: [UInt8]) throws(ConversionError) -> [(name: [UInt8], status: FoundStatus)] {
        guard let handle = Argument(bytes: folder).withPlatformString({ opendir($0) }) else {
            throw ConversionError(
                .inputUnavailable, .inputMissing, "cannot list the folder: \(reason(Errno(rawValue: errno)))")
        }
        defer { closedir(handle) }
        var found: [(name: [UInt8], isFile: Bool)] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: UInt8.self, capacity: MemoryLayout.size(ofValue: name.pointee)) { start in
                    Array(UnsafeBufferPointer(start: start, count: strlen(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self))))
                }
            }
            // Most file systems say this much of what is listed, so that it need not be looked up.
            if name.first != UInt8(ascii: ".") { found.append((name, entry.pointee.d_type == UInt8(DT_REG))) }
        }
        found.sort { precedes($0.name, $1.name) }
        // From the open folder, the system need not look its path up for each.
        let descriptor = dirfd(handle)
        return found.map { name, isFile in (name, isFile ? .file : FoundStatus(name, in: descriptor)) }
    }
}

/// Whether a name comes before another, byte by byte, which takes one call for the two of them and not one for each byte.
private func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let order = memcmp(left, right, min(left.count, right.count))
    return order == 0 ? left.count < right.count : order < 0
}

/// Which folder a path leads to: the same for all names of one folder.
struct FolderIdentity: Sendable, Hashable {
    private let device: UInt64
    private let inode: UInt64

    /// Looks; nil when there is no folder.
    init?(_ path: Argument) {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            return nil
        }
        self.init(status)
    }

    fileprivate init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }
}

/// What a walk found under a name.
private enum FoundStatus {
    case folder(FolderIdentity)
    case file
    case other

    init(_ name: [UInt8], in folder: CInt) {
        var status = stat()
        func look(_ flags: CInt) -> Bool {
            Argument(bytes: name).withPlatformString { fstatat(folder, $0, &status, flags) } == 0
        }
        guard look(AT_SYMLINK_NOFOLLOW) else {
            self = .other
            return
        }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        if isLink { _ = look(0) }
        switch status.st_mode & S_IFMT {
        // A link that leads nowhere is reported when it is opened, like a file that vanishes.
        case S_IFREG, S_IFLNK: self = .file
        case S_IFDIR where !isLink: self = .folder(FolderIdentity(status))
        default: self = .other
        }
    }
}
