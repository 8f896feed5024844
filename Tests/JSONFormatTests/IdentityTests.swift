@testable import JSONFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// Whose JSON it is.
@Suite("JSON that is ours, and JSON that is not")
struct IdentityTests {
    /// What reading ends in; nil when it is read.
    private func failure(
        _ format: any TranscriptFormat, _ text: String, isGiven: Bool, chunk: Int = .max, isLenient: Bool = false
    ) -> ConversionError? {
        do {
            let input = format.makeInput(MemorySource(Array(text.utf8), chunk: chunk), isLenient: isLenient, formatIsGiven: isGiven)
            var reader = try format.makeReader(input)
            _ = try reader.readHeader()
            var batch: [Message] = []
            while try reader.readMessages(into: &batch) { batch.removeAll() }
            return nil
        } catch {
            return error
        }
    }

    private func refusal(_ format: any TranscriptFormat, _ text: String) -> Diagnostic? {
        format.probe(ProbePrefix(Array(text.utf8), isWhole: true)).refusal
    }

    // MARK: Documents

    private static let padding = String(repeating: "x", count: 100_000)

    @Test(
        "A document with \"chatconv\" is ours, wherever that stands and whatever its messages have",
        arguments: [
            #"{"chatconv":1,"messages":[{"role":"user","content":"hi"}]}"#, #"{"messages":[{"body":"hi"}],"chatconv":1}"#,
            #"{"messages":[{"role":"user","content":"hi"}],"chatconv":1}"#, #"{"messages":[],"chatconv":1}"#,
            #"{"messages":[{"role":"user","content":"\#(padding)"}],"chatconv":1}"#, #"{"id":"7","mapping":{"a":{"message":1}},"chatconv":1}"#,
        ])
    func declared(_ text: String) {
        #expect(refusal(JSONDocumentFormat(), text) == nil)
        for chunk in [7, 1000, .max] {
            for isGiven in [true, false] { #expect(failure(JSONDocumentFormat(), text, isGiven: isGiven, chunk: chunk) == nil) }
        }
    }

    @Test(
        "A document without it is read where its format is named and its first message is one of the notation",
        arguments: [
            #"{"body":"hi"}"#, #"{"body":""}"#, #"{"sender":{"name":"Ann"},"x":1}"#, #"{"sender":{"id":"a"}}"#, #"{"event":{"action":"joined"}}"#,
            #"{"attachments":[{"type":"image","url":"a.jpg"}],"x":1}"#, #"{"timestamp":"2018-01-23T10:27:03"}"#,
            #"{"timestamp":"10:27:03","id":"1","end":"10:27:04"}"#, #"{"body":"\#(padding)"}"#,
        ])
    func undeclared(_ message: String) {
        let text = #"{"title":"T","messages":[\#(message),{"x":1}]}"#
        for chunk in [7, 1000, .max] {
            #expect(failure(JSONDocumentFormat(), text, isGiven: true, chunk: chunk) == nil)
            let refused = failure(JSONDocumentFormat(), text, isGiven: false, chunk: chunk)
            #expect(refused?.code == .jsonForeign && refused?.diagnostic.help?.contains("-f json") == true)
        }
        if text.utf8.count < ProbePrefix.size { #expect(refusal(JSONDocumentFormat(), text)?.code == .jsonForeign) }
        // The same message, first of JSON Lines, is enough.
        #expect(failure(JSONLinesFormat(), message + "\n{}\n", isGiven: false) == nil)
    }

    @Test(
        "Messages of another shape are somebody else's, even where the format is named",
        arguments: [
            #"{"text":"hi"}"#, #"{"text":"hi","created_date":"x"}"#, #"{"body":5}"#, #"{"body":{"text":"hi"}}"#, #"{"sender":"Ann"}"#,
            #"{"sender":{"username":"Ann"}}"#, #"{"sender":{"id":5}}"#, #"{"timestamp":1516703223}"#, #"{"timestamp":"yesterday"}"#,
            #"{"timestamp":"2018-01-23T10:27:03Z","level":"info"}"#, #"{"event":"login"}"#, #"{"event":{"type":"x"}}"#,
            #"{"attachments":[]}"#, #"{"attachments":[{"type":"x"}]}"#, #"{"id":"1"}"#, "{}", "5", #""hi""#, "null", "[]",
        ])
    func foreign(_ message: String) {
        for text in [#"{"messages":[\#(message)]}"#, #"{"messages":[\#(message),{"body":"x"}],"title":"T"}"#] {
            for (isGiven, isLenient) in [(true, false), (true, true), (false, false)] {
                let error = failure(JSONDocumentFormat(), text, isGiven: isGiven, chunk: 3, isLenient: isLenient)
                #expect(error?.code == .jsonForeign && error?.location?.byteOffset == 0)
            }
            #expect(refusal(JSONDocumentFormat(), text)?.code == .jsonForeign)
        }
        guard message.hasPrefix("{") else { return }
        for isLenient in [false, true] {
            #expect(failure(JSONLinesFormat(), message + "\n{\"body\":\"x\"}\n", isGiven: true, isLenient: isLenient)?.code == .jsonNotATranscript)
        }
        #expect(refusal(JSONLinesFormat(), message + "\n" + message)?.code == .jsonNotATranscript)
    }

    @Test(
        "No messages are no transcript, unless it says that it is one",
        arguments: [(#""messages":[]"#, "json.foreign"), (#""messages":null"#, "json.foreign"), (#""title":"T""#, "json.not-a-transcript")])
    func nothing(_ members: String, _ code: String) {
        #expect(failure(JSONDocumentFormat(), "{\(members)}", isGiven: true)?.code.id == code)
        #expect(failure(JSONDocumentFormat(), "{\"chatconv\":1,\(members)}", isGiven: true) == nil)
    }

    @Test("What is no JSON is told before whose it is")
    func syntaxFirst() {
        for text in [#"{"type":1,"features":[},"x":2}"#, #"[{"mapping":{"a":{"message":1}},}]"#, #"{"messages":[{"body":"a"},{"body":]}"#] {
            #expect(failure(JSONDocumentFormat(), text, isGiven: true)?.code == .jsonSyntax)
        }
    }

    @Test("Behind lines that lenient reading leaves out, the first one that is left has to be ours")
    func afterBadLines() {
        #expect(failure(JSONLinesFormat(), "oops\n{\"body\":\"x\"}\n", isGiven: true, isLenient: true) == nil)
        #expect(failure(JSONLinesFormat(), "oops\n{\"role\":\"x\",\"content\":1}\n", isGiven: true, isLenient: true)?.code == .jsonForeign)
        #expect(failure(JSONLinesFormat(), "oops\noops\n", isGiven: true, isLenient: true) == nil)
    }

    // MARK: Whose it is

    private static let products: [(String, String)] = [
        ("Telegram", #"{"name":"C","type":"private_group","id":5,"messages":[{"id":1,"type":"message","date":"2020-01-01T00:00:00","from":"A","text":"x"}]}"#),
        ("Telegram", #"{"type":"saved_messages","messages":[{"id":1,"type":"message","date_unixtime":"1","text":[]}]}"#),
        ("Telegram", #"{"about":"x","chats":{"about":"y","list":[{"name":"C","messages":[]}]}}"#),
        ("DiscordChatExporter", #"{"guild":null,"channel":{"id":"1","type":"DirectTextChat"},"messages":[{"id":"1","timestamp":"2020-01-01T00:00:00+00:00"}]}"#),
        ("Discord data package", #"[{"ID":1,"Timestamp":"2020-01-01 00:00:00","Contents":"x","Attachments":""}]"#),
        ("Messenger or Instagram", #"{"participants":[{"name":"A"}],"messages":[{"sender_name":"A","timestamp_ms":5,"content":"x"}]}"#),
        ("Messenger or Instagram", #"{"participants":["A"],"threadName":"A_1","messages":[{"senderName":"A","text":"x","timestamp":5}]}"#),
        ("signal-export", #"{"date":"2020-01-01 00:00:00","sender":"A","body":"x","quote":"","sticker":"","reactions":[],"attachments":[]}"#),
        ("sigtop", #"[{"conversationId":"c","sent_at":5,"type":"incoming","body":"x"}]"#),
        ("WhatsApp", #"{"1@s.whatsapp.net":{"name":"A","messages":{"7":{"from_me":true,"timestamp":5,"key_id":"k","data":"x"}}}}"#),
        ("iMessage", #"{"chat_identifier":"a","guid":"g","text":"x","date":"2020","is_from_me":true}"#),
        ("ChatLab", #"{"chatlab":{"version":"0.0.2"},"meta":{},"members":[],"messages":[]}"#),
        ("WeFlow", #"{"weflow":{"version":"1"},"session":{"wxid":"w"},"messages":[]}"#),
        ("echotrace", #"{"session":{"username":"u"},"messages":[{"localId":1,"createTime":5,"content":"x"}]}"#),
        ("QQChatExporter", #"{"metadata":{"name":"QQChatExporter"},"chatInfo":{"name":"A"},"messages":[]}"#),
        ("Snapchat", #"{"uuid":[{"From":"a","Media Type":"TEXT","Created":"2020-01-01 00:00:00 UTC"}]}"#),
        ("TikTok", #"{"Direct Messages":{"Chat History":{}}}"#),
        ("Hangouts", #"{"conversations":[{"conversation":{},"events":[]}]}"#),
        ("Skype", #"{"userId":"a","conversations":[{"id":"x","MessageList":[]}]}"#),
        ("Slack", #"[{"type":"message","user":"U1","text":"x","ts":"1.000001"}]"#),
        ("Slack", #"{"channel_id":"C1","name":"c","messages":[{"type":"message","ts":"1.000001"}]}"#),
        ("Microsoft Teams", #"[{"Id":"1","MessageType":"message","CreatedDateTime":"2020","Body":{"Content":"x"}}]"#),
        ("Microsoft Teams", #"{"@odata.context":"x","value":[{"id":"1","messageType":"message","createdDateTime":"2020","body":{}}]}"#),
        ("Google Chat", #"{"messages":[{"creator":{"name":"A"},"created_date":"x","text":"x"}]}"#),
        ("Matrix", #"{"room_name":"R","messages":[{"type":"m.room.message","sender":"@a:b","origin_server_ts":5,"content":{"body":"x"}}]}"#),
        ("Mattermost", #"{"type":"version","version":1}"#),
        ("Mattermost", #"{"type":"post","post":{"team":"t","message":"x"}}"#),
        ("Rocket.Chat", #"{"messages":[{"_id":"1","rid":"r","msg":"x","ts":"2020","u":{}}],"success":true}"#),
        ("Zulip", #"{"zerver_message":[]}"#),
        ("ChatGPT", #"[{"title":"T","create_time":1.5,"mapping":{"n":{"id":"n","message":null,"parent":null}},"current_node":"n"}]"#),
        ("ChatGPT", #"{"mapping":{"n":{"id":"n","message":{"author":{"role":"user"}}}}}"#),
        ("Claude export", #"[{"uuid":"u","name":"N","chat_messages":[{"uuid":"m","sender":"human","text":"x"}]}]"#),
        ("Gemini activity", #"[{"header":"Gemini Apps","title":"Prompted x","time":"2020","products":["Gemini Apps"]}]"#),
        ("AI Studio", #"{"runSettings":{},"chunkedPrompt":{"chunks":[{"role":"user","text":"x"}]}}"#),
        ("Grok", #"{"conversations":[{"conversation":{"id":"c"},"responses":[]}]}"#),
        ("Open WebUI", #"[{"id":"1","title":"T","chat":{"history":{"messages":{}}}}]"#),
        ("LibreChat", #"{"conversationId":"c","endpoint":"x","messages":[{"text":"x"}]}"#),
        ("Claude Code", #"{"type":"user","uuid":"u","sessionId":"s","timestamp":"2025-01-01T00:00:00Z","message":{"role":"user","content":"x"}}"#),
        ("Claude Code", #"{"type":"summary","summary":"x","leafUuid":"u"}"#),
        ("Codex", #"{"timestamp":"2025-01-01T00:00:00Z","type":"session_meta","payload":{"id":"i"}}"#),
        ("Gemini CLI", #"{"sessionId":"s","projectHash":"h","messages":[{"id":"1","timestamp":"2025-01-01T00:00:00Z","type":"user","content":"x"}]}"#),
        ("coding agent", #"{"type":"session.start","data":{"sessionId":"s"}}"#),
        ("YouTube", #"{"replayChatItemAction":{"actions":[]}}"#),
        ("Twitch", #"{"video":{},"comments":[{"_id":"1","content_offset_seconds":5}]}"#),
        ("chat-downloader", #"[{"message_type":"text_message","author":{"name":"A"},"message":"x"}]"#),
        ("chat-completion", #"{"messages":[{"role":"user","content":"x"}]}"#),
        ("chat-completion", #"[{"role":"user","content":"x"},{"role":"assistant","content":"y"}]"#),
        ("ShareGPT", #"{"conversations":[{"from":"human","value":"x"},{"from":"gpt","value":"y"}]}"#),
        ("Alpaca", #"[{"instruction":"x","input":"","output":"y"}]"#),
        ("preferences", #"{"prompt":"p","chosen":"x","rejected":"y"}"#),
        ("benchmark", #"{"question_id":81,"category":"writing","turns":["x"]}"#),
        ("ConvoKit", #"{"id":"1","conversation_id":"1","speaker":"A","text":"x","timestamp":5}"#),
    ]

    @Test("A product is named by the members of its files, as a document and on lines", arguments: products)
    func product(_ name: String, _ text: String) throws {
        let refused = try #require(refusal(JSONDocumentFormat(), text))
        #expect(refused.code == .jsonForeign && refused.message.contains(name), "\(refused.message)")
        let result = JSONDocumentFormat().probe(ProbePrefix(Array(text.utf8), isWhole: true))
        #expect(result.confidence == .possible && result.evidence.contains(name))
        // The reader says the same when it is told that this is its own, in pieces of any size.
        for chunk in [1, .max] {
            let error = failure(JSONDocumentFormat(), text, isGiven: name != "DiscordChatExporter", chunk: chunk)
            #expect(error?.message == refused.message)
        }
        guard text.hasPrefix("{") else { return }
        for lines in [text, "\(text)\n", "\(text)\n\(text)\n", "{\"some\":\"line\"}\n\(text)\n"] {
            #expect(refusal(JSONLinesFormat(), lines)?.message == refused.message)
        }
    }

    @Test("Every product of the table is among them")
    func allProducts() {
        let named = Set(Self.products.compactMap { refusal(JSONDocumentFormat(), $0.1)?.message })
        for kind in ForeignJSON.all { #expect(named.contains { $0.contains(kind.name) }, "\(kind.name)") }
    }

    @Test("Members of a text, or deep inside, name nothing; a document that is cut or broken is named by what is there")
    func depth() {
        for text in [
            #"{"messages":[{"text":"{\"mapping\":{\"a\":{\"message\":1}}}"}]}"#, #"{"messages":[{"x":{"mapping":{"a":{"message":1}}}}]}"#,
            #"{"name":"left-pad","dependencies":{"chat_messages":"1.0"}}"#,
        ] {
            #expect(refusal(JSONDocumentFormat(), text)?.message.contains("export") != true)
        }
        let telegram = #"{"name":"C","type":"private_group","id":5,"messages":[{"id":1,"type":"message","date":"2020-01-01T00:00:00","text":"x"#
        for rest in ["", "\\x01\"}]}", "\"}]}", "\"},{\"text\":\"\(Self.padding)"] {
            let prefix = ProbePrefix(Array((telegram + rest).utf8.prefix(ProbePrefix.size)), isWhole: rest.utf8.count < ProbePrefix.size)
            #expect(JSONDocumentFormat().probe(prefix).refusal?.message.contains("Telegram") == true)
        }
    }

    @Test("A message of ours stays ours beside members of others")
    func unknownMembers() throws {
        let lines = #"{"timestamp":"2018-01-23T10:27:03","sender":{"name":"Ann"},"body":"hi","type":"message","level":3}"#
        let read = try JSONLinesFormat().read(lines + "\n")
        #expect(read.messages.first?.details.extensions["json:level"] == 3)
        #expect(refusal(JSONLinesFormat(), lines) == nil)
    }
}
