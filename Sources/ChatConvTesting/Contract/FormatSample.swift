/// A file of a format, as other programs write it.
public struct FormatSample: Sendable {
    /// What it is called in a report.
    public var name: String
    public var bytes: [UInt8]
    /// Whether reading and writing it has to give the same bytes again.
    public var isByteExact: Bool

    public init(_ name: String, _ bytes: [UInt8], isByteExact: Bool = false) {
        self.name = name
        self.bytes = bytes
        self.isByteExact = isByteExact
    }

    public init(_ name: String, _ text: String, isByteExact: Bool = false) {
        self.init(name, Array(text.utf8), isByteExact: isByteExact)
    }
}
