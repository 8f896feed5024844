import SubtitleCues
import Testing
import TranscriptModel

@Suite("How long cues last")
struct DurationTests {
    private func text(_ count: Int) -> Text { Text(String(repeating: "é", count: count)) }

    @Test("A text lasts as long as it takes to read, within bounds", arguments: [(0, 1000), (17, 1000), (34, 2000), (85, 5000), (1000, 7000)])
    func reading(_ characters: Int, _ milliseconds: Int) {
        #expect(DurationRule().duration(of: text(characters)) == milliseconds)
    }

    private func ends(_ starts: [Int], given: [Int: Int] = [:]) -> [Int] {
        var queue = CueQueue(DurationRule())
        var ends: [Int] = []
        for (index, start) in starts.enumerated() {
            queue.append(Message(body: text(34)), start: start, end: given[index]) { ends.append($0.times.end) }
        }
        queue.release { ends.append($0.times.end) }
        return ends
    }

    @Test("No cue lasts into the next because of that")
    func overlap() { #expect(ends([0, 1500, 1600, 9000]) == [1500, 1600, 3600, 11_000]) }

    @Test("Messages of one time last until a later one")
    func sameTime() { #expect(ends([0, 0, 0, 1200]) == [1200, 1200, 1200, 3200]) }

    @Test("An end that is given stays, whatever comes next")
    func given() { #expect(ends([0, 500], given: [0: 9000]) == [9000, 2500]) }

    @Test("What is held is bounded")
    func bounded() {
        var queue = CueQueue(DurationRule())
        var count = 0
        for _ in 0..<10_000 {
            queue.append(Message(), start: 0, end: nil) { _ in count += 1 }
            #expect(queue.count <= 256)
        }
        #expect(count > 9000)
    }
}
