import ChatConv
import Foundation
import TestSupport
import Testing

/// Files of other programs, none of which may turn into a transcript of nothing.
@Suite("Chats of other programs", .enabled(if: Places.corpus != nil, "no ../shared/corpus"))
struct ForeignFileTests {
    private static let files: [URL] = ["chats", "exports"].flatMap { name -> [URL] in
        guard let folder = Places.corpus?.appending(path: name),
            let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        else { return [] }
        return walk.compactMap { $0 as? URL }.filter(\.isRegularFile).sorted { $0.path < $1.path }
    }

    /// How many messages were read, and whether one of them has a text, an event or an attachment.
    private func read(_ file: URL) throws(ConversionError) -> (count: Int, hasContent: Bool) {
        let input = try FormatRegistry.builtIn.open(FileSource.open(file.path), fileName: file.path)
        var reader = try input.makeReader()
        _ = try reader.readHeader()
        var found = (count: 0, hasContent: false)
        var batch: [Message] = []
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            found.count += batch.count
            if batch.contains(where: { $0.body != nil || $0.details.event != nil || !$0.details.attachments.isEmpty }) {
                found.hasContent = true
            }
        }
        return found
    }

    @Test("None is read as a transcript without a text, an event or an attachment")
    func none() throws {
        #expect(Self.files.count > 600)
        for file in Self.files {
            do {
                let found = try read(file)
                #expect(found.hasContent, "\(file.path): \(found.count) messages, and nothing in them")
            } catch {
                // A refusal says what is wrong, and is about the input.
                #expect([.malformedInput, .unknownFormat, .limitExceeded].contains(error.category), "\(file.path): \(error)")
            }
        }
    }

    @Test("What the JSON of each folder is, is said", arguments: [
        ("chats/mlomb+chat-analytics/discord", "DiscordChatExporter"), ("chats/mlomb+chat-analytics/telegram", "Telegram"),
        ("chats/rusq+slackdump/slack/source_export_dir/B75B4C7", "Slack"), ("chats/hiyouga+LLaMA-Factory", "fine-tuning"), ("exports/telegram", "Telegram"),
        ("exports/discord", "Discord"), ("exports/chatgpt", "ChatGPT"), ("exports/claude-export", "Claude"), ("exports/claude-code", "Claude Code"),
        ("exports/codex", "Codex"), ("exports/messenger", "Messenger"), ("exports/instagram", "Instagram"), ("exports/grok", "Grok"),
        ("exports/youtube-livechat", "YouTube"), ("exports/mattermost", "Mattermost"),
        ("exports/aistudio", "AI Studio"), ("exports/librechat", "LibreChat"), ("exports/qq", "QQ"),
    ])
    func named(_ folder: String, _ name: String) throws {
        let folder = try #require(Places.corpus).appending(path: folder).path
        let files = Self.files.filter {
            $0.path.hasPrefix(folder + "/") && ["json", "jsonl"].contains($0.pathExtension) && !$0.lastPathComponent.contains(".expected.")
        }
        #expect(!files.isEmpty)
        var named = 0
        for file in files {
            let error = #expect(throws: ConversionError.self) { try read(file) }
            if error?.code.id == "json.foreign", error?.message.contains(name) == true { named += 1 }
        }
        // Beside the chats lie schemas, lists of names and damaged files.
        #expect(named * 2 > files.count, "\(named) of \(files.count)")
    }
}

extension URL {
    fileprivate var isRegularFile: Bool { (try? resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile ?? false }
}
