#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A lock with a condition that threads wait for (a monitor of POSIX threads).
///
/// Sendable because the lock and the condition never move, and are what they are for.
package final class Monitor: @unchecked Sendable {
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let change: UnsafeMutablePointer<pthread_cond_t>

    package init() {
        lock = .allocate(capacity: 1)
        pthread_mutex_init(lock, nil)
        change = .allocate(capacity: 1)
        pthread_cond_init(change, nil)
    }

    deinit {
        pthread_cond_destroy(change)
        pthread_mutex_destroy(lock)
        change.deallocate()
        lock.deallocate()
    }

    /// Runs `body` while no other thread runs one.
    package func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        return body()
    }

    /// Wakes the threads that wait. Called while locked.
    package func signal() { pthread_cond_broadcast(change) }

    /// Waits for a signal; it may also return without one. Called while locked, and the lock is free while it waits.
    package func wait() { pthread_cond_wait(change, lock) }

    /// The same, at most so long.
    package func wait(milliseconds: Int) {
        var until = timespec()
        clock_gettime(CLOCK_REALTIME, &until)
        let nanoseconds = Int(until.tv_nsec) + milliseconds % 1000 * 1_000_000
        until.tv_sec += milliseconds / 1000 + nanoseconds / 1_000_000_000
        until.tv_nsec = nanoseconds % 1_000_000_000
        pthread_cond_timedwait(change, lock, &until)
    }
}
