public import Foundation

/// Where the files are that tests work on.
public enum Places {
    /// The folder that holds `Package.swift`.
    public static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    public static let fixtures = repository.appending(path: "Fixtures")
    public static let seed = repository.appending(path: "seeds/2018-01-23-WeChat.md")

    /// Real files beside the checkout; nil on machines that do not have them.
    public static let corpus: URL? = {
        let folder = repository.deletingLastPathComponent().appending(path: "shared/corpus").resolvingSymlinksInPath()
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    /// All files under `folder` whose names end in one of `extensions`, sorted by path.
    public static func files(under folder: URL, extensions: Set<String>) -> [URL] {
        guard let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) else { return [] }
        return walk.compactMap { $0 as? URL }.filter { extensions.contains($0.pathExtension) }
            .sorted { $0.path < $1.path }
    }

    /// The folders directly under `Fixtures/<name>`, sorted: each is one case.
    public static func cases(_ name: String) -> [URL] {
        let folder = fixtures.appending(path: name)
        let entries = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return entries.filter(\.hasDirectoryPath).sorted { $0.path < $1.path }
    }

    /// Whether expectations are to be rewritten instead of compared.
    public static let updatesFixtures = ProcessInfo.processInfo.environment["UPDATE_FIXTURES"] == "1"
}

extension URL {
    public func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: self)) }
}
