import TestSupport
import Testing
import TranscriptCoding
import XMLFormat

/// A document that is refused, and what is said of it.
struct Malformed: Sendable, CustomTestStringConvertible {
    let document: String
    let error: String

    init(_ document: String, _ error: String) {
        self.document = document
        self.error = error
    }

    /// A document with `content` on its second line.
    static func transcript(_ content: String, _ error: String) -> Malformed {
        Malformed("<transcript \(namespace)>\n\(content)\n</transcript>\n", error)
    }

    static func message(_ content: String, _ error: String) -> Malformed {
        transcript("<message>\(content)</message>", error)
    }

    static let namespace = "xmlns='urn:chatconv:transcript:1'"

    var testDescription: String { document.count < 100 ? document : "\(document.prefix(100))…" }
}

@Suite("Malformed documents are refused with the place and the reason")
struct MalformedTests {
    static let notWellFormed: [Malformed] = [
        Malformed("", "1:1: error: the input is empty [input.empty]"),
        Malformed("  \n", "2:1: error: there is no element: '<' and a name should stand here [xml.syntax]"),
        Malformed("hello", "1:1: error: there is no element: '<' and a name should stand here [xml.syntax]"),
        Malformed("{\"chatconv\":1}", "1:1: error: there is no element: '<' and a name should stand here [xml.syntax]"),
        Malformed("<!-- only -->", "1:14: error: there is no element: '<' and a name should stand here [xml.syntax]"),
        Malformed("<transcript", "1:12: error: the input ends inside <transcript> [xml.syntax]"),
        Malformed("<transcript \(Malformed.namespace)>\n<mess", "2:6: error: the input ends inside <mess> [xml.syntax]"),
        .message("<body>a</bod>", "2:17: error: </bod> stands where </body> should, for the element of line 2 [xml.syntax]"),
        .message("<body>a", "2:17: error: </message> stands where </body> should, for the element of line 2 [xml.syntax]"),
        .message("<body>a & b</body>", "2:18: error: '&' starts a reference that no ';' ends; write &amp; for the character [xml.syntax]"),
        .message("<body>a &b c</body>", "2:18: error: '&' starts a reference that no ';' ends; write &amp; for the character [xml.syntax]"),
        .message("<body>&nbsp;</body>", "2:16: error: entity 'nbsp' is not declared; only amp, lt, gt, quot and apos are [xml.syntax]"),
        .message("<body>&#8;</body>", "2:16: error: the reference is to a character that XML 1.0 cannot hold [xml.syntax]"),
        .message("<body>&#xFFFE;</body>", "2:16: error: the reference is to a character that XML 1.0 cannot hold [xml.syntax]"),
        .message("<body>a]]>b</body>", "2:16: error: ']]>' may not stand in a text; write ]]&gt; [xml.syntax]"),
        .message("<body>\u{8}</body>", "2:16: error: XML 1.0 cannot hold this character [xml.syntax]"),
        .message("<body>中文\u{FFFE}</body>", "2:18: error: XML 1.0 cannot hold this character [xml.syntax]"),
        .message("<body a=1/>", "2:18: error: a quotation mark should start the attribute's value here [xml.syntax]"),
        .message("<body a='<'/>", "2:19: error: '<' may not stand in an attribute's value; write &lt; [xml.syntax]"),
        .message("<body a/>", "2:16: error: attribute 'a' has no value [xml.syntax]"),
        .message("<body a='1' a='2'/>", "2:22: error: attribute 'a' is there twice [xml.syntax]"),
        .message("<x:body/>", "2:11: error: the prefix of 'x:body' is not declared [xml.namespace]"),
        .message("<body x:a=''/>", "2:16: error: the prefix of 'x:a' is not declared [xml.namespace]"),
        .message("<!-- a -- b -->", "2:17: error: '--' may not stand in a comment [xml.syntax]"),
        .message("<?xml version='1.0'?>", "2:15: error: only the XML declaration, at the very start, may be called 'xml' [xml.syntax]"),
        Malformed("<transcript \(Malformed.namespace)/>\n<transcript/>", "2:1: error: there is something after the end of the document's element [xml.syntax]"),
        Malformed("<transcript \(Malformed.namespace)/>\nx", "2:1: error: there is something after the end of the document's element [xml.syntax]"),
        Malformed("<?xml version='1.0' encoding='a b'?>\n<transcript \(Malformed.namespace)/>", "1:32: error: a quotation mark should end the value here [xml.syntax]"),
        Malformed("<transcript \(Malformed.namespace)>\0</transcript>", "1:47: error: there is a NUL byte, which XML cannot hold [input.nul]"),
        Malformed("<transcript \(Malformed.namespace)/>\0", "1:48: error: there is a NUL byte, which XML cannot hold [input.nul]"),
        Malformed("<!DOCTYPE transcript SYSTEM 'x.dtd'>\n<transcript \(Malformed.namespace)/>", "1:1: error: there is a DOCTYPE, which can name files to open and entities to expand without end, so it is never read [xml.doctype]"),
    ]

    @Test("XML that is not well-formed", arguments: notWellFormed)
    func refusesSyntax(_ sample: Malformed) { expectError(sample) }

    @Test("XML that is no transcript", arguments: noTranscript)
    func refusesStructure(_ sample: Malformed) { expectError(sample) }

