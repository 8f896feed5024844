import Testing
@testable import TextScanning

@Suite("Eight bytes")
struct EightBytesTests {
    /// Bytes at the limits of the tests, in which neighbours differ by one: what a borrow could mark wrongly.
    private static let bytes: [UInt8] = [0, 1, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x26, 0x27, 0x3C, 0x3D, 0x3E, 0x7F, 0x80, 0x81, 0xBF, 0xEF, 0xFF]

    /// All that is looked at: every two neighbours at every place, and others around them.
    private func forEachText(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        for first in Self.bytes {
            for second in Self.bytes {
                for place in 0..<9 {
                    var text = [UInt8](repeating: place % 2 == 0 ? 0x61 : second, count: 10)
                    text[place] = first
                    text[place + 1] = second
                    text.withUnsafeBufferPointer(body)
                }
            }
        }
    }

    private func check(_ marks: (UnsafePointer<UInt8>) -> ByteMarks, _ passes: (UnsafeBufferPointer<UInt8>, Int) -> Bool) {
        var isRight = true
        forEachText { text in
            guard let base = text.baseAddress else { return }
            let found = marks(base)
            let expected = (0..<8).first { passes(text, $0) }
            isRight = isRight && found.first == expected && found.isEmpty == (expected == nil)
        }
        #expect(isRight)
    }

    @Test("The first that equals a byte is found", arguments: bytes) func equal(_ byte: UInt8) {
        check { EightBytes($0).equal(to: byte) } _: { $0[$1] == byte }
    }

    @Test("The first under a bound is found", arguments: [0, 1, 0x20, 0x21, 0x7F, 0x80] as [UInt8]) func below(_ bound: UInt8) {
        check { EightBytes($0).below(bound) } _: { $0[$1] < bound }
    }

    @Test("The first pair is found, that across the end of the eight too", arguments: bytes) func pairs(_ byte: UInt8) {
        for other in Self.bytes {
            check { EightBytes($0).equal(to: byte, and: other, in: EightBytes($0 + 1)) } _: { $0[$1] == byte && $0[$1 + 1] == other }
        }
    }

    @Test("Bits that are set or turned over make one test of two, and tests are joined") func joined() {
        check { EightBytes($0).setting(0x04).equal(to: 0x26) } _: { $0[$1] == 0x22 || $0[$1] == 0x26 }
        check { EightBytes($0).flipping(0x02).below(0x21) } _: { $0[$1] < 0x20 || $0[$1] == 0x22 }
        check { EightBytes($0).below(0x20) | EightBytes($0).equal(to: 0x3C) } _: { $0[$1] < 0x20 || $0[$1] == 0x3C }
    }

    @Test("They are stored as they were taken, and known to be ASCII or not") func stored() {
        forEachText { text in
            guard let base = text.baseAddress else { return }
            var copy = [UInt8](repeating: 0, count: 8)
            copy.withUnsafeMutableBufferPointer { if let room = $0.baseAddress { EightBytes(base).store(at: room) } }
            #expect(copy == Array(text.prefix(8)))
            #expect(EightBytes(base).isASCII == text.prefix(8).allSatisfy { $0 < 0x80 })
        }
    }
}
