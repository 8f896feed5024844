import TextScanning

/// Findings of one batch of messages, before they are handed over in the order of their places.
final class FindingQueue {
    /// Names of codes that are not reported, because the format reports the same by its own.
    var replaced: Set<String> = []
    /// Whether a reader put U+FFFD in the place of something.
    private(set) var hasReplacements = false
    /// Where the lines are looked up of findings that were made where no line was at hand.
    var input: InputBuffer?
    private let handler: (Diagnostic) -> Void
    private var pending: [Diagnostic] = []

    /// So many are held at most. A reader can find thousands before it finds a message.
    private static let capacity = 1024

    init(_ handler: @escaping (Diagnostic) -> Void) { self.handler = handler }

    var log: DiagnosticLog { DiagnosticLog { [self] in report($0) } }

    func report(_ diagnostic: Diagnostic) {
        if replaced.contains(diagnostic.code.id) { return }
        var diagnostic = diagnostic
        if diagnostic.leavesReplacement { hasReplacements = true }
        if diagnostic.stopsStrictReading { diagnostic.severity = .error }
        pending.append(diagnostic)
        if pending.count >= Self.capacity { flush() }
    }

    /// Hands over what is there.
    func flush() {
        if pending.isEmpty { return }
        // Stable, so that what is found at one place comes in the order in which it was found.
        let order = pending.indices.sorted { left, right in
            let (a, b) = (pending[left].place, pending[right].place)
            return a == b ? left < right : a < b
        }
        let sorted = order.map { pending[$0] }
        pending.removeAll(keepingCapacity: true)
        for diagnostic in sorted { handler(withLine(diagnostic)) }
    }

    private func withLine(_ diagnostic: Diagnostic) -> Diagnostic {
        guard let location = diagnostic.location, location.lineText == nil else { return diagnostic }
        var diagnostic = diagnostic
        diagnostic.location?.lineText = input?.location(ofByte: location.byteOffset)?.lineText
        return diagnostic
    }
}

extension Diagnostic {
    /// Without a place, after all that has one.
    fileprivate var place: Int { location?.byteOffset ?? .max }
}
