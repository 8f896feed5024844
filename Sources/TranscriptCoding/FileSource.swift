public import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file, pipe, socket or terminal as a source of bytes.
public final class FileSource: ByteSource {
    private let descriptor: FileDescriptor
    private let closesDescriptor: Bool
    /// Where the next read starts in a regular file; nil for what cannot be read at a place.
    private var offset: Int64?
    /// The size of a regular file when it was opened; 0 for what is none, or does not tell its size.
    private let size: Int64
    /// Whether the last read gave less than it could, and came to just there: then nothing was added since.
    private var endsAtSize = false
    /// Keeps the descriptor open for copies that read through it.
    private let owner: AnyObject?

    /// Opens the file at `path`.
    ///
    /// - Throws: `inputUnavailable` when it is not there, may not be read or is a directory.
    public static func open(_ path: FilePath) throws(ConversionError) -> FileSource {
        try open { try FileDescriptor.open(path, .readOnly, options: [.closeOnExec]) }
    }

    /// The same for a path as the system takes it, of which no `FilePath` has to be made.
    package static func open(platformString path: UnsafePointer<CInterop.PlatformChar>) throws(ConversionError) -> FileSource {
        try open { try FileDescriptor.open(path, .readOnly, options: [.closeOnExec]) }
    }

    private static func open(_ openFile: () throws -> FileDescriptor) throws(ConversionError) -> FileSource {
        let descriptor: FileDescriptor
        do {
            descriptor = try openFile()
        } catch {
            throw ConversionError(.inputUnavailable, .inputMissing, "cannot open: \(reason(error))")
        }
        let status = status(of: descriptor)
        let source = FileSource(
            descriptor, closesDescriptor: true, offset: status.isRegularFile ? 0 : nil, size: status.size)
        if status.type == S_IFDIR {
            throw ConversionError(.inputUnavailable, .inputMissing, "this is a directory")
        }
        return source
    }

    /// Opens the file at `path`.
    ///
    /// - Throws: `inputUnavailable` when it is not there, may not be read or is a directory.
    public static func open(_ path: String) throws(ConversionError) -> FileSource { try open(FilePath(path)) }

    /// Takes an open descriptor, such as standard input.
    public convenience init(_ descriptor: FileDescriptor, closesDescriptor: Bool = false) {
        let status = Self.status(of: descriptor)
        self.init(
            descriptor, closesDescriptor: closesDescriptor,
            offset: status.isRegularFile ? try? descriptor.seek(offset: 0, from: .current) : nil, size: status.size)
    }

    private init(_ descriptor: FileDescriptor, closesDescriptor: Bool, offset: Int64?, size: Int64) {
        self.descriptor = descriptor
        self.closesDescriptor = closesDescriptor
        self.offset = offset
        self.size = size
        owner = nil
    }

    private init(copying other: FileSource, offset: Int64) {
        descriptor = other.descriptor
        closesDescriptor = false
        owner = other
        self.offset = offset
        size = other.size
    }

    /// Reads a regular file from its start through a descriptor that `owner` keeps open.
    init(of owner: SpooledFile, _ descriptor: FileDescriptor) {
        self.descriptor = descriptor
        closesDescriptor = false
        self.owner = owner
        offset = 0
        size = Self.status(of: descriptor).size
    }

    deinit {
        if closesDescriptor { try? descriptor.close() }
    }

    public var isLive: Bool { offset == nil }
    public var awaitedDescriptor: CInt? { isLive ? descriptor.rawValue : nil }

    public var remainingCount: Int? { endsAtSize ? 0 : nil }
    public var expectedCount: Int? { offset.flatMap { size > $0 ? Int(exactly: size - $0) : nil } }

    /// Which file this is, where it is a regular one.
    public var identity: FileIdentity? { FileIdentity(of: descriptor) }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        do {
            guard let offset else { return try descriptor.read(into: buffer) }
            let count = try descriptor.read(fromAbsoluteOffset: offset, into: buffer)
            self.offset = offset + Int64(count)
            endsAtSize = size > 0 && count < buffer.count && offset + Int64(count) == size
            return count
        } catch {
            if error as? Errno == .isDirectory {
                throw ConversionError(.inputUnavailable, .inputMissing, "this is a directory")
            }
            throw ConversionError(.inputOutput, .inputFailed, "reading failed: \(reason(error))")
        }
    }

    public func independentCopy() -> (any ByteSource)? {
        offset.map { FileSource(copying: self, offset: $0) }
    }

    public func lastBytes(_ count: Int) -> [UInt8]? {
        guard offset != nil, count > 0 else { return nil }
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0, status.st_size > 0 else { return nil }
        let size = Int64(status.st_size)
        let start = max(0, size - Int64(count))
        return try? [UInt8](unsafeUninitializedCapacity: Int(size - start)) { buffer, filled in
            filled = try descriptor.read(fromAbsoluteOffset: start, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }

    public func recordFile(before count: Int) -> RecordFile? {
        offset.map { RecordFile(descriptor, owner: self, from: $0 - Int64(count)) }
    }

    private struct Status {
        var type: mode_t?
        var size: Int64 = 0
        var isRegularFile: Bool { type == S_IFREG }
    }

    private static func status(of descriptor: FileDescriptor) -> Status {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { return Status() }
        let type = status.st_mode & S_IFMT
        return Status(type: type, size: type == S_IFREG ? Int64(status.st_size) : 0)
    }
}

/// What the system says of a failure, in lower case as it stands in a sentence.
package func reason(_ error: any Error) -> String {
    guard let code = error as? Errno else { return String(describing: error) }
    let text = String(describing: code)
    return text.prefix(1).lowercased() + text.dropFirst()
}
