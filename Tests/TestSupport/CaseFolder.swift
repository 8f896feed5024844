public import Foundation
public import Testing
import TextScanning
public import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// One case: a folder with an input, and beside it what is expected of reading and writing it.
///
///     input.EXT          what is read
///     diagnostics.txt    what is reported, a line each; absent when nothing is
///     transcript.jsonl   what it means; absent when it cannot be read
///     output.EXT         what is written from it; absent when that is the input again
///
/// With UPDATE_FIXTURES=1 the expectations are rewritten instead of compared.
public struct CaseFolder: Sendable, CustomTestStringConvertible {
    public let url: URL

    public init(_ url: URL) { self.url = url }

    public static func all(_ format: String) -> [CaseFolder] { Places.cases(format).map(CaseFolder.init) }

    public var testDescription: String { url.lastPathComponent }

    /// Reads the input with `format`, writes what was read, and compares all of it with what is expected.
    public func check(_ format: any TranscriptFormat) throws {
        let suffix = format.descriptor.extensions.first ?? "txt"
        let input = try url.appending(path: "input.\(suffix)").bytes()
        let recorder = DiagnosticRecorder()
        var transcript: Transcript?
        do {
            transcript = try format.read(input, diagnostics: recorder.log)
        } catch {
            recorder.record(error.diagnostic)
        }
        expect(recorder.lines.map { $0 + "\n" }.joined(), in: "diagnostics.txt", orNothing: "")
        guard let transcript else {
            expect(nil, in: "transcript.jsonl")
            return
        }
        expect(transcript.lines, in: "transcript.jsonl")
        let output = try format.write(transcript)
        expect(bytes: output == input ? nil : output, in: "output.\(suffix)")
        #expect(try format.read(output) == transcript, "what was written means something else")
        for chunk in [1, 2, 3, 7, 64] {
            #expect(try format.read(input, chunk: chunk) == transcript, "the input in pieces of \(chunk) means something else")
        }
    }

    private func expect(_ text: String?, in name: String, orNothing nothing: String? = nil) {
        expect(bytes: text == nothing ? nil : text.map { Array($0.utf8) }, in: name)
    }

    private func expect(bytes: [UInt8]?, in name: String) {
        let file = url.appending(path: name)
        if Places.updatesFixtures {
            if let bytes { try? Data(bytes).write(to: file) } else { try? FileManager.default.removeItem(at: file) }
            return
        }
        let expected = try? file.bytes()
        #expect(bytes.map { String(decoding: $0, as: UTF8.self) } == expected.map { String(decoding: $0, as: UTF8.self) }, "\(name)")
        #expect(bytes == expected, "\(name)")
    }
}

extension Transcript {
    /// The transcript in the model's JSON notation, the header and each message on a line.
    fileprivate var lines: String {
        var output = OutputBuffer()
        output.appendJSON(header)
        output.append("\n")
        for message in messages {
            output.appendJSON(message)
            output.append("\n")
        }
        return output.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}
