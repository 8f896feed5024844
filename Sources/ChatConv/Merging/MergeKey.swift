/// What messages of several transcripts are ordered by.
struct MergeKey: Comparable, Hashable {
    /// 0 for no time, 1 for a time since a transcript's start, 2 for a time on a date.
    private let rank: Int
    private let seconds: Int
    private let nanoseconds: UInt32

    /// Before every time.
    static let first = MergeKey(nil)

    init(_ time: Timestamp?) {
        rank = time.map { $0.date == nil ? 1 : 2 } ?? 0
        seconds = (time?.localSeconds ?? 0) - Int(time?.utcOffset ?? 0)
        nanoseconds = time?.nanoseconds ?? 0
    }

    /// Whether there is a time at all.
    var isTime: Bool { rank > 0 }

    static func < (left: MergeKey, right: MergeKey) -> Bool {
        (left.rank, left.seconds, left.nanoseconds) < (right.rank, right.seconds, right.nanoseconds)
    }
}
