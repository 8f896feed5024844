import Testing
import TextScanning
import TranscriptCoding
import TranscriptModel

@Suite("The window over an input")
struct InputBufferTests {
    private func drain(_ input: InputBuffer, keeping: Int = 0) throws(ConversionError) -> String {
        var text = ""
        while try input.fill() {
            let count = max(0, input.unreadCount - keeping)
            let whole = input.text(0..<count)
            text += String(whole)
            input.consume(whole.utf8Count)
        }
        text += String(input.text(0..<input.unreadCount))
        return text
    }

    @Test("Any chunks give the same text", arguments: [1, 2, 3, 5, 1000, 100_000])
    func chunks(_ chunk: Int) throws {
        let text = String(repeating: "中文 and 🌹\n", count: 60_000)
        #expect(try drain(InputBuffer(MemorySource(text, chunk: chunk))) == text)
    }

    @Test("Texts keep their bytes while the window moves on")
    func textsSurvive() throws {
        let input = InputBuffer(MemorySource(String(repeating: "0123456789\n", count: 200_000), chunk: 50_000))
        var lines: [Text] = []
        while input.unreadCount >= 11 ? true : try input.fill() {
            while input.unreadCount >= 11 {
                lines.append(input.text(0..<10))
                input.consume(11)
            }
        }
        #expect(lines.count == 200_000)
        #expect(lines.allSatisfy { $0 == Text("0123456789") })
    }

    @Test("The first byte that is not UTF-8 stops the input with its place, after all that is before it")
    func invalid() throws {
        let input = InputBuffer(MemorySource(Array("first\nsecönd ".utf8) + [0xFF] + Array("rest".utf8), chunk: 4))
        var text = ""
        do {
            while try input.fill() {
                text += String(input.text(0..<input.unreadCount))
                input.consume(input.unreadCount)
            }
            Issue.record("no error")
        } catch {
            #expect(error.code == .invalidUTF8)
            #expect(error.location?.line == 2)
            #expect(error.location?.column == 8)
            #expect(error.location?.byteOffset == 14)
        }
        #expect(text == "first\nsecönd ")
    }

    @Test("Lenient reading replaces what is not UTF-8 and says where", arguments: [1, 2, 1000])
    func lenient(_ chunk: Int) throws {
        var places: [String] = []
        let log = DiagnosticLog { places.append("\($0.location?.line ?? 0):\($0.location?.column ?? 0)") }
        let bytes: [UInt8] = Array("é\nü".utf8) + [0xFF] + Array("ççç".utf8) + [0xE4, 0xB8] + Array("ß".utf8) + [0xF0, 0x9F]
        let input = InputBuffer(MemorySource(bytes, chunk: chunk), isLenient: true, diagnostics: log)
        #expect(try drain(input) == "é\nü\u{FFFD}ççç\u{FFFD}ß\u{FFFD}")
        #expect(places == ["2:2", "2:6", "2:8"])
    }

    @Test("A record over the limit is an error that names the limit, whatever the chunks", arguments: [1000, 1_000_000])
    func limit(_ chunk: Int) {
        let input = InputBuffer(MemorySource([UInt8](repeating: 0x61, count: 3_000_000), chunk: chunk), limits: Limits(recordBytes: 1_000_000))
        #expect {
            while try input.fill() {}
        } throws: { error in
            (error as? ConversionError)?.category == .limitExceeded && "\(error)".contains("1000000")
        }
    }

    @Test("Places are counted in lines and characters, also far into an input")
    func places() throws {
        let text = String(repeating: "中文\n", count: 100_000) + "é!"
        let input = InputBuffer(MemorySource(text, chunk: 10_007))
        while try input.fill() { if input.unreadCount > 20_000 { input.consume(input.unreadCount - 14) } }
        let place = input.location(at: input.unreadCount)
        #expect(place.line == 100_001)
        #expect(place.column == 3)
        #expect(place.byteOffset == text.utf8.count)
        #expect(place.lineText?.text == "é!")
        #expect(place.lineText?.column == 2)
        #expect(input.location(at: input.unreadCount - 1).column == 2)
    }

    @Test("A lookahead reads on by itself and leaves the window as it was", arguments: [true, false])
    func lookahead(_ canBeCopied: Bool) throws {
        let text = String(repeating: "line\n", count: 100_000)
        let memory = MemorySource(text, chunk: 1000)
        let input = InputBuffer(canBeCopied ? memory : PipeLikeSource(memory))
        #expect(try input.fill())
        input.consume(5)
        #expect(try drain(try input.makeLookahead()) == String(text.dropFirst(5)))
        #expect(try drain(input) == String(text.dropFirst(5)))
    }

    @Test("Other encodings are decoded on the way in", arguments: [1, 3, 1000])
    func charsets(_ chunk: Int) throws {
        let gb: [UInt8] = [0xD6, 0xD0, 0xCE, 0xC4, 0x0A, 0x94, 0x39, 0xDA, 0x33]
        let source = try CharsetDecodingSource(MemorySource(gb, chunk: chunk), charset: "GB18030")
        #expect(try drain(InputBuffer(source)) == "中文\n💩")
        let utf16 = Array("a中🌹".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let other = try CharsetDecodingSource(MemorySource(utf16, chunk: chunk), charset: "UTF-16LE")
        #expect(try drain(InputBuffer(other)) == "a中🌹")
    }

    @Test("Bytes that are not in the encoding given, or are cut, are errors")
    func undecodable() throws {
        let cut = try CharsetDecodingSource(MemorySource([0x61, 0x00, 0x3D, 0xD8]), charset: "UTF-16LE")
        #expect(throws: ConversionError.self) { _ = try drain(InputBuffer(cut)) }
        let invalid = try CharsetDecodingSource(MemorySource([0x61, 0xFF, 0xFF]), charset: "GB18030")
        #expect(throws: ConversionError.self) { _ = try drain(InputBuffer(invalid)) }
        #expect(throws: ConversionError.self) { _ = try CharsetDecodingSource(MemorySource([]), charset: "NOT-A-CHARSET") }
    }

    @Test("Content that is bytes reaches the reader as it is, and no text of it is anything but UTF-8", arguments: [1, 3, 1000])
    func uncheckedContent(_ chunk: Int) throws {
        let input = InputBuffer(
            MemorySource([0x61, 0xE9, 0x62, 0xC3, 0xA9, 0xC3], chunk: chunk), content: .bytes, isLenient: true)
        while try input.fill() {}
        let window = input.withUnread { Array($0) }
        #expect(window == [0x61, 0xE9, 0x62, 0xC3, 0xA9, 0xC3])
        #expect(String(input.text(0..<6)) == "a\u{FFFD}bé\u{FFFD}")
        #expect(String(input.text(2..<5)) == "bé")
        #expect(input.location(at: 3).lineText.map { String($0.text) } == "a\u{FFFD}bé\u{FFFD}")
    }
}

/// A source that cannot be read twice.
private final class PipeLikeSource: ByteSource {
    private let source: any ByteSource
    init(_ source: any ByteSource) { self.source = source }
    var isLive: Bool { true }
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int { try source.read(into: buffer) }
}
