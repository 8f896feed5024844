/// Which messages of two transcripts belong together, by a number for each that is equal for equal ones.
///
/// What both have is followed in order; at a difference, the nearest place where one goes on with what the other has next is where
/// both meet again. Time is linear in the messages, but for a binary search at each difference.
struct Alignment {
    enum Difference: Equatable {
        /// One message of each, which stand at the same place.
        case changed(first: Int, second: Int)
        case onlyInFirst(Range<Int>)
        case onlyInSecond(Range<Int>)
    }

    private(set) var differences: [Difference] = []
    private(set) var changedCount = 0
    private(set) var onlyInFirstCount = 0
    private(set) var onlyInSecondCount = 0

    init(_ first: [UInt64], _ second: [UInt64]) {
        let places = (Self.places(of: first), Self.places(of: second))
        var (one, other) = (0, 0)
        while one < first.count, other < second.count {
            if first[one] == second[other] {
                one += 1
                other += 1
                continue
            }
            let isChanged = one + 1 < first.count && other + 1 < second.count && first[one + 1] == second[other + 1]
            let skippedInFirst = Self.next(second[other], in: places.0, from: one).map { $0 - one }
            let skippedInSecond = Self.next(first[one], in: places.1, from: other).map { $0 - other }
            switch (skippedInFirst, skippedInSecond) {
            case (let count?, let others) where !isChanged && count <= others ?? .max:
                add(.onlyInFirst(one..<one + count))
                one += count
            case (_, let count?) where !isChanged:
                add(.onlyInSecond(other..<other + count))
                other += count
            default:
                add(.changed(first: one, second: other))
                one += 1
                other += 1
            }
        }
        if one < first.count { add(.onlyInFirst(one..<first.count)) }
        if other < second.count { add(.onlyInSecond(other..<second.count)) }
    }

    private mutating func add(_ difference: Difference) {
        differences.append(difference)
        switch difference {
        case .changed: changedCount += 1
        case .onlyInFirst(let range): onlyInFirstCount += range.count
        case .onlyInSecond(let range): onlyInSecondCount += range.count
        }
    }

    private static func places(of digests: [UInt64]) -> [UInt64: [Int]] {
        var places: [UInt64: [Int]] = Dictionary(minimumCapacity: digests.count)
        for (index, digest) in digests.enumerated() { places[digest, default: []].append(index) }
        return places
    }

    private static func next(_ digest: UInt64, in places: [UInt64: [Int]], from start: Int) -> Int? {
        guard let places = places[digest] else { return nil }
        var range = 0..<places.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = places[middle] < start ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound < places.count ? places[range.lowerBound] : nil
    }
}
