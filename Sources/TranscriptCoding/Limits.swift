/// What a reader may hold in memory at most. Past a limit there is an error that names it.
public struct Limits: Sendable, Hashable {
    /// The bytes of one record: a message, a header, a line. Default: 16 MiB.
    public var recordBytes: Int
    /// How deep values may be nested. Default: 256.
    public var depth: Int

    public init(recordBytes: Int = 16 << 20, depth: Int = 256) {
        self.recordBytes = min(max(recordBytes, 1024), 1 << 30)
        self.depth = min(max(depth, 1), 1024)
    }
}
