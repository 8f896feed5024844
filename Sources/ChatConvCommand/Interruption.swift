import ExternalFormat
import SystemPackage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Removes the temporary files of outputs, and ends the programs at work, when a signal ends the process.
///
/// A signal can arrive between any two instructions, so its handler may only do what POSIX calls async-signal-safe:
/// no memory, no locks, no Swift runtime. It reads pointers from a table that never moves, and calls unlink(2) on the
/// paths they point to. A path is stored before its file is created; removing what is not there, or has its final name
/// by now, does nothing. SA_RESETHAND has put the default action back when the handler runs, so raising the signal
/// again ends the process the way that a shell expects of an interrupted one.
///
/// Another thread may forget a path while the handler looks at it. The handler says that it is running before it reads
/// the table, and whoever takes a path out frees it only when no handler had said so after the path was out: of the two,
/// one sees what the other did, because these operations have one order for all threads.
enum Interruption {
    /// From now on, SIGINT, SIGTERM and SIGHUP remove the files that `removeOnSignal` named. Called once.
    static func install() {
        // Makes sure that the lazy initialisers of the globals have run before a handler reads them.
        for index in 0..<TemporaryPaths.capacity { temporaryPaths.slots[index].store(0, ordering: .releasing) }
        handlerIsRunning.store(false, ordering: .releasing)
        RunningPrograms.prepare()
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            var before = sigaction()
            guard sigaction(signal, nil, &before) == 0, !before.isIgnored else { continue }
            var action = sigaction()
            action.setHandler { signal in
                handlerIsRunning.store(true, ordering: .sequentiallyConsistent)
                temporaryPaths.unlinkAll()
                // A thread that had looked before may be about to create its file.
                poll(nil, 0, 1)
                temporaryPaths.unlinkAll()
                RunningPrograms.endAll()
                raise(signal)
            }
            _ = sigaction(signal, &action, nil)
        }
    }

    /// Has the file removed by a signal, until the function that this returns is called: when the file has its final
    /// name, or is gone. Of more than a thousand at a time, some are not removed.
    static func removeOnSignal(_ path: FilePath) -> @Sendable () -> Void {
        guard let copy = path.withPlatformString({ strdup($0) }) else { return {} }
        let address = UInt(bitPattern: copy)
        for index in 0..<TemporaryPaths.capacity {
            let (stored, _) = temporaryPaths.slots[index].compareExchange(
                expected: 0, desired: address, ordering: .sequentiallyConsistent)
            guard stored else { continue }
            // The process is about to end: no file comes after those that the handler has looked for.
            while handlerIsRunning.load(ordering: .sequentiallyConsistent) { pause() }
            return { forget(address, at: index) }
        }
        free(copy)
        return {}
    }

    private static func forget(_ address: UInt, at index: Int) {
        let (taken, _) = temporaryPaths.slots[index].compareExchange(
            expected: address, desired: 0, ordering: .sequentiallyConsistent)
        if taken, !handlerIsRunning.load(ordering: .sequentiallyConsistent) {
            free(UnsafeMutablePointer<CChar>(bitPattern: address))
        }
    }
}

/// The addresses of C strings; 0 for none. Sendable because the table itself never changes and its slots are atomic.
private struct TemporaryPaths: @unchecked Sendable {
    static let capacity = 1024
    let slots: UnsafeMutablePointer<Atomic<UInt>>

    init() {
        slots = .allocate(capacity: Self.capacity)
        for index in 0..<Self.capacity { (slots + index).initialize(to: Atomic(0)) }
    }

    /// Called by a signal handler.
    func unlinkAll() {
        for index in 0..<Self.capacity {
            let address = slots[index].load(ordering: .sequentiallyConsistent)
            if let path = UnsafePointer<CChar>(bitPattern: address) { _ = unlink(path) }
        }
    }
}

private let temporaryPaths = TemporaryPaths()
private let handlerIsRunning = Atomic<Bool>(false)

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
