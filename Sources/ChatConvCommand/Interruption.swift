import SystemPackage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Removes the temporary file of the output when a signal ends the process.
///
/// A signal can arrive between any two instructions, so its handler may only do what POSIX calls async-signal-safe:
/// no memory, no locks, no Swift runtime. It reads one pointer, and calls unlink(2) on the path it points to. The path
/// is stored before the file is created and never freed while it can be read; removing what is not there, or has its
/// final name by now, does nothing. SA_RESETHAND has put the default action back when the handler runs, so raising the
/// signal again ends the process the way that a shell expects of an interrupted one.
enum Interruption {
    /// From now on, SIGINT, SIGTERM and SIGHUP remove the file that `removeOnSignal` named last. Called once.
    static func install() {
        // Makes sure that the lazy initialiser of the global has run before a handler reads it.
        temporaryPath.store(0, ordering: .releasing)
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            var before = sigaction()
            guard sigaction(signal, nil, &before) == 0, !before.isIgnored else { continue }
            var action = sigaction()
            action.setHandler { signal in
                if let path = UnsafePointer<CChar>(bitPattern: temporaryPath.load(ordering: .acquiring)) { _ = unlink(path) }
                raise(signal)
            }
            _ = sigaction(signal, &action, nil)
        }
    }

    static func removeOnSignal(_ path: FilePath) {
        let copy = path.withPlatformString { strdup($0) }
        let before = temporaryPath.exchange(UInt(bitPattern: copy), ordering: .acquiringAndReleasing)
        // Only now that no handler can find it any more.
        free(UnsafeMutablePointer<CChar>(bitPattern: before))
    }
}

/// The address of a C string; 0 for none.
private let temporaryPath = Atomic<UInt>(0)

extension sigaction {
    #if canImport(Glibc)
        fileprivate mutating func setHandler(_ handler: @escaping @convention(c) (CInt) -> Void) {
            __sigaction_handler.sa_handler = handler
            sa_flags = CInt(truncatingIfNeeded: UInt32(SA_RESETHAND))
        }
        private var handlerAddress: UInt { unsafeBitCast(__sigaction_handler.sa_handler, to: UInt.self) }
    #elseif canImport(Musl)
        fileprivate mutating func setHandler(_ handler: @escaping @convention(c) (CInt) -> Void) {
            __sa_handler.sa_handler = handler
            sa_flags = CInt(truncatingIfNeeded: UInt32(SA_RESETHAND))
        }
        private var handlerAddress: UInt { unsafeBitCast(__sa_handler.sa_handler, to: UInt.self) }
    #elseif canImport(Darwin)
        fileprivate mutating func setHandler(_ handler: @escaping @convention(c) (CInt) -> Void) {
            __sigaction_u.__sa_handler = handler
            sa_flags = CInt(SA_RESETHAND)
        }
        private var handlerAddress: UInt { unsafeBitCast(__sigaction_u.__sa_handler, to: UInt.self) }
    #endif

    /// Whether whoever started the process asked it to ignore the signal, as nohup does. SIG_IGN is 1 on all systems.
    fileprivate var isIgnored: Bool { handlerAddress == 1 }
}
