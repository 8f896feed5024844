import SubtitleCues
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("Joining a speaker's cues")
struct SpeakerMergingTests {
    private struct Cues: TranscriptReader {
        var batches: [[Message]]
        mutating func readHeader() -> TranscriptHeader { TranscriptHeader() }
        mutating func readMessages(into batch: inout [Message]) -> Bool {
            if batches.isEmpty { return false }
            batch += batches.removeFirst()
            return true
        }
    }

    private func cue(_ start: UInt, _ end: UInt, _ name: Text?, _ body: Text) -> Message {
        Message(
            timestamp: Timestamp(sinceStartMilliseconds: start), sender: Sender(name: name), body: body,
            end: Timestamp(sinceStartMilliseconds: end))
    }

    private func joined(_ batches: [[Message]], gap: Int) throws -> [Message] {
        var reader = SpeakerMerging(Cues(batches: batches), gap: gap, limits: Limits(), spelling: ["x:verbatim"])
        var result: [Message] = []
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) {
            #expect(!batch.isEmpty && batch.count <= MessageBatch.preferredCount)
            result += batch
            batch.removeAll()
        }
        return result
    }

    @Test("Cues of one speaker become one message where the pause between them is short, over batches too")
    func joins() throws {
        let batches = [[cue(0, 1000, "Ada", "a"), cue(1500, 2000, "Ada", "b")], [cue(2500, 3000, "Ada", "c"), cue(3600, 4000, "Ada", "d")]]
        #expect(try joined(batches, gap: 500) == [cue(0, 3000, "Ada", "a b c"), cue(3600, 4000, "Ada", "d")])
    }

    @Test("Cues of others, and of nobody, stay")
    func stays() throws {
        let cues = [cue(0, 1, "Ada", "a"), cue(1, 2, "Grace", "b"), cue(2, 3, nil, "c"), cue(3, 4, nil, "d"), cue(4, 5, "", "e"), cue(5, 6, "", "f")]
        #expect(try joined([cues], gap: 500) == cues)
    }

    @Test("What tells how a cue was written goes when it is joined")
    func spelling() throws {
        var first = cue(0, 1, "Ada", "a")
        first.details.extensions = ["x:verbatim": "…", "x:other": 1]
        var expected = cue(0, 2, "Ada", "a b")
        expected.details.extensions = ["x:other": 1]
        #expect(try joined([[first, cue(1, 2, "Ada", "b")]], gap: 0) == [expected])
    }

    @Test("Many cues are handed over in batches of the agreed size")
    func many() throws {
        let cues = (0..<2000).map { cue($0 * 10, $0 * 10 + 5, $0 % 2 == 0 ? "Ada" : "Grace", "x") }
        let batches = stride(from: 0, to: cues.count, by: 512).map { Array(cues[$0..<min($0 + 512, cues.count)]) }
        #expect(try joined(batches, gap: 1000) == cues)
    }

    @Test("Empty texts leave no spaces behind")
    func emptyTexts() throws {
        let cues = [cue(0, 1, "Ada", ""), cue(1, 2, "Ada", "a"), cue(2, 3, "Ada", ""), cue(3, 4, "Ada", "b")]
        #expect(try joined([cues], gap: 0) == [cue(0, 4, "Ada", "a b")])
    }

    @Test("A very long speech costs its length")
    func long() throws {
        let count = 100_000
        let cues = (0..<UInt(count)).map { cue($0, $0 + 1, "Ada", "0123456789") }
        let messages = try joined([cues], gap: 0)
        #expect(messages.map { $0.body?.utf8Count } == [11 * count - 1])
    }
}
