import TranscriptModel

/// A day as programs and people write it: `2018/1/23`, `Tue, 23 Jan 2018 10:27:03 +0000`, `January 23rd, 2018`, `23.1.2018`,
/// `2018年1月23日`, `Tue Jan 23 10:27:03 2018`, `20180123`.
///
/// `1/2/2018` is two days, by where it was written, and so is none here.
struct DateSpelling {
    private enum Token: Equatable {
        case number(Int, digits: Int)
        case word(String)
        case sign(Unicode.Scalar)
    }

    private var tokens: ArraySlice<Token>

    static func date(in text: Text) -> CalendarDate? {
        var spelling = DateSpelling(String(text).unicodeScalars.prefix(longest))
        return spelling.date()
    }

    /// More than any of these takes, in characters.
    private static let longest = 80

    private init(_ scalars: Substring.UnicodeScalarView) {
        var tokens: [Token] = []
        for scalar in scalars {
            if scalar.properties.isWhitespace {
                tokens.append(.sign(" "))
            } else if ("0"..."9").contains(scalar) {
                let value = Int(scalar.value) - 0x30
                if case .number(let number, let digits)? = tokens.last, digits < 9 {
                    tokens[tokens.count - 1] = .number(number * 10 + value, digits: digits + 1)
                } else {
                    tokens.append(.number(value, digits: 1))
                }
            } else if scalar.isASCII, scalar.properties.isAlphabetic {
                let letter = String(scalar).lowercased()
                if case .word(let word)? = tokens.last {
                    tokens[tokens.count - 1] = .word(word + letter)
                } else {
                    tokens.append(.word(letter))
                }
            } else {
                tokens.append(.sign(scalar))
            }
        }
        self.tokens = tokens.filter { $0 != .sign(" ") }[...]
    }

    private mutating func date() -> CalendarDate? {
        if case .word(let word)? = tokens.first, Self.isName(word, among: Self.weekdays) {
            tokens.removeFirst()
            skip(",", ".")
        }
        switch tokens.popFirst() {
        case .number(let value, digits: 8)?:
            return CalendarDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
        case .number(let year, digits: 4)?: return dateOf(year: year)
        case .number(let first, digits: 1...2)?: return dateFrom(first)
        case .word(let word)?: return month(word).flatMap { dateOf(month: $0) }
        default: return nil
        }
    }

    /// What follows a year: month and day, with the same sign before each.
    private mutating func dateOf(year: Int) -> CalendarDate? {
        guard case .sign(let sign)? = tokens.popFirst(), case .number(let month, digits: 1...2)? = tokens.popFirst(),
            case .sign(let second)? = tokens.popFirst(), case .number(let day, digits: 1...2)? = tokens.popFirst(),
            "-/.".unicodeScalars.contains(sign) && sign == second || sign == "年" && second == "月"
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// What follows a day, or a month.
    private mutating func dateFrom(_ first: Int) -> CalendarDate? {
        skipOrdinal()
        var rest = self
        rest.skip("-", ".", ",")
        if case .word(let word)? = rest.tokens.popFirst(), let month = month(word) {
            rest.skip("-", ".", ",")
            guard case .number(let year, digits: 4)? = rest.tokens.popFirst() else { return nil }
            return CalendarDate(year: year, month: month, day: first)
        }
        guard case .sign(let sign)? = tokens.popFirst(), case .number(let second, digits: 1...2)? = tokens.popFirst(),
            tokens.popFirst() == .sign(sign), case .number(let year, digits: 4)? = tokens.popFirst()
        else { return nil }
        if sign == "." || first > 12 || first == second { return CalendarDate(year: year, month: second, day: first) }
        guard sign == "/" || sign == "-", second > 12 else { return nil }
        return CalendarDate(year: year, month: first, day: second)
    }

    /// What follows the name of a month: a day, and a year, which a time can stand before.
    private mutating func dateOf(month: Int) -> CalendarDate? {
        skip(".")
        guard case .number(let day, digits: 1...2)? = tokens.popFirst() else { return nil }
        skipOrdinal()
        skip(",")
        let year = tokens.lazy.compactMap { if case .number(let year, digits: 4) = $0 { year } else { nil } }.first
        return year.flatMap { CalendarDate(year: $0, month: month, day: day) }
    }

    private mutating func skip(_ signs: Unicode.Scalar...) {
        if case .sign(let sign)? = tokens.first, signs.contains(sign) { tokens.removeFirst() }
    }

    private mutating func skipOrdinal() {
        if case .word(let word)? = tokens.first, ["st", "nd", "rd", "th"].contains(word) { tokens.removeFirst() }
    }

    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]

    private static func isName(_ word: String, among names: [String]) -> Bool {
        word.utf8.count >= 3 && names.contains { $0.hasPrefix(word) }
    }

    private func month(_ word: String) -> Int? {
        guard word.utf8.count >= 3 else { return nil }
        return Self.months.firstIndex { $0.hasPrefix(word) }.map { $0 + 1 }
    }
}
