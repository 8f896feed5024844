import ChatConv

/// Hands on what threads find in many inputs at the same time, input after input in their order.
///
/// Only so much is kept, of inputs whose turn has not come and of what nobody has taken yet; a thread that finds more
/// waits.
///
/// Sendable because its variables are only touched while `monitor` is locked.
final class TurnQueue<Event: Sendable>: @unchecked Sendable {
    typealias Told = (input: Int, events: [Event])

    private let monitor = Monitor()
    private let inputCount: Int
    private var nextInput = 0
    /// The input whose events are handed on now.
    private var turn = 0
    /// What is to be handed on.
    private var ready: [Told] = []
    private var readyCount = 0
    /// The events of inputs whose turn has not come, and which of these were looked at to their end.
    private var early: [Int: [Event]] = [:]
    private var earlyCount = 0
    private var ended: Set<Int> = []
    private var isStopped = false

    /// So many events of either kind are kept before threads wait, and not many more.
    private static var capacity: Int { 8 * 1024 }
    /// So many are worth waking a thread for.
    private static var wakingCount: Int { 256 }

    init(inputs count: Int) { inputCount = count }

    // MARK: Threads that find something

    /// The number of the next input to look at; nil when there is none, or when nobody wants more.
    func takeInput() -> Int? {
        monitor.locked {
            if isStopped || nextInput == inputCount { return nil }
            defer { nextInput += 1 }
            return nextInput
        }
    }

    /// Whether nobody wants more.
    var wantsNothing: Bool { monitor.locked { isStopped } }

    /// Hands in what was found in an input. May wait.
    func post(_ events: [Event], of input: Int) {
        if events.isEmpty { return }
        monitor.locked {
            while (input == turn ? readyCount : earlyCount) >= Self.capacity, !isStopped { monitor.wait() }
            if input == turn {
                makeReady(events)
                if readyCount >= Self.wakingCount { monitor.signal() }
            } else {
                early[input, default: []] += events
                earlyCount += events.count
            }
        }
    }

    /// Says that an input was looked at to its end.
    func end(_ input: Int) {
        monitor.locked {
            ended.insert(input)
            if input != turn { return }
            while ended.remove(turn) != nil {
                turn += 1
                guard let events = early.removeValue(forKey: turn) else { continue }
                earlyCount -= events.count
                makeReady(events)
            }
            // For whoever waits until it is its turn, and for the last events.
            if earlyCount >= Self.capacity || readyCount >= Self.wakingCount || turn == inputCount { monitor.signal() }
        }
    }

    private func makeReady(_ events: [Event]) {
        ready.append((turn, events))
        readyCount += events.count
    }

    // MARK: The thread that reports

    /// The next events, in the order of the inputs; nil when all were handed out. Waits for some, or for a while.
    func next() -> [Told]? {
        monitor.locked {
            if readyCount < Self.wakingCount, turn < inputCount { monitor.wait(milliseconds: 100) }
            if ready.isEmpty, turn == inputCount { return nil }
            defer {
                if readyCount >= Self.capacity { monitor.signal() }
                ready = []
                readyCount = 0
            }
            return ready
        }
    }

    /// Says that nobody wants more.
    func stop() {
        monitor.locked {
            isStopped = true
            monitor.signal()
        }
    }
}
