import Testing
import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

@Suite("Reading the notation")
struct DecodingTests {
    private func message(_ json: Text, from old: Message = Message()) throws(JSONFailure) -> Message {
        var message = old
        var decoder = ModelDecoder()
        try decoder.apply(json, to: &message)
        return message
    }

    private func failed(_ json: Text, limits: Limits = Limits()) -> JSONFailure? {
        var message = Message(body: "old")
        var decoder = ModelDecoder(limits: limits)
        do {
            try decoder.apply(json, to: &message)
            return nil
        } catch {
            #expect(message == Message(body: "old"), "a failure changes nothing")
            return error
        }
    }

    @Test("What is there replaces, null erases, what is absent stays")
    func apply() throws {
        let old = Message(sender: Sender(name: "Ann", id: "a"), body: "x")
        #expect(try message("{}", from: old) == old)
        #expect(try message(#"{"body":"y"}"#, from: old) == Message(sender: old.sender, body: "y"))
        #expect(try message(#"{"body":null}"#, from: old) == Message(sender: old.sender))
        #expect(try message(#"{"sender":{"id":"b"}}"#, from: old) == Message(sender: Sender(id: "b"), body: "x"))
        #expect(try message(#" { "sender" : null } "#, from: old) == Message(body: "x"))
    }

    @Test("A member called extensions replaces all extensions; an unknown member adds one")
    func extensions() throws {
        var old = Message()
        old.details.extensions = ["a:b": 1, "json:mood": 2]
        #expect(try message(#"{"mood":3,"x":4}"#, from: old).details.extensions == ["a:b": 1, "json:mood": 3, "json:x": 4])
        #expect(try message(#"{"extensions":{"c:d":5}}"#, from: old).details.extensions == ["c:d": 5])
        #expect(try message(#"{"mood":3,"extensions":{"c:d":5}}"#, from: old).details.extensions == ["json:mood": 3, "c:d": 5])
        #expect(try message(#"{"extensions":null}"#, from: old).isPlain)
    }

    @Test("An unknown member further inside keeps its path")
    func paths() throws {
        let read = try message(
            #"{"sender":{"x":1},"quote":{"x":2,"sender":{"x":3}},"reactions":[{"emoji":"a"},{"emoji":"b","x":4,"participants":[{"x":5}]}]}"#)
        #expect(
            read.details.extensions == [
                "json:sender/x": 1, "json:quote/x": 2, "json:quote/sender/x": 3, "json:reactions/1/x": 4,
                "json:reactions/1/participants/0/x": 5,
            ])
    }

    @Test("A header is read the same way")
    func header() throws {
        var header = TranscriptHeader(title: "old", metadata: ["a": 1])
        var decoder = ModelDecoder()
        try decoder.apply(#"{"chatconv":1,"kind":"group","title":null,"participants":[{"id":"p","isSelf":true,"x":1}],"app":"y"}"#, to: &header)
        #expect(
            header
                == TranscriptHeader(
                    kind: .group, participants: [Participant(id: "p", isSelf: true, extensions: ["json:x": 1])],
                    metadata: ["a": 1], extensions: ["json:app": "y"]))
        #expect(throws: JSONFailure.self) { try decoder.apply(#"{"messages":[]}"#, to: &header) }
        #expect(throws: JSONFailure.self) { try decoder.apply(#"{"chatconv":2}"#, to: &header) }
    }

