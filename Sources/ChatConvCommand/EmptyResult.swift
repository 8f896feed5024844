import ChatConv

/// What is said of a run that leaves no message: filters that find nothing are mistyped more often than meant.
struct EmptyResult {
    private let settings: Settings
    private let census: FilterCensus

    /// nil while there are messages, and where nobody chose among them.
    init?(_ settings: Settings, _ census: FilterCensus) {
        guard census.messageCount == 0, settings.filters.chooses || settings.failsIfEmpty else { return nil }
        (self.settings, self.census) = (settings, census)
    }

    var warning: Diagnostic { Diagnostic(.warning, .nothingLeft, message, help: help) }

    /// For a run that is to fail then.
    var error: ConversionError { ConversionError(.answerIsNo, .nothingLeft, message, help: help) }

    private var message: String {
        settings.filters.chooses ? "no message passes the filters" : "there is no message"
    }

    private var help: String? {
        guard let sender = settings.filters.senders.first.map({ String($0) }), !census.senders.isEmpty else { return nil }
        let lowercased = Dictionary(census.senders.map { ($0.lowercased(), $0) }) { first, _ in first }
        if let name = nearest(to: sender, among: lowercased.keys.sorted()).flatMap({ lowercased[$0] }) { return "nobody is called '\(sender)'; did you mean '\(name)'?" }
        let shown = census.senders.prefix(Self.mostShown).map { "'\($0)'" }
        let rest = census.senders.count - shown.count
        return "nobody is called '\(sender)'; the senders are \(rest > 0 ? shown.joined(separator: ", ") + " and \(rest) more" : list(shown))"
    }

    private static let mostShown = 10
}

extension DiagnosticCode {
    static let nothingLeft = DiagnosticCode("filter.nothing-left", "no message is left")
}
