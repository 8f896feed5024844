import TextScanning
import Testing

@Suite("Looking for two bytes in a row")
struct PairSearchTests {
    @Test("The first is found, from any place on, however often either stands alone")
    func found() {
        // Few values, so that each is common; neighbours of the two among them. Every pair of them comes somewhere.
        let values: [UInt8] = [0xBF, 0xBD, 0xBE, 0xBC, 0x00, 0x3F, 0xFF]
        for count in 0..<200 {
            let bytes = (0..<count).map { values[($0 * $0 + $0 / 3 + count * 5) % values.count] }
            for start in [0, 1, count / 2, count, count + 1] {
                let expected = (max(start, 0)..<max(start, count)).first { $0 + 1 < count && bytes[$0] == 0xBF && bytes[$0 + 1] == 0xBD }
                #expect(bytes.withUnsafeBufferPointer { $0.firstIndex(ofPair: 0xBF, 0xBD, from: start) } == expected)
            }
        }
    }

    @Test("One that stands anywhere in many bytes is found, and none where there is none", arguments: [(0xBF, 0xBD), (0, 0), (0x3F, 0x3F)])
    func alone(_ first: UInt8, _ second: UInt8) {
        let none = [UInt8](repeating: first ^ 1, count: 150)
        #expect(none.withUnsafeBufferPointer { $0.firstIndex(ofPair: first, second, from: 0) } == nil)
        for place in 0..<149 {
            var bytes = none
            (bytes[place], bytes[place + 1]) = (first, second)
            #expect(bytes.withUnsafeBufferPointer { $0.firstIndex(ofPair: first, second, from: 0) } == place)
            #expect(bytes.withUnsafeBufferPointer { $0.firstIndex(ofPair: first, second, from: place + 1) } == nil)
        }
    }
}