    @Test(
        "Escapes stand for their characters",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u4E2d\u0000""#, "Aé中\0"),
            (#""\ud83d\ude00""#, "😀"), (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"),
            (#""12345678\n12345678\\""#, "12345678\n12345678\\"), (#""a\\\"b""#, "a\\\"b"),
        ] as [(String, Text)])
    func escapes(_ json: String, _ text: Text) throws {
        #expect(try message(Text("{\"body\":\(json)}")).body == text)
        #expect(try message(Text("{\"x\":{\(json):\(json)}}")).details.extensions == ["json:x": .object([text: .string(text)])])
    }

    @Test("Names are recognised with escapes in them")
    func escapedNames() throws {
        #expect(try message(#"{"b\u006fdy":"x","send\u0065r":{"n\u0061me":"y"}}"#) == Message(sender: Sender(name: "y"), body: "x"))
    }

    @Test(
        "What does not fit is told with its place and its path",
        arguments: [
            (#"{"body":1}"#, 8, "body: expected a string, found a number"),
            (#"{"sender":{"name":[]}}"#, 18, "sender.name: expected a string, found an array"),
            (#"{"sender":"Ann"}"#, 10, "sender: expected an object, found a string"),
            (#"{"reactions":[{"emoji":"x","participants":[{},{"id":true}]}]}"#, 52,
                "reactions[0].participants[1].id: expected a string, found a boolean"),
            (#"{"attachments":[{"url":"x"}]}"#, 16, "attachments[0]: the member \"type\" is missing"),
            (#"{"attachments":[{"type":"gif"}]}"#, 24,
                "attachments[0].type: expected one of image, video, audio, file, link, sticker, place, contact, poll, found \"gif\""),
            (#"{"attachments":[{"type":"file","size":1.5}]}"#, 38,
                "attachments[0].size: expected a whole number without fraction or exponent, found 1.5"),
            (#"{"attachments":[{"type":"file","size":9223372036854775808}]}"#, 38,
                "attachments[0].size: 9223372036854775808 is out of range"),
            (#"{"timestamp":"noon"}"#, 13,
                "timestamp: \"noon\" is no timestamp such as 2018-01-23T10:27:03+08:00 or, without a date, 10:27:03"),
            (#"{"body":"a","body":"b"}"#, 12, "body: the object has this member already"),
            (#"{"x":1,"y":2,"x":3}"#, 13, "x: the object has this member already"),
            (#"{"x":{"a":1,"a":2}}"#, 12, "x.a: the object has this member already"),
            (#"{"x":1,"extensions":{"json:x":3}}"#, 21, "extensions.json:x: the object has this member already"),
            (#"{"edited":3}"#, 10, "edited: expected true or a timestamp, found a number"),
            (#"{"deleted":"yes"}"#, 11, "deleted: expected true or false, found a string"),
            (#"{"body":"\ud83d"}"#, 9, "body: this escape is half of a surrogate pair, and the other half is not there"),
            (#"{"body":"\ude00"}"#, 9, "body: this escape is half of a surrogate pair, and the other half is not there"),
            ("[]", 0, "expected an object, found an array"),
        ] as [(Text, Int, String)])
    func modelFailures(_ json: Text, _ offset: Int, _ message: String) throws {
        let failure = try #require(failed(json))
        #expect(failure.message == message)
        #expect(failure.offset == offset)
        #expect(failure.kind == .model)
    }

    @Test(
        "What is no JSON is told with its place",
        arguments: [
            (#"{"body":"a\nb}"#, 14, ""), ("{\"body\":\"a\nb\"}", 10, "a line break in a string must be escaped"),
            ("{\"body\":\"a\0\"}", 10, "byte 0x00 in a string must be escaped"),
            (#"{"body":"\x"}"#, 10, "'x' after a backslash is no escape of JSON"),
            (#"{"body":"\u12g4"}"#, 13, #"expected four hexadecimal digits after '\u'"#),
            (#"{"body":"x",}"#, 12, "expected a member name in quotation marks, found '}'"),
            (#"{"body" "x"}"#, 8, "expected ':', found a quotation mark"),
            (#"{"body":"x" "sender":{}}"#, 12, "expected ',' or '}', found a quotation mark"),
            (#"{"body":'x'}"#, 8, "expected a value, found an apostrophe"), (#"{"body":}"#, 8, "expected a value, found '}'"),
            (#"{"body":nul}"#, 11, "expected 'null', found '}'"), (#"{"x":01}"#, 5, "a number has no leading zeros in JSON"),
            (#"{"x":1.}"#, 7, "expected a digit, found '}'"), (#"{"x":-a}"#, 6, "expected a digit, found 'a'"),
            (#"{"x":[1,]}"#, 8, "expected a value, found ']'"), (#"{"x":é}"#, 5, "expected a value, found 'é'"),
            (#"{} x"#, 3, "expected the end, found 'x'"), ("{\"x\"\u{B}:1}", 4, "expected ':', found byte 0x0B"),
        ] as [(Text, Int, String)])
    func syntaxFailures(_ json: Text, _ offset: Int, _ message: String) throws {
        let failure = try #require(failed(json))
        #expect(failure.offset == offset)
        if message.isEmpty {
            #expect(failure.kind == .incomplete)
        } else {
            #expect(failure.message == message)
            #expect(failure.kind == .syntax)
        }
    }

    @Test("Every beginning of an object is incomplete, and nothing else")
    func prefixes() {
        let json = #"{"timestamp":"2018-01-23T10:27:03","sender":{"name":"A\tB"},"body":"\ud83d\ude00","x":[1.5e3,true,null,{"a":{}}]}"#
        for count in 0..<json.utf8.count {
            #expect(failed(Text(String(json.prefix(count))))?.kind == .incomplete, "\(count)")
        }
        #expect(failed(Text(json)) == nil)
    }

    @Test("Values may be as deep as the limit, and no deeper")
    func depth() throws {
        func nested(_ depth: Int) -> Text {
            Text("{\"x\":" + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}")
        }
        #expect(failed(nested(256)) == nil)
        #expect(failed(nested(257))?.kind == .limit)
        #expect(failed(nested(5), limits: Limits(depth: 4))?.code == .nestedTooDeep)
        let objects = String(repeating: #"{"a":"#, count: 300)
        #expect(failed(Text(#"{"extensions":{"x":"# + objects))?.kind == .limit)
    }

    @Test("When lenient, half a surrogate pair becomes U+FFFD and the later of two members stands, with warnings")
    func lenient() throws {
        var decoder = ModelDecoder(isLenient: true)
        var message = Message()
        try decoder.apply(#"{"body":"a","body":"x\ud83dy\udc00","z":{"k":1,"k":2}}"#, to: &message)
        #expect(message.body == "x\u{FFFD}y\u{FFFD}")
        #expect(message.details.extensions == ["json:z": .object(["k": 2])])
        #expect(decoder.takeWarnings().map(\.code) == [.jsonDuplicateMember, .jsonLoneSurrogate, .jsonLoneSurrogate, .jsonDuplicateMember])
        #expect(decoder.takeWarnings().isEmpty)
    }

    @Test("Numbers keep their literal", arguments: ["0", "-0", "1.50", "1e400", "1E+2", "123456789012345678901234567890"])
    func numbers(_ literal: String) throws {
        #expect(try message(Text("{\"x\":\(literal)}")).details.extensions["json:x"] == NumberLiteral(Text(literal)).map { .number($0) })
    }
}
