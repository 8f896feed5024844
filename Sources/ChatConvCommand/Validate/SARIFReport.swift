import ChatConv
import TextScanning
import TranscriptJSON

/// The Static Analysis Results Interchange Format, version 2.1.0: one log with one run, a result a line.
struct SARIFReport: ValidationReport {
    private let codes: [DiagnosticCode]
    private let indices: [DiagnosticCode: Int]
    private var isFirst = true
    private var failures: [Value] = []

    init(_ known: KnownCodes) {
        codes = known.all
        indices = Dictionary(zip(codes, codes.indices), uniquingKeysWith: { first, _ in first })
    }

    mutating func begin(into output: inout OutputBuffer) {
        let driver: Value = .object([
            "name": "chatconv", "semanticVersion": .string(Text(version)), "rules": .array(codes.map(Self.rule)),
        ])
        output.append("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":")
        output.appendReport(driver)
        // 3.14.17: what a column counts.
        output.append("},\"columnKind\":\"unicodeCodePoints\",\"results\":[")
    }

    mutating func add(_ finding: Diagnostic, about file: ReportedFile, into output: inout OutputBuffer) {
        output.append(isFirst ? "\n" : ",\n")
        isFirst = false
        let message = finding.message + (finding.help.map { "; \($0)" } ?? "")
        var result: Members = ["ruleId": .string(Text(finding.code.id))]
        if let index = indices[finding.code] { result["ruleIndex"] = .number(NumberLiteral(index)) }
        result["level"] = .string(Text(finding.severity.rawValue))
        result["message"] = .object(["text": .string(Text(message))])
        result["locations"] = .array([.object(["physicalLocation": .object(Self.physicalLocation(finding.location, file))])])
        if case .edits(let edits)? = finding.mend { result["fixes"] = .array([Self.fix(edits, finding, file)]) }
        if finding.mend != nil { result["properties"] = .object(["fixable": true]) }
        output.appendReport(.object(result))
    }

    mutating func add(_ failure: ConversionError, about file: ReportedFile, into output: inout OutputBuffer) {
        failures.append(
            .object([
                "level": "error",
                "descriptor": .object(["id": .string(Text(failure.code.id))]),
                "message": .object(["text": .string(Text(failure.message))]),
                "locations": .array([.object(["physicalLocation": .object(Self.physicalLocation(nil, file))])]),
            ]))
    }

    mutating func end(_ counts: FindingCounts, into output: inout OutputBuffer) {
        output.append(isFirst ? "],\"invocations\":" : "\n],\"invocations\":")
        var invocation: Members = ["executionSuccessful": .bool(failures.isEmpty)]
        if !failures.isEmpty { invocation["toolExecutionNotifications"] = .array(failures) }
        output.appendReport(.array([.object(invocation)]))
        output.append("}]}\n")
    }

    // MARK: Parts

    private static func rule(_ code: DiagnosticCode) -> Value {
        var rule: Members = [
            "id": .string(Text(code.id)), "shortDescription": .object(["text": .string(Text(code.summary))]),
        ]
        if let explanation = code.explanation {
            rule["fullDescription"] = .object(["text": .string(Text(explanation.text))])
        }
        return .object(rule)
    }

    private static func physicalLocation(_ location: SourceLocation?, _ file: ReportedFile) -> Members {
        var members: Members = ["artifactLocation": artifact(file)]
        if let location {
            var region: Members = [
                "startLine": .number(NumberLiteral(location.line)), "startColumn": .number(NumberLiteral(location.column)),
            ]
            if let extent = location.extent { region["endColumn"] = .number(NumberLiteral(location.column + extent.columnCount)) }
            region["byteOffset"] = .number(NumberLiteral(location.byteOffset))
            if let extent = location.extent { region["byteLength"] = .number(NumberLiteral(extent.byteCount)) }
            members["region"] = .object(region)
        }
        return members
    }

    private static func fix(_ edits: [SourceEdit], _ finding: Diagnostic, _ file: ReportedFile) -> Value {
        let replacements: [Value] = edits.map { edit in
            var replacement: Members = [
                "deletedRegion": .object([
                    "byteOffset": .number(NumberLiteral(edit.range.lowerBound)),
                    "byteLength": .number(NumberLiteral(edit.range.count)),
                ])
            ]
            if !edit.replacement.isEmpty {
                let text = String(decoding: edit.replacement, as: UTF8.self)
                replacement["insertedContent"] = .object(["text": .string(Text(text))])
            }
            return .object(replacement)
        }
        return .object([
            "description": .object(["text": .string(Text(finding.help ?? finding.message))]),
            "artifactChanges": .array([.object(["artifactLocation": artifact(file), "replacements": .array(replacements)])]),
        ])
    }

    private static func artifact(_ file: ReportedFile) -> Value { .object(["uri": .string(Text(uri(of: file)))]) }

    /// A path as a reference (RFC 3986): relative where the path is. Standard input has the name that systems have for it.
    private static func uri(of file: ReportedFile) -> String {
        guard let path = file.path else { return "file:///dev/stdin" }
        let digits = Array("0123456789ABCDEF".utf8)
        var uri: [UInt8] = path.bytes.first == UInt8(ascii: "/") ? Array("file://".utf8) : []
        // A colon in the first component would make it a scheme.
        for byte in path.bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                uri.append(byte)
            default: uri += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: uri, as: UTF8.self)
    }
}
