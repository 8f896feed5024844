import CZlib
import CZstd
public import TranscriptCoding

extension Compression {
    /// The libraries that do it.
    public static var libraries: [LibraryVersion] {
        [LibraryVersion("zlib", zlibVersion()), LibraryVersion("zstd", ZSTD_versionString())]
    }
}
