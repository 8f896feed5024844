import TranscriptModel

/// Makes texts: ordinary ones, awkward ones, and both joined, which is how awkward ones meet line starts and ends.
struct TextGenerator {
    /// How many pieces a long text is made of at most.
    var pieces: Int

    /// A text as people write it. A third of them are ordinary.
    func body(_ random: inout RandomSource) -> Text {
        switch random.below(20) {
        case 0..<7: random.pick(AwkwardTexts.ordinary) ?? Text()
        case 7..<16: random.pick(AwkwardTexts.bodies) ?? Text()
        default: joined(&random)
        }
    }

    /// A name as shown. Two of three are ordinary.
    func name(_ random: inout RandomSource) -> Text {
        if random.chance(66) { return random.pick(AwkwardTexts.ordinaryNames) ?? Text() }
        if random.chance(80) { return random.pick(AwkwardTexts.names) ?? Text() }
        return random.pick(AwkwardTexts.bodies) ?? Text()
    }

    /// An identifier, a path, an emoji and the like: any text, mostly a short one.
    func label(_ random: inout RandomSource, like examples: [Text]) -> Text {
        if random.chance(70) { return random.pick(examples) ?? Text() }
        return random.chance(50) ? name(&random) : body(&random)
    }

    private func joined(_ random: inout RandomSource) -> Text {
        let separators: [Text] = ["", " ", "\n", "\n", "\n\n", "\r\n", "\r", "  \n   \n"]
        var result = String()
        for index in 0..<random.number(in: 2...max(pieces, 2)) {
            if index > 0 { result += String(random.pick(separators) ?? Text()) }
            let pool = random.chance(50) ? AwkwardTexts.ordinary : AwkwardTexts.bodies
            result += String(random.pick(pool) ?? Text())
        }
        return Text(result)
    }
}
