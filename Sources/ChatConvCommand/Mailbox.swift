#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Hands values from threads that work to the one that reports.
///
/// Sendable because `posted` is only touched while `lock` is held.
final class Mailbox<Value: Sendable>: @unchecked Sendable {
    private var posted: [Value] = []
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let arrival: UnsafeMutablePointer<pthread_cond_t>

    init() {
        lock = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        arrival = .allocate(capacity: 1)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(lock)
        arrival.deallocate()
        lock.deallocate()
    }

    func post(_ value: Value) {
        pthread_mutex_lock(lock)
        posted.append(value)
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(lock)
    }

    /// What was posted since the last call, in that order. Waits until there is something, or for so long.
    func take(waiting milliseconds: Int) -> [Value] {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        if posted.isEmpty {
            var until = timespec()
            clock_gettime(CLOCK_REALTIME, &until)
            let nanoseconds = Int(until.tv_nsec) + milliseconds % 1000 * 1_000_000
            until.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
            until.tv_nsec = nanoseconds % 1_000_000_000
            pthread_cond_timedwait(arrival, lock, &until)
        }
        let values = posted
        posted = []
        return values
    }
}
