import ChatConv
import TextScanning

/// Annotations of a GitHub workflow: the commands `::error`, `::warning` and `::notice`.
struct GitHubReport: ValidationReport {
    func begin(into output: inout OutputBuffer) {}

    func add(_ finding: Diagnostic, about file: ReportedFile, into output: inout OutputBuffer) {
        let command =
            switch finding.severity {
            case .error: "error"
            case .warning: "warning"
            case .note: "notice"
            }
        var line = "::\(command) file=\(escaped(file.name, inProperty: true))"
        if let place = finding.location {
            line += ",line=\(place.line),col=\(place.column)"
            // The last column, not the one behind it: where none is given, that is the first. Both are heeded only where the
            // line is said to be one.
            if let extent = place.extent { line += ",endLine=\(place.line),endColumn=\(place.column + extent.columnCount - 1)" }
        }
        let message = finding.message + (finding.help.map { "; \($0)" } ?? "")
        output.append(utf8: "\(line),title=\(escaped(finding.code.id, inProperty: true))::\(escaped(message, inProperty: false))\n")
    }

    func add(_ failure: ConversionError, about file: ReportedFile, into output: inout OutputBuffer) {
        add(failure.diagnostic, about: file, into: &output)
    }

    func end(_ counts: FindingCounts, into output: inout OutputBuffer) {}

    /// What would end the command or its property, as the runner's own toolkit escapes it.
    private func escaped(_ text: String, inProperty: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": result += "%25"
            case "\r": result += "%0D"
            case "\n": result += "%0A"
            case ":" where inProperty: result += "%3A"
            case "," where inProperty: result += "%2C"
            case _ where scalar.isActive: result += scalar.escaped
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
