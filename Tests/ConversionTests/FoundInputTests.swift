import ChatConv
import ChatConvTesting
import Foundation
import TestSupport
import Testing

/// Inputs with which fuzzing and generated damage have found faults: `Fixtures/found/<format>/<what it is>`.
@Suite("Inputs that were found")
struct FoundInputTests {
    private static let files = Places.cases("found").flatMap { folder in
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().map { "\(folder.lastPathComponent)/\($0)" }
    }

    @Test("Each is read or refused with its place, the same in any chunks, and what was read can be kept", arguments: files)
    func input(_ file: String) throws {
        let bytes = try Places.fixtures.appending(path: "found").appending(path: file).bytes()
        let format = try FormatRegistry.builtIn.requireFormat(named: String(file.prefix { $0 != "/" }))
        #expect(FormatContract(format).fault(inReading: bytes) == nil)
    }

    @Test("There are some") func some() { #expect(Self.files.count >= 25) }
}
