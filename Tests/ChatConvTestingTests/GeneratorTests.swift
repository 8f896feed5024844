import Testing
import TranscriptCoding
import TranscriptModel

@testable import ChatConvTesting

@Suite struct `Generated transcripts` {
    static let sample = (0..<2000).map { TranscriptGenerator().transcript(seed: $0) }

    @Test func `are the same for the same seed`() {
        for (seed, transcript) in Self.sample.prefix(200).enumerated() {
            #expect(TranscriptGenerator().transcript(seed: UInt64(seed)) == transcript)
        }
    }

    /// Fails when the generator changes, which is allowed; two machines that disagree about it are not.
    @Test func `come from numbers that are the published ones of SplitMix64`() {
        var random = RandomSource(seed: 1_234_567)
        let numbers = (0..<5).map { _ in random.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func `differ for different seeds`() {
        #expect(Set(Self.sample).count > 1800)
    }

    // That messages have no end is nothing that a projection can take out, and which times are out of range only a format's
    // clock says.
    @Test(arguments: Capability.allCases.filter { ![.messagesWithoutEnd, .timesOutOfRange].contains($0) })
    func `use everything that a format can be able to hold`(_ capability: Capability) {
        let others = Set<Capability>.wholeModel.subtracting([capability])
        let users = Self.sample.count { $0.projected(to: others) != $0 }
        #expect(users >= 50)
    }

    @Test func `hold every case of every enumeration`() {
        var symbols: Set<String> = []
        for transcript in Self.sample { ModelNode(transcript).forEachLeaf { symbols.insert(ReadableFormWriter.line($0)) } }
        for name in TranscriptHeader.Kind.allCases.map({ "\($0)" }) { #expect(symbols.contains(name)) }
        for name in Participant.Role.allCases.map({ "\($0)" }) { #expect(symbols.contains(name)) }
        for name in Attachment.Kind.allCases.map({ "\($0)" }) { #expect(symbols.contains(name)) }
        for name in Attachment.State.allCases.map({ "\($0)" }) { #expect(symbols.contains(name)) }
        for name in Origin.allCases.map({ "\($0)" }) { #expect(symbols.contains(name)) }
        for name in ["null", "true", "false"] { #expect(symbols.contains(name)) }
    }

    @Test func `say every awkward text as a body, and every awkward name as a name`() {
        let messages = Self.sample.flatMap(\.messages)
        let bodies = Set(messages.compactMap(\.body))
        for text in AwkwardTexts.bodies where !bodies.contains(text) { Issue.record("no body is \(text.quoted)") }
        let names = Set(messages.compactMap(\.sender.name))
        for name in AwkwardTexts.names where !names.contains(name) { Issue.record("no sender is \(name.quoted)") }
    }

    @Test func `have every awkward key and value, and every awkward name of an extension`() {
        var texts: Set<Text> = []
        var symbols: Set<String> = []
        var names: Set<Text> = []
        for transcript in Self.sample {
            let metadata = ModelNode(TranscriptHeader(metadata: transcript.header.metadata))
            metadata.forEachLeaf { node in
                if case .text(let text) = node { texts.insert(text) } else { symbols.insert(ReadableFormWriter.line(node)) }
            }
            metadata.forEachName { texts.insert($0) }
            names.formUnion(transcript.header.extensions.map(\.name))
            names.formUnion(transcript.messages.flatMap { $0.details.extensions.map(\.name) })
        }
        for text in AwkwardValues.keys + AwkwardValues.texts where !texts.contains(text) {
            Issue.record("the metadata has no \(text.quoted)")
        }
        for number in AwkwardValues.numbers { #expect(symbols.contains(String(number.text))) }
        for name in AwkwardValues.extensionNames where !names.contains(name) {
            Issue.record("no extension is \(name.quoted)")
        }
    }

    @Test func `have extensions at each level that can have them`() {
        #expect(Self.sample.contains { !$0.header.extensions.isEmpty })
        #expect(Self.sample.contains { $0.header.participants.contains { !$0.extensions.isEmpty } })
        let details = Self.sample.flatMap(\.messages).map(\.details)
        #expect(details.contains { !$0.extensions.isEmpty })
        #expect(details.contains { $0.attachments.contains { !$0.extensions.isEmpty } })
    }

    @Test func `tell times in every way`() {
        let messages = Self.sample.flatMap(\.messages)
        let times = messages.compactMap(\.timestamp)
        #expect(messages.contains { $0.timestamp == nil })
        let precisions = [.day, .minute, .second] + (1...9).map { Timestamp.Precision.fraction(digits: $0) }
        for precision in precisions { #expect(times.contains { $0.precision == precision }) }
        #expect(times.contains { $0.date == nil && $0.seconds >= 86_400 })
        #expect(times.contains { $0.seconds == UInt32.max })
        for offset in [0, 3600, -18_000, 29_143, -86_399] { #expect(times.contains { $0.utcOffset == Int32(offset) }) }
        #expect(times.contains { $0.zone != nil && $0.utcOffset == nil })
    }

    @Test func `often have a date in their metadata, with messages on that day and on others`() {
        let dated = Self.sample.filter { $0.header.metadata["date"] != nil }
        #expect(dated.count > 800)
        let days = dated.map { transcript -> (on: Int, off: Int) in
            guard case .string(let date)? = transcript.header.metadata["date"] else { return (0, 0) }
            let dates = transcript.messages.compactMap { $0.timestamp?.date }
            let day = Timestamp(Text(String(String(date).prefix(10))))?.date
            let on = dates.count { $0 == day }
            return (on, dates.count - on)
        }
        #expect(days.count { $0.on > 0 && $0.off == 0 } > 200)
        #expect(days.count { $0.on > 0 && $0.off > 0 } > 100)
        #expect(days.count { $0.on == 0 && $0.off > 0 } > 50)
    }

    @Test func `are mostly plain lines, and sometimes nothing at all`() {
        let messages = Self.sample.flatMap(\.messages)
        #expect(messages.count { $0.isPlain } * 2 > messages.count)
        #expect(Self.sample.contains(Transcript()))
        #expect(Self.sample.contains { $0.messages.isEmpty && $0.header != TranscriptHeader() })
    }

    @Test func `are as large as they are asked to be`() {
        let generator = TranscriptGenerator(messages: 3...3, participants: 10_000...10_000)
        let large = (0..<40).map { generator.transcript(seed: $0) }
        #expect(large.contains { $0.header.participants.count == 10_000 })
        #expect(large.allSatisfy { $0.messages.count == 3 || $0.messages.isEmpty })
    }

    @Test func `have the extensions of a format of one's own when asked, and no format's cache unasked`() {
        let generator = TranscriptGenerator(foreignExtensions: ["mine:x"])
        let names = (0..<100).flatMap { generator.transcript(seed: $0).messages.flatMap { $0.details.extensions.map(\.name) } }
        #expect(names.contains("mine:x"))
        #expect(!AwkwardValues.extensionNames.contains { String($0).hasPrefix("markdown:") })
    }
}

extension ModelNode {
    func forEachLeaf(_ take: (ModelNode) -> Void) {
        switch self {
        case .text, .symbol: take(self)
        case .list(let nodes): for node in nodes { node.forEachLeaf(take) }
        case .record(let fields): for field in fields { field.node.forEachLeaf(take) }
        case .members(let members): for member in members { member.node.forEachLeaf(take) }
        }
    }

    func forEachName(_ take: (Text) -> Void) {
        switch self {
        case .text, .symbol: break
        case .list(let nodes): for node in nodes { node.forEachName(take) }
        case .record(let fields): for field in fields { field.node.forEachName(take) }
        case .members(let members):
            for member in members {
                take(member.name)
                member.node.forEachName(take)
            }
        }
    }
}
