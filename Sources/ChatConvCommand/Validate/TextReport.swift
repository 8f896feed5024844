import ChatConv
import TextScanning

/// The report for people: each finding with its line and the place marked, and a sum at the end.
struct TextReport: ValidationReport {
    let style: Style

    func begin(into output: inout OutputBuffer) {}

    func add(_ finding: Diagnostic, about file: ReportedFile, into output: inout OutputBuffer) {
        output.append(finding, of: displayedName(file.name), style)
    }

    /// Failures are said on standard error.
    func add(_ failure: ConversionError, about file: ReportedFile, into output: inout OutputBuffer) {}

    func end(_ counts: FindingCounts, into output: inout OutputBuffer) {
        let parts = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        if parts.isEmpty { return }
        let files = counts.files == 1 ? "" : " in \(counts.files) files"
        output.append(utf8: "\(style.painted("found", .name)): \(list(parts))\(files)\n")
    }
}
