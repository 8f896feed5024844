import ChatConvTesting
import Testing

@testable import XMLFormat

@Suite("Bytes that may not stand as they are")
struct SpecialBytesTests {
    /// Every character that is special, and those whose bytes are nearest to one.
    private static let characters = Array("\u{0}\u{1}\t\n\r\u{1F} !\"#%&';<=>?[]\u{7F}\u{80}中￀￥￰�\u{FFFE}\u{FFFF}𐀀".unicodeScalars)

    private static func isSpecial(_ character: Unicode.Scalar) -> Bool {
        character.value < 0x20 || "&<>\"\u{FFFE}\u{FFFF}".unicodeScalars.contains(character)
    }

    @Test("The first is found, wherever it stands")
    func first() {
        var random = RandomSource(seed: 5)
        for _ in 0..<3000 {
            var text = String.UnicodeScalarView()
            var expected: Int?
            var count = 0
            for _ in 0..<random.below(40) {
                // Mostly characters that are not special, so that some are reached beyond the first eight bytes.
                let character = random.below(8) == 0 ? random.pick(Self.characters) : random.pick(["a", "中", "￥", "\u{7F}"])
                guard let character else { continue }
                if expected == nil, Self.isSpecial(character) { expected = count }
                text.append(character)
                count += UTF8.width(character)
            }
            let bytes = Array(String(text).utf8)
            let found = bytes.withUnsafeBufferPointer { $0.firstSpecial(from: 0) }
            #expect(found == expected ?? count, "\(String(text).debugDescription)")
        }
    }
}
