import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a source gave, in an unnamed temporary file, to be read as often as one likes, also by several threads.
///
/// The file is in `TMPDIR`, or in `/tmp` where that is not set, and goes when nobody reads it any more.
package final class SpooledFile: Sendable {
    private let descriptor: FileDescriptor

    /// Reads `source` to its end.
    ///
    /// - Throws: `inputOutput` when reading fails, or there is no room.
    package init(_ source: any ByteSource) throws(ConversionError) {
        descriptor = try FileSource.makeTemporaryFile()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { return }
            do {
                // Who reads does so at places of their own, so the descriptor's own place is free for writing.
                _ = try descriptor.writeAll(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            } catch {
                throw FileSource.spoolFailure(error)
            }
        }
    }

    deinit { try? descriptor.close() }

    /// A source of all of it.
    package func makeSource() -> FileSource { FileSource(of: self, descriptor) }
}

extension FileSource {
    /// Reads `source` to its end into an unnamed temporary file, and gives that file as a source that can be copied.
    package static func spooling(_ source: any ByteSource) throws(ConversionError) -> FileSource {
        try SpooledFile(source).makeSource()
    }

    static func spoolFailure(_ error: any Error) -> ConversionError {
        ConversionError(
            .inputOutput, .temporaryStorage, "cannot write to the temporary file: \(reason(error))",
            help: "free some space, or set TMPDIR to a folder that has it")
    }

    static func makeTemporaryFile() throws(ConversionError) -> FileDescriptor {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/chatconv-XXXXXX".utf8CString)
        let raw = template.withUnsafeMutableBufferPointer { name in name.baseAddress.map { mkstemp($0) } ?? -1 }
        guard raw >= 0 else {
            throw ConversionError(
                .inputOutput, .temporaryStorage, "cannot make a temporary file in \(folder): \(reason(Errno(rawValue: errno)))",
                help: "set TMPDIR to a folder that can be written to")
        }
        _ = template.withUnsafeBufferPointer { name in name.baseAddress.map { unlink($0) } }
        return FileDescriptor(rawValue: raw)
    }
}
