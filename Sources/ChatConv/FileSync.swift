import CFileSync
package import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Puts on the disk what the system still holds in memory for it, so that a power cut takes nothing that has its name.
///
/// Where a file system has no disk, or no way to be asked, there is nothing to be done, and nothing is.
package enum FileSync {
    /// What a file holds, and what is needed to read it.
    static func content(of file: FileDescriptor) throws(Errno) {
        #if canImport(Darwin)
            // fsync(2) only hands over to the drive there, which writes when it likes.
            if fcntl(file.rawValue, F_FULLFSYNC) == 0 { return }
            try check { fsync(file.rawValue) }
        #else
            try check { fdatasync(file.rawValue) }
        #endif
    }

    /// All that is in memory for the file system that a file is on; false where nobody can ask for that.
    static func fileSystem(of file: FileDescriptor) throws(Errno) -> Bool {
        #if os(Linux)
            try check { syncfs(file.rawValue) }
            return true
        #else
            return false
        #endif
    }

    /// The names in a folder.
    package static func names(in folder: FilePath) throws(Errno) {
        let path = folder.isEmpty ? FilePath(".") : folder
        let descriptor = path.withPlatformString { open($0, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            // Who may write into a folder need not be allowed to open it.
            return sync()
        }
        defer { close(descriptor) }
        try check { fsync(descriptor) }
    }

    private static func check(_ call: () -> CInt) throws(Errno) {
        while call() != 0 {
            let failure = Errno(rawValue: errno)
            switch failure {
            case .interrupted: continue
            case .invalidArgument, .notSupported, .noFunction, .readOnlyFileSystem: return
            default: throw failure
            }
        }
    }
}
