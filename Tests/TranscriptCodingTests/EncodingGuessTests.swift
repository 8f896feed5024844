import Foundation
import Testing
import TestSupport
import TextScanning

@testable import TranscriptCoding

@Suite("Inputs in another encoding")
struct EncodingGuessTests {
    /// Some sentences, each in the encodings that people write its language in.
    private static let samples: [(encodings: [String], text: String)] = [
        (["windows-1251", "koi8-r", "ibm866", "iso-8859-5"], "Привет, как дела? Сегодня мы встретимся возле дома и пойдём гулять."),
        (["gb18030"], "你好，我们今天晚上一起去吃饭吧。他说这个地方很好。"),
        (["big5"], "你好，我們今天晚上一起去吃飯吧。他說這個地方很好。"),
        (["shift_jis", "euc-jp"], "こんにちは。今日は学校に行きますか。いいえ、家にいます。"),
        (["euc-kr"], "안녕하세요. 오늘 저녁에 우리 같이 밥을 먹을까요? 네, 좋아요."),
        (["windows-1252"], "Où étais-tu hier ? À la fête, près de chez François : c’était très drôle."),
        (["windows-1253"], "Καλημέρα, τι κάνεις σήμερα; Θα πάμε μαζί στην πόλη το βράδυ."),
        (["windows-1255"], "שלום, מה שלומך היום? אנחנו נפגשים בערב ליד הבית."),
        (["windows-1256"], "مرحبا، كيف حالك اليوم؟ سنذهب معا إلى المدينة في المساء."),
        (["windows-874"], "สวัสดีครับ วันนี้เราไปกินข้าวด้วยกันไหม"),
        (["windows-1250"], "Příliš žluťoučký kůň úpěl ďábelské ódy, řekl děda večer."),
    ]

    @Test("A file in another encoding is told once, with the encoding that it looks like", arguments: samples.indices)
    func isTold(_ index: Int) throws {
        let (names, text) = Self.samples[index]
        for name in names {
            let encoding = try #require(CharacterEncoding(label: name))
            let bytes = try #require(encoded(text, encoding), "\(name)")
            let lines = Array("1\n00:00:01,000 --> 00:00:02,000\n".utf8) + bytes + [0x0A]
            var first: Diagnostic?
            for chunk in [1, 7, 100_000] {
                var told: [Diagnostic] = []
                let input = InputBuffer(
                    MemorySource(lines, chunk: chunk), isLenient: true, diagnostics: DiagnosticLog { told.append($0) })
                while try input.fill() {}
                #expect(told.count == 1, "\(name): \(told.map(\.message))")
                #expect(told.first?.message.hasSuffix("it looks like \(encoding.name)") == true, "\(told.map(\.message))")
                #expect(told.first?.help == "name the encoding with --input-encoding \(encoding.name)")
                #expect(told.first?.location?.line == 3)
                if let first { #expect(told.first?.message == first.message) }
                first = told.first
                let strict = InputBuffer(MemorySource(lines, chunk: chunk))
                let error = #expect(throws: ConversionError.self) { while try strict.fill() {} }
                #expect(error?.message.hasSuffix("the input looks like \(encoding.name)") == true)
                #expect(error?.diagnostic.help?.contains("--input-encoding \(encoding.name)") == true)
            }
        }
    }

    @Test("Faults in UTF-8 are told one by one, each at its place, and no more than a page of them")
    func faultsInUTF8() throws {
        var bytes: [UInt8] = []
        for _ in 0..<20 { bytes += Array("Straße, Café, naïve, Übung, 你好\n".utf8) }
        for index in [1, 2, 3, 4, 5] { bytes[index * 40] = 0xFF }
        let (places, _) = try replaced(bytes)
        #expect(places.count >= 5)
        bytes = []
        for _ in 0..<2000 { bytes += Array("é你\n".utf8) + [0xFF, 0x0A] }
        for chunk in [7, 100_000] {
            let (places, last) = try replaced(bytes, chunk: chunk)
            #expect(places.count == 64)
            #expect(last == "1 byte is not UTF-8, and read as U+FFFD, like others after this one")
        }
    }

    @Test("A file in another encoding than the one that was named is told once as well")
    func wrongName() throws {
        let encoding = try #require(CharacterEncoding(label: "gb18030"))
        let bytes = try #require(encoded(String(repeating: Self.samples[1].text, count: 20), encoding))
        for chunk in [1, 1000] {
            var told: [Diagnostic] = []
            let source = try CharsetDecodingSource(MemorySource(bytes, chunk: chunk), charset: "shift_jis")
            let input = InputBuffer(source, isLenient: true, diagnostics: DiagnosticLog { told.append($0) })
            while try input.fill() {}
            #expect(told.map(\.code) == [.undecodable], "\(told.map(\.message))")
            #expect(told.first?.help == "name the encoding with --input-encoding GB18030")
        }
    }

    @Test("Bytes of no encoding are guessed to be in none")
    func noise() {
        var random: UInt64 = 1
        let noise = (0..<4000).map { _ -> UInt8 in
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: random >> 40)
        }
        #expect(EncodingGuess.likelyEncoding(of: noise) == nil)
        #expect(EncodingGuess.likelyEncoding(of: []) == nil)
        #expect(EncodingGuess.likelyEncoding(of: Array("plain".utf8)) == nil)
    }

