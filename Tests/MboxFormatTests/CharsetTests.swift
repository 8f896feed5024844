import MboxFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Charsets of mails")
struct CharsetTests {
    @Test("The last letter of a text is there, wherever the text stands")
    func lastLetters() throws {
        let mail = Mailbox.separator + """
            From: =?windows-1255?B?4/Dk?= <a@b.c>
            Date: Mon, 1 Jan 2024 00:00:00 +0000
            Subject: =?windows-1255?Q?=E3=F0=E4?=
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=cp1255
            Content-Transfer-Encoding: base64

            4/Dk
            --b
            Content-Type: image/png; name*=windows-1255''%E3%F0%E4
            Content-Disposition: attachment; filename*=windows-1255''%E3%F0%E4

            x
            --b
            Content-Type: image/png; name="=?windows-1258?Q?a=EC?="

            x
            --b--

            """
        let (transcript, codes) = try Mailbox.read(mail)
        let message = transcript.first
        #expect(message.sender.name == "דנה")
        #expect(message.body == "דנה")
        #expect(message.details.extensions["mbox:Subject"] == .string("דנה"))
        #expect(message.details.attachments.map(\.title) == ["דנה", "á"])
        #expect(codes == [])
    }

    @Test("A charset is known by any of its names", arguments: [
        ("shift_jis", "g2CHQA==", "チ①"), ("SJIS", "h0A=", "①"), ("euc_jp", "raE=", "①"), ("ks_c_5601-1987", "jGM=", "똠"), ("gb2312", "gMTj", "€你"),
        ("tis-620", "gKE=", "€ก"), ("iso8859_9", "/Q==", "ı"), ("latin_1", "gOk=", "€é"), ("cp1251", "z/Do", "При"), ("big5-hkscs", "p0E=", "你"),
    ])
    func names(_ label: String, _ base64: String, _ text: String) throws {
        let (transcript, codes) = try Mailbox.read(
            Mailbox.separator + "Date: Mon, 1 Jan 2024 00:00:00 +0000\nSubject: =?\(label)?B?\(base64)?=\n"
                + "Content-Type: text/plain; charset=\(label)\nContent-Transfer-Encoding: base64\n\n\(base64)\n")
        #expect(transcript.first.body == Text(text))
        #expect(transcript.first.details.extensions["mbox:Subject"] == .string(Text(text)))
        #expect(codes == [])
    }

    @Test("What is no character is one U+FFFD, and the letters around it are there", arguments: [
        ("euc-jp", "pKL/pKI=", "あ\u{FFFD}あ"), ("windows-1255", "4//k", "ד\u{FFFD}ה"), ("gbk", "xOOB", "你\u{FFFD}"),
    ])
    func invalid(_ label: String, _ base64: String, _ text: String) throws {
        let (transcript, codes) = try Mailbox.read(
            Mailbox.separator + "Date: Mon, 1 Jan 2024 00:00:00 +0000\nContent-Type: text/plain; charset=\(label)\n"
                + "Content-Transfer-Encoding: base64\n\n\(base64)\n")
        #expect(transcript.first.body == Text(text))
        #expect(codes == ["mbox.invalid-characters"])
    }
}
