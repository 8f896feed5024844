import ChatConv
import ChatConvTesting
import Testing

@Suite("Loss")
struct LossTests {
    private func losses(of transcript: Transcript, missing: Set<Capability>) -> [Capability] {
        var tally = LossTally(holding: .wholeModel.subtracting(missing), own: "x")
        tally.count(transcript.header)
        tally.count(transcript.messages)
        return tally.all.compactMap(\.capability)
    }

    @Test(
        "What is counted as lost is what a projection takes out, for each capability alone",
        // What is made up for want of this one only the format knows.
        arguments: Capability.allCases.filter { $0 != .messagesWithoutEnd })
    func agreesWithProjection(_ capability: Capability) {
        let disagreeing = (1...300 as ClosedRange<UInt64>).first { seed in
            let transcript = TranscriptGenerator().transcript(seed: seed)
            let isChanged = transcript.projected(to: .wholeModel.subtracting([capability])) != transcript
            return losses(of: transcript, missing: [capability]).isEmpty == isChanged
        }
        #expect(disagreeing == nil, "the seed")
    }

    @Test("A message without end is lost where each needs one, and not where none can have one")
    func ends() {
        let transcript = Transcript(messages: [Message(body: "a")])
        #expect(losses(of: transcript, missing: [.messagesWithoutEnd]) == [.messagesWithoutEnd])
        #expect(losses(of: transcript, missing: [.messagesWithoutEnd, .ends]) == [])
    }

    @Test("A format that holds the whole model loses nothing")
    func nothing() {
        for seed: UInt64 in 1...50 {
            #expect(losses(of: TranscriptGenerator().transcript(seed: seed), missing: []) == [])
        }
    }

    @Test("What messages lost together is the sum of what each lost alone, however they alternate")
    func sum() {
        let missing: Set<Capability> = [.dates, .senderNames, .bodies, .attachments, .messagesWithoutEnd, .extensions]
        for seed: UInt64 in 1...60 {
            // Runs of the same, with others between them.
            let messages = TranscriptGenerator().transcript(seed: seed).messages.flatMap { Array(repeating: $0, count: 1 + Int(seed % 4)) }
            var tally = LossTally(holding: .wholeModel.subtracting(missing), own: "x")
            tally.count(messages)
            var counts: [Capability: Int] = [:]
            var firsts: [Capability: Int] = [:]
            for (index, message) in messages.enumerated() {
                for capability in losses(of: Transcript(messages: [message]), missing: missing) {
                    counts[capability, default: 0] += 1
                    if firsts[capability] == nil { firsts[capability] = index + 1 }
                }
            }
            #expect(Dictionary(uniqueKeysWithValues: tally.all.compactMap { loss in loss.capability.map { ($0, loss.messageCount) } }) == counts)
            #expect(Dictionary(uniqueKeysWithValues: tally.all.compactMap { loss in loss.capability.map { ($0, loss.firstMessage) } }) == firsts)
        }
    }

    @Test("A loss tells how many messages had it, and which first")
    func counts() {
        let messages = ["a", "b", "c"].map { Message(sender: Sender(name: $0 == "a" ? nil : Text($0)), body: Text($0)) }
        var tally = LossTally(holding: .wholeModel.subtracting([.senderNames, .metadata]), own: "x")
        tally.count(TranscriptHeader(metadata: ["title": "t"]))
        tally.count(Array(messages[..<2]))
        tally.count(Array(messages[2...]))
        #expect(tally.all.map(\.capability) == [.metadata, .senderNames])
        #expect(tally.all.map(\.ofHeader) == [true, false])
        #expect(tally.all.map(\.messageCount) == [0, 2])
        #expect(tally.all.map(\.firstMessage) == [nil, 2])
    }
}
