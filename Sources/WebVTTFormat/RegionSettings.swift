import TextScanning

/// The settings of a REGION block (W3C WebVTT, section 6.2, "collect WebVTT region settings").
struct RegionSettings: Equatable {
    var id = ""
    /// Percent of the video's width.
    var width = 100.0
    var lines = 3.0
    var regionAnchor = Anchor(x: 0, y: 100)
    var viewportAnchor = Anchor(x: 0, y: 100)
    var scrollsUp = false
    /// Settings that say nothing the specification knows, and are ignored.
    var ignored: [String] = []

    /// A place, in percent from the left and the top.
    struct Anchor: Equatable {
        var x: Double
        var y: Double
    }

    init(_ text: some StringProtocol) {
        for setting in CueSettings.parts(text) where !take(setting) { ignored.append(String(setting)) }
    }

    private mutating func take(_ setting: some StringProtocol) -> Bool {
        guard let (name, value) = CueSettings.pair(setting) else { return false }
        switch name {
        case "id": id = value
        case "width":
            guard let number = percentage(value) else { return false }
            width = number
        case "lines":
            guard value.utf8.allSatisfy(\.isASCIIDigit), let number = Double(value) else { return false }
            lines = number
        case "regionanchor":
            guard let anchor = anchor(value) else { return false }
            regionAnchor = anchor
        case "viewportanchor":
            guard let anchor = anchor(value) else { return false }
            viewportAnchor = anchor
        case "scroll":
            guard value == "up" else { return false }
            scrollsUp = true
        default: return false
        }
        return true
    }

    private func anchor(_ value: String) -> Anchor? {
        let parts = value.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let x = percentage(parts[0]), let y = percentage(parts[1]) else { return nil }
        return Anchor(x: x, y: y)
    }
}
