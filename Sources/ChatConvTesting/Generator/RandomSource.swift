/// Random numbers that are the same for a seed on every machine and with every compiler: SplitMix64 (Steele, Lea and
/// Flood, 2014), and choices made from it by arithmetic of our own.
///
/// Not for secrets. The standard library's `random(in:using:)` is not used because its algorithm may change.
public struct RandomSource: Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A number from 0 up to, not including, `bound`; 0 when there is none. Biased by less than `bound` / 2⁶⁴.
    public mutating func below(_ bound: Int) -> Int {
        guard bound > 0 else { return 0 }
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// A number in `range`.
    public mutating func number(in range: ClosedRange<Int>) -> Int {
        let (width, overflows) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        guard !overflows, width < Int.max else { return Int(truncatingIfNeeded: next()) }
        return range.lowerBound + below(width + 1)
    }

    /// True in `percent` of 100 cases.
    public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of `choices`, or nil when there is none.
    public mutating func pick<Choices: RandomAccessCollection>(_ choices: Choices) -> Choices.Element? {
        if choices.isEmpty { return nil }
        return choices[choices.index(choices.startIndex, offsetBy: below(choices.count))]
    }

    /// What `make` gives, in `percent` of 100 cases.
    mutating func sometimes<Value>(_ percent: Int, _ make: (inout RandomSource) -> Value?) -> Value? {
        chance(percent) ? make(&self) : nil
    }

    /// As many values as a number in `range` says.
    mutating func several<Value>(_ range: ClosedRange<Int>, _ make: (inout RandomSource) -> Value) -> [Value] {
        let count = number(in: range)
        var values: [Value] = []
        values.reserveCapacity(max(count, 0))
        while values.count < count { values.append(make(&self)) }
        return values
    }
}
