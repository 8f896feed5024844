import ChatConv

/// Which findings a report holds, and how severe they count.
struct FindingFilter {
    private let codes: Set<DiagnosticCode>?
    private let ignored: Set<DiagnosticCode>
    private let warningsAreErrors: Bool
    private let hidesAllButErrors: Bool

    /// - Throws: `usage` for a code that there is not.
    init(_ settings: Settings, _ known: KnownCodes) throws(ConversionError) {
        var selected: Set<DiagnosticCode> = []
        for name in settings.validation.selected { selected.formUnion(try known.codes(named: name)) }
        codes = settings.validation.selected.isEmpty ? nil : selected
        var ignored: Set<DiagnosticCode> = []
        for name in settings.validation.ignored { ignored.formUnion(try known.codes(named: name)) }
        self.ignored = ignored
        warningsAreErrors = settings.validation.warningsAreErrors
        hidesAllButErrors = settings.isQuiet
    }

    /// Whether the code is one of those asked for.
    func selects(_ code: DiagnosticCode) -> Bool { (codes?.contains(code) ?? true) && !ignored.contains(code) }

    /// The finding as it is reported; nil when it is not.
    func reported(_ finding: Diagnostic) -> Diagnostic? {
        if !selects(finding.code) { return nil }
        var finding = finding
        if warningsAreErrors, finding.severity == .warning { finding.severity = .error }
        return hidesAllButErrors && finding.severity != .error ? nil : finding
    }
}
