import Foundation
import JSONFormat
import TestSupport
import Testing
import TextScanning
import TranscriptCoding

@Suite("The published schema")
struct SchemaTests {
    private static let file = Places.repository.appending(path: "docs/schema/transcript.schema.json")

    @Test("The published file is what the library holds")
    func published() throws {
        if Places.updatesFixtures { try Data(JSONSchema.document.utf8).write(to: Self.file) }
        #expect(String(decoding: try Self.file.bytes(), as: UTF8.self) == JSONSchema.document)
    }

    @Test(
        "What the writers write is valid by a validator that nobody here wrote",
        .enabled(if: Validator.isExpected, "python3 with the package jsonschema is not installed"))
    func valid() throws {
        var documents: [(definition: String, json: String)] = []
        for transcript in AwkwardTranscript.all.map(\.transcript) {
            for layout in [[], ["pretty"], ["compact"]] {
                let bytes = try JSONDocumentFormat().write(transcript, layout.map { OptionAssignment(name: $0) })
                documents.append(("document", String(decoding: bytes, as: UTF8.self)))
            }
            let lines = String(decoding: try JSONLinesFormat().write(transcript), as: UTF8.self)
            for (index, line) in lines.split(separator: "\n").enumerated() {
                documents.append((index == 0 ? "header" : "message", String(line)))
            }
        }
        #expect(try Validator.complaints(about: documents) == "")
    }

    @Test(
        "What the reader refuses, the validator refuses",
        .enabled(if: Validator.isExpected, "python3 with the package jsonschema is not installed"),
        arguments: [
            #"{"timestamp":"yesterday"}"#, #"{"sender":"Ann"}"#, #"{"attachments":[{"url":"x"}]}"#, #"{"event":{}}"#,
            #"{"body":1}"#, #"{"reactions":[{"count":1}]}"#, #"{"generatedBy":"magic"}"#, #"{"chatconv":1}"#, "[]",
        ])
    func invalid(_ message: String) throws {
        #expect(throws: ConversionError.self) { try JSONLinesFormat().read("{\"chatconv\":1}\n\(message)\n") }
        #expect(try Validator.complaints(about: [("message", message)]) != "")
    }
}

/// Python's `jsonschema`.
private enum Validator {
    /// Whether the tool is there, or has to be.
    static let isExpected =
        ProcessInfo.processInfo.environment["CHATCONV_REQUIRE_TOOLS"] == "1"
        || (try? run("import jsonschema", input: "")) == ""

    /// What it says about documents of the named definitions; nothing when all are valid.
    static func complaints(about documents: [(definition: String, json: String)]) throws -> String {
        let input = documents.map { "\($0.definition) \(Data($0.json.utf8).base64EncodedString())\n" }.joined()
        return try run(
            """
            import base64, json, sys, jsonschema
            schema = json.load(open(sys.argv[1], encoding="utf-8"))
            jsonschema.Draft202012Validator.check_schema(schema)
            validators = {}
            for line in sys.stdin:
                name, data = line.split()
                if name not in validators:
                    part = {"$schema": schema["$schema"], "$ref": "#/$defs/" + name, "$defs": schema["$defs"]}
                    validators[name] = jsonschema.Draft202012Validator(part)
                document = json.loads(base64.b64decode(data))
                for error in validators[name].iter_errors(document):
                    print(name, error.json_path, error.message[:200])
            """, input: input)
    }

    /// The output of a Python program, standard error included.
    private static func run(_ program: String, input: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let inputFile = folder.appending(path: "input")
        let outputFile = folder.appending(path: "output")
        try Data(input.utf8).write(to: inputFile)
        try Data().write(to: outputFile)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", program, Places.repository.appending(path: "docs/schema/transcript.schema.json").path,
        ]
        let output = try FileHandle(forWritingTo: outputFile)
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return String(decoding: try outputFile.bytes(), as: UTF8.self)
    }
}
