import TranscriptModel

/// Finds names in texts, the longest that stands at a place.
///
/// A name is found where it is written as it is known, and no letter or digit of the same word stands next to it; Chinese,
/// Japanese and Korean have no such words, so there it is found anywhere. The first part of a name counts too: of
/// `Ann Smith` or `Ann-Acme`, `Ann`. Names of one character are not looked for, as they stand everywhere.
struct NameSearch: Sendable {
    private struct Entry: Sendable {
        var utf8: [UInt8]
        /// The name whose pseudonym takes the place.
        var name: Text
    }

    /// By the first two bytes, the longest first.
    private let entries: [UInt16: [Entry]]
    /// Which pairs of bytes a name starts with, one bit each: most places in a text are passed by one look.
    private let starts: [UInt64]

    init(_ names: Set<Text>) {
        var owners: [Text: Text] = [:]
        for name in names {
            guard let part = Self.firstPart(of: name) else { continue }
            // The part of two names is a name of its own.
            owners[part] = owners[part] == nil ? name : part
        }
        for name in names { owners[name] = name }
        var entries: [UInt16: [Entry]] = [:]
        var starts = [UInt64](repeating: 0, count: 1024)
        for (written, name) in owners where String(written).unicodeScalars.count > 1 {
            let utf8 = written.withUTF8 { Array($0) }
            let pair = UInt16(utf8[0]) << 8 | UInt16(utf8[1])
            entries[pair, default: []].append(Entry(utf8: utf8, name: name))
            starts[Int(pair >> 6)] |= 1 << UInt64(pair & 63)
        }
        for pair in entries.keys { entries[pair]?.sort { $0.utf8.count > $1.utf8.count } }
        self.entries = entries
        self.starts = starts
    }

    /// The text with each name replaced; nil when none is in it.
    func replacing(in text: Text, by pseudonym: (Text) -> Text) -> Text? {
        text.withUTF8 { utf8 in
            var result: [UInt8] = []
            var copied = 0
            var index = 0
            while index + 1 < utf8.count {
                guard let entry = entry(in: utf8, at: index) else {
                    index += 1
                    continue
                }
                result.append(contentsOf: utf8[copied..<index])
                pseudonym(entry.name).withUTF8 { result.append(contentsOf: $0) }
                index += entry.utf8.count
                copied = index
            }
            if copied == 0 { return nil }
            result.append(contentsOf: utf8[copied...])
            return result.withUnsafeBufferPointer { Text(copying: $0) }
        }
    }

    private func entry(in utf8: UnsafeBufferPointer<UInt8>, at index: Int) -> Entry? {
        let pair = UInt16(utf8[index]) << 8 | UInt16(utf8[index + 1])
        guard starts[Int(pair >> 6)] & 1 << UInt64(pair & 63) != 0, let candidates = entries[pair] else { return nil }
        return candidates.first { entry in
            let end = index + entry.utf8.count
            return end <= utf8.count && utf8[index..<end].elementsEqual(entry.utf8) && stands(in: utf8, index..<end)
        }
    }

    /// Whether what is in the range is not a part of a longer word.
    private func stands(in utf8: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        if isWordCharacter(utf8, startingAt: range.lowerBound), range.lowerBound > 0,
            isWordCharacter(utf8, endingAt: range.lowerBound)
        { return false }
        return !(range.upperBound < utf8.count && isWordCharacter(utf8, endingAt: range.upperBound)
            && isWordCharacter(utf8, startingAt: range.upperBound))
    }

    private func isWordCharacter(_ utf8: UnsafeBufferPointer<UInt8>, endingAt end: Int) -> Bool {
        var start = end - 1
        while start > 0, utf8[start] & 0xC0 == 0x80 { start -= 1 }
        return isWordCharacter(utf8, startingAt: start)
    }

    private func isWordCharacter(_ utf8: UnsafeBufferPointer<UInt8>, startingAt start: Int) -> Bool {
        let first = utf8[start]
        if first < 0x80 { return Self.isASCIIWordByte(first) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        let scalar = String(decoding: utf8[start..<min(start + length, utf8.count)], as: UTF8.self).unicodeScalars.first
        // From U+2E80 on are the scripts that put no spaces between words.
        return scalar.map { $0.value < 0x2E80 && $0.properties.isAlphabetic } ?? false
    }

    private static func isASCIIWordByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// What stands before the first space or mark; nil where that is the whole name or too little to be one.
    private static func firstPart(of name: Text) -> Text? {
        let scalars = String(name).unicodeScalars
        let part = scalars.prefix { $0.properties.isAlphabetic }
        let isLong = part.count > 2 || (part.count == 2 && part.allSatisfy { $0.value >= 0x2E80 })
        return isLong && part.count < scalars.count ? Text(String(part)) : nil
    }
}
