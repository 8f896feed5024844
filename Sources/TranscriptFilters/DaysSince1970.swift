import TranscriptModel

// Years are counted from 1 March here, so that a leap day is the last of its year, and in eras of 400 years, which all
// have as many days.

extension CalendarDate {
    /// The number of days from 1970-01-01 to this one; negative before it.
    var daysSince1970: Int {
        let shifted = Int(year) - (month <= 2 ? 1 : 0)
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (Int(month) + (month > 2 ? -3 : 9)) + 2) / 5 + Int(day) - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The day that many days after 1970-01-01; nil outside the years 0 to 9999.
    init?(daysSince1970 days: Int) {
        guard (-719_528...2_932_896).contains(days) else { return nil }
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isNextYear = month >= 10
        self.init(
            year: yearOfEra + era * 400 + (isNextYear ? 1 : 0), month: month + (isNextYear ? -9 : 3),
            day: dayOfYear - (153 * month + 2) / 5 + 1)
    }
}

/// The quotient rounded down, also below zero.
func floorDivision(_ number: Int, by divisor: Int) -> Int {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
}
