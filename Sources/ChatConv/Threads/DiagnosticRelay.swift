/// Stands between a reader and the log, and can hold back what the reader says until the messages before are written.
final class DiagnosticRelay {
    private let log: DiagnosticLog
    private var held: [Diagnostic] = []
    /// What to do with so many that are held back; nil where nothing is.
    private var release: (([Diagnostic]) -> Void)?

    /// How many are held back at most, of a reader that finds no message among them.
    private static let mostHeld = 1024

    init(_ log: DiagnosticLog) { self.log = log }

    func report(_ diagnostic: Diagnostic) {
        guard let release else { return log.report(diagnostic) }
        held.append(diagnostic)
        if held.count >= Self.mostHeld { release(takeHeld()) }
    }

    /// From here on, what is reported is held back; when there are too many, `release` gets them.
    func hold(_ release: @escaping ([Diagnostic]) -> Void) { self.release = release }

    /// From here on, what is reported goes to the log at once.
    func stopHolding() { release = nil }

    /// What was held back since this was asked last.
    func takeHeld() -> [Diagnostic] {
        if held.isEmpty { return [] }
        defer { held.removeAll() }
        return held
    }

    /// Reports what was held back.
    func reportHeld(_ diagnostics: [Diagnostic]) { for diagnostic in diagnostics { log.report(diagnostic) } }
}
