import TextScanning

/// The start of a WebVTT file (W3C WebVTT, section 6.1, steps 3 to 5): `WEBVTT`, then white space or nothing.
struct Signature {
    /// The place after `WEBVTT`.
    let end: Int
    /// The longest signature, with its byte order mark and the byte after it.
    static let longestLength = 10

    /// Reads the start of `bytes`; nil when it is another.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        let start = bytes.starts(with: WebVTTSyntax.byteOrderMark) ? 3 : 0
        guard bytes.starts(with: WebVTTSyntax.signature, at: start) else { return nil }
        end = start + WebVTTSyntax.signature.utf8CodeUnitCount
        if end == bytes.count { return }
        switch bytes[end] {
        case 0x20, 0x09, WebVTTSyntax.lineFeed, WebVTTSyntax.carriageReturn: return
        default: return nil
        }
    }
}
