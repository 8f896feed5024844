import TranscriptModel

/// Makes values of metadata and extensions: every shape, nested up to `depth`.
struct ValueGenerator {
    var depth: Int
    var texts: TextGenerator

    func value(_ random: inout RandomSource) -> Value { value(&random, depth: depth) }

    /// Between `range` members with names that differ.
    func members(
        _ random: inout RandomSource, _ range: ClosedRange<Int>, named name: (inout RandomSource) -> Text
    ) -> Members {
        var members = Members()
        for _ in 0..<max(random.number(in: range), 0) { members[name(&random)] = value(&random) }
        return members
    }

    func key(_ random: inout RandomSource) -> Text {
        let plain: [Text] = ["title", "layout", "author", "tags", "lines", "source", "a", "b"]
        if random.chance(45) { return random.pick(plain) ?? Text() }
        if random.chance(90) { return random.pick(AwkwardValues.keys) ?? Text() }
        return texts.body(&random)
    }

    private func value(_ random: inout RandomSource, depth: Int) -> Value {
        switch random.below(depth > 0 ? 16 : 12) {
        case 0: return .null
        case 1: return .bool(random.chance(50))
        case 2, 3: return .number(random.pick(AwkwardValues.numbers) ?? NumberLiteral(0))
        case 4: return .number(NumberLiteral(Int(truncatingIfNeeded: random.next() >> UInt64(random.below(64)))))
        case 5..<9: return .string(random.pick(AwkwardValues.texts) ?? Text())
        case 9: return .string(texts.body(&random))
        case 10: return .array([])
        case 11: return .object(Members())
        case 12, 13: return .array(random.several(1...4) { value(&$0, depth: depth - 1) })
        default:
            var members = Members()
            for _ in 0..<random.number(in: 1...4) { members[key(&random)] = value(&random, depth: depth - 1) }
            return .object(members)
        }
    }
}
