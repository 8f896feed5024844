#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Hands values from threads that work to the one that reports.
///
/// Sendable because its variables are only touched while `lock` is held.
final class Mailbox<Value: Sendable>: @unchecked Sendable {
    private var posted: [Value] = []
    private var isUrgent = false
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
        pthread_mutex_unlock(lock)
    }

    /// Wakes the thread that reports. Doing so for each of thousands of values would cost more than some of them.
    func wake() {
        pthread_mutex_lock(lock)
        isUrgent = true
        pthread_cond_signal(arrival)
        pthread_mutex_unlock(lock)
    }

    /// What was posted since the last call, in that order: once `wake` is called, or after so long.
    func take(waiting milliseconds: Int) -> [Value] {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        if !isUrgent {
            var until = timespec()
            clock_gettime(CLOCK_REALTIME, &until)
            let nanoseconds = Int(until.tv_nsec) + milliseconds % 1000 * 1_000_000
            until.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
            until.tv_nsec = nanoseconds % 1_000_000_000
            pthread_cond_timedwait(arrival, lock, &until)
        }
        isUrgent = false
        let values = posted
        posted = []
        return values
    }
}
