import TextScanning
import TranscriptCoding
import TranscriptModel

/// Reads and writes the dates of mail: RFC 5322, 3.3 and 4.3, the `asctime` of `From ` lines (RFC 4155), and what
/// programs make of them.
///
/// A date is read by what its words are and not by where they stand:
///
///     Tue, 23 Jan 2018 10:27:03 +0800 (CST)
///     Tue Jan 23 10:27:03 MET DST 2018
///     Tuesday, January 23, 2018 3:45 PM
///     23-Jan-18 10:27 EST
///     2018-01-23T10:27:03+08:00
struct MailDate {
    private var year: Int?
    private var month: Int?
    private var day: Int?
    private var seconds: Int?
    private var hasSeconds = false
    private var isLeapSecond = false
    /// The offset that digits tell, in seconds.
    private var numericOffset: Int?
    private var zone: MailZone?
    /// A word where a zone stands, which is the name of none that is known here.
    private(set) var unknownZone: String?
    /// Whether a word stands in the date of which nothing is made, beside the zone that nobody knows.
    private var hasStrayWords = false
    /// Whether a comment says more than how a zone is called whose offset is told.
    private var hasRemark = false

    /// Nothing longer is a date.
    private static let longest = 1000

    /// What a date says.
    struct Reading {
        var timestamp: Timestamp
        /// The name of the zone where nobody knows it: then the time has none.
        var unknownZone: String?
        /// Whether there are words beside that.
        var hasStrayWords: Bool

        /// Whether a comment says more than the name of a zone whose offset is told.
        var hasRemark = false

        /// Whether the time is not all of it.
        var saysMore: Bool { unknownZone != nil || hasStrayWords || hasRemark }
    }

