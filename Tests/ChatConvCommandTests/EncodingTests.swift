import ChatConvCommand
import SystemPackage
import Testing

@Suite("Encodings, as the command has them")
struct EncodingTests {
    private let work: Workspace
    private static let page = "---\ndate: 2018-01-23\n---\n> 10:00:00  Ann  \n   \nhé  \n   \n"

    init() throws { work = try Workspace() }

    private func put(_ bytes: [UInt8], _ name: String) throws {
        let file = try FileDescriptor.open(
            work.folder.appending(name), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(bytes) }
    }

    private func run(_ line: String) -> CommandRun {
        CommandRun(line.split(separator: " ").map { String($0.replacing("@", with: work.folder.string + "/")) })
    }

    private static func utf16(_ text: String) -> [UInt8] {
        [0xFF, 0xFE] + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }

    @Test("That UTF-16 became UTF-8 is told, unless it was asked for or nobody wants to know")
    func changeOfEncoding() throws {
        try put(Self.utf16(Self.page), "chat.md")
        let told = "warning: the input is UTF-16LE with a byte order mark; the output is UTF-8, without one [output.encoding]\n"
        let plain = run("@chat.md -t markdown")
        #expect(plain.output == Self.page)
        #expect(plain.error.hasSuffix(told))
        #expect(plain.status == .done)
        #expect(run("@chat.md -t markdown -q").error == "")
        #expect(run("@chat.md -t markdown --input-encoding utf_16").error == "")
        #expect(run("validate @chat.md").error.contains("output.encoding") == false)
        #expect(run("@chat.md -o @days --split day -t jsonl").error.hasSuffix(told))
        try put(Array(Self.page.utf8), "plain.md")
        #expect(run("@plain.md -t markdown").error == "")
    }

    @Test("XML that was in another encoding declares the one that it is in")
    func declaration() throws {
        let content = "<transcript xmlns=\"urn:chatconv:transcript:1\">\n<message><body>\u{E9}</body></message>\n</transcript>\n"
        try put(("<?xml version=\"1.0\" encoding=\"latin1\"?>\n" + content).unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }, "a.xml")
        let run = run("@a.xml -t xml")
        #expect(run.output.hasPrefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"))
        #expect(run.output.hasSuffix(content))
        #expect(run.error.hasSuffix("warning: the input says that it is latin1; the output is UTF-8 [output.encoding]\n"))
    }

    @Test("A file in another encoding has one finding that names the likely one, and --lenient one warning")
    func wrongEncoding() throws {
        // «Привет, как дела?» in windows-1251
        let line: [UInt8] = [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x2C, 0x20, 0xEA, 0xE0, 0xEA, 0x20, 0xE4, 0xE5, 0xEB, 0xE0, 0x3F]
        let cue = Array("1\n00:00:01,000 --> 00:00:02,000\n".utf8) + line + Array("\n\n".utf8)
        try put((0..<10_000).flatMap { _ in cue }, "film.srt")
        let validation = run("validate @film.srt")
        #expect(validation.output.components(of: "[input.invalid-utf8]") == 1)
        #expect(validation.output.contains("it looks like windows-1251 [input.invalid-utf8]"))
        #expect(validation.output.contains("help: name the encoding with --input-encoding windows-1251\n"))
        let lenient = run("@film.srt -t jsonl --lenient")
        #expect(lenient.error.components(of: "[input.invalid-utf8]") == 1)
        #expect(lenient.output.contains("\u{FFFD}"))
        let strict = run("@film.srt -t jsonl")
        #expect(strict.status == .malformedInput)
        #expect(strict.error.contains("error: byte 0xCF is not UTF-8; the input looks like windows-1251 [input.invalid-utf8]"))
        #expect(strict.error.contains("help: name the input's encoding with --input-encoding windows-1251, or use --lenient"))
        let right = run("@film.srt -t jsonl --input-encoding cp1251")
        #expect(right.error == "")
        #expect(right.output.contains("Привет, как дела?"))
    }

    @Test("A byte that is none of the named encoding is told at its place, and mended", arguments: ["EUC-JP", "GBK", "tis_620"])
    func undecodable(_ name: String) throws {
        try put(Array("---\ndate: 2018-01-23\n---\n> 10:00:00  Ann  \n   \nhel".utf8) + [0xFF] + Array("lo  \n   \n".utf8), "bad.md")
        let strict = run("@bad.md -t jsonl --input-encoding \(name)")
        #expect(strict.status == .malformedInput)
        #expect(strict.error.contains("bad.md:6:4: error: byte 0xFF is not "))
        #expect(strict.error.contains("(byte 50 of the input) [input.undecodable]"))
        let lenient = run("@bad.md -t jsonl --input-encoding \(name) --lenient")
        #expect(lenient.status == .done)
        #expect(lenient.output.contains("hel\u{FFFD}lo"))
        #expect(lenient.error.contains("bad.md:6:4: warning: 1 byte is not "))
        let validation = run("validate @bad.md --input-encoding \(name)")
        #expect(validation.output.contains("bad.md:6:4: error: 1 byte is not "))
    }
}

extension String {
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
