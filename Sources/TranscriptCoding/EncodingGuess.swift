import TextScanning

/// Names the encoding that bytes are probably in, by decoding a sample from each that is met in practice and judging what
/// comes out: letters that a language uses most, where they stand, or signs that nobody writes.
///
/// A guess is told to people, who see at once whether the text is right. Nothing is ever decoded by it.
enum EncodingGuess {
    /// More bytes tell nothing new.
    private static let sampleSize = 16 * 1024
    /// A text in its own encoding gets 0.45 (a page of names and signs) to 1; in another one mostly less than 0.4.
    private static let leastScore = 0.4
    /// A text of some length of which every byte fits the order of bytes that its encoding demands is hardly anything else.
    private static let wholenessBonus = 0.2

    /// The name of the likely encoding; nil where none is likely enough.
    static func likelyEncoding(of bytes: [UInt8]) -> String? {
        let sample = Array(bytes.prefix(sampleSize))
        var best: (name: String, score: Double)?
        for (label, model) in candidates {
            guard let encoding = CharacterEncoding(label: label) else { continue }
            let leads = encoding.structure == .leadBytes || encoding.structure == .leadBytesWithAccents
            // What begins where another encoding had its first fault may begin inside a character.
            for start in 0...(leads ? 1 : 0) where start < sample.count {
                guard let text = DecodedSample(Array(sample[start...]), encoding) else { continue }
                let isBuilt = leads && text.isWhole && text.foreignCount >= 8
                let score = text.score(model) + (isBuilt ? wholenessBonus : 0)
                if score > best?.score ?? leastScore { best = (encoding.name, score) }
            }
        }
        return best?.name
    }

    /// The names of what can be guessed.
    static var names: [String] { candidates.compactMap { CharacterEncoding(label: $0.label)?.name } }

    /// Of those that fit as well, the first is named.
    private static let candidates: [(label: String, model: any TextModel)] = [
        ("windows-1252", AccentModel.western),
        ("GB18030", HanModel.simplified), ("Big5", HanModel.traditional),
        ("Shift_JIS", JapaneseModel()), ("EUC-JP", JapaneseModel()), ("EUC-KR", KoreanModel()),
        ("windows-1251", AlphabetModel.cyrillic), ("KOI8-R", AlphabetModel.cyrillic),
        ("IBM866", AlphabetModel.cyrillic), ("ISO-8859-5", AlphabetModel.cyrillic),
        ("x-mac-cyrillic", AlphabetModel.cyrillic),
        ("windows-1250", AccentModel.central), ("ISO-8859-2", AccentModel.central),
        ("windows-1254", AccentModel.turkish), ("macintosh", AccentModel.western),
        ("windows-1253", AlphabetModel.greek), ("windows-1255", AlphabetModel.hebrew),
        ("windows-1256", AlphabetModel.arabic), ("windows-874", ThaiModel()),
    ]
}

/// A sample as one encoding has it.
private struct DecodedSample {
    /// Unicode scalars; U+FFFD stands for what is none of the encoding.
    private var scalars: [UInt32] = []
    private(set) var isWhole = true
    /// How many are beyond ASCII.
    let foreignCount: Int

    /// nil where the C library does not know the encoding.
    init?(_ bytes: [UInt8], _ encoding: CharacterEncoding) {
        guard let converter = CharsetConverter(from: encoding) else { return nil }
        var output = OutputBuffer(capacity: 4 * bytes.count + 64)
        var input = bytes
        var wholeness = true
        input.withUnsafeMutableBytes { input in
            var start = 0
            while start < input.count {
                var step: CharsetConverter.Step = (0, 0, .needsInput)
                output.appendUpTo(4096) { room in
                    step = converter.convert(
                        UnsafeMutableRawBufferPointer(rebasing: input[start...]),
                        into: UnsafeMutableRawBufferPointer(start: room, count: 4096))
                    return step.produced
                }
                start += step.consumed
                // The sample may end inside a character.
                if step.stop == .needsInput { break }
                guard case .invalid(let count) = step.stop else { continue }
                output.append("\u{FFFD}")
                start += count
                wholeness = false
            }
        }
        isWhole = wholeness
        scalars = output.withBytes { String(decoding: $0, as: UTF8.self).unicodeScalars.map(\.value) }
        foreignCount = scalars.count { $0 >= 0x80 }
        if foreignCount == 0 { return nil }
    }

    /// What a model makes of it, on the average of the characters beyond ASCII: at most 1.
    func score(_ model: some TextModel) -> Double {
        var sum = 0.0
        var run = 0
        for (index, scalar) in scalars.enumerated() {
            guard scalar >= 0x80 else {
                run = 0
                continue
            }
            run += 1
            if scalar == 0xFFFD {
                sum -= 3
            } else {
                let next = index + 1 < scalars.count ? scalars[index + 1] : 0x20
                sum += model.weight(of: scalar, after: index > 0 ? scalars[index - 1] : 0x20, before: next, inRun: run)
            }
        }
        return sum / Double(foreignCount)
    }
}

/// What is to be expected of texts of some language.
protocol TextModel: Sendable {
    /// How much a character beyond ASCII speaks for the language, between its neighbours: 1 where it is common, less than 0 where
    /// it hardly ever stands there.
    ///
    /// - Parameter run: how many characters beyond ASCII there are in a row up to this one.
    func weight(of scalar: UInt32, after previous: UInt32, before next: UInt32, inRun run: Int) -> Double
}
