import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A file that has no name until it is given one: the system removes it with the process that had it open, however that
/// ends. Naming it fails where the name is taken.
///
/// Linux has such files (O_TMPFILE), on most of its file systems. Beside a temporary name, which has to be made and
/// removed, they save the folder two changes of three.
enum UnnamedFile {
    #if os(Linux)
        /// Makes a file that can be named `target`, where that folder is; nil where there cannot be one without a name.
        ///
        /// - Throws: what keeps any file from being made there.
        static func make(for target: FilePath, permissions: FilePermissions) throws(Errno) -> FileDescriptor? {
            if !canBeNamed { return nil }
            let descriptor = withFolder(of: target) {
                open($0, O_WRONLY | O_CLOEXEC | withoutName, mode_t(permissions.rawValue))
            }
            if descriptor >= 0 { return FileDescriptor(rawValue: descriptor) }
            let failure = Errno(rawValue: errno)
            // What file systems say that have no such files, and kernels that do not know them.
            if [.notSupported, .isDirectory, .invalidArgument, .noFunction].contains(failure) { return nil }
            throw failure
        }

        /// Calls `body` with the path of the folder that `target` is in. To take the last component off a `FilePath` takes
        /// longer than to open the folder.
        private static func withFolder(of target: FilePath, _ body: (UnsafePointer<CChar>) -> CInt) -> CInt {
            target.withPlatformString { start in
                var path = Array(UnsafeBufferPointer(start: start, count: strlen(start)))
                guard let slash = path.lastIndex(of: CChar(bitPattern: UInt8(ascii: "/"))) else { return body(".") }
                path.removeSubrange(max(slash, 1)...)
                path.append(0)
                return path.withUnsafeBufferPointer { path in path.baseAddress.map(body) ?? -1 }
            }
        }

        /// Gives the file a name in the folder that it was made in.
        static func name(_ descriptor: FileDescriptor, _ name: FilePath) throws(Errno) {
            let status = name.withPlatformString { name in
                // Before Linux 6.10 only root may use the descriptor itself.
                let status = linkat(descriptor.rawValue, "", AT_FDCWD, name, emptyPath)
                if status == 0 || errno != ENOENT { return status }
                return linkat(AT_FDCWD, path(of: descriptor).string, AT_FDCWD, name, AT_SYMLINK_FOLLOW)
            }
            if status != 0 { throw Errno(rawValue: errno) }
        }

        /// A path by which this process can open the file once more.
        static func path(of descriptor: FileDescriptor) -> FilePath { FilePath("/proc/self/fd/\(descriptor.rawValue)") }

        /// Whether /proc is there, by which a file is named where the kernel allows no other way. It does not come or go
        /// during a run.
        private static let canBeNamed = access("/proc/self/fd", X_OK) == 0

        // These two are not among what the C library's headers show to Swift.
        /// O_TMPFILE, on all processors that Swift has Linux for.
        private static let withoutName = 0o20_000_000 | O_DIRECTORY
        /// AT_EMPTY_PATH.
        private static let emptyPath: CInt = 0x1000
    #else
        static func make(for target: FilePath, permissions: FilePermissions) throws(Errno) -> FileDescriptor? { nil }
        static func name(_ descriptor: FileDescriptor, _ name: FilePath) throws(Errno) { throw .notSupported }
        static func path(of descriptor: FileDescriptor) -> FilePath { "" }
    #endif
}
