/// Findings of one batch of messages, until they are handed over in the order of their places.
final class FindingQueue {
    /// Names of codes that are not reported, because the format reports the same by its own.
    private let replaced: Set<String>
    /// Whether a reader put U+FFFD in the place of something.
    private(set) var hasReplacements = false
    private var pending: [Diagnostic] = []

    init(replacing replaced: Set<String>) { self.replaced = replaced }

    var log: DiagnosticLog { DiagnosticLog { [self] in add($0) } }

    func add(_ diagnostic: Diagnostic) {
        if replaced.contains(diagnostic.code.id) { return }
        var diagnostic = diagnostic
        if diagnostic.leavesReplacement { hasReplacements = true }
        if diagnostic.stopsStrictReading { diagnostic.severity = .error }
        pending.append(diagnostic)
    }

    /// So many findings about what is only read ahead are kept for later, and not many more.
    private static let mostAhead = 4096

    /// Hands over what is there, in the order of places. What is about bytes that no message has been made of yet waits until
    /// there is one: the bytes of a source are looked at a window at a time.
    ///
    /// - Parameters:
    ///   - view: where the lines are looked up of findings that were made where no line was at hand.
    ///   - isLast: whether nothing comes after this, so that nothing waits.
    func take(_ view: InputView, isLast: Bool) -> [Diagnostic] {
        if pending.isEmpty { return [] }
        var view = view
        let end = view.consumedOffset
        func isAhead(_ finding: Diagnostic) -> Bool { finding.location.map { $0.byteOffset >= end } ?? false }
        var ahead: [Diagnostic] = []
        if !isLast, pending.contains(where: isAhead) {
            ahead = pending.filter(isAhead).map { withLine($0, &view) }
            if ahead.count > Self.mostAhead { ahead = [] } else { pending.removeAll(where: isAhead) }
        }
        defer { pending = ahead }
        // Stable, so that what is found at one place comes in the order in which it was found.
        let order = pending.indices.sorted { left, right in
            let (a, b) = (pending[left].place, pending[right].place)
            return a == b ? left < right : a < b
        }
        return order.map { withLine(pending[$0], &view) }
    }

    private func withLine(_ diagnostic: Diagnostic, _ view: inout InputView) -> Diagnostic {
        guard let location = diagnostic.location, location.lineText == nil else { return diagnostic }
        var diagnostic = diagnostic
        diagnostic.location?.lineText = view.location(ofByte: location.byteOffset)?.lineText
        return diagnostic
    }
}

extension Diagnostic {
    /// Without a place, after all that has one.
    fileprivate var place: Int { location?.byteOffset ?? .max }
}
