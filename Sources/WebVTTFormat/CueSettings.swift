import TextScanning

/// The settings of a cue (W3C WebVTT, section 6.3, "parse the WebVTT cue settings").
struct CueSettings: Equatable {
    enum Name: String, SettingName {
        case region, vertical, line, position, size, align

        var valuePhrase: String {
            switch self {
            case .region: "the id of a region"
            case .vertical: "rl or lr"
            case .line: "a number or a percentage, and perhaps start, center or end behind a comma"
            case .position: "a percentage, and perhaps line-left, center or line-right behind a comma"
            case .size: "a percentage from 0% to 100%"
            case .align: "start, center, end, left or right"
            }
        }
    }
    enum Direction: String, CaseIterable { case rl, lr }
    enum LineAlignment: String, CaseIterable { case start, center, end }
    enum PositionAlignment: String, CaseIterable {
        case lineLeft = "line-left"
        case center
        case lineRight = "line-right"
    }
    enum Alignment: String, CaseIterable { case start, center, end, left, right }

    var vertical: Direction?
    /// Nil is `auto`.
    var line: Double?
    var snapsToLines = true
    var lineAlignment = LineAlignment.start
    /// Nil is `auto`.
    var position: Double?
    var positionAlignment: PositionAlignment?
    var size = 100.0
    var alignment = Alignment.center
    var region: String?
    /// Where settings stand that say nothing the specification knows, and are ignored.
    var ignored: [Range<Int>] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        for word in SettingList(bytes) where !take(word) { ignored.append(word.range) }
        if line != nil || size != 100 || vertical != nil { region = nil }
    }

    private mutating func take(_ word: SettingList.Word) -> Bool {
        guard let (name, value) = word.pair, let name = name.keyword(Name.self) else { return false }
        switch name {
        case .region: region = String(decoding: value, as: UTF8.self)
        case .vertical:
            guard let direction: Direction = value.keyword() else { return false }
            vertical = direction
        case .line: return takeLine(value)
        case .position: return takePosition(value)
        case .size:
            guard let number = value.percentage else { return false }
            size = number
        case .align:
            guard let value: Alignment = value.keyword() else { return false }
            alignment = value
        }
        return true
    }

    private mutating func takeLine(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        let (text, other) = value.partsAroundComma
        let isPercentage = text.last == UInt8(ascii: "%")
        guard let number = isPercentage ? text.percentage : Self.lineNumber(text) else { return false }
        if let other {
            guard let alignment: LineAlignment = other.keyword() else { return false }
            lineAlignment = alignment
        }
        line = number
        snapsToLines = !isPercentage
        return true
    }

    private mutating func takePosition(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        let (text, other) = value.partsAroundComma
        guard let number = text.percentage else { return false }
        if let other {
            guard let alignment: PositionAlignment = other.keyword() else { return false }
            positionAlignment = alignment
        }
        position = number
        return true
    }

    /// A number as the line setting takes it: an optional minus, digits, and at most one point between digits.
    private static func lineNumber(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
        let isNegative = text.first == UInt8(ascii: "-")
        guard let number = text.slice((isNegative ? 1 : 0)..<text.count).decimalNumber, number.isFinite else { return nil }
        return isNegative ? -number : number
    }
}
