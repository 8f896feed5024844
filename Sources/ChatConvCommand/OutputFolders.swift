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

/// What is known of the folder that an output goes into.
enum TargetFolder: Sendable {
    /// It has to be there.
    case given
    /// It is made where it is missing.
    case made
    /// It was missing when the run began: nothing is in it but what the run has made.
    case new
}

/// What is under the name of an output.
enum FolderKind {
    case folder, missing, somethingElse

    init(_ path: FilePath) {
        var status = stat()
        if path.withPlatformString({ stat($0, &status) }) != 0 {
            self = .missing
        } else {
            self = status.st_mode & S_IFMT == S_IFDIR ? .folder : .somethingElse
        }
    }
}

/// The size of a file in bytes; 0 where there is none.
func fileSize(_ path: FilePath) -> Int64 {
    var status = stat()
    guard path.withPlatformString({ stat($0, &status) }) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
    return Int64(status.st_size)
}

/// When a file was changed last. Compares as it reads: an older time is less.
struct ChangeTime: Comparable {
    private let seconds: Int
    private let nanoseconds: Int

    /// Looks; nil when there is no file.
    init?(_ path: FilePath) {
        var status = stat()
        guard path.withPlatformString({ stat($0, &status) }) == 0 else { return nil }
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        (seconds, nanoseconds) = (Int(time.tv_sec), Int(time.tv_nsec))
    }

    static func < (left: ChangeTime, right: ChangeTime) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}
