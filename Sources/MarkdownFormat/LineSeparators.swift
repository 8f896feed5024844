import TranscriptModel

/// U+0085, U+2028 and U+2029, which are characters like others in YAML (1.2.2, 5.4), and ends of lines for libyaml, which knows
/// YAML 1.1. It is shown others in their place, one for each, so that places stay the same in Unicode scalars.
struct LineSeparators {
    private static let separators: [Unicode.Scalar] = ["\u{85}", "\u{2028}", "\u{2029}"]
    /// Characters for private use that the text does not hold.
    private let substitutes: [Unicode.Scalar]

    /// Nil where the text holds none.
    init?(in text: Text) {
        let mayHold = text.withUTF8 { utf8 in
            utf8.indices.contains { index in
                (utf8[index] == 0xC2 && index + 1 < utf8.count && utf8[index + 1] == 0x85)
                    || (utf8[index] == 0xE2 && index + 2 < utf8.count && utf8[index + 1] == 0x80 && utf8[index + 2] & 0xFE == 0xA8)
            }
        }
        guard mayHold else { return nil }
        let scalars = Set(String(text).unicodeScalars)
        let free = (0xF0000...0xFFFFD as ClosedRange<UInt32>).lazy.compactMap { Unicode.Scalar($0) }.filter { !scalars.contains($0) }
        substitutes = Array(free.prefix(Self.separators.count))
        if substitutes.count < Self.separators.count { return nil }
    }

    /// The text that libyaml is shown.
    func hidden(in text: Text) -> Text { Self.replacing(Self.separators, with: substitutes, in: text) }

    /// What a value of it says.
    func shown(in text: Text) -> Text { Self.replacing(substitutes, with: Self.separators, in: text) }

    private static func replacing(_ old: [Unicode.Scalar], with new: [Unicode.Scalar], in text: Text) -> Text {
        var scalars = String.UnicodeScalarView()
        for scalar in String(text).unicodeScalars {
            scalars.append(old.firstIndex(of: scalar).map { new[$0] } ?? scalar)
        }
        return Text(String(scalars))
    }
}
