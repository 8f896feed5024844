import ChatConv
import SystemPackage
import TranscriptCoding

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folders that a run makes. A file is on the disk only where the names of the folders are that it is in.
///
/// Sendable because its variables are only touched while `monitor` is locked, and no folder is made meanwhile, so that whoever finds
/// one made by another thread can have its name put on the disk.
final class NewFolders: @unchecked Sendable {
    /// The folders that new ones are in.
    private var changed: Set<FilePath> = []
    private let monitor = Monitor()

    /// Makes a folder and those that it is in, where they are missing. Other threads may do the same.
    ///
    /// - Throws: `outputUnavailable`.
    func make(_ path: FilePath) throws(ConversionError) {
        if path.isEmpty || FolderKind(path) == .folder { return }
        let parent = path.removingLastComponent()
        if parent != path { try make(parent) }
        let failure: Errno? = monitor.locked {
            guard path.withPlatformString({ mkdir($0, 0o777) }) == 0 else { return Errno(rawValue: errno) }
            changed.insert(parent)
            return nil
        }
        guard let failure else { return }
        if failure == .fileExists, FolderKind(path) == .folder { return }
        throw ConversionError(
            .outputUnavailable, .outputUnavailable, "cannot create the folder \(path.string): \(reason(failure))")
    }

    /// Puts the names of all folders on the disk that were made since this was asked last.
    ///
    /// - Throws: `inputOutput`.
    func sync() throws(ConversionError) {
        let failure: Errno? = monitor.locked {
            defer { changed = [] }
            do throws(Errno) {
                for folder in changed { try FileSync.names(in: folder) }
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw FileDestination.failure(failure) }
    }
}
