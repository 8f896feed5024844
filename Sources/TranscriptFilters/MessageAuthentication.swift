import TranscriptCoding

/// HMAC with SHA-256 (RFC 2104): what pseudonyms are made with.
extension SHA256 {
    /// A key for many messages: what HMAC does with the key alone is done once.
    struct Key: Sendable {
        fileprivate let inner: SHA256
        fileprivate let outer: SHA256

        init(_ key: [UInt8]) {
            var key = key.count > blockSize ? hash(key) : key
            key += [UInt8](repeating: 0, count: blockSize - key.count)
            inner = SHA256(behind: key.map { $0 ^ 0x36 })
            outer = SHA256(behind: key.map { $0 ^ 0x5C })
        }
    }

    /// HMAC of `message` under `key`.
    static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] { authenticate(message, key: Key(key)) }

    static func authenticate(_ message: [UInt8], key: Key) -> [UInt8] {
        var inner = key.inner
        message.withUnsafeBytes { inner.update($0) }
        var outer = key.outer
        inner.finish().withUnsafeBytes { outer.update($0) }
        return outer.finish()
    }

    private init(behind bytes: [UInt8]) {
        self.init()
        bytes.withUnsafeBytes { update($0) }
    }
}
