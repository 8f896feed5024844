import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The programs at work, so that a signal which ends this process ends them too: being in process groups of their own,
/// they do not get what a terminal sends.
public enum RunningPrograms {
    /// How many are known at once; one that is more only notices that its pipes are closed.
    private static let capacity = 64
    private nonisolated(unsafe) static let slots: UnsafeMutablePointer<Atomic<pid_t>> = {
        let slots = UnsafeMutablePointer<Atomic<pid_t>>.allocate(capacity: capacity)
        for index in 0..<capacity { (slots + index).initialize(to: Atomic(0)) }
        return slots
    }()

    /// Makes sure that `endAll` finds everything initialised. Called before a handler is installed that calls it.
    public static func prepare() { _ = slots }

    /// Asks all programs to end. Safe in a signal handler: it only reads memory and calls kill(2).
    public static func endAll() {
        for index in 0..<capacity {
            let id = slots[index].load(ordering: .acquiring)
            if id > 0 { _ = kill(-id, SIGTERM) }
        }
    }

    static func add(_ id: pid_t) { replace(0, by: id) }
    static func remove(_ id: pid_t) { replace(id, by: 0) }

    private static func replace(_ old: pid_t, by new: pid_t) {
        for index in 0..<capacity
        where slots[index].compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing).exchanged {
            return
        }
    }
}
