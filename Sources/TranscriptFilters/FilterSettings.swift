public import TranscriptCoding
public import TranscriptModel

/// Which filters a conversion has. A value that threads can share, from which each makes filters of its own.
public struct FilterSettings: Sendable {
    public var unescapesEntities = false
    public var zone: TimeZoneRules?
    /// The zone of times that tell no offset.
    public var assumedZone: TimeZoneRules?
    public var times = TimeRange()
    public var senders: Set<Text> = []
    public var kinds: Set<MessageKind> = []
    /// Regular expressions, all of which a message has to match.
    public var patterns: [String] = []
    /// Whether messages in which a pattern takes too long are passed over; else they are an error.
    public var passesOverPatternLimits = false
    /// The names to anonymize, once they are known.
    public var anonymization: Anonymization?
    public var head: Int?
    public var tail: Int?
    /// What filters meet, for who wants to know why nothing is left.
    public var census: FilterCensus?

    public init() {}

    /// The filters in the order in which messages pass them: texts and times are mended first, then messages are chosen,
    /// then names are taken out, and what is left is counted.
    ///
    /// - Throws: `usage` when a pattern is no regular expression.
    public func makeFilters() throws(ConversionError) -> [any MessageFilter] {
        try makeMendingFilters() + makeChoosingFilters()
    }

    /// Those that each of several inputs passes through before they are merged, as the order of messages depends on them.
    public func makeMendingFilters() -> [any MessageFilter] {
        var filters: [any MessageFilter] = []
        if unescapesEntities { filters.append(EntityUnescaping()) }
        if let assumedZone { filters.append(ZoneAssignment(assumedZone, onlyUnknown: true)) }
        if let zone { filters.append(ZoneAssignment(zone)) }
        return filters
    }

    /// Those behind them.
    ///
    /// - Throws: `usage` when a pattern is no regular expression.
    public func makeChoosingFilters() throws(ConversionError) -> [any MessageFilter] {
        var filters: [any MessageFilter] = []
        if times.start != nil || times.end != nil { filters.append(times) }
        if !senders.isEmpty { filters.append(SenderFilter(senders, census)) }
        if !kinds.isEmpty { filters.append(KindFilter(kinds)) }
        for pattern in patterns { filters.append(try PatternFilter(pattern, passesOver: passesOverPatternLimits)) }
        if let anonymization { filters.append(anonymization) }
        return filters + counters
    }

    /// Whether messages can be left out.
    public var chooses: Bool {
        times.start != nil || times.end != nil || !senders.isEmpty || !kinds.isEmpty || !patterns.isEmpty || head != nil || tail != nil
    }

    private var counters: [any MessageFilter] {
        var counters: [any MessageFilter] = []
        if let head { counters.append(HeadFilter(head)) }
        if let tail { counters.append(TailFilter(tail)) }
        return counters
    }
}
