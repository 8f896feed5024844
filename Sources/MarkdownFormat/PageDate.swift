import TextScanning
import TranscriptModel

/// The `date:` of a page.
enum PageDate {
    /// The day that short header lines of a page with this metadata fall on.
    static func date(of metadata: Members) -> CalendarDate? {
        switch metadata["date"] {
        case .string(let text)?: text.withUTF8 { isDate($0) ? plainDate($0) : nil } ?? DateSpelling.date(in: text)
        // `20180123`, which YAML takes for a number.
        case .number(let number)?: number.integer.flatMap { DateSpelling.date(in: Text(String($0))) }
        default: nil
        }
    }

    /// Whether `text` starts with `YYYY-MM-DD` and goes on, if it does, with a time.
    static func isDate(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard plainDate(text) != nil else { return false }
        return text.count == 10 || text[10] == UInt8(ascii: " ") || text[10] == UInt8(ascii: "T")
    }

    /// The day that `text` starts with as `YYYY-MM-DD`.
    static func plainDate(_ text: UnsafeBufferPointer<UInt8>) -> CalendarDate? {
        guard text.count >= 10, let century = twoDigits(text[0], text[1]), let year = twoDigits(text[2], text[3]),
            text[4] == UInt8(ascii: "-"), let month = twoDigits(text[5], text[6]), text[7] == UInt8(ascii: "-"),
            let day = twoDigits(text[8], text[9])
        else { return nil }
        return CalendarDate(year: century * 100 + year, month: month, day: day)
    }
}
