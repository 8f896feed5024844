/// What a transcript is cut into.
public enum SplitRule: Sendable, Hashable {
    /// By the date that each message's own clock showed.
    case day, month, year
    case sender
    /// So many messages each.
    case count(Int)

    /// The part that a message belongs to.
    ///
    /// - Parameter position: how many messages came before it.
    func part(of message: Message, at position: Int) -> SplitPart {
        switch self {
        case .day, .month, .year: SplitPart.date(message.timestamp?.date.map(cut))
        case .sender: SplitPart.sender(message.sender.name ?? message.sender.id)
        case .count(let count): SplitPart.number(position / max(1, count) + 1)
        }
    }

    /// The first day of the part that a day belongs to.
    private func cut(_ date: CalendarDate) -> CalendarDate {
        switch self {
        case .month: CalendarDate(year: Int(date.year), month: Int(date.month), day: 1) ?? date
        case .year: CalendarDate(year: Int(date.year), month: 1, day: 1) ?? date
        case .day, .sender, .count: date
        }
    }
}

/// One of the parts of a transcript that is cut up.
public enum SplitPart: Sendable, Hashable {
    /// That of a day, or that which begins with it; nil for messages without a date.
    case date(CalendarDate?)
    /// nil for messages without a sender.
    case sender(Text?)
    /// Counted from 1.
    case number(Int)
}
