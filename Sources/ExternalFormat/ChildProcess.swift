import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A program at work, with a pipe to each of its standard streams.
///
/// It leads a process group of its own, so that what it started can be ended with it. When nobody holds the value any
/// more, its group is killed if it is still at work, and waited for: no zombie and no open pipe stays behind.
final class ChildProcess {
    /// How a program ended.
    enum End: Equatable {
        case exited(CInt)
        case signalled(CInt)
    }

    let input: PipeEnd
    let output: PipeEnd
    let error: PipeEnd
    private let id: pid_t
    private var end: End?

    /// Starts the program at `path`.
    ///
    /// - Throws: what the system says, such as `EACCES`.
    init(_ path: FilePath, _ arguments: [String]) throws(Errno) {
        guard let input = Pipe(), let output = Pipe(), let error = Pipe() else { throw Errno(rawValue: errno) }
        id = try Self.spawn(
            path, arguments, input.reading.descriptor, output.writing.descriptor, error.writing.descriptor)
        (self.input, self.output, self.error) = (input.writing, output.reading, error.reading)
        for end in [self.input, self.output, self.error] { end.makeNonblocking() }
        RunningPrograms.add(id)
    }

    deinit {
        input.close()
        output.close()
        error.close()
        kill()
    }

    /// How the program ended; nil while it is at work. Does not wait.
    func poll() -> End? {
        if end == nil { reap(waits: false) }
        return end
    }

    /// Ends the program and all that it started, unless it has ended before, and waits for it.
    func kill() {
        guard poll() == nil else { return }
        // The leader was not waited for yet, so the number is still that of its group.
        _ = systemKill(-id, SIGKILL)
        reap(waits: true)
    }

    private func reap(waits: Bool) {
        var status: CInt = 0
        var result: pid_t
        repeat { result = waitpid(id, &status, waits ? 0 : WNOHANG) } while result < 0 && errno == EINTR
        if result == 0 { return }
        RunningPrograms.remove(id)
        // Somebody else has waited for it, or nobody may: how it ended is not known.
        if result < 0 { return end = .exited(0) }
        let signal = status & 0x7F
        end = signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
    }

    // MARK: Starting

    private static func spawn(
        _ path: FilePath, _ arguments: [String], _ input: CInt, _ output: CInt, _ error: CInt
    ) throws(Errno) -> pid_t {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, source) in [input, output, error].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, source, CInt(target))
        }
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        // What this process ignores, the program would ignore as well, and never notice a closed pipe.
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))

        var words: [UnsafeMutablePointer<CChar>?] = ([path.string] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var id = pid_t()
        for attempt in 0... {
            let status = path.withPlatformString { posix_spawn(&id, $0, &actions, &attributes, &words, environ) }
            if status == 0 { return id }
            // A file that was written just now can be open for writing in a process that is only being started.
            if status != ETXTBSY || attempt == 20 { throw Errno(rawValue: status) }
            usleep(10_000)
        }
        throw Errno.resourceTemporarilyUnavailable
    }
}

private func systemKill(_ id: pid_t, _ signal: CInt) -> CInt { kill(id, signal) }
