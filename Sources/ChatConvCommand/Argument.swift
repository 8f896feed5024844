import SystemPackage

/// One argument of a command line, or the path of a file in a folder that one names: bytes, because the name of a file need
/// not be UTF-8.
///
/// A run over a folder holds thousands of them: each is one array, and what else it can be is made where it is asked for.
public struct Argument: Sendable, Hashable, ExpressibleByStringLiteral {
    public let bytes: [UInt8]

    public init(bytes: [UInt8]) { self.bytes = bytes }
    public init(_ text: String) { bytes = Array(text.utf8) }
    public init(stringLiteral value: String) { self.init(value) }

    /// The argument as text, with U+FFFD for what is not UTF-8. O(n).
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The argument as the path of a file. A NUL, which no path can hold, ends it. O(n).
    var path: FilePath { withPlatformString { FilePath(platformString: $0) } }

    /// Calls `body` with the argument as the system takes the path of a file. A NUL, which no path can hold, ends it.
    func withPlatformString<Result, Failure: Error>(
        _ body: (UnsafePointer<CInterop.PlatformChar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        var characters: [CInterop.PlatformChar] = []
        characters.reserveCapacity(bytes.count + 1)
        for byte in bytes { characters.append(CInterop.PlatformChar(bitPattern: byte)) }
        characters.append(0)
        return try body(characters)
    }

    public func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

    /// The argument without its first `count` bytes.
    func dropping(_ count: Int) -> Argument { Argument(bytes: Array(bytes.dropFirst(count))) }

    /// Whether it stands for standard input or output.
    var isStandardStream: Bool { bytes == [UInt8(ascii: "-")] }
}

extension FilePath {
    /// The path's last component as bytes; empty when there is none.
    var lastComponentBytes: [UInt8] {
        lastComponent?.withPlatformString { start in
            var bytes: [UInt8] = []
            var next = start
            while next.pointee != 0 {
                bytes.append(UInt8(truncatingIfNeeded: next.pointee))
                next += 1
            }
            return bytes
        } ?? []
    }
}
