import TextScanning

/// How a text tells who speaks: `Name: text`, or `[Name] text`, or not at all.
public enum SpeakerPrefix: String, Sendable, Hashable, CaseIterable {
    case colon, brackets, off

    /// A name at the start of a line, and what it says.
    public struct Speaker {
        public var name: Range<Int>
        /// Where the text begins.
        public var body: Int
        /// Whether it is written as writers write it: not with a full-width colon, nor with brackets and a colon.
        public var isUsual: Bool
    }

    /// Who speaks in a text: whose name its first line starts with, if no other line starts with another's. Two people's words
    /// are nobody's.
    @inline(__always)
    public func speaker(of text: UnsafeBufferPointer<UInt8>) -> Speaker? {
        guard let speaker = speaker(ofLineAt: 0, of: text) else { return nil }
        return holdsOthers(text, from: speaker.body, than: text.slice(speaker.name)) ? nil : speaker
    }

    /// Whether a line behind the one at `start` begins with the name of somebody else. O(n).
    @inline(__always)
    public func holdsOthers(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, than name: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard let feed = text.firstIndex(of: 0x0A, from: start) else { return false }
        return linesHoldOthers(text, from: feed + 1, than: name)
    }

    private func linesHoldOthers(
        _ text: UnsafeBufferPointer<UInt8>, from start: Int, than name: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        var start = start
        while true {
            if let other = speaker(ofLineAt: start, of: text), !text.slice(other.name).hasSameBytes(as: name) { return true }
            guard let feed = text.firstIndex(of: 0x0A, from: start) else { return false }
            start = feed + 1
        }
    }

    /// The speaker whose name the line at `start` begins with.
    public func speaker(ofLineAt start: Int, of text: UnsafeBufferPointer<UInt8>) -> Speaker? {
        guard self != .off, start < text.count else { return nil }
        let part = text.slice(0..<min(text.count, start &+ Self.longestName &+ 3))
        return speaker(ofLineAt: start, of: text, colon: part.firstIndex(of: UInt8(ascii: ":"), from: start))
    }

    /// The same where it is known which is the first colon at or after `start`.
    public func speaker(ofLineAt start: Int, of text: UnsafeBufferPointer<UInt8>, colon: Int?) -> Speaker? {
        guard start < text.count else { return nil }
        switch self {
        case .off: return nil
        case .colon where text[start] != UInt8(ascii: "["):
            // Nearly all are told by a colon and a space; a name holds no full-width colon.
            if let colon, colon &+ 1 < text.count, text[colon &+ 1] == 0x20, Self.isName(text.slice(start..<colon)) {
                return Speaker(name: start..<colon, body: colon &+ 2, isUsual: true)
            }
            return Self.speaker(beforeWideColonIn: text, from: start, to: colon)
        case .colon: return Self.speaker(inBracketsAt: start, of: text, isUsual: false)
        case .brackets: return Self.speaker(inBracketsAt: start, of: text, isUsual: true)
        }
    }

    /// The longest name that is taken for one without a mark, in bytes.
    public static let longestName = 60

    /// A name before a full-width colon, which needs no space. `colon` is the first usual one.
    private static func speaker(beforeWideColonIn text: UnsafeBufferPointer<UInt8>, from start: Int, to colon: Int?) -> Speaker? {
        let part = text.slice(0..<min(text.count, start &+ longestName &+ 3, colon ?? text.count))
        guard let wide = wideColon(in: part, from: start), isName(text.slice(start..<wide)) else { return nil }
        let body = wide + 3
        let isApart = body < text.count && (text[body] == 0x20 || text[body] == 0x0A)
        return Speaker(name: start..<wide, body: body + (isApart ? 1 : 0), isUsual: false)
    }

    /// The place of the first U+FF1A.
    static func wideColon(in part: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
        var index = start
        while let found = part.firstIndex(of: 0xEF, from: index) {
            if part.starts(with: "\u{FF1A}", at: found) { return found }
            index = found + 1
        }
        return nil
    }

    /// A name in brackets. `[Name]: ` is always one; `[Name] ` only where that is the usual form.
    private static func speaker(
        inBracketsAt start: Int, of text: UnsafeBufferPointer<UInt8>, isUsual: Bool
    ) -> Speaker? {
        guard text[start] == UInt8(ascii: "["), let end = text.slice(0..<min(text.count, start + longestName + 2))
            .firstIndex(of: UInt8(ascii: "]"), from: start), isName(text.slice(start + 1..<end))
        else { return nil }
        let name = start + 1..<end
        if isUsual, text.starts(with: " ", at: end + 1) { return Speaker(name: name, body: end + 2, isUsual: true) }
        if text.starts(with: ": ", at: end + 1) { return Speaker(name: name, body: end + 3, isUsual: false) }
        if text.starts(with: "\u{FF1A}", at: end + 1) { return Speaker(name: name, body: end + 4, isUsual: false) }
        return nil
    }
}
