import TranscriptModel

extension Text: Shrinkable {
    /// Leaves out ever shorter runs of characters, then puts `a` in the place of single ones.
    mutating func simplify(while fails: (Text) -> Bool) {
        var scalars = Array(String(self).unicodeScalars)
        scalars.shorten { fails(Text($0)) }
        for index in scalars.indices where scalars[index] != "a" {
            var copy = scalars
            copy[index] = "a"
            if fails(Text(copy)) { scalars = copy }
        }
        self = Text(scalars)
    }

    private init(_ scalars: [UnicodeScalar]) { self.init(String(String.UnicodeScalarView(scalars))) }
}

extension NumberLiteral: Shrinkable {
    mutating func simplify(while fails: (NumberLiteral) -> Bool) {
        if self == NumberLiteral(0) || become(NumberLiteral(0), if: fails) { return }
        var text = text
        text.simplify { shorter in
            guard shorter.utf8Count < self.text.utf8Count, let number = NumberLiteral(shorter) else { return false }
            return fails(number)
        }
        self = NumberLiteral(text) ?? self
    }
}

extension Value: Shrinkable {
    mutating func simplify(while fails: (Value) -> Bool) {
        if self == .null || become(.null, if: fails) { return }
        switch self {
        case .null, .bool(false): return
        case .bool(true): become(.bool(false), if: fails)
        case .number(var number):
            number.simplify { fails(.number($0)) }
            self = .number(number)
        case .string(var text):
            text.simplify { fails(.string($0)) }
            self = .string(text)
        case .array(var values):
            if let value = values.first(where: fails) {
                self = value
                return
            }
            values.simplify { fails(.array($0)) }
            self = .array(values)
        case .object(var members):
            if let member = members.first(where: { fails($0.value) }) {
                self = member.value
                return
            }
            members.simplify { fails(.object($0)) }
            self = .object(members)
        }
    }
}

extension Members.Member: Shrinkable {
    mutating func simplify(while fails: (Members.Member) -> Bool) {
        simplify(\.value, while: fails)
        simplify(\.name, while: fails)
    }
}

extension Members: Shrinkable {
    mutating func simplify(while fails: (Members) -> Bool) {
        var entries = entries
        entries.simplify { simpler in
            let members = Members(simpler)
            // Two names that become one would make another member vanish.
            return members.count == simpler.count && fails(members)
        }
        self = Members(entries)
    }
}

extension Timestamp: Shrinkable {
    /// Drops the zone and the offset, then the fraction, the precision, the time of day, and the date's oddity.
    mutating func simplify(while fails: (Timestamp) -> Bool) {
        var isSimpler = true
        while isSimpler {
            isSimpler = false
            for parts in simplerParts where parts != TimestampParts(self) {
                guard let candidate = parts.timestamp, become(candidate, if: fails) else { continue }
                isSimpler = true
                break
            }
        }
    }

    private var simplerParts: [TimestampParts] {
        let parts = TimestampParts(self)
        var candidates: [TimestampParts] = []
        func add(_ change: (inout TimestampParts) -> Void) {
            var copy = parts
            change(&copy)
            candidates.append(copy)
        }
        add { $0 = TimestampParts(date: $0.date, seconds: 0) }
        add { $0 = TimestampParts(date: $0.date, seconds: $0.seconds) }
        add { $0.zone = nil }
        add { $0.zone = $0.zone == nil ? nil : "UTC" }
        add { $0.utcOffset = nil }
        add { $0.utcOffset = $0.utcOffset == nil ? nil : 0 }
        add { $0.utcOffset = $0.utcOffset.map { $0 / 3600 * 3600 } }
        if parts.nanoseconds == 0 { add { $0.precision = .second } }
        if isLeapSecond { add { $0.nanoseconds -= 1_000_000_000 } }
        if fractionDigits > 0 {
            add { $0.nanoseconds = 0 }
            add { $0.precision = .fraction(digits: 1) }
            if nanoseconds > 0 { add { ($0.nanoseconds, $0.precision) = (500_000_000, .fraction(digits: 1)) } }
        }
        add { $0.seconds = 0 }
        add { $0.seconds = $0.seconds % 60 }
        add { $0.seconds = $0.seconds / 60 * 60 }
        add { $0.seconds = $0.seconds % 3600 }
        add { $0.seconds /= 2 }
        if date != nil { add { $0.date = CalendarDate(year: 2018, month: 1, day: 23) } }
        return candidates
    }
}

private struct TimestampParts: Equatable {
    var date: CalendarDate?
    var seconds: Int
    var nanoseconds = 0
    var precision = Timestamp.Precision.second
    var utcOffset: Int?
    var zone: Text?

    init(date: CalendarDate?, seconds: Int) {
        self.date = date
        self.seconds = seconds
    }

    init(_ timestamp: Timestamp) {
        date = timestamp.date
        seconds = Int(timestamp.seconds)
        nanoseconds = Int(timestamp.nanoseconds)
        precision = timestamp.precision
        utcOffset = timestamp.utcOffset.map { Int($0) }
        zone = timestamp.zone
    }

    var timestamp: Timestamp? {
        Timestamp(
            date: date, seconds: seconds, nanoseconds: nanoseconds, precision: precision, utcOffset: utcOffset, zone: zone)
    }
}
