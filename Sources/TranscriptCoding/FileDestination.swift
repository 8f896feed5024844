public import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file, pipe, socket or terminal as a destination of bytes.
///
/// A pipe whose reader has gone is an error only where SIGPIPE is ignored; elsewhere the signal ends the process.
public final class FileDestination: ByteDestination {
    private let descriptor: FileDescriptor

    /// Takes an open descriptor, such as standard output, which the caller closes.
    public init(_ descriptor: FileDescriptor) { self.descriptor = descriptor }

    public func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        var rest = bytes
        while !rest.isEmpty {
            do {
                let count = try descriptor.write(rest)
                rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            } catch {
                // Another process can have made a shared terminal or pipe non-blocking.
                if error as? Errno == .resourceTemporarilyUnavailable, waitUntilWritable() { continue }
                throw Self.failure(error)
            }
        }
    }

    /// Which file this is, where it is a regular one.
    public var identity: FileIdentity? { FileIdentity(of: descriptor) }

    /// What a failed write, or a failed close of what was written, means.
    package static func failure(_ error: any Error) -> ConversionError {
        if error as? Errno == .brokenPipe {
            return ConversionError(.outputClosed, .outputClosed, "the output was closed by its reader")
        }
        return ConversionError(.inputOutput, .outputFailed, "writing failed: \(reason(error))")
    }

    private func waitUntilWritable() -> Bool {
        var event = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
        return poll(&event, 1, -1) >= 0 || errno == EINTR
    }
}

/// Which regular file a descriptor is open on: the same for all names and descriptors of one file.
public struct FileIdentity: Sendable, Hashable {
    private let device: UInt64
    private let inode: UInt64

    init?(of descriptor: FileDescriptor) {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { return nil }
        self.init(status)
    }

    /// That of the regular file at `path`; nil where there is none.
    package init?(_ path: FilePath) {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0 else { return nil }
        self.init(status)
    }

    private init?(_ status: stat) {
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }
}
