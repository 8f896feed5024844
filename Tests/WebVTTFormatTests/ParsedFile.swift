import SubtitleCues
import TestSupport
import TextScanning
import TranscriptCoding
import TranscriptModel

@testable import WebVTTFormat

/// A file as the parser of the specification sees it, for comparison with what other parsers made of it; the cues
/// come from the reader, and what it does not say of them from the blocks it works on.
struct ParsedFile {
    struct Cue {
        var identifier: String
        var times: CueTimes
        var text: String
        var settings: CueSettings
        var region: RegionSettings?
    }

    var cues: [Cue] = []
    var regions: [RegionSettings] = []
    /// The read transcript; nil when the file is refused.
    var transcript: Transcript?

    init(_ bytes: [UInt8]) throws {
        transcript = try? WebVTTFormat().read(bytes)
        guard let transcript else { return }
        var arena = TextArena()
        let lines = Text(String(decoding: bytes, as: UTF8.self)).preprocessed(&arena)
        let blocks = lines.withUTF8 { Self.blocks($0) }
        var payloads: [Text] = []
        for block in blocks {
            if block.isCue { payloads.append(lines.slice(block.payload) ?? Text()) }
            guard payloads.isEmpty, let text = lines.slice(block.content), String(text).hasPrefix("REGION\n") else { continue }
            regions.append(text.withUTF8 { RegionSettings($0.slice(7..<$0.count)) })
        }
        guard payloads.count == transcript.messages.count else {
            struct OtherCount: Error {}
            throw OtherCount()
        }
        for (message, payload) in zip(transcript.messages, payloads) {
            cues.append(try cue(message, payload, &arena))
        }
    }

    private static func blocks(_ utf8: UnsafeBufferPointer<UInt8>) -> [Block] {
        guard let lineEnd = utf8.firstIndex(of: 0x0A, from: 0) else { return [] }
        var scanner = BlockScanner(from: lineEnd + 1, inHeader: true)
        var blocks: [Block] = []
        while case .block(let block) = scanner.next(in: utf8, isAtEnd: true) { blocks.append(block) }
        return blocks
    }

    private func cue(_ message: Message, _ payload: Text, _ arena: inout TextArena) throws -> Cue {
        struct OtherText: Error {}
        var reader = CueTextReader(prefix: .colon)
        let text = reader.read(payload, arena: &arena)
        guard text.body == message.body, text.speaker == message.sender.name else { throw OtherText() }
        func string(_ name: StaticString) -> String {
            if case .string(let text)? = message.details.extensions[name] { String(text) } else { "" }
        }
        func milliseconds(_ timestamp: Timestamp?) -> Int {
            timestamp.flatMap { CueClock.standard.position(of: $0) } ?? -1
        }
        let settings = Text(string(WebVTTExtension.settings)).withUTF8 { CueSettings($0) }
        return Cue(
            identifier: string(WebVTTExtension.identifier),
            times: CueTimes(start: milliseconds(message.timestamp), end: milliseconds(message.end)), text: String(payload),
            settings: settings, region: settings.region.flatMap { id in regions.last { $0.id == id } })
    }
}

extension ParsedFile.Cue {
    /// What the cue's property of this name in the DOM is: a number, a text or a truth value.
    func property(_ path: String) -> Any? {
        switch path {
        case "id": identifier
        case "text": text
        case "startTime": Double(times.start) / 1000
        case "endTime": Double(times.end) / 1000
        case "vertical": settings.vertical?.rawValue ?? ""
        case "line": settings.line ?? "auto" as Any
        case "snapToLines": settings.snapsToLines
        case "lineAlign": settings.lineAlignment.rawValue
        case "position": settings.position ?? "auto" as Any
        case "positionAlign": settings.positionAlignment?.rawValue ?? "auto"
        case "size": settings.size
        case "align": settings.alignment.rawValue
        case "region.lines": region?.lines
        case "region.regionAnchorX": region?.regionAnchor.x
        case "region.regionAnchorY": region?.regionAnchor.y
        case "region.viewportAnchorX": region?.viewportAnchor.x
        case "region.viewportAnchorY": region?.viewportAnchor.y
        default: nil
        }
    }
}
