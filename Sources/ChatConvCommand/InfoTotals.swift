import ChatConv

/// What `info` tells people of several inputs together, after what it tells of each.
struct InfoTotals {
    private(set) var files = 0
    private var summary = TranscriptSummary(header: TranscriptHeader())

    mutating func add(_ other: TranscriptSummary) {
        files += 1
        summary.add(other)
    }

    var text: String { "all \(files) files\n" + summary.table() }
}
