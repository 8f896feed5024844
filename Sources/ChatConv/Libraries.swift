public import TranscriptCoding
import TextScanning
import TranscriptCompression
import TranscriptFilters

#if canImport(Glibc)
    import Glibc
#endif

extension FormatRegistry {
    /// The libraries that formats, filters and all the rest are built on, by name.
    public var libraries: [LibraryVersion] {
        let all = formats.flatMap(\.descriptor.libraries) + Compression.libraries + [PatternFilter.library, .simdjson] + Self.ofSystem
        return Set(all).sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    }

    private static var ofSystem: [LibraryVersion] {
        #if canImport(Glibc)
            // `glibc 2.36`
            var text = [CChar](repeating: 0, count: 64)
            _ = confstr(CInt(_CS_GNU_LIBC_VERSION), &text, text.count - 1)
            let words = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
            if words.count == 2 { return [LibraryVersion(String(words[0]), String(words[1]))] }
        #endif
        return []
    }
}

extension LibraryVersion {
    fileprivate static var simdjson: LibraryVersion { LibraryVersion("simdjson", simdjsonVersion) }
}
