import Synchronization
public import TranscriptModel

/// What an anonymization did, for the one who has to decide whether the result can be handed out.
public struct AnonymizationCounts: Sendable, Equatable {
    /// How often each name was replaced, in fields and in texts.
    public internal(set) var people: [Text: Int] = [:]
    /// How often what kind of thing was replaced: `name`, `address`, `number`, `message id` …
    public internal(set) var replaced: [String: Int] = [:]
    /// How often what was left out, such as `mbox:To`.
    public internal(set) var leftOut: [String: Int] = [:]
    /// What looks like a name in texts and stayed, and how often.
    public internal(set) var suspects: [String: Int] = [:]

    /// No more than so many are kept: a list that nobody reads helps nobody.
    static let suspectLimit = 10_000

    mutating func add(_ other: AnonymizationCounts) {
        people.merge(other.people, uniquingKeysWith: +)
        replaced.merge(other.replaced, uniquingKeysWith: +)
        leftOut.merge(other.leftOut, uniquingKeysWith: +)
        for (word, count) in other.suspects where suspects.count < Self.suspectLimit || suspects[word] != nil {
            suspects[word, default: 0] += count
        }
    }

    /// Words that begin with a capital letter inside a sentence.
    mutating func lookForNames(in text: Text) {
        var isStart = true
        for line in String(text).split(whereSeparator: \.isNewline) {
            isStart = true
            for word in line.split(separator: " ") {
                let core = word.drop { !$0.isLetter }.prefix { $0.isLetter || $0 == "'" || $0 == "’" }
                if !isStart, core.count > 2, let first = core.first, first.isUppercase, core.dropFirst().contains(where: \.isLowercase),
                    !word.hasPrefix("person-"), suspects.count < Self.suspectLimit || suspects[String(core)] != nil
                {
                    suspects[String(core), default: 0] += 1
                }
                isStart = word.last.map { ".!?:…".contains($0) } ?? true
            }
        }
    }
}

/// Where the anonymizations of several threads add up what they did.
public final class AnonymizationTally: Sendable {
    private let all = Mutex(AnonymizationCounts())

    public init() {}

    public var counts: AnonymizationCounts { all.withLock { $0 } }

    func add(_ counts: AnonymizationCounts) { all.withLock { $0.add(counts) } }
}
