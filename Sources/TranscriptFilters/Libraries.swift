import CPCRE2
public import TranscriptCoding

extension PatternFilter {
    /// The library of regular expressions.
    public static var library: LibraryVersion {
        var version = [CChar](repeating: 0, count: 64)
        guard pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), nil) <= version.count else { return LibraryVersion("pcre2", nil) }
        _ = version.withUnsafeMutableBytes { pcre2_config_8(UInt32(PCRE2_CONFIG_VERSION), $0.baseAddress) }
        // What follows the number is its date.
        let number = version.prefix { $0 != 0 && $0 != CChar(bitPattern: UInt8(ascii: " ")) }.map { UInt8(bitPattern: $0) }
        return LibraryVersion("pcre2", String(decoding: number, as: UTF8.self))
    }
}
