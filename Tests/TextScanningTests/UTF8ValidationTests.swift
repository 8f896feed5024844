import Testing
import TextScanning

@Suite("UTF-8")
struct UTF8ValidationTests {
    private func prefix(_ bytes: [UInt8]) -> UTF8Prefix { bytes.withUnsafeBufferPointer { validUTF8Prefix(of: $0) } }

    @Test("Valid text is valid to its end", arguments: ["", "a", "ascii of more than eight bytes", "é", "漢字かな", "中文中文a中", "🌹🌹", "\u{0}\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}"])
    func valid(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(prefix(bytes) == UTF8Prefix(validCount: bytes.count, rest: .nothing))
    }

    @Test("What is invalid is found where it is, with the length of its maximal subpart", arguments: [
        ([0x61, 0xFF, 0x62], 1, 1), ([0xC0, 0x80], 0, 1), ([0xC1, 0xBF], 0, 1), ([0xE0, 0x80, 0x80], 0, 1),
        ([0xED, 0xA0, 0x80], 0, 1), ([0xF4, 0x90, 0x80, 0x80], 0, 1), ([0xF5, 0x80, 0x80, 0x80], 0, 1),
        ([0xE4, 0xB8, 0x61], 0, 2), ([0xF0, 0x9F, 0x8C, 0x61], 0, 3), ([0x80], 0, 1),
        ([0xE4, 0xB8, 0xAD, 0xE4, 0xB8, 0xAD, 0xED, 0xA0, 0x80, 0x61], 6, 1),
    ] as [([UInt8], Int, Int)])
    func invalid(_ bytes: [UInt8], validCount: Int, length: Int) {
        #expect(prefix(bytes) == UTF8Prefix(validCount: validCount, rest: .invalid(count: length)))
    }

    @Test("A sequence that the bytes cut is incomplete, not invalid", arguments: [[0xC3], [0xE4], [0xE4, 0xB8], [0xF0, 0x9F], [0xF0, 0x9F, 0x8C]] as [[UInt8]])
    func incomplete(_ bytes: [UInt8]) {
        #expect(prefix([0x61] + bytes) == UTF8Prefix(validCount: 1, rest: .incomplete))
    }

    @Test("All sequences of two bytes, and all of three around the borders, are judged as the standard library does")
    func exhaustive() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max { expectAgreement([first, second, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61]) }
        }
        let interesting: [UInt8] = [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF4, 0xF5, 0xFF]
        for a in interesting {
            for b in interesting {
                for c in interesting {
                    for d in interesting { expectAgreement([a, b, c, d]) }
                    expectAgreement([0xE4, 0xB8, 0xAD, a, b, c, 0xE4, 0xB8, 0xAD])
                }
            }
        }
    }

    @Test("Texts of all scripts, whole and damaged at one byte, are judged as the standard library does")
    func damaged() {
        let pieces: [[UInt8]] = [
            [0x61], [0x61, 0x62, 0x63, 0x64, 0x65], Array("é".utf8), Array("中".utf8), Array("，".utf8), Array("ࠀ".utf8), Array("퟿".utf8),
            Array("\u{E000}".utf8), Array("\u{FFFF}".utf8), Array("🌹".utf8), Array("\u{10FFFF}".utf8), Array("\u{80}".utf8),
        ]
        var random = SystemIndependentRandom(state: 1)
        for _ in 0..<20_000 {
            var bytes: [UInt8] = []
            for _ in 0..<random.next(below: 12) { bytes += pieces[random.next(below: pieces.count)] }
            expectAgreement(bytes)
            if bytes.isEmpty { continue }
            bytes[random.next(below: bytes.count)] = UInt8(random.next(below: 256))
            expectAgreement(bytes)
            expectAgreement(Array(bytes.dropLast()))
        }
    }

    /// The same numbers on every machine.
    private struct SystemIndependentRandom {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    private func expectAgreement(_ bytes: [UInt8]) {
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        let found = prefix(bytes)
        let prefixIsValid = String(validating: bytes.prefix(found.validCount), as: UTF8.self) != nil
        if isValid != (found.rest == .nothing) || !prefixIsValid { Issue.record("\(bytes): \(found)") }
    }
}

@Suite("Bytes")
struct ByteScanningTests {
    @Test("Line feeds and scalars are counted at every length")
    func counts() {
        for length in 0..<40 {
            let text = String(String(repeating: "a\né中\n🌹", count: 8).prefix(length))
            Array(text.utf8).withUnsafeBufferPointer { bytes in
                #expect(bytes.countOfLineFeeds() == text.unicodeScalars.filter { $0 == "\n" }.count)
                #expect(bytes.countOfScalars() == text.unicodeScalars.count)
            }
        }
    }

    @Test("The last of equal bytes is found wherever it stands", arguments: [UInt8(0), 0x0A, 0x3C, 0x80, 0xFF])
    func last(_ byte: UInt8) {
        for length in 0..<40 {
            // Neighbours that differ in one bit.
            var bytes = [UInt8](repeating: byte ^ 0x01, count: length)
            bytes.withUnsafeBufferPointer { #expect($0.lastIndex(of: byte) == nil) }
            for place in 0..<length {
                bytes[place] = byte
                bytes.withUnsafeBufferPointer { #expect($0.lastIndex(of: byte) == place) }
            }
        }
    }

    @Test("Decimal numbers are written with leading zeros up to a width", arguments: [
        (0, 1, "0"), (7, 3, "007"), (1234, 2, "1234"), (-5, 2, "-05"), (Int.max, 1, "9223372036854775807"),
        (Int.min, 1, "-9223372036854775808"),
    ])
    func decimals(_ value: Int, width: Int, expected: String) {
        var output = OutputBuffer()
        output.appendDecimal(value, width: width)
        #expect(output.withBytes { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test("An output buffer keeps its bytes as it grows")
    func growth() {
        var output = OutputBuffer(capacity: 1)
        var expected: [UInt8] = []
        for round in 0..<2000 {
            output.append(UInt8(truncatingIfNeeded: round))
            output.append("literal")
            expected.append(UInt8(truncatingIfNeeded: round))
            expected += Array("literal".utf8)
        }
        #expect(output.withBytes { Array($0) } == expected)
    }
}
