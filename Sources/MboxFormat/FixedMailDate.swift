import TextScanning
import TranscriptCoding
import TranscriptModel

/// The two forms that nearly all dates have, read by their places. Other forms, and anything odd, are left to `MailDate`.
enum FixedMailDate {
    static func timestamp(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        let (whole, text) = (text.count, withoutZone(text))
        switch text.count {
        case 24 where whole == 24 && text[3] == MboxSyntax.space && text[19] == MboxSyntax.space: return ofSeparator(text)
        case 31 where text[3] == UInt8(ascii: ","): return ofMail(text, dayDigits: 2)
        case 30 where text[3] == UInt8(ascii: ","): return ofMail(text, dayDigits: 1)
        default: return nil
        }
    }

    /// The text without one comment at its end that names a zone, such as ` (CST)`.
    private static func withoutZone(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        guard text.last == UInt8(ascii: ")"), let open = text.firstIndex(of: UInt8(ascii: "("), from: 0), open > 0,
            text[open - 1] == MboxSyntax.space, text.firstIndex(of: UInt8(ascii: ")"), from: open) == text.count - 1,
            text.firstIndex(of: UInt8(ascii: "("), from: open + 1) == nil,
            MailDateWords.isNameOfZone(text.slice(open + 1..<text.count - 1))
        else { return text }
        return text.slice(0..<open - 1)
    }

    /// `Tue Jan 23 10:27:03 2018`
    private static func ofSeparator(_ text: UnsafeBufferPointer<UInt8>) -> Timestamp? {
        guard text[7] == MboxSyntax.space, text[10] == MboxSyntax.space,
            let day = twoDigits(text[8] == MboxSyntax.space ? 0x30 : text[8], text[9]),
            let date = date(text, month: 4, year: 20, day), let seconds = clock(text, at: 11)
        else { return nil }
        return Timestamp(date, secondsOfDay: seconds)
    }

    /// `Tue, 23 Jan 2018 10:27:03 +0800`, `Tue, 2 Jan 2018 10:27:03 +0800`
    private static func ofMail(_ text: UnsafeBufferPointer<UInt8>, dayDigits: Int) -> Timestamp? {
        let month = 6 + dayDigits
        guard text[4] == MboxSyntax.space, text[month - 1] == MboxSyntax.space, text[month + 3] == MboxSyntax.space,
            text[month + 8] == MboxSyntax.space, text[month + 17] == MboxSyntax.space,
            let day = twoDigits(dayDigits == 2 ? text[5] : 0x30, text[month - 2]),
            let date = date(text, month: month, year: month + 4, day), let seconds = clock(text, at: month + 9),
            let hours = twoDigits(text[month + 19], text[month + 20]), hours < 24,
            let minutes = twoDigits(text[month + 21], text[month + 22])
        else { return nil }
        let offset = hours * 3600 + minutes * 60
        switch text[month + 18] {
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
