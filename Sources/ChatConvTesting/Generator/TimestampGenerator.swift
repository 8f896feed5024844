import TranscriptModel

/// Makes the times of a transcript, in the manner that a source would tell them.
struct TimestampGenerator {
    /// How the times of one transcript hang together.
    enum Manner: CaseIterable {
        /// All on the day that the metadata's `date` names, or nearly all.
        case oneDay
        /// On a few days, some of them the metadata's.
        case severalDays
        /// Counted from the start of the transcript.
        case sinceStart
        /// No time at all.
        case untimed
        /// Anything from one message to the next.
        case mixed
    }

    let manner: Manner
    private var day: CalendarDate?
    /// The clock of messages that follow each other.
    private var seconds: Int

    static let zones: [Text] = [
        "Asia/Shanghai", "Europe/Berlin", "UTC", "Etc/GMT+8", "America/Argentina/Buenos_Aires", "EST5EDT", "-", "+a", "/", "1",
    ]
    static let offsets = [0, 0, 3600, 28_800, -18_000, 20_700, -12_600, 29_143, -1, 1, 59, 60, -3661, 86_399, -86_399]

    init(_ random: inout RandomSource) {
        let manners: [Manner] = [
            .oneDay, .oneDay, .oneDay, .oneDay, .severalDays, .severalDays, .sinceStart, .sinceStart, .untimed, .mixed,
            .mixed, .mixed,
        ]
        manner = random.pick(manners) ?? .mixed
        day = Self.someDay(&random)
        seconds = random.chance(20) ? 0 : random.below(80_000)
    }

    /// The time of the next message.
    mutating func next(_ random: inout RandomSource) -> Timestamp? {
        seconds += random.chance(80) ? random.below(90) : -random.below(min(seconds + 1, 5000))
        switch manner {
        case .oneDay: return random.chance(4) ? Self.any(&random) : plain(&random, on: day)
        case .severalDays:
            if random.chance(40) { day = neighbour(&random) }
            return random.chance(6) ? Self.any(&random) : plain(&random, on: day)
        case .sinceStart: return random.chance(6) ? Self.any(&random) : sinceStart(&random)
        case .untimed: return random.chance(4) ? Self.any(&random) : nil
        case .mixed: return random.chance(15) ? nil : Self.any(&random)
        }
    }

    /// A value of the metadata's `date` that fits the times, mostly.
    func date(_ random: inout RandomSource) -> Value {
        let written = Self.written(day)
        switch random.below(12) {
        case 0..<6: return .string(Text(written))
        case 6, 7: return .string(Text(written + " 12:00:00"))
        case 8: return .string(Text(written + "T10:27:03+08:00"))
        case 9: return .string(Text(Self.written(neighbour(&random))))
        case 10: return .string(random.pick(["2018-1-2", "2018-02-30", " 2018-01-23", "2018-01-23 ", "x", ""]) ?? Text())
        default: return random.pick([.null, 2018, 20_180_123, .array([.string(Text(written))])] as [Value]) ?? .null
        }
    }

    /// Any time that the model can express.
    static func any(_ random: inout RandomSource) -> Timestamp? {
        random.chance(70) ? dated(&random, on: someDay(&random)) : undated(&random)
    }

    private func plain(_ random: inout RandomSource, on day: CalendarDate?) -> Timestamp? {
        if random.chance(12) { return Self.dated(&random, on: day) }
        return Timestamp(date: day, seconds: min(seconds, 86_399))
    }

    private func sinceStart(_ random: inout RandomSource) -> Timestamp? {
        if random.chance(30) { return Self.undated(&random) }
        let milliseconds = random.below(1000)
        return Timestamp(
            date: nil, seconds: seconds, nanoseconds: milliseconds * 1_000_000, precision: .fraction(digits: 3))
    }

    private static func dated(_ random: inout RandomSource, on day: CalendarDate?) -> Timestamp? {
        guard let day else { return undated(&random) }
        var time = timeOfDay(&random, isDated: true)
        if time.precision != .day, time.precision != .minute, random.chance(4) {
            time.seconds += 59 - time.seconds % 60
            time.nanoseconds += 1_000_000_000
        }
        return Timestamp(
            date: day, seconds: time.seconds % 86_400, nanoseconds: time.nanoseconds, precision: time.precision,
            utcOffset: random.sometimes(35) { $0.pick(offsets) }, zone: random.sometimes(25) { $0.pick(zones) })
    }

    private static func undated(_ random: inout RandomSource) -> Timestamp? {
        let time = timeOfDay(&random, isDated: false)
        return Timestamp(date: nil, seconds: time.seconds, nanoseconds: time.nanoseconds, precision: time.precision)
    }

    private static func timeOfDay(
        _ random: inout RandomSource, isDated: Bool
    ) -> (seconds: Int, nanoseconds: Int, precision: Timestamp.Precision) {
        let bounds = [86_399, 0, 3599, 86_400, 359_999, 360_000, 3_600_000, Int(UInt32.max)]
        let seconds = random.chance(40) ? random.pick(bounds) ?? 0 : random.below(isDated ? 86_400 : 200_000)
        switch random.below(10) {
        case 0 where isDated: return (0, 0, .day)
        case 0, 1: return (seconds - seconds % 60, 0, .minute)
        case 2..<6: return (seconds, 0, .second)
        default:
            let digits = random.number(in: 1...9)
            var unit = 1
            for _ in digits..<9 { unit *= 10 }
            let count = 1_000_000_000 / unit
            let fraction = random.pick([0, 1, count - 1, random.below(count), random.below(count)]) ?? 0
            return (seconds, fraction * unit, .fraction(digits: UInt8(digits)))
        }
    }

    private static func someDay(_ random: inout RandomSource) -> CalendarDate? {
        let known = [(2018, 1, 23), (2018, 1, 23), (2024, 2, 29), (2000, 12, 31), (1999, 10, 9), (0, 1, 1), (9999, 12, 31)]
        if random.chance(60), let (year, month, day) = random.pick(known) {
            return CalendarDate(year: year, month: month, day: day)
        }
        return CalendarDate(
            year: random.number(in: 1970...2040), month: random.number(in: 1...12), day: random.number(in: 1...28))
    }

    /// The day after or before, where its month has one.
    private func neighbour(_ random: inout RandomSource) -> CalendarDate? {
        guard let day else { return Self.someDay(&random) }
        let step = random.chance(75) ? 1 : -1
        return CalendarDate(year: Int(day.year), month: Int(day.month), day: Int(day.day) + step) ?? Self.someDay(&random)
    }

    private static func written(_ day: CalendarDate?) -> String {
        guard let day else { return "" }
        func padded(_ number: some BinaryInteger, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(day.year, 4))-\(padded(day.month, 2))-\(padded(day.day, 2))"
    }
}
