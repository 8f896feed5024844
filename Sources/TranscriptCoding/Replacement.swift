/// Where U+FFFD stands for bytes that are none of the input's encoding.
struct Replacement: Sendable {
    /// In bytes that the source has given before.
    var offset: Int
    /// How many bytes it stands for.
    var byteCount: Int
    /// The encoding that they are none of.
    var encoding: String
    /// What it tells besides itself.
    var scope = Scope.one
    /// Others behind it of which nothing is told by themselves, and how many bytes those stand for.
    var others = (count: 0, byteCount: 0)

    enum Scope: Sendable {
        /// It is the only one near here, or the others are told as well.
        case one
        /// It is the first of so many in so many bytes of the input, of which nothing is told, nor of what comes behind them. The
        /// input as a whole may be in the encoding that is named.
        case all(count: Int, within: Int, likely: String?)
        /// All that come after it are not told.
        case last
        /// It is not told either.
        case silent
    }

    /// How many there are with the others, and how many bytes they stand for.
    var total: (count: Int, byteCount: Int) { (1 + others.count, byteCount + others.byteCount) }

    /// The same as something to be said; nil where nothing is.
    func diagnostic(at place: SourceLocation) -> Diagnostic? {
        guard let message else { return nil }
        return Diagnostic(.warning, code, message, help: help, at: place).stoppingStrictReading.leavingReplacement
    }

    private var code: DiagnosticCode { encoding == "UTF-8" ? .invalidUTF8 : .undecodable }

    private var message: String? {
        let bytes = "\(byteCount) byte\(byteCount == 1 ? " is" : "s are")"
        switch scope {
        case .one: return "\(bytes) not \(encoding), and read as U+FFFD"
        case .silent: return nil
        case .last: return "\(bytes) not \(encoding), and read as U+FFFD, like others after this one"
        case .all(let count, let length, let likely):
            let guess = likely.map { "; it looks like \($0)" } ?? ""
            return "the input is not \(encoding): in \(length) bytes from here on, U+FFFD is read \(count) times\(guess)"
        }
    }

    private var help: String? {
        switch scope {
        case .one: return encoding == "UTF-8" ? "if the whole input is in another encoding, name it with --input-encoding" : nil
        case .last, .silent: return nil
        case .all(_, _, let likely?): return "name the encoding with --input-encoding \(likely)"
        case .all(_, _, nil):
            return encoding == "UTF-8" ? "name the encoding with --input-encoding, such as GB18030 or windows-1252"
                : "name another encoding with --input-encoding"
        }
    }
}

/// Decides which replacements are told: each of a few, but of an input that is in another encoding altogether, only the first.
///
/// It is decided for a region of the input that begins with a replacement and has a fixed size, so that it does not depend on
/// the pieces in which the input comes.
struct ReplacementTally {
    /// In bytes of the input.
    static let regionSize = 64 * 1024
    /// More than this are not told one by one.
    private static let mostTold = 64
    /// Fewer say nothing of an encoding.
    private static let leastTelling = 3

    private var told: [Replacement] = []
    private var toldCount = 0
    private var isDone = false

    /// Adds those of a region.
    ///
    /// - Parameters:
    ///   - validCount: how many characters beyond ASCII the region has that are of the encoding.
    ///   - bytes: the region.
    mutating func add(_ region: [Replacement], validCount: Int, of bytes: some Collection<UInt8>) {
        guard var first = region.first else { return }
        if isDone {
            first.scope = .silent
            return tell(first, for: region.dropFirst())
        }
        if let likely = Self.likelyEncoding(of: bytes, besides: first.encoding, invalid: region.count, valid: validCount) {
            first.scope = .all(count: region.count, within: bytes.count, likely: likely.name)
            isDone = true
            return tell(first, for: region.dropFirst())
        }
        for index in region.indices {
            toldCount += 1
            guard toldCount == Self.mostTold else {
                told.append(region[index])
                continue
            }
            var last = region[index]
            last.scope = .last
            isDone = true
            return tell(last, for: region[(index + 1)...])
        }
    }

    /// Tells one, which counts for others as well.
    private mutating func tell(_ replacement: Replacement, for others: ArraySlice<Replacement>) {
        var replacement = replacement
        replacement.others = (others.count, others.reduce(0) { $0 + $1.byteCount })
        told.append(replacement)
    }

    /// Takes those that are before `offset` in what was handed out.
    mutating func take(before offset: Int) -> [Replacement] { told.take(before: offset) }

    /// What a region is in, instead of the encoding that it should be in.
    private struct OtherEncoding {
        /// nil where none is likely.
        var name: String?
    }

    /// The encoding of a region, by its name where one is likely; nil where the region is in `encoding` and has faults.
    private static func likelyEncoding(
        of bytes: some Collection<UInt8>, besides encoding: String, invalid: Int, valid: Int
    ) -> OtherEncoding? {
        // Of what is written in two bytes, another encoding of two bytes has most.
        let isOther = invalid > valid
        guard invalid >= leastTelling, isOther || encoding != CharacterEncoding.utf8.name && invalid > valid / 200 else { return nil }
        let likely = EncodingGuess.likelyEncoding(of: Array(bytes)).flatMap { $0 == encoding ? nil : $0 }
        return isOther || likely != nil ? OtherEncoding(name: likely) : nil
    }

    /// The encoding that bytes, which do not begin with UTF-8, are probably in; nil where they are UTF-8 with a fault, or
    /// nothing is likely.
    static func likelyEncoding(of bytes: [UInt8]) -> String? {
        var (validCount, invalidCount) = (0, 0)
        bytes.prefix(regionSize).forEachJudged { piece, isValid in
            if isValid { validCount += piece.count { $0 >= 0xC0 } } else { invalidCount += 1 }
        }
        return likelyEncoding(
            of: bytes.prefix(regionSize), besides: CharacterEncoding.utf8.name, invalid: invalidCount, valid: validCount)?.name
    }
}

extension RangeReplaceableCollection<UInt8> {
    /// Appends what a source gives until there are `count` bytes, it ends or fails. Where bytes may still be on their way, nothing
    /// is waited for.
    ///
    /// - Returns: whether the source is at its end, and what it failed with.
    @discardableResult
    mutating func read(upTo count: Int, from source: any ByteSource) -> (isAtEnd: Bool, failure: ConversionError?) {
        while self.count < count, !source.isLive {
            let room = UnsafeMutableRawBufferPointer.allocate(byteCount: count - self.count + 16, alignment: 16)
            defer { room.deallocate() }
            do throws(ConversionError) {
                let given = try source.read(into: room)
                if given <= 0 { return (true, nil) }
                append(contentsOf: room[..<Swift.min(given, room.count)])
            } catch {
                return (true, error)
            }
        }
        return (false, nil)
    }
}
