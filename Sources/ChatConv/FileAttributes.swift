import CFileAttributes
package import SystemPackage

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

        /// The value of one of a file; nil where it has none of that name.
        static func value(named name: String, of path: FilePath) -> [UInt8]? {
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = buffer.withUnsafeMutableBytes { room in
                path.withPlatformString { getxattr($0, name, room.baseAddress, room.count) }
            }
            return count < 0 ? nil : Array(buffer.prefix(count))
        }

        /// Sets one, or takes it away; where the file system knows none, nothing happens.
        static func set(_ name: String, _ value: [UInt8]?, on descriptor: FileDescriptor) {
            if let value {
                _ = fsetxattr(descriptor.rawValue, name, value, value.count, 0)
            } else {
                _ = fremovexattr(descriptor.rawValue, name)
            }
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
        static func value(named name: String, of path: FilePath) -> [UInt8]? { nil }
        static func set(_ name: String, _ value: [UInt8]?, on descriptor: FileDescriptor) {}
    #endif
}

/// The value of an extended attribute of up to 256 bytes; nil where the file has none of that name.
package func attributeValue(_ name: String, of path: FilePath) -> [UInt8]? { FileAttributes.value(named: name, of: path) }
