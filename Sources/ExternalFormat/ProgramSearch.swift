public import SystemPackage
public import TranscriptCoding

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where programs of formats are looked for: the first folder that has one decides.
public struct ProgramSearch: Sendable, Hashable {
    public var folders: [FilePath]

    public init(folders: [FilePath]) { self.folders = folders }

    /// The folders a user expects: `first`, those in `CHATCONV_PLUGINS`, `chatconv/plugins` in the folder for the user's
    /// data (`XDG_DATA_HOME`, by default `~/.local/share`), and those in `PATH`.
    ///
    /// A relative folder in `PATH` is passed over: what runs must not depend on where one stands.
    public init(first: [FilePath] = [], environment: (String) -> String?) {
        folders = first + Self.list(environment("CHATCONV_PLUGINS"))
        let home = environment("HOME").map { FilePath($0).appending(".local/share") }
        let data = environment("XDG_DATA_HOME").map { FilePath($0) }.flatMap { $0.isAbsolute ? $0 : nil } ?? home
        if let data, data.isAbsolute { folders.append(data.appending("chatconv/plugins")) }
        folders += Self.list(environment("PATH")).filter(\.isAbsolute)
    }

    private static func list(_ value: String?) -> [FilePath] {
        (value ?? "").split(separator: ":").map { FilePath(String($0)) }
    }

    /// The program of the format called `name`; nil when there is none.
    ///
    /// - Throws: `unknownFormat` when there is one that cannot be executed, and no other.
    public func program(named name: String) throws(ConversionError) -> ExternalProgram? {
        guard ExternalProgram.isFormatName(name) else { return nil }
        var found: FilePath?
        for folder in folders {
            let path = folder.appending(ExternalProgram.prefix + name)
            switch FileState(path) {
            case .executable: return ExternalProgram(name: name, path: path)
            case .file: found = found ?? path
            case .other: break
            }
        }
        guard let found else { return nil }
        throw ConversionError(
            .unknownFormat, .externalUnavailable, "\(found.string) is there and cannot be executed",
            help: "make it executable: chmod +x \(found.string)")
    }

    /// All programs, one for each format, in the order of their names. Nothing is run.
    public func programs() -> [ExternalProgram] {
        var found: [String: ExternalProgram] = [:]
        for folder in folders {
            for fileName in Self.fileNames(in: folder) {
                guard let name = ExternalProgram.formatName(of: fileName), found[name] == nil else { continue }
                let path = folder.appending(fileName)
                if FileState(path) == .executable { found[name] = ExternalProgram(name: name, path: path) }
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }

    private static func fileNames(in folder: FilePath) -> [String] {
        guard let handle = folder.withPlatformString({ opendir($0) }) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            names.append(name)
        }
        return names
    }
}

/// What is under a path.
private enum FileState {
    case executable, file, other

    init(_ path: FilePath) {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG else {
            self = .other
            return
        }
        self = path.withPlatformString { access($0, X_OK) } == 0 ? .executable : .file
    }
}
