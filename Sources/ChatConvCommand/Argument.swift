import SystemPackage

/// One argument of a command line: bytes, because the name of a file need not be UTF-8.
public struct Argument: Sendable, Hashable, ExpressibleByStringLiteral {
    public let bytes: [UInt8]
    /// The argument as text, with U+FFFD for what is not UTF-8.
    public let text: String

    public init(bytes: [UInt8]) {
        self.bytes = bytes
        text = String(decoding: bytes, as: UTF8.self)
    }

    public init(_ text: String) {
        bytes = Array(text.utf8)
        self.text = text
    }

    public init(stringLiteral value: String) { self.init(value) }

    /// The argument as the path of a file. A NUL, which no path can hold, ends it.
    var path: FilePath {
        (bytes + [0]).withUnsafeBytes { bytes in
            bytes.withMemoryRebound(to: CInterop.PlatformChar.self) { characters in
                characters.baseAddress.map { FilePath(platformString: $0) } ?? FilePath()
            }
        }
    }

    /// The argument without its first `count` bytes.
    func dropping(_ count: Int) -> Argument { Argument(bytes: Array(bytes.dropFirst(count))) }

    /// Whether it stands for standard input or output.
    var isStandardStream: Bool { text == "-" }
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
