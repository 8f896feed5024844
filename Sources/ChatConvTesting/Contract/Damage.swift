import TranscriptModel

/// Ways to damage an input that find more than noise does: they know what formats are made of.
struct Damage {
    private var random: RandomSource

    init(seed: UInt64) { random = RandomSource(seed: seed) }

    /// `bytes` with one to four things changed.
    mutating func applied(to bytes: [UInt8]) -> [UInt8] {
        var damaged = bytes
        for _ in 0..<random.number(in: 1...4) { change(&damaged) }
        return damaged
    }

    /// Bytes with a meaning in some format, and some that no UTF-8 has.
    private static let telling: [UInt8] =
        Array("\"'\\{}[]:,<>&;=-_#!()>? \t\n\r0123456789aeEtn+./".utf8) + [0, 0x1A, 0x7F, 0x80, 0xC0, 0xED, 0xEF, 0xF4, 0xFF]

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = random.below(bytes.count + 1)
        let end = min(bytes.count, place + random.number(in: 1...(random.chance(80) ? 6 : 200)))
        switch random.below(8) {
        case 0 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.below(8))
        case 1 where place < bytes.count: bytes[place] = random.pick(Self.telling) ?? 0
        case 2: bytes.insert(random.pick(Self.telling) ?? 0, at: place)
        case 3: bytes.removeSubrange(place..<end)
        case 4: bytes.insert(contentsOf: Array(bytes[place..<end]), at: random.below(bytes.count + 1))
        case 5: bytes.insert(contentsOf: Array(String(random.pick(AwkwardTexts.bodies) ?? Text()).utf8), at: place)
        case 6: moveLine(in: &bytes, from: place)
        default: bytes.removeSubrange(min(place, bytes.count)...)
        }
    }

    /// Moves the line at `place` to another line's start, or leaves it out.
    private mutating func moveLine(in bytes: inout [UInt8], from place: Int) {
        let start = bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
        let line = Array(bytes[start..<end])
        bytes.removeSubrange(start..<end)
        guard random.chance(70) else { return }
        let target = random.below(bytes.count + 1)
        bytes.insert(contentsOf: line, at: bytes[..<target].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)
    }
}
