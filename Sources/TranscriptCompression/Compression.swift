/// How a file is compressed: told by its first bytes when it is read, and by its name's extension when it is written.
public enum Compression: String, Sendable, Hashable, CaseIterable {
    /// RFC 1952.
    case gzip
    /// RFC 8878.
    case zstd

    /// The extension of a compressed file's name, which follows that of its content: `chat.md.gz`.
    public var fileExtension: String {
        switch self {
        case .gzip: "gz"
        case .zstd: "zst"
        }
    }

    /// What compressed data start with.
    private var signatures: [[UInt8]] {
        switch self {
        // Deflate is the only method there is.
        case .gzip: [[0x1F, 0x8B, 0x08]]
        // A frame, or one of sixteen kinds that are skipped, which some programs write first (RFC 8878, 3.1.2).
        case .zstd: [[0x28, 0xB5, 0x2F, 0xFD]] + (UInt8(0x50)...0x5F).map { [$0, 0x2A, 0x4D, 0x18] }
        }
    }

    /// The compression that `bytes` are the start of; nil when there is none.
    public init?(startOf bytes: [UInt8]) {
        guard let first = bytes.first, Self.firstBytes.contains(first),
            let compression = Self.allCases.first(where: { $0.signatures.contains { bytes.starts(with: $0) } })
        else { return nil }
        self = compression
    }

    /// Whether so few bytes could be the start of compressed data, so that more must be read to tell.
    public static func couldStart(_ bytes: [UInt8]) -> Bool {
        if let first = bytes.first, !firstBytes.contains(first) { return false }
        return allCases.contains { $0.signatures.contains { bytes.count < $0.count && $0.starts(with: bytes) } }
    }

    /// What compressed data can start with: all other files are known by one look.
    private static let firstBytes = Set(allCases.flatMap(\.signatures).compactMap(\.first))

    /// The compression that a file's name tells; nil when it tells none.
    public init?(fileName: String) {
        var fileName = fileName
        guard let compression = fileName.withUTF8({ Compression(fileName: $0) }) else { return nil }
        self = compression
    }

    /// The same for a name in bytes, which need not be UTF-8.
    public init?(fileName: UnsafeBufferPointer<UInt8>) {
        guard let compression = Self.allCases.first(where: { $0.isTold(by: fileName) }) else { return nil }
        self = compression
    }

    /// Whether a name ends in a dot and the extension, in any case. Makes no string: it is asked several times a file.
    private func isTold(by name: UnsafeBufferPointer<UInt8>) -> Bool {
        let suffix = fileExtension.utf8
        let dot = name.count - suffix.count - 1
        guard dot >= 0, name[dot] == UInt8(ascii: ".") else { return false }
        // Letters in ASCII differ by one bit in case.
        return name[(dot + 1)...].elementsEqual(suffix) { $0 | 0x20 == $1 }
    }

    /// The name without the extension of its compression, which tells what the content is.
    public static func contentName(of fileName: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard let compression = Compression(fileName: fileName) else { return fileName }
        return UnsafeBufferPointer(rebasing: fileName.dropLast(compression.fileExtension.utf8.count + 1))
    }
}
