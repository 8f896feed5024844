public import SystemPackage
public import TranscriptCoding

/// An executable file `chatconv-format-NAME`, which is the codec of the format NAME.
public struct ExternalProgram: Sendable, Hashable {
    /// The format's name.
    public let name: String
    public let path: FilePath

    /// What the names of all such files start with.
    public static let prefix = "chatconv-format-"

    /// Takes a program by the name of its format.
    public init(name: String, path: FilePath) {
        self.name = name
        self.path = path
    }

    /// Takes the program at `path`, whose file name tells the format's.
    ///
    /// - Throws: `unknownFormat` when the file is not named like one.
    public init(at path: FilePath) throws(ConversionError) {
        guard let name = path.lastComponent.flatMap({ Self.formatName(of: $0.string) }) else {
            throw ConversionError(
                .unknownFormat, .externalUnavailable, "\(path.string) is not named like a program of a format",
                help: "its name is \(Self.prefix)NAME, where NAME is made of lower-case letters, digits and hyphens")
        }
        self.init(name: name, path: path)
    }

    /// The name by which messages call the program.
    var fileName: String { Self.prefix + name }

    /// The format whose program has this file name; nil where it is the name of no such program.
    static func formatName(of fileName: String) -> String? {
        guard fileName.hasPrefix(prefix) else { return nil }
        let name = String(fileName.dropFirst(prefix.count))
        return isFormatName(name) ? name : nil
    }

    /// Whether a format can have this name: lower-case letters, digits and hyphens. None of them leads to another folder.
    static func isFormatName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix("-") && name.utf8.count <= 64
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
                default: false
                }
            }
    }
}
