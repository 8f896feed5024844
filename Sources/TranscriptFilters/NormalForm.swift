public import TranscriptModel

extension Text {
    /// The form by which two spellings of one name are the same: decomposed (Unicode, NFD), without controls of the direction of
    /// writing, with single spaces, without the `~` that WhatsApp puts before names that people gave themselves; addresses in
    /// small letters, and of telephone numbers the digits.
    public var normalName: Text {
        if isPlainName { return self }
        var scalars: [Unicode.Scalar] = []
        for scalar in String(self).unicodeScalars where scalar.properties.generalCategory != .format {
            scalars += Self.decomposed(scalar)
        }
        Self.orderMarks(&scalars)
        var words = String(String.UnicodeScalarView(scalars)).split(whereSeparator: \.isWhitespace).joined(separator: " ")[...]
        while words.first == "~" { words = words.dropFirst().drop { $0 == " " } }
        if words.isEmpty { return self }
        if let number = TelephoneNumber(words) { return Text(number.text) }
        return Text(words.contains("@") && !words.contains(" ") ? words.lowercased() : String(words))
    }

    /// Letters of ASCII with single spaces, which is what it becomes.
    private var isPlainName: Bool {
        withUTF8 { utf8 in
            guard let first = utf8.first, let last = utf8.last, first != 0x20, last != 0x20 else { return false }
            var previous: UInt8 = 0
            for byte in utf8 {
                let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                guard isLetter || (byte == 0x20 && previous != 0x20) else { return false }
                previous = byte
            }
            return true
        }
    }

    private static func decomposed(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if (0xAC00...0xD7A3).contains(scalar.value) {
            let index = scalar.value - 0xAC00
            let parts = [0x1100 + index / 588, 0x1161 + index % 588 / 28] + (index % 28 == 0 ? [] : [0x11A7 + index % 28])
            return parts.compactMap { Unicode.Scalar($0) }
        }
        guard scalar.value >= 0xC0, let parts = CanonicalDecompositions.all[scalar.value] else { return [scalar] }
        return parts.compactMap { Unicode.Scalar($0) }.flatMap { decomposed($0) }
    }

    /// Puts marks behind one letter into the order of their classes (Unicode, 3.11).
    private static func orderMarks(_ scalars: inout [Unicode.Scalar]) {
        for index in scalars.indices.dropFirst() {
            var place = index
            while place > 0, isAfter(scalars[place - 1], scalars[place]) {
                scalars.swapAt(place - 1, place)
                place -= 1
            }
        }
    }

    private static func isAfter(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
        let order = second.properties.canonicalCombiningClass
        return order != .notReordered && first.properties.canonicalCombiningClass > order
    }
}
