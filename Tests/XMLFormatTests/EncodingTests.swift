import ChatConv
import Testing
import TranscriptCoding
import TranscriptModel
import XMLFormat

/// One document in many encodings.
private enum Sample {
    static let content = "<transcript xmlns='urn:chatconv:transcript:1'><message sender='Zo\u{EB}'><body>d\u{E9}j\u{E0}</body></message></transcript>"

    static func declared(_ encoding: String) -> String { "<?xml version='1.0' encoding='\(encoding)'?>\n\(content)" }

    static func latin1(_ text: String) -> [UInt8] { text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }

    static func utf16(_ text: String, bigEndian: Bool = false) -> [UInt8] {
        text.utf16.flatMap { unit in
            let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            return bigEndian ? bytes.reversed() : bytes
        }
    }
}

@Suite("Encodings")
struct EncodingTests {
    private func read(_ bytes: [UInt8], chunk: Int = .max, charset: String? = nil) throws -> Transcript {
        let input = try FormatRegistry.builtIn.open(MemorySource(bytes, chunk: chunk), charset: charset)
        #expect(input.format.descriptor.name == "xml")
        var reader = try input.makeReader()
        var transcript = Transcript(header: try reader.readHeader())
        while try reader.readMessages(into: &transcript.messages) {}
        return transcript
    }

    private func error(_ bytes: [UInt8]) -> String {
        do {
            _ = try read(bytes)
            return "read without an error"
        } catch {
            return "\(error)"
        }
    }

    @Test("What a document says of its own encoding is believed", arguments: [
        Array(Sample.content.utf8), Array(Sample.declared("UTF-8").utf8), Array(Sample.declared("utf-8").utf8), Array("\u{FEFF}\(Sample.declared("UTF-8"))".utf8),
        Sample.latin1(Sample.declared("ISO-8859-1")), Sample.latin1(Sample.declared("windows-1252")), Sample.latin1(Sample.declared("iso-8859-15")),
        Sample.utf16("\u{FEFF}" + Sample.declared("UTF-16")), Sample.utf16("\u{FEFF}" + Sample.declared("UTF-16"), bigEndian: true),
        Sample.utf16("\u{FEFF}" + Sample.content), Sample.utf16(Sample.declared("UTF-16LE")), Sample.utf16(Sample.declared("UTF-16BE"), bigEndian: true), Sample.utf16(Sample.content),
        Sample.latin1(Sample.declared("latin_1")), Sample.latin1(Sample.declared("cp1252")),
    ])
    func isDecoded(_ bytes: [UInt8]) throws {
        for chunk in [Int.max, 1, 3] {
            let transcript = try read(bytes, chunk: chunk)
            #expect(transcript.messages == [Message(sender: Sender(name: "Zoë"), body: "déjà")])
        }
    }

    @Test("What the user says comes before what the document says")
    func override() throws {
        let transcript = try read(Sample.latin1(Sample.declared("UTF-16")), charset: "ISO-8859-1")
        #expect(transcript.messages.first?.body == "déjà")
        let marked = try read(Sample.utf16("\u{FEFF}" + Sample.declared("UTF-8")), charset: "utf_16")
        #expect(marked.messages.first?.body == "déjà")
    }

    @Test("A document that is not in the encoding it names is refused with the reason")
    func contradictions() {
        #expect(error(Sample.latin1(Sample.declared("UTF-8"))) == "2:66: error: byte 0xEB is not UTF-8; the input looks like windows-1252 [input.invalid-utf8]")
        #expect(error(Sample.latin1(Sample.content)).hasSuffix("error: byte 0xEB is not UTF-8; the input looks like windows-1252 [input.invalid-utf8]"))
        #expect(
            error(Array(Sample.declared("UTF-16").utf8))
                == "1:31: error: the XML declaration says UTF-16, but the document cannot be: its first characters are single bytes [xml.encoding]")
        #expect(
            error(Array("\u{FEFF}\(Sample.declared("ISO-8859-1"))".utf8))
                == "1:32: error: the XML declaration says ISO-8859-1, but the byte order mark says UTF-8 [xml.encoding]")
        #expect(
            error(Array(Sample.declared("x-unknown").utf8))
                == "1:1: error: the input says that it is x-unknown, an encoding unknown here [input.unknown-encoding]")
        let wide: [(encoding: String, bigEndian: Bool, name: String)] = [
            ("UTF-8", false, "UTF-16LE"), ("UTF-8", true, "UTF-16BE"), ("UTF-16BE", false, "UTF-16LE"), ("UTF-16LE", true, "UTF-16BE"),
            ("ISO-8859-1", false, "UTF-16LE"), ("UTF-32", false, "UTF-16LE"), ("x-unknown", true, "UTF-16BE"),
        ]
        for (encoding, bigEndian, name) in wide {
            #expect(
                error(Sample.utf16("\u{FEFF}" + Sample.declared(encoding), bigEndian: bigEndian))
                    == "1:31: error: the XML declaration says \(encoding), but the byte order mark says \(name) [xml.encoding]")
            #expect(
                error(Sample.utf16(Sample.declared(encoding), bigEndian: bigEndian))
                    == "1:31: error: the XML declaration says \(encoding), but the document is \(name) [xml.encoding]")
        }
        #expect(
            error(Array("\u{FEFF}\(Sample.declared("UTF-16"))".utf8))
                == "1:32: error: the XML declaration says UTF-16, but the byte order mark says UTF-8 [xml.encoding]")
        #expect(error(Sample.utf16("\u{FEFF}" + Sample.declared("UTF-16")).dropLast()).contains("the input ends inside a character"))
    }
}
