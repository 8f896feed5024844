import CPipe

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One end of a pipe, closed at the latest when nobody holds it.
final class PipeEnd {
    let descriptor: CInt
    private(set) var isOpen = true

    init(_ descriptor: CInt) { self.descriptor = descriptor }

    deinit { close() }

    func close() {
        guard isOpen else { return }
        isOpen = false
        _ = systemClose(descriptor)
    }

    /// What came of moving bytes without waiting.
    enum Transfer: Equatable {
        case moved(Int)
        /// Nothing could be moved now.
        case waits
        /// The other end is closed.
        case closed
        case failed(CInt)
    }

    /// Reads what is there.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
        while true {
            let count = systemRead(descriptor, buffer.baseAddress, buffer.count)
            if count > 0 { return .moved(count) }
            if count == 0 { return .closed }
            switch errno {
            case EINTR: continue
            case EAGAIN, EWOULDBLOCK: return .waits
            default: return .failed(errno)
            }
        }
    }

    /// Writes as much as there is room for. A closed pipe raises no signal.
    func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Transfer {
        withoutBrokenPipeSignal {
            while true {
                let count = systemWrite(descriptor, bytes.baseAddress, bytes.count)
                if count >= 0 { return .moved(count) }
                switch errno {
                case EINTR: continue
                case EAGAIN, EWOULDBLOCK: return .waits
                case EPIPE: return .closed
                default: return .failed(errno)
                }
            }
        }
    }
}

/// A pipe whose ends no other process inherits.
struct Pipe {
    let reading: PipeEnd
    let writing: PipeEnd

    /// Makes a pipe; nil when the system has no more, and `errno` says why.
    init?() {
        var ends: [CInt] = [-1, -1]
        #if canImport(Darwin)
            guard pipe(&ends) == 0 else { return nil }
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETNOSIGPIPE, 1)
            }
        #else
            guard pipe2(&ends, O_CLOEXEC) == 0 else { return nil }
            // Larger than the usual 64 KiB, so that both sides change turns less often; it does not matter if refused.
            _ = fcntl(ends[1], setPipeSize, 1 << 20)
        #endif
        reading = PipeEnd(ends[0])
        writing = PipeEnd(ends[1])
    }
}

extension PipeEnd {
    /// Lets reads and writes of this end return at once. The program at the other end does not notice.
    func makeNonblocking() { _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK) }
}

#if !canImport(Darwin)
    /// F_SETPIPE_SZ of <linux/fcntl.h>.
    private let setPipeSize: CInt = 1031
#endif

private func systemClose(_ descriptor: CInt) -> CInt { close(descriptor) }
private func systemRead(_ descriptor: CInt, _ base: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, base, count)
}
private func systemWrite(_ descriptor: CInt, _ base: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, base, count)
}

/// Runs `body` so that a SIGPIPE that it raises is not delivered: a library must not change how its process takes signals.
private func withoutBrokenPipeSignal(_ body: () -> PipeEnd.Transfer) -> PipeEnd.Transfer {
    #if canImport(Darwin)
        return body()
    #else
        var signals = sigset_t()
        var before = sigset_t()
        var pending = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        sigpending(&pending)
        let wasPending = sigismember(&pending, SIGPIPE) == 1
        pthread_sigmask(SIG_BLOCK, &signals, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        let result = body()
        if result == .closed, !wasPending {
            var now = timespec()
            while sigtimedwait(&signals, nil, &now) < 0, errno == EINTR {}
        }
        return result
    #endif
}
