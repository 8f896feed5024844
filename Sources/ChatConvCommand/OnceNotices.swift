import ChatConv
import Synchronization

/// What a run says once, however many files it is true of.
final class OnceNotices: Sendable {
    private let said = Mutex<Set<DiagnosticCode>>([])

    /// Whether nobody has asked for this code before.
    func isFirst(_ code: DiagnosticCode) -> Bool { said.withLock { $0.insert(code).inserted } }
}
