import TextScanning
import TranscriptCoding
import TranscriptModel

/// Reads and writes the dates of mail: RFC 5322, 3.3 and 4.3, the `asctime` of `From ` lines (RFC 4155), and what
/// programs make of them.
///
/// A date is read by what its words are and not by where they stand:
///
///     Tue, 23 Jan 2018 10:27:03 +0800 (CST)
///     Tue Jan 23 10:27:03 2018
///     23-Jan-18 10:27 EST
///     2018-01-23T10:27:03+08:00
struct MailDate {
    private var year: Int?
    private var month: Int?
    private var day: Int?
    private var seconds: Int?
    private var hasSeconds = false
    private var isLeapSecond = false
    private var utcOffset: Int?
    /// Whether a zone was told, known or not.
    private var zoneIsDone = false

    /// The time that `bytes` tell in `range`; nil when they are no date.
    static func timestamp(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Timestamp? {
        if let timestamp = FixedMailDate.timestamp(bytes.slice(range)) { return timestamp }
        var date = MailDate()
        var index = range.lowerBound
        while let word = nextWord(bytes, from: &index, to: range.upperBound) {
            if !date.take(bytes, word) { return nil }
        }
        guard let year = date.year, let month = date.month, let day = date.day, let seconds = date.seconds,
            let calendarDate = CalendarDate(year: year, month: month, day: day)
        else { return nil }
        return Timestamp(
            date: calendarDate, seconds: seconds, nanoseconds: date.isLeapSecond ? 1_000_000_000 : 0,
            precision: date.hasSeconds ? .second : .minute,
            utcOffset: date.utcOffset)
    }

    /// The day that a date names and the calendar has not, as `2018-02-31`; nil where it is no date for another reason.
    static func impossibleDay(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> String? {
        var date = MailDate()
        var index = range.lowerBound
        while let word = nextWord(bytes, from: &index, to: range.upperBound) {
            if !date.take(bytes, word) { return nil }
        }
        guard let year = date.year, let month = date.month, let day = date.day,
            CalendarDate(year: year, month: month, day: day) == nil
        else { return nil }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(two(month))-\(two(day))"
    }

    /// The next word that is not in parentheses; commas count as blanks.
    private static func nextWord(
        _ bytes: UnsafeBufferPointer<UInt8>, from index: inout Int, to end: Int
    ) -> Range<Int>? {
        var depth = 0
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth = max(0, depth - 1)
            case UInt8(ascii: ","), MboxSyntax.space, MboxSyntax.tab, 0x0A, 0x0D: break
            default:
                if depth > 0 { break }
                let start = index
                while index < end, !isBetweenWords(bytes[index]) { index += 1 }
                return start..<index
            }
            index += 1
        }
        return nil
    }

