import Foundation
import JSONFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptJSON

/// What is JSON and what is not is judged by collections that others made.
@Suite("The reader agrees with public collections", .enabled(if: Places.corpus != nil, "no ../shared/corpus"))
struct ConformanceTests {
    /// The error that reading a file as a document ends in; nil when it is a transcript.
    private func error(_ file: URL) throws -> ConversionError? {
        let bytes = try file.bytes()
        do {
            _ = try JSONDocumentFormat().read(bytes)
            return nil
        } catch {
            return error
        }
    }

    private static let notJSON: Set<DiagnosticCode> = [.jsonSyntax, .invalidUTF8, .emptyInput, .nestedTooDeep]

    /// Numbers that are JSON and no 64-bit floating point, which the collection's own parser makes of them. Here they
    /// stay what they are.
    private static let outsideDouble: Set<String> = ["fail60.json", "fail73.json"]

    private func files(_ folder: String, _ prefix: String) -> [URL] {
        guard let corpus = Places.corpus else { return [] }
        return Places.files(under: corpus.appending(path: "json/\(folder)"), extensions: ["json", "ndjson"])
            .filter { $0.lastPathComponent.hasPrefix(prefix) && !$0.lastPathComponent.contains("EXCLUDE") }
    }

    @Test(
        "What is JSON is only said to be no transcript",
        arguments: [
            ("nst+JSONTestSuite/test_parsing", "y_"), ("simdjson+simdjson-data/jsonchecker", "pass"),
            ("simdjson+simdjson-data/jsonexamples", ""),
        ])
    func accepted(_ folder: String, _ prefix: String) throws {
        let files = files(folder, prefix).filter { $0.pathExtension == "json" }
        #expect(files.count > 5)
        for file in files {
            let error = try error(file)
            #expect(error?.code == .jsonNotATranscript, "\(file.lastPathComponent): \(error?.description ?? "")")
        }
    }

    @Test(
        "What is no JSON is refused as such, with a place",
        arguments: [("nst+JSONTestSuite/test_parsing", "n_"), ("simdjson+simdjson-data/jsonchecker", "fail")])
    func refused(_ folder: String, _ prefix: String) throws {
        let files = files(folder, prefix).filter { !Self.outsideDouble.contains($0.lastPathComponent) }
        #expect(files.count > 40)
        for file in files {
            let error = try error(file)
            #expect(error.map { Self.notJSON.contains($0.code) } == true, "\(file.lastPathComponent): \(error?.description ?? "accepted")")
            #expect(error?.location != nil, "\(file.lastPathComponent)")
        }
    }

    @Test(
        "What is left to the implementation neither stops nor breaks it",
        arguments: [
            ("nst+JSONTestSuite/test_parsing", "i_"), ("nst+JSONTestSuite/test_transform", ""),
            ("simdjson+simdjson-data/jsonchecker/adversarial", ""),
        ])
    func free(_ folder: String, _ prefix: String) throws {
        for file in files(folder, prefix) {
            #expect(try error(file) != nil, "\(file.lastPathComponent)")
            _ = try? JSONLinesFormat().read(file.bytes())
        }
    }

    @Test("Pieces of any size change no verdict")
    func pieces() throws {
        for file in files("nst+JSONTestSuite/test_parsing", "") {
            let bytes = try file.bytes()
            if bytes.count > 10_000 { continue }
            let whole = try error(file)
            for chunk in [1, 2, 3] {
                do {
                    _ = try JSONDocumentFormat().read(bytes, chunk: chunk)
                    #expect(whole == nil, "\(file.lastPathComponent)")
                } catch {
                    #expect(error.description == whole?.description, "\(file.lastPathComponent)")
                }
            }
        }
    }
}
