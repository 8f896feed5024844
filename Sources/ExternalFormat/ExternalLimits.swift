/// What a program may take and give before it counts as broken.
public struct ExternalLimits: Sendable, Hashable {
    /// The seconds for which it may neither read nor write while it has something to do. Default: 60.
    public var silence: Double
    /// The seconds that it has for describing its format. Default: 10.
    public var description: Double
    /// How many bytes it may print whatever it is given. Default: 64 MiB.
    public var output: Int
    /// How many bytes more it may print for each byte that it is given: 1000 is what a compressed file can hold at most.
    public var growth: Int

    public init(silence: Double = 60, description: Double = 10, output: Int = 64 << 20, growth: Int = 1000) {
        self.silence = silence
        self.description = description
        self.output = output
        self.growth = growth
    }

    /// How many bytes of a description are read.
    static let descriptionBytes = 1 << 20
    /// How many bytes of messages a program may print.
    static let messageBytes = 16 << 20

    /// Whether so much output is too much for so much input.
    func isFlood(output printed: Int, input given: Int) -> Bool {
        let (grown, overflow) = given.multipliedReportingOverflow(by: growth)
        if overflow { return false }
        let (most, overflows) = grown.addingReportingOverflow(output)
        return !overflows && printed > most
    }
}
