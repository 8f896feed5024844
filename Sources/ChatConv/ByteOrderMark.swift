import TranscriptCoding

/// The encodings that a byte order mark tells (The Unicode Standard, 23.8).
enum ByteOrderMark {
    case utf8, utf16LittleEndian, utf16BigEndian, utf32LittleEndian, utf32BigEndian

    /// The longest mark's length in bytes.
    static let maximumLength = 4

    /// The mark that `bytes` start with; nil when there is none.
    init?(_ bytes: [UInt8]) {
        // UTF-32 first: its little-endian mark starts with that of UTF-16.
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) {
            self = .utf32LittleEndian
        } else if bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            self = .utf32BigEndian
        } else if bytes.starts(with: [0xFF, 0xFE]) {
            self = .utf16LittleEndian
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            self = .utf16BigEndian
        } else if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            self = .utf8
        } else {
            return nil
        }
    }

    /// Whether so few bytes could be the start of a mark, so that more must be read to tell.
    static func couldStart(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return true }
        return bytes.count < maximumLength && [0xEF, 0xFE, 0xFF, 0x00].contains(first)
    }

    var length: Int {
        switch self {
        case .utf8: 3
        case .utf16LittleEndian, .utf16BigEndian: 2
        case .utf32LittleEndian, .utf32BigEndian: 4
        }
    }

    var encoding: CharacterEncoding {
        switch self {
        case .utf8: .utf8
        case .utf16LittleEndian: .utf16LittleEndian
        case .utf16BigEndian: .utf16BigEndian
        case .utf32LittleEndian: .utf32LittleEndian
        case .utf32BigEndian: .utf32BigEndian
        }
    }
}
