import SystemPackage
import TranscriptCoding

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Names that files will get and do not have yet, in all folders that this process writes into: what another conversion of the
/// process would else take for free.
///
/// Sendable because its variables are only touched while `monitor` is locked.
final class PromisedNames: @unchecked Sendable {
    static let shared = PromisedNames()

    /// Which folder, by whatever path.
    struct Folder: Hashable, Sendable {
        private let device: UInt64
        private let inode: UInt64

        init(_ status: stat) {
            device = UInt64(truncatingIfNeeded: status.st_dev)
            inode = UInt64(truncatingIfNeeded: status.st_ino)
        }
    }

    fileprivate struct Name: Hashable, Sendable {
        var folder: Folder
        var name: String
    }

    /// Holds a name for as long as it lives.
    final class Promise: Sendable {
        private let name: Name
        private let names: PromisedNames

        fileprivate init(_ name: Name, of names: PromisedNames) {
            self.name = name
            self.names = names
        }

        deinit { names.release(name) }
    }

    private var names: Set<Name> = []
    private let monitor = Monitor()

    /// Promises a name that no file in a folder has and nobody else was promised; nil where it is taken.
    func promise(_ name: String, in folder: Folder, at path: FilePath) -> Promise? {
        let wanted = Name(folder: folder, name: name)
        let isFree = monitor.locked {
            if names.contains(wanted) { return false }
            var status = stat()
            if path.appending(name).withPlatformString({ lstat($0, &status) }) == 0 { return false }
            names.insert(wanted)
            return true
        }
        return isFree ? Promise(wanted, of: self) : nil
    }

    fileprivate func release(_ name: Name) { _ = monitor.locked { names.remove(name) } }
}
