/// JSON that other programs write and in which conversations are, told by the names of members of its outer levels.
///
/// To name another one, add it to the table. When a format reads one of these, its own probe is surer than the refusal that
/// is made of this, which then is not asked for.
struct ForeignJSON: Sendable {
    /// What it is, as a phrase.
    let name: String
    /// The shapes of a document, or of a line of JSON Lines. One of them is enough.
    private let shapes: [JSONShape]

    private init(_ name: String, _ shapes: JSONShape...) {
        self.name = name
        self.shapes = shapes
    }

    /// What a document or a line is; nil when it is none of these.
    static func kind(of outline: JSONOutline) -> ForeignJSON? {
        all.first { $0.shapes.contains { $0.matches(outline) } }
    }

    // MARK: The table

    /// The first that fits counts: what has names of its own comes before what shares them with others.
    static let all = messengers + workplaces + assistants + streams + training

    private static let messengers = [
        ForeignJSON(
            "a chat export of Telegram Desktop",
            ["messages": [["date_unixtime": .any, "type": .text]]], ["chats": ["list": [["messages": .any]]]],
            ["id": .number, "type": .text, "messages": [["id": .number, "type": .text, "date": .text]]]),
        ForeignJSON(
            "a channel that DiscordChatExporter saved",
            ["guild": .any, "channel": ["id": .any, "type": .text]],
            ["messages": [["author": ["discriminator": .any], "timestamp": .text]]]),
        ForeignJSON("a part of a Discord data package", [["ID": .any, "Timestamp": .text, "Contents": .any]]),
        ForeignJSON(
            "a conversation from a Messenger or Instagram download",
            ["messages": [["sender_name": .any, "timestamp_ms": .any]]], ["threadName": .text, "messages": [["senderName": .any]]]),
        ForeignJSON(
            "a Signal conversation as signal-export saves it",
            ["date": .text, "sender": .text, "body": .any, "reactions": .any]),
        ForeignJSON(
            "a Signal conversation as Signal Desktop and sigtop keep it",
            [["conversationId": .text, "sent_at": .number]], ["conversationId": .text, "sent_at": .number]),
        ForeignJSON(
            "a chat of WhatsApp as WhatsApp-Chat-Exporter saves it", .member(["messages": .member(["from_me": .any, "key_id": .any])])),
        ForeignJSON("a chat of iMessage", ["is_from_me": .any, "guid": .text], [["is_from_me": .any, "guid": .text]]),
        ForeignJSON("a ChatLab file", ["chatlab": .any], ["_type": "header", "meta": .any]),
        ForeignJSON(
            "a chat of WeChat as WeFlow or echotrace saves it",
            ["weflow": .any], ["session": .any, "messages": [["localId": .any, "createTime": .any]]]),
        ForeignJSON(
            "a chat of QQ as QQChatExporter saves it",
            ["metadata": ["name": .text], "chatInfo": .any], ["sender": ["uid": .any], "content": ["text": .any]],
            ["messages": [["sender": ["uid": .any], "content": .any]]]),
        ForeignJSON(
            "a download from Snapchat", .member([["Media Type": .text, "Created": .text]])),
        ForeignJSON("a download from TikTok", ["Direct Message": .any], ["Direct Messages": .any]),
        ForeignJSON(
            "a Hangouts archive",
            ["conversations": [["conversation": .any, "events": .any]]], ["conversation_state": [["conversation_state": .any]]]),
        ForeignJSON("an export of Skype or Teams", ["conversations": [["MessageList": .any]]]),
    ]

    private static let workplaces = [
        ForeignJSON(
            "a room of Rocket.Chat",
            ["messages": [["rid": .text, "msg": .any]]], [["rid": .text, "msg": .any]], ["rid": .text, "msg": .any]),
        ForeignJSON(
            "a Slack export",
            ["messages": [["ts": .text, "type": "message"]]], [["ts": .text, "type": "message"]], ["ts": .text, "type": "message"],
            [["ts": .text, "user": .text, "text": .text]], ["messages": [["ts": .text, "user": .text, "text": .text]]],
            ["t": .number, "n": .number, "m": .any]),
        ForeignJSON(
            "a conversation of Microsoft Teams",
            [["MessageType": .any, "CreatedDateTime": .any]], [["messageType": .any, "createdDateTime": .any]],
            ["value": [["messageType": .any, "createdDateTime": .any]]], [["CreatedDateTime": .text, "Body": .any]]),
        ForeignJSON("a conversation of Google Chat", ["messages": [["creator": .object([])]]]),
        ForeignJSON(
            "a room that Element saved, or other events of Matrix",
            ["messages": [["origin_server_ts": .any]]], ["chunk": [["origin_server_ts": .any]]], [["origin_server_ts": .any]],
            ["origin_server_ts": .any, "type": .text]),
        ForeignJSON(
            "an export of Mattermost",
            ["type": "version", "version": .number], ["type": "post", "post": .any], ["type": "direct_post", "direct_post": .any],
            ["type": "channel", "channel": .any], ["type": "team", "team": .any]),
        ForeignJSON(
            "an export of Zulip", ["zerver_message": .any], ["zerver_realm": .any], ["messages": [["sender_full_name": .any, "content": .any]]]),
    ]

