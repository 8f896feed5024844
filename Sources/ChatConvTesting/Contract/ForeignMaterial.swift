import TranscriptModel

/// A file with words in it that have to be found again.
struct MarkedFile {
    var bytes: [UInt8]
    var words: [StrayWord]
}

/// A word that no format takes for syntax, so that a reader either gives it as part of a text or leaves it out.
struct StrayWord {
    /// The word as it may stand in a text of the transcript: one of these.
    var spellings: [[UInt8]]
    /// What stands in the file: the word alone, or the whole piece that was put there.
    var piece: [UInt8]
    /// Whether the piece is lines of its own.
    var isLines = false
    /// How often the piece stands in the file. Of one that stands there less often, a part was damaged.
    var count = 1
    /// How often the word has to stand in texts of the transcript.
    var neededCount = 1

    /// Whether all of it stands in `bytes`.
    func isWhole(in bytes: [UInt8]) -> Bool {
        bytes.places(of: piece).count { !isLines || $0 == 0 || bytes[$0 - 1] == 0x0A } == count
    }
}

/// Things that no writer puts into a file, and that a reader meets all the same: a line of another program, a member or an
/// element that nobody knows, a comment.
struct ForeignMaterial {
    private var random: RandomSource

    init(seed: UInt64) { random = RandomSource(seed: seed) }

    /// Base64 of "foreignly", so that it becomes a word again where a line of it gets into a text that is encoded so.
    private static let word = "Zm9yZWlnbmx5"
    private static let spellings = [Array(word.utf8), Array("foreignly".utf8)]

    /// What is put where a line begins.
    private static let lines = [
        word, "some words and \(word)", "\(word): \(word)", "# \(word)", "<\(word)>", "<!-- \(word) -->", "[\(word)]",
        "\t\(word)", "{\"\(word)\":\"\(word)\"}",
    ]

    /// What is put behind a bracket: there a text in a file of text stays one, and JSON and XML take it for their own.
    private static let behindBrackets: [(bracket: UInt8, piece: String)] = [
        (UInt8(ascii: "{"), "\"\(word)\":\"\(word)\","), (UInt8(ascii: ">"), "<\(word)/>"),
        (UInt8(ascii: ">"), "<\(word)>\(word)</\(word)>"),
    ]

    /// `bytes` with one thing put in at one place.
    mutating func next(in bytes: [UInt8]) -> MarkedFile {
        if random.chance(30), let file = behindBracket(of: bytes) { return file }
        let starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
        return Self.file(bytes, random.pick(Self.lines) ?? Self.word, at: random.pick(starts) ?? 0)
    }

    /// The first that `next` gives.
    func file(of bytes: [UInt8]) -> MarkedFile {
        var copy = self
        return copy.next(in: bytes)
    }

    /// `bytes` with each line at each place: before the first line, between two, and behind the last.
    static func all(in bytes: [UInt8]) -> [MarkedFile] {
        var starts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
        if starts.last != bytes.count { starts.append(bytes.count) }
        return starts.flatMap { start in lines.map { file(bytes, $0, at: start) } }
    }

    private static func file(_ bytes: [UInt8], _ line: String, at start: Int) -> MarkedFile {
        let piece = Array("\(line)\n".utf8)
        let needsLineEnd = start > 0 && bytes[start - 1] != 0x0A
        let marked = bytes[..<start] + (needsLineEnd ? [0x0A] : []) + piece + bytes[start...]
        return MarkedFile(bytes: Array(marked), words: [StrayWord(spellings: spellings, piece: piece, isLines: true)])
    }

    /// `file` with a line said twice that has one of its words.
    mutating func doubled(_ file: MarkedFile) -> MarkedFile? {
        guard var word = random.pick(file.words.filter { $0.count == 1 }), let place = file.bytes.places(of: word.piece).first else {
            return nil
        }
        let start = file.bytes[..<place].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let end = file.bytes[place...].firstIndex(of: 0x0A).map { $0 + 1 } ?? file.bytes.count
        let line = file.bytes[start..<end]
        (word.count, word.neededCount) = (2, 2)
        let bytes = file.bytes[..<end] + (line.last == 0x0A ? [] : [0x0A]) + line + file.bytes[end...]
        return MarkedFile(bytes: Array(bytes), words: [word])
    }

    private mutating func behindBracket(of bytes: [UInt8]) -> MarkedFile? {
        guard let (bracket, text) = random.pick(Self.behindBrackets),
            let place = random.pick(bytes.indices.filter { bytes[$0] == bracket })
        else { return nil }
        let piece = Array(text.utf8)
        let marked = bytes[...place] + piece + bytes[(place + 1)...]
        return MarkedFile(
            bytes: Array(marked), words: [StrayWord(spellings: Self.spellings, piece: [bracket] + piece)])
    }
}
