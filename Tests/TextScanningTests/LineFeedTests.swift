import Testing
import TextScanning

@Suite("Counting line feeds")
struct LineFeedTests {
    @Test("All are counted, however many there are in a place", arguments: [0, 1, 15, 16, 17, 33, 255 * 16, 256 * 16 + 5, 9000])
    func all(_ count: Int) {
        for step in [1, 2, 16, 17] {
            let text = (0..<count).map { UInt8($0 % step == 0 ? 0x0A : 0x0B) }
            text.withUnsafeBufferPointer { #expect($0.countOfLineFeeds() == (count + step - 1) / step) }
        }
    }
}
