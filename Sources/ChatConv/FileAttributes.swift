import CFileAttributes
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The extended attributes of a file: what desktops, backups and servers keep beside it, and its access control list
/// (xattr(7), acl(5)).
struct FileAttributes {
    private var values: [(name: String, value: [UInt8])] = []

    #if os(Linux)
        /// Reads them; nil when the file has none, or its file system knows none.
        init?(of path: FilePath) {
            let names = Self.bytes { list, size in path.withPlatformString { listxattr($0, list, size) } }
            for name in names.split(separator: 0) {
                let name = String(decoding: name, as: UTF8.self)
                let value = Self.bytes { buffer, size in path.withPlatformString { getxattr($0, name, buffer, size) } }
                values.append((name, value))
            }
            if values.isEmpty { return nil }
        }

        /// Sets them on another file, those that this process may.
        func set(on descriptor: FileDescriptor) {
            for (name, value) in values { _ = fsetxattr(descriptor.rawValue, name, value, value.count, 0) }
        }

        /// What a call gives that is first asked how much it is.
        private static func bytes(_ call: (UnsafeMutablePointer<CChar>?, Int) -> Int) -> [UInt8] {
            let size = call(nil, 0)
            guard size > 0 else { return [] }
            var buffer = [CChar](repeating: 0, count: size)
            let count = buffer.withUnsafeMutableBufferPointer { call($0.baseAddress, $0.count) }
            return buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
        }
    #else
        init?(of path: FilePath) { nil }
        func set(on descriptor: FileDescriptor) {}
    #endif
}