    private static let assistants = [
        ForeignJSON(
            "a ChatGPT export",
            chatGPT, .element(chatGPT), ["mapping": .any, "create_time": .any], [["mapping": .any, "create_time": .any]],
            ["mapping": .any, "current_node": .any]),
        ForeignJSON(
            "a Claude export",
            ["chat_messages": .any], [["chat_messages": .any]], ["conversations": [["chat_messages": .any]]],
            ["project": .any, "messages": [["uuid": .text, "role": .text]]], [["uuid": .text, "docs": .any]]),
        ForeignJSON("a Gemini activity log of Google Takeout", [["header": .text, "title": .text, "time": .text]]),
        ForeignJSON("a Google AI Studio conversation", ["chunkedPrompt": .any]),
        ForeignJSON("a Grok export", ["conversations": [["conversation": .any, "responses": .any]]]),
        ForeignJSON(
            "an Open WebUI export",
            [["chat": ["history": .any]]], ["chat": ["history": .any]], ["history": ["messages": .any], "models": .any],
            ["history": ["messages": .any, "currentId": .any]]),
        ForeignJSON("a LibreChat export", ["conversationId": .text, "messages": .any], [["conversationId": .text, "messages": .any]]),
        ForeignJSON(
            "a Claude Code session log",
            ["loglines": .any], ["sessionId": .text, "message": .any], ["sessionId": .text, "uuid": .text], ["leafUuid": .any],
            ["type": "file-history-snapshot"], ["type": "queue-operation"], ["session_id": .text, "uuid": .text, "type": .text]),
        ForeignJSON(
            "a Codex session log", ["timestamp": .text, "type": .text, "payload": .any], ["type": "session_meta", "payload": .any],
            ["type": "response_item", "payload": .any], ["type": "event_msg", "payload": .any],
            ["type": "thread.started", "thread_id": .any], ["type": "item.completed", "item": .any]),
        ForeignJSON("a Gemini CLI session log", ["sessionId": .text, "projectHash": .any]),
        ForeignJSON(
            "a coding agent's session log", ["cascadeId": .any], ["type": "session.start", "data": .any],
            ["type": .text, "data": ["sessionId": .any]]),
    ]

    private static let chatGPT: JSONShape = ["mapping": .member(["message": .any])]

    private static let streams = [
        ForeignJSON(
            "a live chat of YouTube",
            ["continuationContents": .any], ["response": ["continuationContents": .any]], ["replayChatItemAction": .any],
            ["addChatItemAction": .any], [["addChatItemAction": .any]], ["items": [["kind": "youtube#liveChatMessage"]]]),
        ForeignJSON("a chat of Twitch", ["comments": [["content_offset_seconds": .any]]]),
        ForeignJSON(
            "a chat that chat-downloader saved", [["message_type": .text, "author": .any]], ["message_type": .text, "author": .any]),
    ]

    /// Conversations with language models, as files to train and to judge them have them, one on a line or in an array.
    private static let training = [
        dialogues("a chat-completion conversation (messages of `role` and `content`), as fine-tuning files have it", [
            ["messages": [["role": .text, "content": .any]]], ["role": .text, "content": .any],
            ["messages": [["role": .text, "tool_calls": .any]]], ["conversations": [["role": .text, "content": .any]]],
        ]),
        dialogues("a fine-tuning conversation in the manner of ShareGPT (`from` and `value`)", [
            ["conversations": [["from": .text, "value": .any]]], ["from": .text, "value": .any],
        ]),
        dialogues("a fine-tuning file of instructions and outputs (Alpaca)", [["instruction": .any, "output": .any]]),
        dialogues("a fine-tuning file of preferences", [["chosen": .any, "rejected": .any]]),
        dialogues("a file of a benchmark of language models", [
            ["question_id": .any, "turns": .any], ["question_id": .any, "choices": .any],
        ]),
        dialogues("a file of a ConvoKit corpus", [["speaker": .text, "text": .any, "conversation_id": .any]]),
    ]

    private static func dialogues(_ name: String, _ shapes: [JSONShape]) -> ForeignJSON {
        ForeignJSON(name, shapes: shapes + shapes.map { .element($0) })
    }

    private init(_ name: String, shapes: [JSONShape]) {
        self.name = name
        self.shapes = shapes
    }
}
