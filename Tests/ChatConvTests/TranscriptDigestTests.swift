import Testing

@testable import ChatConv

@Suite("A transcript's digest")
struct TranscriptDigestTests {
    private func digest(_ bodies: some Sequence<Int>, title: Text? = nil) -> TranscriptDigest {
        var digest = TranscriptDigest()
        digest.add(TranscriptHeader(title: title))
        for body in bodies { digest.add(Message(body: Text("\(body)"))) }
        return digest
    }

    @Test("Equal transcripts have equal digests", arguments: [0, 1, 4095, 4096, 4097, 20_000])
    func equal(_ count: Int) { #expect(digest(0..<count).difference(from: digest(0..<count)) == nil) }

    @Test("The header counts")
    func header() { #expect(digest([1], title: "a").difference(from: digest([1])) == .header) }

    @Test("A changed message is named, exactly while there are few", arguments: [0, 1, 7, 99])
    func changed(_ place: Int) {
        let other = (0..<100).map { $0 == place ? -1 : $0 }
        #expect(digest(0..<100).difference(from: digest(other)) == .messages(place + 1...place + 1))
    }

    @Test("Order counts")
    func order() { #expect(digest([1, 2, 3]).difference(from: digest([1, 3, 2])) == .messages(2...2)) }

    @Test("Of many messages, a range that holds the changed one is named", arguments: [0, 4096, 12_345, 49_999])
    func changedOfMany(_ place: Int) {
        let other = (0..<50_000).map { $0 == place ? -1 : $0 }
        guard case .messages(let numbers) = digest(0..<50_000).difference(from: digest(other)) else {
            Issue.record("no messages are named")
            return
        }
        #expect(numbers.contains(place + 1))
        #expect(numbers.count <= 32)
    }

    @Test("A missing end is a matter of count, whatever the counts are", arguments: [(3, 2), (2, 3), (50_000, 4096), (0, 5)])
    func shorter(_ expected: Int, _ actual: Int) {
        #expect(
            digest(0..<expected).difference(from: digest(0..<actual)) == .count(expected: expected, actual: actual))
    }
}
