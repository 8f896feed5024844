@testable import TranscriptFilters
import TranscriptCoding
import TranscriptModel
import Testing

/// What is replaced in texts and what stays, with `Ada Lovelace`, `Zoë Müller`, `Ann O'Brien`, an address and a number known.
@Suite struct AnonymizationTests {
    private static let names: [Text] = [
        "Ada Lovelace", "Zoë Müller", "Ann O'Brien", "grace.hopper@navy.example", "+49 171 1234567", "Will", "龚晓冬", "김철수", "Li Wei", "~ Rosa Parks",
    ]

    private func anonymized(_ text: Text) -> String {
        var known = KnownNames()
        known.add(TranscriptHeader(participants: Self.names.map { Participant(displayName: $0) }))
        var anonymization = Anonymization(known)
        var batch = [Message(body: text)]
        _ = anonymization.filter(&batch)
        return batch[0].body.map { String($0) } ?? ""
    }

    @Test("a name is found in any spelling", arguments: [
        "Ada Lovelace", "ADA LOVELACE", "ada", "Lovelace", "Mrs Lovelace's", "ada_lovelace", "ada.lovelace", "AdaLovelace", "Lovelace, Ada",
        "Ada\u{A0}Lovelace", "Ａｄａ", "A\u{200B}da", "\u{202A}Ada\u{202C}", "Zoe\u{308} Mu\u{308}ller", "zoe muller", "Mueller", "MÜLLER", "Zo%C3%AB",
        "Zo%EB%20M%FCller", "M%25C3%25BCller", "M&uuml;ller", "M&#252;ller", "M&amp;#xFC;ller", "M\\u00fcller", "M=C3=BCller", "O’Brien", "O&#39;Brien", "OBrien",
        "o%27brien", "Hopper", "grace.hopper@navy.example", "GRACE.HOPPER@NAVY.EXAMPLE", "grace.hopper%40navy.example", "0171 1234567", "0171/123 45 67",
        "+49-171-1234567", "0049 (0)171 1234567", "491711234567", "1711234567", "+49\u{A0}171\u{A0}1234567", "Will", "问龚晓冬吧", "김철수가",
        "\u{1100}\u{1175}\u{11B7}\u{110E}\u{1165}\u{11AF}\u{1109}\u{116E}", "Li", "Rosa", "𝐀𝐝𝐚",
        "tel:+491711234567", "x/0171 1234567/y", "_01711234567_", "#491711234567",
    ])
    func spellings(of name: String) {
        let text = anonymized(Text("so \(name) said"))
        #expect(text.contains("person-"), "\(text)")
        #expect(text.hasPrefix("so ") && text.hasSuffix(" said"), "\(text)")
    }

    @Test("a name of several parts is found however they are put together", arguments: [
        "Ada Byron-King", "AdaByron-King", "adabyronking", "Byron-King", "Byron-King, Ada", "Jörg Sønderå", "Joerg Sønderå", "Joerg Soenderaa", "Jorg Sondera",
        "Sønderå", "JOERG SØNDERÅ", "2018-01-24",
    ])
    func parts(of name: String) {
        var known = KnownNames()
        known.add(TranscriptHeader(participants: ["Ada Byron-King", "Jörg Sønderå", "2018-01-23"].map { Participant(displayName: Text($0)) }))
        var anonymization = Anonymization(known)
        var batch = [Message(body: Text("so \(name) said on 2018-01-23"))]
        _ = anonymization.filter(&batch)
        let text = batch[0].body.map { String($0) } ?? ""
        // A day that somebody is called in a field is nobody.
        let rest = text.replacing(/person-[a-z0-9]{8}/, with: "X")
        let isReplaced = rest.wholeMatch(of: /so X([\-, ]+X)* said on 2018-01-23/) != nil
        #expect(name == "2018-01-24" ? rest == "so 2018-01-24 said on 2018-01-23" : isReplaced, "\(text)")
    }

    @Test("a date stays and a telephone number in its place does not", arguments: [
        ("2018-01-23 12:00:00", true), ("2018-01-23T12:00:00.123+01:00", true), ("20180123", true), ("2018", true), ("2018/1/23", true),
        ("0049171384642", false), ("004917138464289", false), ("+49 171 384642", false), ("2018-01-23 0049171384642", false), ("", false), ("0171", false),
    ])
    func dates(_ value: String, stays: Bool) {
        var header = TranscriptHeader()
        header.metadata = ["date": .string(Text(value))]
        var anonymization = Anonymization(KnownNames())
        anonymization.change(&header)
        #expect(header.metadata.isEmpty == !stays)
    }

    @Test("a title of escapes is no free one", arguments: ["&#49436;&#51312;&#47448;", "%41%64%61", "\\u0041", "(0171) 36 95 55 33", "+49 171 384642"])
    func titles(_ title: String) {
        var header = TranscriptHeader(title: Text(title))
        var anonymization = Anonymization(KnownNames())
        anonymization.change(&header)
        #expect(header.title.map { String($0) }?.hasPrefix("transcript-") == true)
    }

    @Test("whoever is unknown is found by what leads to them", arguments: [
        "bob@example.com", "+1 (555) 010-9999", "555-010-9999", "13812345678", "@bob_99", "https://t.me/bobby", "https://www.facebook.com/bob.smith.5",
        "https://example.org/u/bob", "github.com/bob", "https://wa.me/15550109999", "<@U024BE7LH>", "https://www.linkedin.com/in/bob-smith/",
        "tel:+15550109999", "x/+1-555-010-9999/y",
    ])
    func contacts(_ contact: String) {
        let text = anonymized(Text("so \(contact) said"))
        #expect(text.contains("person-"), "\(text)")
        #expect(!text.contains("bob") && !text.contains("9999") && !text.contains("138123") && !text.contains("U024"), "\(text)")
    }