    /// The time that `bytes` tell in `range`; nil when they are no date.
    static func timestamp(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Timestamp? {
        FixedMailDate.timestamp(bytes.slice(range)) ?? MailDate(bytes, in: range)?.timestamp
    }

    /// The same, and what else is to be known of the date.
    static func reading(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Reading? {
        if let timestamp = FixedMailDate.timestamp(bytes.slice(range)) {
            return Reading(timestamp: timestamp, unknownZone: nil, hasStrayWords: false)
        }
        guard let date = MailDate(bytes, in: range), let timestamp = date.timestamp else { return nil }
        return Reading(
            timestamp: timestamp, unknownZone: date.unknownZone, hasStrayWords: date.hasStrayWords, hasRemark: date.hasRemark)
    }

    /// The day that a date names and the calendar has not, as `2018-02-31`; nil where it is no date for another reason.
    static func impossibleDay(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> String? {
        guard let date = MailDate(bytes, in: range), let year = date.year, let month = date.month, let day = date.day,
            CalendarDate(year: year, month: month, day: day) == nil
        else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    /// Takes all words; nil where one is none that a date has.
    private init?(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        guard range.count <= Self.longest else { return nil }
        let words = MailDateWords(bytes.slice(range))
        let isTaken = words.bytes.withUnsafeBufferPointer { bytes in
            for (place, word) in words.words.enumerated() {
                let text = bytes.slice(word.range)
                // Whatever its language, what a comma follows in front is the day of the week.
                let isDay = place == 0 && word.hasComma && text.first.map { $0.isASCIILetter || $0 >= 0x80 } ?? false
                if isDay, Self.month(text) == nil {
                    hasStrayWords = hasStrayWords || !Self.isDay(text)
                } else if !take(text) {
                    return false
                }
            }
            return true
        }
        if !isTaken { return nil }
        hasRemark = words.hasRemark || words.hasNameOfZone && !hasZone
    }

    private var timestamp: Timestamp? {
        guard let year, let month, let day, let seconds,
            let date = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        return Timestamp(
            date: date, seconds: seconds, nanoseconds: isLeapSecond ? 1_000_000_000 : 0,
            precision: hasSeconds ? .second : .minute,
            utcOffset: numericOffset ?? zone.map { $0.offset(on: date) * 60 })
    }

    /// Whether anything tells of a zone.
    private var hasZone: Bool { numericOffset != nil || zone != nil || unknownZone != nil }

    /// Takes a word for what it is. Returns false for one that no date has.
    private mutating func take(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        if first.isASCIILetter { return takeLetters(text) }
        if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { return takeOffset(text) }
        guard first.isASCIIDigit else { return false }
        if text.contains(UInt8(ascii: ":")) {
            // 2018-01-23T10:27:03: the date is in front.
            guard let mark = text.firstIndex(where: { $0 == UInt8(ascii: "T") }) else { return takeTime(text) }
            return takeDay(text.slice(0..<mark), separator: UInt8(ascii: "-")) && takeTime(text.slice(mark + 1..<text.count))
        }
        for separator in [UInt8(ascii: "-"), UInt8(ascii: "/")] where text.contains(separator) {
            return takeDay(text, separator: separator)
        }
        if text.contains(UInt8(ascii: ".")) { return takeDots(text) }
        return takeNumber(text)
    }

    private mutating func takeNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let number = Self.number(text) else { return false }
        if text.count <= 2, day == nil {
            day = number
        } else if year == nil {
            year = Self.fullYear(number, digits: text.count)
        } else {
            return false
        }
        return true
    }

    /// Two and three digits are years of this era of mail (RFC 5322, 4.3). Five are what programs wrote that put 19 before
    /// all years: 19100.
    private static func fullYear(_ number: Int, digits: Int) -> Int {
        switch digits {
        case 2: number < 50 ? 2000 + number : 1900 + number
        case 3: 1900 + number
        case 5 where (19100...19199).contains(number): 1900 + number - 19000
        default: number
        }
    }

    /// `23-Jan-18`, `2018-01-23`, `2018/01/23`, and `1/23/2018`, where only one of both numbers can be a month.
    private mutating func takeDay(_ text: UnsafeBufferPointer<UInt8>, separator: UInt8) -> Bool {
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
            .map { UnsafeBufferPointer(rebasing: $0) }
        guard parts.count == 3, day == nil, year == nil, month == nil else { return false }
        if parts[0].count == 4 {
            (year, month, day) = (Self.number(parts[0]), Self.number(parts[1]), Self.number(parts[2]))
        } else {
            year = Self.number(parts[2]).map { Self.fullYear($0, digits: parts[2].count) }
            if let name = Self.month(parts[1]) {
                (day, month) = (Self.number(parts[0]), name)
            } else if let name = Self.month(parts[0]) {
                (day, month) = (Self.number(parts[1]), name)
            } else if let first = Self.number(parts[0]), let second = Self.number(parts[1]) {
                // Whether 1/2/2018 is in January or in February nobody can tell.
                guard first > 12 || second > 12 || first == second || separator == UInt8(ascii: ".") else { return false }
                (day, month) = second > 12 ? (second, first) : (first, second)
            }
        }
        return year != nil && month != nil && day != nil
    }

    /// `23.01.2018`, or a time in the style of Finland: `10.27.03`.
    private mutating func takeDots(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let dot = UInt8(ascii: ".")
        if day == nil { return text.last == dot ? takeNumber(text.slice(0..<text.count - 1)) : takeDay(text, separator: dot) }
        return takeTime(text, separator: dot)
    }

    /// `10:27`, `10:27:03`; what follows may be a zone: `10:27:03Z`, `10:27:03+08:00`. A fraction is cut off.
    private mutating func takeTime(_ text: UnsafeBufferPointer<UInt8>, separator: UInt8 = UInt8(ascii: ":")) -> Bool {
        guard seconds == nil else { return takeOffset(text) }
        var index = 0
        func part(upTo most: Int) -> Int? { Self.digits(text, &index).flatMap { $0 <= most ? $0 : nil } }
        func takesSeparator() -> Bool {
            guard index < text.count, text[index] == separator else { return false }
            index += 1
            return true
        }
        guard let hours = part(upTo: 23), takesSeparator(), let minutes = part(upTo: 59) else { return false }
        seconds = hours * 3600 + minutes * 60
        hasSeconds = takesSeparator()
        if hasSeconds {
            guard let second = part(upTo: 60) else { return false }
            isLeapSecond = second == 60
            seconds = hours * 3600 + minutes * 60 + min(second, 59)
        }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            // A fraction has any number of digits.
            while index < text.count, text[index].isASCIIDigit { index += 1 }
        }
        if index == text.count { return true }
        let rest = text.slice(index..<text.count)
        return rest.first?.isASCIILetter == true ? takeLetters(rest) : takeOffset(rest)
    }

    private static func digits(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Int? {
        let start = index
        while index < text.count, text[index].isASCIIDigit { index += 1 }
        return number(text.slice(start..<index))
    }

    /// `+0800`, `-05:00`, `+8`. What digits say counts more than a name.
    private mutating func takeOffset(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let sign = text.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
        if numericOffset != nil { return true }
        var (number, digits) = (0, 0)
        for byte in text.slice(1..<text.count) where byte != UInt8(ascii: ":") {
            guard byte.isASCIIDigit, digits < 4 else { return false }
            number = number * 10 + Int(byte - 0x30)
            digits += 1
        }
        guard digits > 0 else { return false }
        // `+8` and `+08` are hours.
        if digits < 3 { number *= 100 }
        let size = number / 100 * 3600 + number % 100 * 60
        // RFC 5322, 3.3: -0000 is a time in UTC that says nothing of the local zone.
        if size < 86_400 {
            numericOffset = sign == UInt8(ascii: "-") ? -size : size
            hasStrayWords = hasStrayWords || unknownZone != nil
            unknownZone = nil
        } else {
            unknownZone = String(decoding: text, as: UTF8.self)
        }
        return true
    }

    /// The name of a day, a month, a half of the day or a zone; `GMT+0800` has an offset after its name.
    private mutating func takeLetters(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let length = text.prefix { $0.isASCIILetter }.count
        let name = text.slice(0..<length)
        // `Jan.` is seen as well.
        if month == nil, let month = Self.month(name) {
            self.month = month
            return true
        }
        guard seconds != nil else { return Self.isDay(name) || name.equalsIgnoringCase("at") }
        if takeHalfOfDay(text) { return true }
        if length < text.count, takeOffset(text.slice(length..<text.count)) { return true }
        return takeZone(text) || Self.isDay(name)
    }

    /// `PM`, `p.m.`: hours count to twelve.
    private mutating func takeHalfOfDay(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let letters = text.filter { $0 != UInt8(ascii: ".") }.map(\.lowercased)
        let isAfternoon = letters == Array("pm".utf8)
        guard isAfternoon || letters == Array("am".utf8), let seconds else { return false }
        let hours = seconds / 3600
        // 15:45 PM says nothing new.
        if hours > 12 || hours == 0 { return true }
        self.seconds = seconds + (hours % 12 + (isAfternoon ? 12 : 0) - hours) * 3600
        return true
    }

    /// The name of a zone, or a word that stands where one should.
    private mutating func takeZone(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count <= 40, text.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        if zone?.take(text) ?? false { return true }
        // Behind an offset the name of a zone is a comment.
        if numericOffset != nil || zone != nil {
            hasStrayWords = hasStrayWords || MailZone(text) == nil && !Self.isDay(text)
            return true
        }
        if let known = MailZone(text) {
            zone = known
            hasStrayWords = hasStrayWords || unknownZone != nil
            unknownZone = nil
        } else if Self.isDay(text) {
            return true
        } else if unknownZone == nil {
            unknownZone = String(decoding: text, as: UTF8.self)
        } else {
            hasStrayWords = true
        }
        return true
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !text.isEmpty, text.count <= 5 else { return nil }
        var value = 0
        for byte in text {
            guard byte.isASCIIDigit else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// The month whose first three letters (ASCII, in lower case) a name starts with: `Jan`, `january`, `Sept`.
    static func month(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        guard (3...9).contains(name.count) else { return nil }
        switch (name[0] | 0x20, name[1] | 0x20, name[2] | 0x20) {
        case (0x6A, 0x61, 0x6E): return 1
        case (0x66, 0x65, 0x62): return 2
        case (0x6D, 0x61, 0x72): return 3
        case (0x61, 0x70, 0x72): return 4
        case (0x6D, 0x61, 0x79): return 5
        case (0x6A, 0x75, 0x6E): return 6
        case (0x6A, 0x75, 0x6C): return 7
        case (0x61, 0x75, 0x67): return 8
        case (0x73, 0x65, 0x70): return 9
        case (0x6F, 0x63, 0x74): return 10
        case (0x6E, 0x6F, 0x76): return 11
        case (0x64, 0x65, 0x63): return 12
        default: return nil
        }
    }

    /// Whether a date that says nothing else can have these letters in front.
    static func canBegin(with letters: UnsafeBufferPointer<UInt8>) -> Bool { month(letters) != nil || isDay(letters) }

    private static let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"].map { Array($0.utf8) }

    /// Whether this is the name of a day, or its beginning.
    private static func isDay(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard (2...9).contains(name.count), mayStartDay(name[0] | 0x20) else { return false }
        return days.contains { $0.starts(with: name, by: { $0 == $1.lowercased }) }
    }

    private static func mayStartDay(_ letter: UInt8) -> Bool {
        switch letter {
        case UInt8(ascii: "s"), UInt8(ascii: "m"), UInt8(ascii: "t"), UInt8(ascii: "w"), UInt8(ascii: "f"): true
        default: false
        }
    }

    static let monthNames: [(UInt8, UInt8, UInt8)] = names("JanFebMarAprMayJunJulAugSepOctNovDec")
    static let dayNames: [(UInt8, UInt8, UInt8)] = names("SunMonTueWedThuFriSat")

    private static func names(_ text: String) -> [(UInt8, UInt8, UInt8)] {
        let letters = Array(text.utf8)
        return stride(from: 0, to: letters.count - 2, by: 3).map { (letters[$0], letters[$0 + 1], letters[$0 + 2]) }
    }
}
