import TextScanning

/// The settings of a cue (W3C WebVTT, section 6.3, "parse the WebVTT cue settings").
struct CueSettings: Equatable {
    enum Direction: String { case rl, lr }
    enum LineAlignment: String { case start, center, end }
    enum PositionAlignment: String {
        case lineLeft = "line-left"
        case center
        case lineRight = "line-right"
    }
    enum Alignment: String { case start, center, end, left, right }

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
    /// Settings that say nothing the specification knows, and are ignored.
    var ignored: [String] = []

    init(_ text: some StringProtocol) {
        for setting in Self.parts(text) where !take(setting) { ignored.append(String(setting)) }
        if line != nil || size != 100 || vertical != nil { region = nil }
    }

    /// What stands between white space.
    static func parts<Source: StringProtocol>(_ text: Source) -> [Source.SubSequence] {
        text.split { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\u{C}" || $0 == "\r" || $0 == "\r\n" }
    }

    /// Name and value around the first colon, where neither is empty.
    static func pair(_ setting: some StringProtocol) -> (name: String, value: String)? {
        guard let colon = setting.firstIndex(of: ":"), colon != setting.startIndex,
            setting.index(after: colon) != setting.endIndex
        else { return nil }
        return (String(setting[..<colon]), String(setting[setting.index(after: colon)...]))
    }

    private mutating func take(_ setting: some StringProtocol) -> Bool {
        guard let (name, value) = Self.pair(setting) else { return false }
        switch name {
        case "region": region = value
        case "vertical":
            guard let direction = Direction(rawValue: value) else { return false }
            vertical = direction
        case "line": return takeLine(value)
        case "position": return takePosition(value)
        case "size":
            guard let number = percentage(value) else { return false }
            size = number
        case "align":
            guard let value = Alignment(rawValue: value) else { return false }
            alignment = value
        default: return false
        }
        return true
    }

    private mutating func takeLine(_ value: String) -> Bool {
        let parts = value.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let number = parts[0].hasSuffix("%") ? percentage(parts[0]) : lineNumber(parts[0]) else { return false }
        if parts.count == 2 {
            guard let alignment = LineAlignment(rawValue: parts[1]) else { return false }
            lineAlignment = alignment
        }
        line = number
        snapsToLines = !parts[0].hasSuffix("%")
        return true
    }

    private mutating func takePosition(_ value: String) -> Bool {
        let parts = value.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let number = percentage(parts[0]) else { return false }
        if parts.count == 2 {
            guard let alignment = PositionAlignment(rawValue: parts[1]) else { return false }
            positionAlignment = alignment
        }
        position = number
        return true
    }

    /// A number as the line setting takes it: an optional minus, digits, and at most one point between digits.
    private func lineNumber(_ text: String) -> Double? {
        guard isNumber(text.hasPrefix("-") ? text.dropFirst() : text[...]), let number = Double(text) else { return nil }
        return number.isFinite ? number : nil
    }
}

/// Parses a percentage (section 6.1, "parse a percentage string"): 0 to 100.
func percentage(_ text: some StringProtocol) -> Double? {
    guard text.hasSuffix("%"), isNumber(text.dropLast()), let number = Double(text.dropLast()) else { return nil }
    return (0...100).contains(number) ? number : nil
}

/// Digits, and perhaps a point and more digits.
private func isNumber(_ text: some StringProtocol) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return (1...2).contains(parts.count) && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }
}