    private static func isBetweenWords(_ byte: UInt8) -> Bool {
        byte.isBlank || byte.isLineEnd || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "(")
    }

    /// Takes a word for what it is. Returns false for one that no date has.
    private mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, _ word: Range<Int>) -> Bool {
        let text = bytes.slice(word)
        guard let first = text.first else { return true }
        if first.isASCIILetter { return takeLetters(text) }
        if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { return takeOffset(text, from: 0) }
        guard first.isASCIIDigit else { return false }
        if text.contains(UInt8(ascii: ":")) {
            // 2018-01-23T10:27:03: the date is in front.
            guard let mark = text.firstIndex(where: { $0 == UInt8(ascii: "T") }) else { return takeTime(text) }
            return takeDashes(text.slice(0..<mark)) && takeTime(text.slice(mark + 1..<text.count))
        }
        if text.contains(UInt8(ascii: "-")) { return takeDashes(text) }
        return takeNumber(text)
    }

    private mutating func takeNumber(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count <= 4, let number = Self.number(text) else { return false }
        if text.count <= 2, day == nil {
            day = number
        } else if year == nil {
            year = Self.fullYear(number, digits: text.count)
        } else {
            return false
        }
        return true
    }

    /// Two and three digits are years of this era of mail (RFC 5322, 4.3).
    private static func fullYear(_ number: Int, digits: Int) -> Int {
        switch digits {
        case 2: number < 50 ? 2000 + number : 1900 + number
        case 3: 1900 + number
        default: number
        }
    }

    /// `23-Jan-18` or `2018-01-23`.
    private mutating func takeDashes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
            .map { UnsafeBufferPointer(rebasing: $0) }
        guard parts.count == 3, day == nil, year == nil, month == nil else { return false }
        if parts[0].count == 4 {
            (year, month, day) = (Self.number(parts[0]), Self.number(parts[1]), Self.number(parts[2]))
        } else {
            day = Self.number(parts[0])
            month = Self.month(parts[1])
            year = Self.number(parts[2]).map { Self.fullYear($0, digits: parts[2].count) }
        }
        return year != nil && month != nil && day != nil
    }

    /// `10:27`, `10:27:03`; what follows may be a zone: `10:27:03Z`, `10:27:03+08:00`. A fraction is cut off.
    private mutating func takeTime(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard seconds == nil else { return takeOffset(text, from: 0) }
        var index = 0
        func part(upTo most: Int) -> Int? { Self.digits(text, &index).flatMap { $0 <= most ? $0 : nil } }
        func takesColon() -> Bool {
            guard index < text.count, text[index] == UInt8(ascii: ":") else { return false }
            index += 1
            return true
        }
        guard let hours = part(upTo: 23), takesColon(), let minutes = part(upTo: 59) else { return false }
        seconds = hours * 3600 + minutes * 60
        hasSeconds = takesColon()
        if hasSeconds {
            guard let second = part(upTo: 60) else { return false }
            isLeapSecond = second == 60
            seconds = hours * 3600 + minutes * 60 + min(second, 59)
        }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            _ = Self.digits(text, &index)
        }
        if index == text.count { return true }
        let rest = text.slice(index..<text.count)
        return rest.first?.isASCIILetter == true ? takeLetters(rest) : takeOffset(rest, from: 0)
    }

    private static func digits(_ text: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Int? {
        let start = index
        while index < text.count, text[index].isASCIIDigit { index += 1 }
        return number(text.slice(start..<index))
    }

    /// `+0800`, `-05:00`, `+8`.
    private mutating func takeOffset(_ text: UnsafeBufferPointer<UInt8>, from start: Int) -> Bool {
        guard start < text.count, text[start] == UInt8(ascii: "+") || text[start] == UInt8(ascii: "-") else {
            return false
        }
        if zoneIsDone { return true }
        var (number, digits) = (0, 0)
        for byte in text.slice(start + 1..<text.count) where byte != UInt8(ascii: ":") {
            guard byte.isASCIIDigit, digits < 4 else { return false }
            number = number * 10 + Int(byte - 0x30)
            digits += 1
        }
        guard digits > 0 else { return false }
        // `+8` and `+08` are hours.
        if digits < 3 { number *= 100 }
        let size = number / 100 * 3600 + number % 100 * 60
        let isWest = text[start] == UInt8(ascii: "-")
        zoneIsDone = true
        // RFC 5322, 3.3: -0000 is a time in UTC that says nothing of the local zone.
        if size < 86_400 { utcOffset = isWest ? -size : size }
        return true
    }

    /// The name of a day, a month or a zone; `GMT+0800` has an offset after its name.
    private mutating func takeLetters(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let length = text.prefix { $0.isASCIILetter }.count
        let name = text.slice(0..<length)
        if month == nil, let month = Self.month(name) {
            self.month = month
            // `Jan-23` and `Jan.` are seen as well.
            return true
        }
        if seconds == nil { return Self.isDay(name) }
        if length < text.count {
            guard text[length] != UInt8(ascii: "/") else { return true }
            return takeOffset(text, from: length)
        }
        if zoneIsDone || Self.isDay(name) { return true }
        utcOffset = Self.zoneHours(name).map { $0 * 3600 }
        zoneIsDone = true
        return length <= 6
    }

    private static func number(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard !text.isEmpty, text.count <= 4 else { return nil }
        var value = 0
        for byte in text {
            guard byte.isASCIIDigit else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    /// The month whose first three letters (ASCII, in lower case) a name starts with: `Jan`, `january`, `Sept`.
    fileprivate static func month(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
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

    private static func isDay(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard (2...9).contains(name.count) else { return false }
        switch (name[0] | 0x20, name[1] | 0x20) {
        case (0x73, 0x75), (0x6D, 0x6F), (0x74, 0x75), (0x77, 0x65), (0x74, 0x68), (0x66, 0x72), (0x73, 0x61):
            return true
        default: return false
        }
    }

    /// The zones that have names in mail (RFC 5322, 4.3), and a few more that are seen often and mean one thing.
    private static func zoneHours(_ name: UnsafeBufferPointer<UInt8>) -> Int? {
        if name.equalsIgnoringCase("gmt") || name.equalsIgnoringCase("ut") || name.equalsIgnoringCase("utc")
            || name.equalsIgnoringCase("z")
        {
            return 0
        }
        let names: [(StaticString, Int)] = [
            ("est", -5), ("edt", -4), ("cst", -6), ("cdt", -5), ("mst", -7), ("mdt", -6), ("pst", -8), ("pdt", -7),
            ("cet", 1), ("cest", 2), ("met", 1), ("mest", 2), ("jst", 9),
        ]
        return names.first { name.equalsIgnoringCase($0.0) }?.1
    }

    static let monthNames: [(UInt8, UInt8, UInt8)] = names("JanFebMarAprMayJunJulAugSepOctNovDec")
    static let dayNames: [(UInt8, UInt8, UInt8)] = names("SunMonTueWedThuFriSat")

    private static func names(_ text: String) -> [(UInt8, UInt8, UInt8)] {
        let letters = Array(text.utf8)
        return stride(from: 0, to: letters.count - 2, by: 3).map { (letters[$0], letters[$0 + 1], letters[$0 + 2]) }
    }
}

/// The two forms that nearly all dates have, read by their places. Other forms, and anything odd, are left to `MailDate`.
private enum FixedMailDate {
    static func timestamp(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        switch text.count {
        case 24 where text[3] == MboxSyntax.space && text[19] == MboxSyntax.space: return ofSeparator(text)
        case 31 where text[3] == UInt8(ascii: ",") && text[25] == MboxSyntax.space: return ofMail(text)
        default: return nil
        }
    }

    /// `Tue Jan 23 10:27:03 2018`
    private static func ofSeparator(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        guard text[7] == MboxSyntax.space, text[10] == MboxSyntax.space,
            let day = twoDigits(text[8] == MboxSyntax.space ? 0x30 : text[8], text[9]),
            let date = date(text, month: 4, year: 20, day), let seconds = clock(text, at: 11)
        else { return nil }
        return Timestamp(date, secondsOfDay: seconds)
    }

    /// `Tue, 23 Jan 2018 10:27:03 +0800`
    private static func ofMail(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        guard text[4] == MboxSyntax.space, text[7] == MboxSyntax.space, text[11] == MboxSyntax.space,
            text[16] == MboxSyntax.space, let day = twoDigits(text[5], text[6]),
            let date = date(text, month: 8, year: 12, day), let seconds = clock(text, at: 17),
            let hours = twoDigits(text[27], text[28]), hours < 24, let minutes = twoDigits(text[29], text[30])
        else { return nil }
        let offset = hours * 3600 + minutes * 60
        switch text[26] {
        case UInt8(ascii: "+"): return Timestamp(date: date, seconds: seconds, utcOffset: offset)
        case UInt8(ascii: "-"): return Timestamp(date: date, seconds: seconds, utcOffset: -offset)
        default: return nil
        }
    }

    private static func date(
        _ text: UnsafeBufferPointer<UInt8>, month: Int, year: Int, _ day: Int
    ) -> CalendarDate? {
        guard let month = MailDate.month(text.slice(month..<month + 3)),
            let century = twoDigits(text[year], text[year + 1]), let year = twoDigits(text[year + 2], text[year + 3])
        else { return nil }
        return CalendarDate(year: century * 100 + year, month: month, day: day)
    }

    private static func clock(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        guard text[start + 2] == UInt8(ascii: ":"), text[start + 5] == UInt8(ascii: ":"),
            let hours = twoDigits(text[start], text[start + 1]), hours < 24,
            let minutes = twoDigits(text[start + 3], text[start + 4]), minutes < 60,
            let seconds = twoDigits(text[start + 6], text[start + 7]), seconds < 60
        else { return nil }
        return hours * 3600 + minutes * 60 + seconds
    }
}

// MARK: Writing

extension OutputBuffer {
    /// Appends `timestamp` as the date of a mail, as near as that can say it. Where no zone is known it is `-0000`, which is read
    /// as UTC: the mail's own field has to say that it is none.
    mutating func appendMailDate(_ timestamp: Timestamp?) {
        let moment = Moment(timestamp)
        appendName(MailDate.dayNames, moment.date.weekday)
        append(", ")
        appendTwoDigits(Int(moment.date.day))
        append(UInt8(ascii: " "))
        appendName(MailDate.monthNames, Int(moment.date.month) - 1)
        append(UInt8(ascii: " "))
        appendDecimal(Int(moment.date.year), width: 4)
        append(UInt8(ascii: " "))
        appendClock(
            moment.seconds, hasSeconds: timestamp?.precision != .minute, isLeapSecond: timestamp?.isLeapSecond ?? false)
        append(UInt8(ascii: " "))
        appendZone(timestamp?.utcOffset.map { Int($0) })
    }

    /// Appends `timestamp` as the date of a `From ` line, in UTC where its offset is known (RFC 4155).
    mutating func appendSeparatorDate(_ timestamp: Timestamp?) {
        let moment = Moment(timestamp).inUTC(timestamp?.utcOffset.map { Int($0) } ?? 0)
        appendName(MailDate.dayNames, moment.date.weekday)
        append(UInt8(ascii: " "))
        appendName(MailDate.monthNames, Int(moment.date.month) - 1)
        append(UInt8(ascii: " "))
        append(moment.date.day < 10 ? UInt8(ascii: " ") : 0x30 + moment.date.day / 10)
        append(0x30 + moment.date.day % 10)
        append(UInt8(ascii: " "))
        appendClock(moment.seconds, hasSeconds: true)
        append(UInt8(ascii: " "))
        appendDecimal(Int(moment.date.year), width: 4)
    }

    private mutating func appendName(_ names: [(UInt8, UInt8, UInt8)], _ index: Int) {
        guard names.indices.contains(index) else { return }
        append(names[index].0)
        append(names[index].1)
        append(names[index].2)
    }

    private mutating func appendClock(_ seconds: Int, hasSeconds: Bool, isLeapSecond: Bool = false) {
        appendTwoDigits(seconds / 3600)
        append(UInt8(ascii: ":"))
        appendTwoDigits(seconds / 60 % 60)
        guard hasSeconds else { return }
        append(UInt8(ascii: ":"))
        appendTwoDigits(seconds % 60 + (isLeapSecond ? 1 : 0))
    }

    private mutating func appendZone(_ utcOffset: Int?) {
        guard let utcOffset else { return append("-0000") }
        append(utcOffset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        let minutes = Int(utcOffset.magnitude) / 60
        appendTwoDigits(minutes / 60)
        appendTwoDigits(minutes % 60)
    }
}

/// A day and a time of day: what a mail must have, whatever is known.
private struct Moment {
    var date: CalendarDate
    var seconds: Int

    /// A time since the start counts from 1970-01-01, and so does what is no time at all: mails stay in order.
    init(_ timestamp: Timestamp?) {
        date = timestamp?.date ?? CalendarDate.unixEpoch
        seconds = Int(timestamp?.seconds ?? 0)
        guard timestamp?.date == nil else { return }
        date = CalendarDate(dayNumber: date.dayNumber + seconds / 86_400) ?? date
        seconds %= 86_400
    }

    private init(date: CalendarDate, seconds: Int) {
        self.date = date
        self.seconds = seconds
    }

    func inUTC(_ utcOffset: Int) -> Moment {
        var moment = self
        moment.seconds -= utcOffset
        let days = moment.seconds < 0 ? -1 : moment.seconds >= 86_400 ? 1 : 0
        if days == 0 { return moment }
        // Outside the calendar's years there is no such day.
        guard let date = CalendarDate(dayNumber: date.dayNumber + days) else { return self }
        return Moment(date: date, seconds: moment.seconds - days * 86_400)
    }
}

extension CalendarDate {
    /// The day of the week, from 0 for Sunday. 0000-01-01 was a Saturday.
    fileprivate var weekday: Int { (dayNumber + 6) % 7 }
}
