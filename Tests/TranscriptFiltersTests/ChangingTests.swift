@testable import TranscriptFilters
import Testing
import TranscriptCoding
import TranscriptModel

/// Filters that change messages.
@Suite struct ChangingTests {
    @Test("what was escaped twice or more becomes what it was", arguments: [
        ("&amp;lt;b&amp;gt;", "<b>"), ("&amp;amp;lt;", "<"), ("&amp;amp;", "&"), ("&amp;amp;amp;", "&"), ("&amp;#160;", "\u{A0}"),
        ("&amp;amp;#x1F600;", "😀"), ("&amp;quot;&amp;apos;", "\"'"), ("a &amp;nbsp; b", "a \u{A0} b"),
    ])
    func unescaped(text: String, expected: String) throws {
        #expect(try bodies(filtered([message(nil, nil, text)], by: EntityUnescaping())) == [expected])
    }

    @Test("what was escaped once, or never, stays", arguments: [
        "&lt;", "&amp;", "&amp; &", "&#160;", "&amp;unknown;", "&amp;#xD800;", "&amp;#0;", "&amp;#99999999;", "&amp;#", "&amp;#+65;", "&amp",
    ])
    func kept(text: String) throws {
        #expect(try bodies(filtered([message(nil, nil, text)], by: EntityUnescaping())) == [text])
    }

    private func anonymized(_ messages: [Message], knowing names: [Text] = []) throws -> [Message] {
        var known = KnownNames()
        known.add(TranscriptHeader(participants: names.map { Participant(displayName: $0) }))
        for message in messages { known.add(message) }
        return try filtered(messages, by: Anonymization(known, key: "secret"))
    }

    private func pseudonym(_ name: Text, key: String = "secret") -> String {
        var anonymization = Anonymization(KnownNames(), key: key)
        return String(anonymization.pseudonym(of: name))
    }

    @Test func aPseudonymIsStableAndDependsOnNameAndKey() {
        #expect(pseudonym("Ann") == pseudonym("Ann"))
        #expect(Set([pseudonym("Ann"), pseudonym("ann"), pseudonym("Ann", key: "other")]).count == 3)
        #expect(pseudonym("Ann").hasPrefix("person-"))
        #expect(pseudonym("Ann").utf8.count == 15)
    }

    @Test("a name in a text is replaced where it stands as a word", arguments: [
        ("Ann", "ask Ann!", "ask <Ann>!"), ("Ann", "@Ann", "@<Ann>"), ("Ann", "Anna and Hanna", nil), ("Ann", "Ann's", "<Ann>'s"),
        ("Ann", "AnnAnn Ann1", nil), ("Ann", "é Ann é", "é <Ann> é"), ("Ann", "éAnn", nil), ("龚晓冬", "问龚晓冬吧", "问<龚晓冬>吧"),
        ("Ann", "Ann早", "<Ann>早"), ("Ann Smith", "Ann said", "<Ann Smith> said"), ("Ann Smith", "Ann Smith said", "<Ann Smith> said"),
        ("武爱旗－易宝－产品", "@武爱旗 好", "@<武爱旗－易宝－产品> 好"), ("A", "A plan", nil), ("冬", "冬天", nil), ("Al", "Al, Alf", "<Al>, Alf"),
    ] as [(String, String, String?)])
    func names(name: String, text: String, expected: String?) throws {
        let result = try anonymized([message(nil, name, text)])
        let plain = bodies(result).first?.replacing(pseudonym(Text(name)), with: "<\(name)>")
        #expect(plain == expected ?? text)
        #expect(result.first?.sender.name.map { String($0) } == pseudonym(Text(name)))
    }

    @Test func theLongestNameIsTaken() throws {
        let text = bodies(try anonymized([message(nil, "x", "Ann Smith and Ann")], knowing: ["Ann", "Ann Smith"])).first
        #expect(text == "\(pseudonym("Ann Smith")) and \(pseudonym("Ann"))")
    }

    @Test func aNameIsReplacedBeforeItsOwnerSpeaks() throws {
        let messages = [message(nil, "Ann", "where is Bob?"), message(nil, "Bob", "here")]
        #expect(try bodies(anonymized(messages)).first == "where is \(pseudonym("Bob"))?")
    }

    @Test func noNameIsLeftInAnyPart() throws {
        var header = TranscriptHeader(title: "Ann & Bob", participants: [Participant(id: "u-ann", displayName: "Ann", aliases: ["Annie"])])
        header.metadata = ["author": "Ann", "list": .array(["Bob", .object(["x": "with Annie"])]), "lines": 3, "n": 3]
        header.extensions = ["toy:by": "u-ann"]
        var message = message(nil, "Ann", "Ann")
        message.details.event = Event(action: "joined", actor: Sender(name: "Bob", id: "u-bob"))
        message.details.quote = Quote(sender: Sender(name: "Bob"), body: "Annie?", attachments: [Attachment(kind: .image, title: "Bob")])
        message.details.forwardedFrom = ForwardOrigin(sender: Sender(name: "Bob"), transcript: "Chat with Bob")
        message.details.reactions = [Reaction(emoji: "👍", participants: [Sender(name: "Annie", id: "u-ann")])]
        message.details.revisions = [Revision(body: "hi Bob", attachments: [])]
        message.details.attachments = [Attachment(kind: .file, url: "x/Bob", path: "Ann/1.png", title: "of Annie", extensions: ["a:b": "Bob"])]
        message.details.extensions = ["toy:verbatim": "> Ann: Bob"]
        var known = KnownNames()
        known.add(header)
        known.add(message)
        var anonymization = Anonymization(known)
        anonymization.change(&header)
        var batch = [message]
        _ = anonymization.filter(&batch)
        for text in ["\(header)", "\(batch)"] {
            for name in ["Ann", "Bob", "u-bob"] { #expect(!text.contains(name), "\(text)") }
        }
        // What is not known to name nobody is left out, were it a number.
        #expect(header.metadata == ["author": .string(Text(pseudonym("Ann", key: ""))), "lines": 3])
    }

    @Test("SHA-256 and HMAC are those of FIPS 180-4 and RFC 4231", arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    ])
    func hash(text: String, expected: String) { #expect(hexadecimal(SHA256.hash(Array(text.utf8))) == expected) }

    @Test func keyedHash() {
        let code = SHA256.authenticate(Array("what do ya want for nothing?".utf8), key: Array("Jefe".utf8))
        #expect(hexadecimal(code) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        let long = SHA256.authenticate(
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8), key: [UInt8](repeating: 0xAA, count: 131))
        #expect(hexadecimal(long) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
