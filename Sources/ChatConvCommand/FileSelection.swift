/// Which of the files in a folder are wanted: those that an `--include` names, or all where there is none, without those
/// that an `--exclude` names.
struct FileSelection: Sendable {
    var includes: [Glob] = []
    var excludes: [Glob] = []

    /// Whether a folder is entered. `path` is the part below the folder that the walk began in.
    func admitsFolder(_ path: [UInt8]) -> Bool { !excludes.contains { $0.matches(path) } }

    func admitsFile(_ path: [UInt8]) -> Bool {
        if excludes.contains(where: { $0.matches(path) }) { return false }
        return includes.isEmpty || includes.contains { $0.matches(path) }
    }
}