    static let noTranscript: [Malformed] = [
        Malformed("<a/>", "1:1: error: this is XML but no transcript: its outermost element is <a> without namespace [xml.no-transcript]"),
        Malformed("<message \(Malformed.namespace)/>", "1:1: error: this is XML but no transcript: its outermost element is <message> of namespace 'urn:chatconv:transcript:1' [xml.no-transcript]"),
        .transcript("hello", "2:1: error: there is text in <transcript>, which holds only elements [xml.stray-text]"),
        .transcript("<messages/>", "2:1: error: <messages> is no element of a transcript [xml.unknown-element]"),
        .transcript("<body/>", "2:1: error: <body> may not stand in <transcript> [xml.misplaced-element]"),
        .transcript("<message/><title/>", "2:11: error: <title> may not stand after the first <message> [xml.misplaced-element]"),
        .transcript("<title/><title/>", "2:9: error: <transcript> has a second 'title' [xml.duplicate]"),
        .transcript("<participant role='king'/>", "2:20: error: 'king' is no 'role'; there are owner, admin, moderator, member, guest, bot [xml.invalid-value]"),
        .transcript("<participant name='x'/>", "2:14: error: <participant> has no attribute 'name' [xml.unknown-attribute]"),
        .transcript("<message/><x:a xmlns:x='u'/>", "2:11: error: <x:a> of another namespace may stand only in <message> and before the first one [xml.misplaced-element]"),
        .message("<a xmlns=''/>", "2:10: error: <a> has no namespace, so it is no element of a transcript [xml.unknown-element]"),
        .message("text", "2:10: error: there is text in <message>, which holds only elements [xml.stray-text]"),
        .message("<![CDATA[ a > b ]]>", "2:20: error: there is text in <message>, which holds only elements [xml.stray-text]"),
        .message("<![CDATA[ ]]>text", "2:23: error: there is text in <message>, which holds only elements [xml.stray-text]"),
        .message("<body/><body/>", "2:17: error: <message> has a second 'body' [xml.duplicate]"),
        .message("<body><b/></body>", "2:16: error: <b> is no element of a transcript [xml.unknown-element]"),
        .message("<body><char/></body>", "2:16: error: <char> has no 'code' [xml.missing]"),
        .message("<body><char code='x'/></body>", "2:28: error: 'x' is no character's number [xml.invalid-value]"),
        .message("<body><char code='1114112'/></body>", "2:28: error: '1114112' is no character's number [xml.invalid-value]"),
        .message("<attachment/>", "2:10: error: <attachment> has no 'type' [xml.missing]"),
        .message("<attachment type='image' size='1k'/>", "2:41: error: '1k' is no whole number [xml.invalid-value]"),
        .message("<event/>", "2:10: error: <event> has no 'action' [xml.missing]"),
        .message("<reaction/>", "2:10: error: <reaction> has no 'emoji' [xml.missing]"),
        .message("<reaction emoji='x'><emoji/></reaction>", "2:30: error: <reaction> has a second 'emoji' [xml.duplicate]"),
        .message("<edited timestamp='yesterday'/>", "2:29: error: 'yesterday' is no time; write 2018-01-23T10:27:03, or 10:27:03 since the start [xml.invalid-value]"),
        .message("<extensions>x</extensions>", "2:22: error: there is text in <extensions>, which holds only elements [xml.stray-text]"),
        .message("<extensions><null/></extensions>", "2:22: error: <null> in <extensions> has no name [xml.missing]"),
        .message("<extensions><key>a</key></extensions>", "2:34: error: no value follows the last <key> in <extensions> [xml.missing]"),
        .message("<extensions><key>a</key><key>b</key></extensions>", "2:40: error: a second <key> follows one without a value [xml.duplicate]"),
        .message("<extensions><key>a</key><null name='b'/></extensions>", "2:40: error: <null> has two names, from <key> and from 'name' [xml.duplicate]"),
        .message("<extensions><number name='n'>01</number></extensions>", "2:41: error: '01' is no number (RFC 8259, section 6) [xml.invalid-value]"),
        .message("<extensions><boolean name='n'>yes</boolean></extensions>", "2:43: error: 'yes' is neither true nor false [xml.invalid-value]"),
        .message("<extensions><array name='n'><null name='x'/></array></extensions>", "2:44: error: <null> has no attribute 'name' [xml.unknown-attribute]"),
        .message("<extensions><null name='n'>x</null></extensions>", "2:37: error: there is text in <null>, which holds only elements [xml.stray-text]"),
        Malformed("<transcript \(Malformed.namespace) kind='crowd'/>", "1:53: error: 'crowd' is no 'kind'; there are direct, group, channel, broadcast, meeting [xml.invalid-value]"),
        .transcript("<message deleted='yes'/>", "2:19: error: 'yes' is neither true nor false [xml.invalid-value]"),
        .transcript("<message mood='good'/>", "2:10: error: <message> has no attribute 'mood' [xml.unknown-attribute]"),
    ]

    @Test("A name that comes twice in one object", arguments: [
        Malformed.message("<extensions><null name='a'/><null name='a'/></extensions>", "2:38: error: a name in <extensions> is there twice [xml.duplicate]")
    ])
    func names(_ sample: Malformed) { expectError(sample) }

    @Test("A document in another format is told apart by its first character")
    func foreignFormat() throws {
        #expect(throws: ConversionError.self) { try XMLFormat().read("---\ntitle: x\n---\n> 10:27:03  x\n") }
    }

    private func expectError(_ sample: Malformed) {
        for chunk in [Int.max, 1, 2, 7] {
            do throws(ConversionError) {
                _ = try XMLFormat().read(sample.document, chunk: chunk)
                Issue.record("read without an error")
            } catch {
                #expect(error.description == sample.error, "in pieces of \(chunk)")
            }
        }
    }
}
