public import TranscriptModel
import TextScanning

/// How long a message that has no end is shown: as long as it takes to read, within bounds.
public struct DurationRule: Sendable, Hashable {
    /// The bounds, in milliseconds.
    public var minimum = 1000
    public var maximum = 7000
    /// How fast people read, in characters (Unicode scalars) a second.
    public var charactersPerSecond = 17.0
    /// Whether the next message that starts before the minimum is over does not cut it short.
    public var overlaps = false

    public init() {}

    /// How long `body` is shown, in milliseconds, when nothing cuts it short. O(length).
    public func duration(of body: Text?) -> Int { duration(ofCharacters: body?.withUTF8 { $0.countOfScalars() } ?? 0) }

    /// The same for so many characters.
    func duration(ofCharacters characters: Int) -> Int {
        let reading = Double(characters) * 1000 / charactersPerSecond
        let bounded = reading < Double(maximum) ? Int(reading.rounded()) : maximum
        return max(1, min(max(bounded, minimum), max(minimum, maximum)))
    }
}
