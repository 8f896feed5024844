#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Threads of the system for work that waits for files.
///
/// Not tasks of Swift's concurrency: its threads must not block, and a conversion does nothing else.
package struct WorkerThreads {
    private let threads: [pthread_t]

    /// How many processors there are.
    package static var processorCount: Int { max(1, Int(sysconf(CInt(_SC_NPROCESSORS_ONLN)))) }

    /// Starts `count` threads; where the system allows fewer, there are fewer. Each runs `body` once.
    ///
    /// Where it allows none, this thread runs `body` before the call returns.
    package init(_ count: Int, running body: @escaping @Sendable () -> Void) {
        threads = Self.start(count, body)
        if threads.isEmpty { body() }
    }

    /// Starts one thread, which runs `body` once; nil where the system allows none.
    package init?(running body: @escaping @Sendable () -> Void) {
        threads = Self.start(1, body)
        if threads.isEmpty { return nil }
    }

    private static func start(_ count: Int, _ body: @escaping @Sendable () -> Void) -> [pthread_t] {
        var threads: [pthread_t] = []
        let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
        pthread_attr_init(attributes)
        defer {
            pthread_attr_destroy(attributes)
            attributes.deallocate()
        }
        // As much as the first thread has; some C libraries give far less to others.
        pthread_attr_setstacksize(attributes, 8 << 20)
        for _ in 0..<count {
            guard let thread = start(Work(body), attributes) else { break }
            threads.append(thread)
        }
        return threads
    }

    /// Waits for all of them to end.
    package func join() {
        for thread in threads { pthread_join(thread, nil) }
    }

    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private static func start(_ work: Work, _ attributes: UnsafePointer<pthread_attr_t>) -> pthread_t? {
        let argument = Unmanaged.passRetained(work)
        #if canImport(Darwin)
            var thread: pthread_t?
            let status = pthread_create(&thread, attributes, { argument in
                Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            }, argument.toOpaque())
            if status == 0 { return thread }
        #else
            var thread = pthread_t()
            let status = pthread_create(&thread, attributes, { argument in
                if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, argument.toOpaque())
            if status == 0 { return thread }
        #endif
        argument.release()
        return nil
    }
}
