import ChatConv
import TextScanning
import TranscriptJSON

/// One JSON object with all findings, a finding a line. `docs/schema/validation-report.schema.json` describes it.
struct JSONReport: ValidationReport {
    private var isFirst = true
    private var failures: [Value] = []

    mutating func begin(into output: inout OutputBuffer) { output.append("{\"chatconvReport\":1,\"findings\":[") }

    mutating func add(_ finding: Diagnostic, about file: ReportedFile, into output: inout OutputBuffer) {
        output.append(isFirst ? "\n" : ",\n")
        isFirst = false
        var members: Members = ["file": .string(Text(file.name))]
        if let place = finding.location {
            members["line"] = .number(NumberLiteral(place.line))
            members["column"] = .number(NumberLiteral(place.column))
            members["byteOffset"] = .number(NumberLiteral(place.byteOffset))
            if let extent = place.extent {
                members["endColumn"] = .number(NumberLiteral(place.column + extent.columnCount))
                members["byteLength"] = .number(NumberLiteral(extent.byteCount))
            }
        }
        members["severity"] = .string(Text(finding.severity.rawValue))
        members["code"] = .string(Text(finding.code.id))
        members["message"] = .string(Text(finding.message))
        if let help = finding.help { members["help"] = .string(Text(help)) }
        if finding.mend != nil { members["fixable"] = true }
        output.appendReport(.object(members))
    }

    mutating func add(_ failure: ConversionError, about file: ReportedFile, into output: inout OutputBuffer) {
        failures.append(
            .object([
                "file": .string(Text(file.name)), "code": .string(Text(failure.code.id)),
                "message": .string(Text(failure.message)),
            ]))
    }

    mutating func end(_ counts: FindingCounts, into output: inout OutputBuffer) {
        output.append(isFirst ? "],\"failures\":" : "\n],\"failures\":")
        output.appendReport(.array(failures))
        let numbers = [
            ("files", counts.files), ("errors", counts.errors), ("warnings", counts.warnings), ("notes", counts.notes),
        ]
        for (name, number) in numbers { output.append(utf8: ",\"\(name)\":\(number)") }
        output.append("}\n")
    }
}
