import Testing
import TranscriptModel

/// A transcript that has something which is easily lost, with a name that says what.
struct AwkwardTranscript: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let transcript: Transcript

    init(_ description: String, _ header: TranscriptHeader = TranscriptHeader(), _ messages: [Message] = []) {
        testDescription = description
        transcript = Transcript(header: header, messages: messages)
    }

    static let all: [AwkwardTranscript] =
        [
            AwkwardTranscript("nothing at all"),
            AwkwardTranscript("one message without anything", TranscriptHeader(), [Message()]),
            AwkwardTranscript("a full header", fullHeader),
            AwkwardTranscript("a full message", TranscriptHeader(), [fullMessage]),
            AwkwardTranscript("every part there and empty", TranscriptHeader(), [emptyParts]),
            AwkwardTranscript("names: none, empty, only an id", TranscriptHeader(), senders),
            AwkwardTranscript("attachments of every kind", TranscriptHeader(), [attachments]),
            AwkwardTranscript("timestamps of every form", TranscriptHeader(), timestamps),
            AwkwardTranscript("values of every kind", TranscriptHeader(metadata: values), [message { $0.extensions = values }]),
            AwkwardTranscript("more names than are looked for one by one", TranscriptHeader(metadata: manyMembers)),
        ] + texts.map { AwkwardTranscript("the text \($0.debugDescription.prefix(30))", header(titled: $0), [said($0)]) }
        + extensions.map { AwkwardTranscript($0, header(extendedBy: $1), [extended(by: $1)]) }

    // MARK: Texts

    private static let texts: [Text] = [
        "", " ", "\n", "\r\n", "\t", "\0", "a\u{1}b\u{1F}c\u{7F}", "\u{8}\u{C}", "\"", "\\", "\\\\\"\\", "/", "\\u0041",
        "\u{2028}\u{2029}\u{85}", "😀\u{1D11E}", "é\u{301}", "\u{FEFF}", "\u{FFFD}\u{FFFF}\u{10FFFF}", "{\"chatconv\":1}",
        "null", "-->", "1234567\"", "12345678\"", "123456789\n1234567\\12345678", Text(String(repeating: "長い\n", count: 3000)),
        Text(String(repeating: "x", count: 5000)), "中文中文中文中文\"中文中文",
    ]

    private static func said(_ text: Text) -> Message {
        var message = Message(sender: Sender(name: text, id: text), body: text)
        message.details.id = text
        return message
    }

    private static func header(titled text: Text) -> TranscriptHeader {
        TranscriptHeader(id: text, title: text, metadata: [text: .string(text)])
    }

    // MARK: Extensions

    private static let extensions: [(String, Members)] = [
        ("an extension of another format", ["mbox:List-Id": "a"]),
        ("a plain member", ["json:mood": "a"]),
        ("a plain member that is null", ["json:mood": .null]),
        ("a plain member behind another extension", ["mbox:a": 1, "json:b": 2]),
        ("a plain member before another extension", ["json:b": 2, "mbox:a": 1]),
        ("plain members around another extension", ["json:b": 2, "mbox:a": 1, "json:c": 3, "json:d": 4]),
        ("extensions named like members", ["json:body": 1, "json:id": "x", "json:messages": [], "json:type": "y", "json:role": 3]),
        ("an extension named like the version", ["json:chatconv": 2]),
        ("an extension named like the extensions", ["json:extensions": ["json:extensions": 1]]),
        ("an extension from further inside", ["json:quote/mood": 1, "json:reactions/0/mood": 2]),
        ("extensions without names", ["": 1, "json:": 2, ":": 3, "json": 4]),
        ("extensions with odd names", ["json:a b\"c\\d\ne": 1, "json:/": 2, "json:é": 3, "json:\0": 4, "json:json:x": 5]),
    ]

    private static func header(extendedBy members: Members) -> TranscriptHeader {
        TranscriptHeader(participants: [Participant(id: "p", extensions: members)], extensions: members)
    }

    private static func extended(by members: Members) -> Message {
        message {
            $0.attachments = [Attachment(kind: .file, extensions: members)]
            $0.extensions = members
            $0.quote = Quote(attachments: [Attachment(kind: .link, extensions: members)])
        }
    }

    // MARK: Headers and messages

    private static let fullHeader = TranscriptHeader(
        kind: .group, id: "42", title: "Weekend",
        participants: [
            Participant(id: "a", displayName: "Ann", aliases: ["A.", ""], isSelf: true, role: .owner),
            Participant(), Participant(displayName: "", role: .bot, extensions: ["x:y": true]),
        ],
        metadata: ["layout": "post", "lines": 179, "tags": ["a", "b"]], extensions: ["x:y": false])

    private static func message(_ change: (inout MessageDetails) -> Void) -> Message {
        var message = Message()
        change(&message.details)
        return message
    }

    private static let fullMessage: Message = {
        var message = Message(timestamp: time(9), sender: Sender(name: "Ann", id: "a"), body: "hello")
        message.details.id = "m1"
        message.details.end = time(10)
        message.details.event = Event(action: "renamed", actor: Sender(name: "Ann"))
        message.details.attachments = [image]
        message.details.replyTo = "m0"
        message.details.quote = Quote(timestamp: time(8), sender: Sender(id: "b"), body: "hi", attachments: [image])
        message.details.forwardedFrom = ForwardOrigin(
            sender: Sender(name: "Cy"), timestamp: time(7), messageID: "x", transcript: "Other")
        message.details.reactions = [
            Reaction(emoji: "👍", participants: [Sender(name: "Ann"), Sender(), Sender(id: "b")], count: 3),
            Reaction(emoji: "", count: .min), Reaction(emoji: "❤️", participants: [Sender(name: "")]),
        ]
        message.details.edited = Edit(timestamp: time(11))
        message.details.revisions = [Revision(timestamp: time(9), body: "helo", attachments: [image]), Revision()]
        message.details.isDeleted = true
        message.details.generatedBy = .bot
        message.details.extensions = ["x:y": 1]
        return message
    }()

    private static let emptyParts = message {
        $0.id = ""
        $0.event = Event(action: "")
        $0.replyTo = ""
        $0.quote = Quote()
        $0.forwardedFrom = ForwardOrigin()
        $0.reactions = [Reaction(emoji: "")]
        $0.edited = Edit()
        $0.revisions = [Revision()]
    }

    private static let senders = [
        Sender(), Sender(name: ""), Sender(id: ""), Sender(name: "", id: ""), Sender(id: "b"), Sender(name: "Ann  B"),
    ].map { Message(sender: $0, body: "x") }

    private static let image = Attachment(
        kind: .image, url: "https://example.org/a.png", path: "a/b.png", title: "A", mediaType: "image/png", size: .max,
        state: .present)

    private static let attachments = message { details in
        details.attachments = Attachment.Kind.allCases.map { Attachment(kind: $0) }
        details.attachments += Attachment.State.allCases.map { Attachment(kind: .file, url: "", size: 0, state: $0) }
    }

    // MARK: Times

    private static func time(_ hour: Int) -> Timestamp? {
        Timestamp(date: CalendarDate(year: 2018, month: 1, day: 23), seconds: hour * 3600 + 59)
    }

    private static let timestamps: [Message] = {
        let day = CalendarDate(year: 2018, month: 1, day: 23)
        return [
            Timestamp(date: day, seconds: 0, precision: .day), Timestamp(date: day, seconds: 60, precision: .minute),
            Timestamp(date: day, seconds: 86_399), Timestamp(date: CalendarDate(year: 0, month: 1, day: 1), seconds: 1),
            Timestamp(date: CalendarDate(year: 9999, month: 12, day: 31), seconds: 1, utcOffset: 0),
            Timestamp(date: day, seconds: 1, nanoseconds: 500_000_000, precision: .fraction(digits: 1)),
            Timestamp(date: day, seconds: 1, nanoseconds: 1, precision: .fraction(digits: 9), utcOffset: -1),
            Timestamp(date: day, seconds: 1, utcOffset: 28_800, zone: "Asia/Shanghai"),
            Timestamp(date: day, seconds: 1, zone: "Asia/Shanghai"), Timestamp(date: nil, seconds: 0),
            Timestamp(date: day, seconds: 0, precision: .day, utcOffset: -3600, zone: "Etc/GMT+1"),
            Timestamp(date: nil, seconds: 37_623), Timestamp(date: nil, seconds: 360_000, precision: .minute),
            Timestamp(date: nil, seconds: Int(UInt32.max), nanoseconds: 250_000_000, precision: .fraction(digits: 3)),
        ].map { Message(timestamp: $0, body: "x") }
    }()

    // MARK: Values

    private static let values: Members = [
        "null": .null, "true": true, "false": false, "string": "x", "empty": "", "array": [1, .null, [], .object(Members())],
        "object": ["z": 1, "a": ["z": 2]], "deep": nested(200),
        "numbers": .array(
            ["0", "-0", "1e400", "1E+2", "-1.50", "123456789012345678901234567890", "0.1e-7"].compactMap {
                NumberLiteral($0).map { .number($0) }
            }),
    ]

    private static func nested(_ depth: Int) -> Value {
        (0..<depth / 2).reduce(Value.array([])) { inner, _ in ["in": .array([inner])] }
    }

    private static let manyMembers = Members((0..<100).map { Members.Member(name: Text("n\($0)"), value: .number(NumberLiteral($0))) })
}

extension Value: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral elements: Value...) { self = .array(elements) }
    init(dictionaryLiteral elements: (Text, Value)...) {
        self = .object(Members(elements.map { Members.Member(name: $0.0, value: $0.1) }))
    }
}
