import Testing
@testable import TextScanning

@Suite("Sixteen bytes")
struct SixteenBytesTests {
    private static let bytes: [UInt8] = [0, 0x0A, 0x1F, 0x20, 0x22, 0x5C, 0x7F, 0x80, 0xFF]

    @Test("The first that passes is found at every place, and none where there is none", arguments: bytes)
    func first(_ byte: UInt8) {
        for place in 0..<17 {
            var text = [UInt8](repeating: byte &+ 1, count: 16)
            for index in place..<16 where (index - place) % 3 == 0 { text[index] = byte }
            text.withUnsafeBufferPointer { text in
                guard let base = text.baseAddress else { return }
                let expected = place < 16 ? place : nil
                #expect(SixteenBytes(base).equal(to: byte).first == expected)
                #expect((SixteenBytes(base).equal(to: byte) | SixteenBytes(base).equal(to: byte &+ 2)).first == expected)
            }
        }
    }

    @Test("Bits that are kept make one test of many") func kept() {
        for byte in UInt8.min...UInt8.max {
            [UInt8](repeating: byte, count: 16).withUnsafeBufferPointer { text in
                guard let base = text.baseAddress else { return }
                #expect(SixteenBytes(base).keeping(0xE0).equal(to: 0).first == (byte < 0x20 ? 0 : nil))
            }
        }
    }

    @Test("They are stored as they were taken") func stored() {
        let text = [UInt8](1...16)
        var copy = [UInt8](repeating: 0, count: 16)
        text.withUnsafeBufferPointer { text in
            copy.withUnsafeMutableBufferPointer { room in
                guard let base = text.baseAddress, let room = room.baseAddress else { return }
                SixteenBytes(base).store(at: room)
            }
        }
        #expect(copy == text)
    }

    @Test("All line feeds are counted, however many there are in a place", arguments: [0, 1, 15, 16, 17, 33, 255 * 16, 256 * 16 + 5, 9000])
    func lineFeeds(_ count: Int) {
        for step in [1, 2, 16, 17] {
            let text = (0..<count).map { UInt8($0 % step == 0 ? 0x0A : 0x0B) }
            text.withUnsafeBufferPointer { #expect($0.countOfLineFeeds() == (count + step - 1) / step) }
        }
    }
}