    @Test("All that is replaced is counted, told or not", arguments: [7, 4096, 1_000_000])
    func isCounted(_ chunk: Int) throws {
        let encoding = try #require(CharacterEncoding(label: "windows-1251"))
        let wrong = try #require(encoded(String(repeating: "Привет, ", count: 20_000), encoding))
        let faulty: [UInt8] = (0..<5000).flatMap { _ -> [UInt8] in Array("é你\n".utf8) + [0xFF, 0x0A] }
        let inputs: [(bytes: [UInt8], count: Int)] = [(wrong, 6 * 20_000), (faulty, 5000)]
        for (bytes, count) in inputs {
            let omissions = OmissionLog()
            let input = InputBuffer(MemorySource(bytes, chunk: chunk), isLenient: true, omissions: omissions)
            while try input.fill() { input.consume(input.unreadCount) }
            #expect(omissions.all.map(\.count) == [count])
            #expect(omissions.all.map(\.byteCount) == [count])
        }
    }

    private func replaced(_ bytes: [UInt8], chunk: Int = .max) throws -> (places: [Int], last: String?) {
        var told: [Diagnostic] = []
        let input = InputBuffer(MemorySource(bytes, chunk: chunk), isLenient: true, diagnostics: DiagnosticLog { told.append($0) })
        var text: [UInt8] = []
        while try input.fill() {
            text += input.withUnread { Array($0) }
            input.consume(input.unreadCount)
        }
        #expect(String(decoding: text, as: UTF8.self) == String(decoding: bytes, as: UTF8.self))
        return (told.compactMap { $0.location?.byteOffset }, told.last?.message)
    }
}

@Suite("Real texts in many encodings")
struct EncodingCorpusTests {
    private static let folder = Places.corpus?.appending(path: "encodings")

    /// Not its EUC-KR, which spells some syllables in four letters of two bytes each: CPython alone puts those together.
    @Test(
        "Texts of two encodings of CPython decode as their UTF-8 says, in pieces of any size",
        .enabled(if: folder != nil, "no ../shared/corpus"),
        arguments: ["big5", "cp949", "euc_jp", "gb18030", "gb2312", "gbk", "iso2022_jp", "shift_jis"])
    func cpython(_ name: String) throws {
        let folder = try #require(Self.folder).appending(path: "RustPython+RustPython/cjkencodings")
        let bytes = try folder.appending(path: "\(name).txt").bytes()
        let expected = try folder.appending(path: "\(name)-utf8.txt").bytes()
        for chunk in [1, 2, 3, 7, 61, 100_000] {
            let input = InputBuffer(try CharsetDecodingSource(MemorySource(bytes, chunk: chunk), charset: name))
            while try input.fill() {}
            #expect(input.withUnread { Array($0) } == expected, "\(name) in pieces of \(chunk)")
        }
    }

    @Test("Most texts of chardet and uchardet are guessed right", .enabled(if: folder != nil, "no ../shared/corpus"))
    func guesses() throws {
        let folder = try #require(Self.folder)
        var (right, wrong) = (0, [String]())
        for file in Places.files(under: folder, extensions: ["txt", "xml", "html", "srt"]) {
            let bytes = try file.bytes()
            let parts = file.path.split(separator: "/")
            guard let place = parts.firstIndex(of: "tests") ?? parts.firstIndex(of: "test"), place + 2 < parts.count,
                String(validating: bytes, as: UTF8.self) == nil
            else { continue }
            let label = parts[place] == "tests" ? parts[place + 1] : parts[place + 2].split(separator: ".")[0]
            let names = label.split(separator: "-").indices.reversed().map { label.split(separator: "-")[...$0].joined(separator: "-") }
            guard let encoding = names.lazy.compactMap({ CharacterEncoding(label: $0) }).first(where: \.isKnown),
                EncodingGuess.names.contains(encoding.name)
            else { continue }
            let guess = ReplacementTally.likelyEncoding(of: Array(bytes[validUTF8Start(bytes)...]))
            if guess == encoding.name { right += 1 } else { wrong.append("\(label): \(guess ?? "none") \(parts.last ?? "")") }
        }
        #expect(right > 100)
        #expect(wrong.count * 8 < right, "\(right) right; \(wrong)")
    }

    private func validUTF8Start(_ bytes: [UInt8]) -> Int { bytes.withUnsafeBufferPointer { validUTF8Prefix(of: $0).validCount } }
}

/// `text` in an encoding of one or two bytes a character, found by decoding all of them; nil where it has not all of it.
private func encoded(_ text: String, _ encoding: CharacterEncoding) -> [UInt8]? {
    guard let converter = CharsetConverter(from: encoding) else { return nil }
    var table: [Unicode.Scalar: [UInt8]] = [:]
    func note(_ bytes: [UInt8]) {
        var input = bytes
        var output = [UInt8](repeating: 0, count: 64)
        converter.reset()
        let count = input.withUnsafeMutableBytes { input in
            output.withUnsafeMutableBytes { output in
                let step = converter.convert(input, into: output)
                guard step.consumed == input.count, step.stop == .needsInput else { return 0 }
                return step.produced + converter.finish(into: UnsafeMutableRawBufferPointer(rebasing: output[step.produced...]))
            }
        }
        let scalars = String(decoding: output[..<count], as: UTF8.self).unicodeScalars
        if scalars.count == 1, let scalar = scalars.first, table[scalar] == nil { table[scalar] = bytes }
    }
    for byte in UInt8(0)...0xFF { note([byte]) }
    for lead in UInt8(0x81)...0xFE {
        for trail in UInt8(0x40)...0xFE where table.count < 60_000 { note([lead, trail]) }
    }
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
        guard let found = table[scalar] else { return nil }
        bytes += found
    }
    return bytes
}
