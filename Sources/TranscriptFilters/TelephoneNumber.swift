/// A telephone number, known by its digits however it is written.
struct TelephoneNumber: Hashable {
    /// All digits, without the `+` or `00` of an international one.
    let digits: [UInt8]
    let isInternational: Bool

    /// ITU-T E.164 allows 15; what has fewer than 7 is as well anything else.
    static let lengths = 7...15

    /// Nil for what holds anything but digits and the marks that stand between them, and for a day.
    init?(_ text: some StringProtocol) {
        if Self.isDate(text) { return nil }
        var digits: [UInt8] = []
        var isInternational = false
        for scalar in text.unicodeScalars {
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                digits.append(UInt8(value))
            } else if scalar == "+", digits.isEmpty {
                isInternational = true
            } else if !Self.isMark(scalar.value) {
                return nil
            }
        }
        self.init(digits, isInternational: isInternational)
    }

    init?(_ digits: [UInt8], isInternational: Bool) {
        let hasZeros = digits.starts(with: [0, 0])
        let digits = hasZeros ? Array(digits.dropFirst(2)) : digits
        guard Self.lengths.contains(digits.count) else { return nil }
        self.digits = digits
        self.isInternational = isInternational || hasZeros
    }

    /// Whether it is a day as ISO 8601 writes it.
    static func isDate(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 10 && (text.hasPrefix("19") || text.hasPrefix("20")) && text.utf8.allSatisfy { $0 == 0x2D || 0x30...0x39 ~= $0 }
            && text.utf8.split(separator: 0x2D, omittingEmptySubsequences: false).map(\.count) == [4, 2, 2]
    }

    var text: String { (isInternational ? "+" : "") + digits.map { String($0) }.joined() }

    /// What may stand between digits.
    static func isMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20, 0xA0, 0x202F, 0x2009, 0x28, 0x29, 0x2D, 0x2E, 0x2F, 0x2010...0x2013: true
        default: false
        }
    }

    /// What it is looked up by: the number, and where it may have a country's code, each of its ends that may be without it.
    var keys: [UInt64] {
        let isNational = digits.first == 0
        var keys = [Self.key(digits[...]), Self.key(digits.dropFirst(isNational ? 1 : 0))]
        if isInternational || digits.count > 10 {
            for count in 1...3 where digits.count - count >= Self.lengths.lowerBound { keys.append(Self.key(digits.dropFirst(count))) }
        }
        return keys
    }

    /// The digits as a number of their length.
    static func key(_ digits: ArraySlice<UInt8>) -> UInt64 { digits.reduce(1) { $0 &* 10 &+ UInt64($1) } }
}
