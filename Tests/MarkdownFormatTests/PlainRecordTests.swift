import MarkdownFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Plain records")
struct PlainRecordTests {
    private static let lines = [
        "hello", "hello ", "![a](b)", "![](b)", "![a]()", "[a](b)", "[a b](https://example.org/?a=(1)&b=2)", "[a](b) c", "![a](b c)",
        "![a](b) ![c](d)", "![a](b))", "![a]((b)", "[a] (b)", "!(a)", "![a)", "[Smile]", "!", "[", ")", "](", "![](", "![]()", "[]()", "\\![a](b)",
        "\\[a](b)", "\\", "> 10:00:00  x", "<!-- x -->", "![a\u{0}](b)", "![a](b\u{7F})", "![\u{4E2D}](\u{4E2D}.png)", "[[a](b)", "![a](b)\t", "",
    ]

    private static func page(_ line: String, _ ending: String, lineEnd: String) -> [UInt8] {
        let record = "> 10:27:03  Ann  \n   \n\(line)\(ending)\n   \n"
        return Array("---\ndate: 2018-01-23\n---\n\(record)\(record)> 10:27:04  Bob  \n   \nend  \n   \n".replacing("\n", with: lineEnd).utf8)
    }

    /// Messages, and which of them are not as the writer writes them. With CRLF no record is taken at one go.
    private func reading(_ page: [UInt8], chunk: Int) -> String {
        let recorder = DiagnosticRecorder()
        do throws(ConversionError) {
            var messages = try MarkdownFormat().read(page, chunk: chunk, diagnostics: recorder.log).messages
            var isVerbatim: [Bool] = []
            for index in messages.indices {
                isVerbatim.append(messages[index].details.extensions["markdown:verbatim"] != nil)
                messages[index].details.extensions["markdown:verbatim"] = nil
            }
            return "\(messages) \(isVerbatim) \(recorder.lines)"
        } catch {
            return "\(error)"
        }
    }

    @Test("Text, images and links say the same as where each record is looked at by itself", arguments: lines, ["", " ", "  ", "   "])
    func sameAsOneByOne(_ line: String, ending: String) throws {
        let expected = reading(Self.page(line, ending, lineEnd: "\r\n"), chunk: .max)
        let page = Self.page(line, ending, lineEnd: "\n")
        for chunk in [Int.max, 1, 7] { #expect(reading(page, chunk: chunk) == expected, "in chunks of \(chunk)") }
        if let transcript = try? MarkdownFormat().read(page) {
            #expect(try MarkdownFormat().write(transcript) == page)
        }
    }
}
