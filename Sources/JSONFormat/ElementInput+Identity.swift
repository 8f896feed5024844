import TextScanning
import TranscriptCoding

extension ElementInput {
    /// How much of the start of a document is looked at: as much as fits the first window, whatever the limits are.
    private static let lookedAt = 32 * 1024 - 8

    /// Whose document this is at the first unread byte, where it does not begin as ours do and is another program's of which
    /// we know. The same however the bytes come.
    func foreignKind() throws(ConversionError) -> ForeignJSON? {
        while true {
            let isOurs = buffer.withUnread { bytes in
                var scanner = OutlineScanner(bytes)
                return scanner.beginsWithVersion()
            }
            if isOurs ?? false { return nil }
            if isOurs != nil { break }
            if try !fillWindow() { return nil }
        }
        while buffer.unreadCount < Self.lookedAt, try fillWindow() {}
        return buffer.withUnread { bytes in
            var scanner = OutlineScanner(bytes.slice(0..<min(bytes.count, Self.lookedAt)))
            return scanner.takeValue().outline.flatMap { ForeignJSON.kind(of: $0) }
        }
    }

    /// Whether the array at the first unread byte begins with a message of ours, or with what is no JSON.
    func firstElementIsOurs() throws(ConversionError) -> Bool {
        var mayGrow = true
        while true {
            if let judgement = judgeFirstElement() { return judgement }
            if !mayGrow { return true }
            // Each look costs the whole window, so it has to have grown by as much again.
            let wanted = buffer.unreadCount * 2
            while mayGrow, buffer.unreadCount < wanted { mayGrow = try fillWindow() }
        }
    }

    /// The same by what is there of the array; nil where that is not enough to tell.
    private func judgeFirstElement() -> Bool? {
        buffer.withUnread { bytes in
            var scanner = OutlineScanner(bytes)
            let (outline, outcome) = scanner.takeValue()
            guard case .array(let elements)? = outline else { return nil }
            if elements.first?.isMessageOfOurs ?? false { return true }
            if elements.count > 1 || outcome == .whole { return false }
            return outcome == .broken ? true : nil
        }
    }

    /// What is wrong with the whole object at the first unread byte as the first line of a transcript; nil when it is a
    /// message of ours.
    func refusalOfFirstLine() -> ConversionError? {
        let place = buffer.location(at: 0)
        return buffer.withUnread { bytes in
            var scanner = OutlineScanner(bytes)
            guard let outline = scanner.takeValue().outline else { return nil }
            let isOurs = outline.isMessageOfOurs
            if isOurs, buffer.formatIsGiven { return nil }
            if let kind = ForeignJSON.kind(of: outline) { return ConversionError(.foreign(kind, at: place)) }
            return isOurs ? nil : ConversionError(.noLines(at: place))
        }
    }
}
