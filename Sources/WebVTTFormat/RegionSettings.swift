import TextScanning

/// The settings of a REGION block (W3C WebVTT, section 6.2, "collect WebVTT region settings").
struct RegionSettings: Equatable {
    enum Name: String, SettingName {
        case id, width, lines
        case regionAnchor = "regionanchor"
        case viewportAnchor = "viewportanchor"
        case scroll

        var valuePhrase: String {
            switch self {
            case .id: "a name without spaces"
            case .width: "a percentage from 0% to 100%"
            case .lines: "a whole number"
            case .regionAnchor, .viewportAnchor: "two percentages with a comma between"
            case .scroll: "up"
            }
        }
    }

    var id = ""
    /// Percent of the video's width.
    var width = 100.0
    var lines = 3.0
    var regionAnchor = Anchor(x: 0, y: 100)
    var viewportAnchor = Anchor(x: 0, y: 100)
    var scrollsUp = false
    /// Where settings stand that say nothing the specification knows, and are ignored.
    var ignored: [Range<Int>] = []

    /// A place, in percent from the left and the top.
    struct Anchor: Equatable {
        var x: Double
        var y: Double
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        for word in SettingList(bytes) where !take(word) { ignored.append(word.range) }
    }

    private mutating func take(_ word: SettingList.Word) -> Bool {
        guard let (name, value) = word.pair, let name = name.keyword(Name.self) else { return false }
        switch name {
        case .id: id = String(decoding: value, as: UTF8.self)
        case .width:
            guard let number = value.percentage else { return false }
            width = number
        case .lines:
            guard value.allSatisfy(\.isASCIIDigit), let number = value.decimalNumber else { return false }
            lines = number
        case .regionAnchor:
            guard let anchor = Self.anchor(value) else { return false }
            regionAnchor = anchor
        case .viewportAnchor:
            guard let anchor = Self.anchor(value) else { return false }
            viewportAnchor = anchor
        case .scroll:
            guard value.equals("up") else { return false }
            scrollsUp = true
        }
        return true
    }

    private static func anchor(_ value: UnsafeBufferPointer<UInt8>) -> Anchor? {
        let (first, second) = value.partsAroundComma
        guard let x = first.percentage, let y = second?.percentage else { return nil }
        return Anchor(x: x, y: y)
    }
}
