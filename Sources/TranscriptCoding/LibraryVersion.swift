/// A library that formats and filters are built on, and the version of it that is at work in this process.
public struct LibraryVersion: Sendable, Hashable {
    public let name: String
    public let version: String

    public init(_ name: String, _ version: String) {
        self.name = name
        self.version = version
    }

    /// - Parameter version: a string of C.
    public init(_ name: String, _ version: UnsafePointer<CChar>?) {
        self.init(name, version.map { String(cString: $0) } ?? "unknown")
    }
}