    @Test("a text that names nobody stays as it was", arguments: [
        "", "see you at 10:30 on 2018-01-23", "will you come? I will.", "that costs 1,234,567.89 EUR", "order 12345678 of 2018", "1 2 3 4 5 6 7 8 9 10",
        "https://example.org/a/b?c=d&e=%20f", "a/b and/or c", "50% of 100 &amp; more", "@all look, 5 @ 3", "adaptive planning", "new annual plan",
        "明天下午三点开会", "Привет, как дела?", "e = mc2; x @ y", "version 1.2.3.4", "2018-01-23T10:00:00+08:00", "192.168.100.200", "li and wie",
        "the lovelaces", "café naïve", "👍🏽 ok", "https://github.com/apple/swift", "ISBN 978-3-16-148410-0",
        "am 01.02.2018 10 Uhr", "03/04/2018 0930", "a/0123456789/b", "12.0171234567",
    ])
    func nobody(_ text: String) { #expect(anonymized(Text(text)) == text) }

    @Test func oneNameInTwoNormalFormsHasOnePseudonym() {
        var anonymization = Anonymization(KnownNames())
        #expect(anonymization.pseudonym(of: "Zoë") == anonymization.pseudonym(of: "Zoe\u{308}"))
        #expect(anonymization.pseudonym(of: "~ Rosa") == anonymization.pseudonym(of: "Rosa"))
        #expect(anonymization.pseudonym(of: "+49 171 1234567") == anonymization.pseudonym(of: "\u{202A}+49 171 123-4567\u{202C}"))
        #expect(anonymization.pseudonym(of: "A@b.example") == anonymization.pseudonym(of: "a@B.example"))
        #expect(anonymization.pseudonym(of: "q\u{307}\u{323}") == anonymization.pseudonym(of: "q\u{323}\u{307}"))
    }

    @Test func idsOfMessagesStayConnected() {
        var first = Message(body: "a")
        first.details.id = "<491711234567@s.whatsapp.net>"
        var second = Message(body: "b")
        second.details.replyTo = first.details.id
        var batch = [first, second]
        var anonymization = Anonymization(KnownNames())
        _ = anonymization.filter(&batch)
        #expect(batch[0].details.id == batch[1].details.replyTo)
        #expect(batch[0].details.id.map { String($0).hasPrefix("message-") } == true)
    }

    @Test func membersStayThatAreAllowedAndHaveTheirShape() {
        var header = TranscriptHeader()
        header.metadata = ["date": "2018-01-23 12:00:00", "lines": 169, "layout": "source", "tag": .array(["chat"]), "phone": 491_711_234_567]
        header.metadata["Lines"] = "Ada"
        var message = Message(body: "x")
        message.details.extensions = [
            "webvtt:settings": "align:start region:ada", "srt:number": 7, "x:votes": .object(["Ada Lovelace": 3]), "mbox:Subject": "for Ada",
        ]
        var known = KnownNames()
        known.add(TranscriptHeader(participants: [Participant(displayName: "Ada")]))
        var anonymization = Anonymization(known)
        anonymization.change(&header)
        var batch = [message]
        _ = anonymization.filter(&batch)
        #expect(header.metadata == ["date": "2018-01-23 12:00:00", "lines": 169, "layout": "source", "tag": .array(["chat"])])
        let subject = Text("for \(anonymization.pseudonym(of: "Ada"))")
        #expect(batch[0].details.extensions == ["srt:number": 7, "mbox:Subject": .string(subject)])
    }

    @Test func peopleInEventsAreReplacedThoughNobodyKnowsThem() {
        var message = Message()
        message.details.event = Event(action: "Ada added Grace Hopper to the group", actor: Sender(name: "Ada"))
        var known = KnownNames()
        known.add(message)
        var batch = [message]
        var anonymization = Anonymization(known)
        _ = anonymization.filter(&batch)
        let (ada, grace) = (anonymization.pseudonym(of: "Ada"), anonymization.pseudonym(of: "Grace Hopper"))
        #expect(batch[0].details.event?.action == Text("\(ada) added \(grace) to the group"))
    }

    @Test func recipientsOfMailsAreKnown() {
        var message = Message()
        message.details.extensions = [
            "mbox:To": "Grace Hopper <grace@navy.example>, \"Turing, Alan\" <alan@turing.example>", "mbox:Cc": "ada@x.example (Ada Lovelace)",
        ]
        var known = KnownNames()
        known.add(message)
        for name: Text in ["Grace Hopper", "grace@navy.example", "Turing, Alan", "Ada Lovelace", "ada@x.example"] { #expect(known.names.contains(name)) }
    }

    @Test func whatWasDoneIsCounted() {
        let tally = AnonymizationTally()
        var known = KnownNames()
        known.add(TranscriptHeader(participants: [Participant(displayName: "Ada")]))
        var anonymization = Anonymization(known, tally: tally)
        var message = Message(sender: Sender(name: "Ada"), body: "so Ada met Babbage, bob@x.example")
        message.details.extensions = ["x:y": 1]
        var batch = [message]
        _ = anonymization.filter(&batch)
        anonymization.finish(into: &batch)
        #expect(tally.counts.people == ["Ada": 2, "bob@x.example": 1])
        #expect(tally.counts.replaced == ["name": 2, "address": 1])
        #expect(tally.counts.leftOut == ["x:y": 1])
        #expect(tally.counts.suspects == ["Babbage": 1])
    }
}
