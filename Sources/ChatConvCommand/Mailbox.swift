import ChatConv

/// Hands values from threads that work to the one that reports.
///
/// Sendable because its variables are only touched while `monitor` is locked.
final class Mailbox<Value: Sendable>: @unchecked Sendable {
    private var posted: [Value] = []
    private var isUrgent = false
    private let monitor = Monitor()

    func post(_ value: Value) { monitor.locked { posted.append(value) } }

    /// Wakes the thread that reports. Doing so for each of thousands of values would cost more than some of them.
    func wake() {
        monitor.locked {
            isUrgent = true
            monitor.signal()
        }
    }

    /// What was posted since the last call, in that order: once `wake` is called, or after so long.
    func take(waiting milliseconds: Int) -> [Value] {
        monitor.locked {
            if !isUrgent { monitor.wait(milliseconds: milliseconds) }
            isUrgent = false
            let values = posted
            posted = []
            return values
        }
    }
}
