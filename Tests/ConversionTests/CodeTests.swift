import ChatConv
import Foundation
import TestSupport
import Testing

/// A code that validation can report, and the format whose it is; nil for those of all formats.
private struct KnownCode: CustomTestStringConvertible, Sendable {
    var code: DiagnosticCode
    var format: String?

    var testDescription: String { code.id }

    static let all: [KnownCode] = {
        var all = DiagnosticCode.ofAllFormats.map { KnownCode(code: $0) }
        for format in FormatRegistry.builtIn.formats {
            for code in format.descriptor.diagnostics where !all.contains(where: { $0.code == code }) {
                all.append(KnownCode(code: code, format: format.descriptor.name))
            }
        }
        return all
    }()

    /// The folder of its case: `fails.EXT` and `passes.EXT`, the examples of its explanation, and `report.txt`, all that
    /// is found in the first. Examples too large to be read by anyone are not kept.
    var folder: URL { Places.fixtures.appending(path: "validation/\(code.id)") }

    static let largest = 16 * 1024

    /// What is found in an input.
    func findings(in example: Explanation.Example, limits: Limits = Limits()) throws -> [Diagnostic] {
        let recorder = DiagnosticRecorder()
        do throws(ConversionError) {
            try validate(example, limits) { recorder.record($0) }
        } catch {
            guard error.category == .malformedInput else { throw error }
            recorder.record(error.diagnostic)
        }
        return recorder.diagnostics
    }

    private func validate(
        _ example: Explanation.Example, _ limits: Limits, report: @escaping (Diagnostic) -> Void
    ) throws(ConversionError) {
        let input = try FormatRegistry.builtIn.open(
            MemorySource(example.bytes), fileName: example.fileName, as: name(of: example))
        try Validation(input, fileName: example.fileName, reading: ReadingSettings(limits: limits), report: report).run()
    }

    /// The format of an example: the code's own, or the one that the example says itself.
    func name(of example: Explanation.Example) -> String {
        format ?? (example.bytes.starts(with: "<?xml".utf8) ? "xml" : "markdown")
    }
}

@Suite("The codes of validation")
struct CodeTests {
    @Test("Every code is explained by an input that has the problem, found at the expected place, and one that has not", arguments: KnownCode.all)
    fileprivate func example(_ known: KnownCode) throws {
        let explanation = try #require(known.code.explanation, "no code is without an explanation")
        let found = try known.findings(in: explanation.fails, limits: explanation.limits)
        #expect(found.contains { $0.code == known.code && $0.location != nil })
        let passing = try known.findings(in: explanation.passes, limits: explanation.limits)
        #expect(!passing.contains { $0.code == known.code })
        #expect(passing.filter { $0.severity == .error }.map(\.message) == [])

        let lines = found.map { finding in
            let place = finding.location.map { "\(Self.text(of: $0)): " } ?? ""
            return "\(place)\(finding.severity.rawValue): \(finding.message) [\(finding.code.id)]\n"
        }
        try expect(Array(lines.joined().utf8), in: "report.txt", of: known)
        for (name, example) in [("fails", explanation.fails), ("passes", explanation.passes)] {
            let format = try FormatRegistry.builtIn.requireFormat(named: known.name(of: example))
            let suffix = format.descriptor.extensions.first ?? "txt"
            if example.bytes.count <= KnownCode.largest { try expect(example.bytes, in: "\(name).\(suffix)", of: known) }
        }
    }

    /// `3:7 (byte 41)` of a place, `3:7-12 (bytes 41-46)` of what reaches up to column and byte behind the hyphens.
    private static func text(of location: TranscriptCoding.SourceLocation) -> String {
        let (line, column, byte) = (location.line, location.column, location.byteOffset)
        guard let extent = location.extent else { return "\(line):\(column) (byte \(byte))" }
        return "\(line):\(column)-\(column + extent.columnCount) (bytes \(byte)-\(byte + extent.byteCount))"
    }

    @Test("Every case is that of a code")
    func cases() throws {
        let names = Places.cases("validation").map(\.lastPathComponent)
        #expect(Set(names) == Set(KnownCode.all.map(\.code.id)))
    }

    private func expect(_ bytes: [UInt8], in name: String, of known: KnownCode) throws {
        let file = known.folder.appending(path: name)
        if Places.updatesFixtures {
            try FileManager.default.createDirectory(at: known.folder, withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        #expect(try file.bytes() == bytes, "\(name): UPDATE_FIXTURES=1 rewrites it")
    }
}
