import TextScanning
import TranscriptCoding
import TranscriptModel

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
    var weekday: Int { (dayNumber + 6) % 7 }
}
