import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("What a body says")
struct BodyTests {
    private func body(
        _ fields: String, _ bytes: [UInt8], _ options: [OptionAssignment] = []
    ) throws -> (String?, [String]) {
        let (transcript, codes) = try Mailbox.read(
            Array((Mailbox.separator + Mailbox.sender + Mailbox.date + fields + "\n").utf8) + bytes, options)
        return (transcript.first.body.map { String($0) }, codes)
    }

    private func body(_ fields: String, _ text: String) throws -> String? { try body(fields, Array(text.utf8)).0 }

    @Test(
        "Quoted-printable",
        arguments: [
            ("a=C3=A9\n", "aé"), ("a=\nb\n", "ab"), ("a =20\n", "a  "), ("a  \n", "a"), ("=46rom x\n", "From x"),
            ("a=3D=\n\n", "a="),
            ("=c3=a9\n", "é"), ("a=0D=0Ab\n", "a\r\nb"),
        ])
    func quotedPrintable(_ text: String, _ expected: String) throws {
        let fields = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted-Printable\n"
        #expect(try body(fields, text) == expected)
        #expect(try body(fields, text.replacing("\n", with: "\r\n")) == expected)
    }

    @Test(
        "Base64, whose line ends are CR LF by the rules",
        arguments: [
            ("aGVsbG8=\n", "hello"), ("aGVs\nbG8K\n", "hello"), ("YQ0KYg0K\n", "a\nb"),
            (" a G V s b G 8 = \n", "hello"), ("w6k=\n", "é"),
        ])
    func base64(_ text: String, _ expected: String) throws {
        #expect(
            try body("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n", text) == expected)
    }

    @Test("The name of an encoding may have signs around it", arguments: ["\"base64\"", "base64;", "BASE64 (yes)", "Base 64"])
    func encodingNames(_ name: String) throws {
        #expect(try body("Content-Transfer-Encoding: \(name)\n", "aGVsbG8=\n") == "hello")
    }

    @Test(
        "Charsets, declared",
        arguments: [
            ("iso-8859-1", [0xE9], "é"), ("windows-1252", [0x93, 0x81], "“\u{81}"), ("iso-8859-1", [0x93, 0xE9], "“é"),
            ("koi8-r", [0xF0, 0xD2], "Пр"), ("gb2312", [0xD6, 0xD0], "中"), ("big5", [0xA4, 0xA4], "中"),
            ("shift_jis", [0x93, 0xFA], "日"), ("euc-kr", [0xC7, 0xD1], "한"), ("\"utf-8\"", [0xC3, 0xA9], "é"),
            ("utf-16le", [0xE9, 0x00], "é"), ("koi8-r format=flowed", [0xF0, 0xD2], "Пр"), ("utf-7", Array("+AOk-".utf8), "é"), ("US-ASCII", [0xC3, 0xA9], "é"),
        ])
    func charsets(_ name: String, _ bytes: [UInt8], _ expected: String) throws {
        let found = try body("Content-Type: text/plain; charset=\(name)\n", bytes)
        #expect(found.0 == expected)
        #expect(found.1 == [])
    }

    @Test("Text of no charset is UTF-8, else in the fallback, with a warning")
    func undeclared() throws {
        #expect(try body("", [0xC3, 0xA9]) == ("é", []))
        #expect(try body("", [0xE9, 0x80]) == ("é€", ["mbox.undeclared-charset"]))
        let options = [OptionAssignment(name: "fallback-charset", value: "koi8-r")]
        #expect(try body("", [0xF0, 0xD2], options) == ("Пр", ["mbox.undeclared-charset"]))
        #expect(throws: ConversionError.self) {
            try body("", [], [OptionAssignment(name: "fallback-charset", value: "x-no")])
        }
    }

    @Test("Bytes that a charset does not have, and charsets that nobody has, are reported")
    func invalid() throws {
        #expect(
            try body("Content-Type: text/plain; charset=utf-8\n", [0x61, 0xFF, 0x62]) == (
                "a\u{FFFD}b", ["mbox.invalid-characters"]
            ))
        #expect(
            try body("Content-Type: text/plain; charset=gb18030\n", [0x61, 0xFF, 0x62]) == (
                "a\u{FFFD}b", ["mbox.invalid-characters"]
            ))
        #expect(
            try body("Content-Type: text/plain; charset=../../x\n", [0x61, 0xE9]).1.contains("mbox.unknown-charset"))
    }

    @Test("Plain text is preferred, all texts of a mail are shown, and the rest is attached")
    func parts() throws {
        let box = Mailbox.mail(
            "Content-Type: multipart/mixed; boundary=\"b 1\"\n",
            body: """
                preamble
                --b 1
                Content-Type: multipart/alternative; boundary=b2

                --b2
                Content-Type: text/html

                <p>not this</p>
                --b2
                Content-Type: text/plain

                plain
                --b2--
                --b 1
                Content-Type: image/png; name="a.png"
                Content-Transfer-Encoding: base64
                Content-ID: <p@example.org>

                AAECAw==
                --b 1
                Content-Disposition: attachment; filename*0*=utf-8''caf%C3%A9; filename*1=".txt"

                attached
                --b 1

                footer

                --b 1--
                epilogue

                """)
        let message = try Mailbox.read(box).transcript.first
        #expect(message.body.map { String($0) } == "plain\nfooter")
        #expect(
            message.details.attachments == [
                Attachment(
                    kind: .image, title: "a.png", mediaType: "image/png", size: 4, state: .omitted,
                    extensions: ["mbox:Content-ID": "<p@example.org>"]),
                Attachment(kind: .file, title: "café.txt", mediaType: "text/plain", size: 8, state: .omitted),
            ])
    }

    @Test(
        "A mail with HTML alone shows the text of it",
        arguments: [
            ("<p>a</p><p>b</p>", "a\n\nb"), ("a<br>b<br/>c", "a\nb\nc"), ("<b>a</b> <i>b</i>", "a b"),
            ("a\n  b", "a b"),
            ("<style>x</style><script>y<z</script>a<!-- b -->c", "ac"),
            ("a &amp; b &lt;c&gt; &eacute;&#233;&#xe9; &nope; &", "a & b <c> ééé &nope; &"),
            ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"), ("<pre>a\n  b</pre>", "a\n  b"),
            ("<img alt=\"a picture\" src=x>", "a picture"),
            ("<div>a</div><div>b</div>", "a\nb"), ("<a href='x>y'>a</a>", "a <x%3Ey>"), ("1 < 2", "1 < 2"),
            ("<html><head><title>t</title></head>a", "a"),
            ("a<", "a<"), ("<a", ""), ("", nil),
        ])
    func html(_ html: String, _ expected: String?) throws {
        let text = try body("Content-Type: text/html; charset=utf-8\n", html)
        #expect(text == expected)
    }

    @Test("No line at all is no text, and an empty line is an empty text")
    func nothing() throws {
        #expect(
            try Mailbox.bodies(Mailbox.mail(body: "") + Mailbox.mail(body: "\n") + Mailbox.mail(body: "\n\n")) == [
                nil, "", "\n",
            ])
    }
}
