import TranscriptCoding
import TranscriptModel

extension ContractCase {
    /// Up to this length, some outputs get foreign lines at every place.
    private static let wholeLength = 400

    /// What a file holds and nobody knows, or is damaged, is in the transcript that is read of it, or it is told.
    ///
    /// Words that cannot be syntax are put into what was written, and into what is written, which is then damaged elsewhere. A
    /// reader that refuses such a file has told it. One that reads it, strictly or leniently, gives each word in some text of the
    /// transcript, or tells an omission of at least as many bytes; a warning does not do, since nobody counts it as loss.
    func faultInTelling(_ transcript: Transcript) -> Finding? {
        guard let bytes = written(transcript) else { return nil }
        let takesAll = isThorough && seed % 16 == 2 && bytes.count <= Self.wholeLength
        return faultInForeign(bytes, takesAll: takesAll) ?? faultInDamaged(markedFile(transcript))
    }

    /// The same for a file that another program wrote.
    func faultInTelling(of sample: [UInt8]) -> Finding? {
        guard isReadable else { return nil }
        return faultInForeign(sample, takesAll: isThorough && sample.count <= Self.wholeLength)
    }

    private func faultInForeign(_ bytes: [UInt8], takesAll: Bool) -> Finding? {
        var material = ForeignMaterial(seed: seed)
        let files = takesAll
            ? ForeignMaterial.all(in: bytes) : (0..<(isThorough ? 8 : 2)).map { _ in material.next(in: bytes) }
        return firstFinding(in: files, ToldBefore(run, bytes))
    }

    private func faultInDamaged(_ file: MarkedFile?) -> Finding? {
        guard let file else { return nil }
        var damage = Damage(seed: seed)
        var files = (0..<(isThorough ? 6 : 2)).map { _ in
            MarkedFile(bytes: damage.applied(to: file.bytes), words: file.words)
        }
        var material = ForeignMaterial(seed: seed)
        if let doubled = material.doubled(file) { files.append(doubled) }
        return firstFinding(in: files, ToldBefore(run, file.bytes)) ?? faultInBadBytes(file)
    }

    /// Bytes that are no characters, in the middle of a word.
    private func faultInBadBytes(_ file: MarkedFile) -> Finding? {
        var random = RandomSource(seed: seed)
        guard let word = random.pick(file.words), let place = random.pick(file.bytes.places(of: word.piece)) else { return nil }
        let middle = place + word.piece.count / 2
        let halves = [word.piece.prefix(word.piece.count / 2), word.piece.dropFirst(word.piece.count / 2)].map { Array($0) }
        let bad: [UInt8] = [0xFF]
        var bytes = file.bytes
        bytes.insert(contentsOf: bad, at: middle)
        // Where each half is found, what stands between them is to be told, unless an encoding has a character for it.
        let replaced = halves[0] + Array("\u{FFFD}".utf8) + halves[1]
        return finding(in: bytes) { bytes in
            guard bytes.places(of: halves[0] + bad + halves[1]).count == 1,
                let reading = run.read(bytes, isLenient: true).reading, reading.omissions.isEmpty
            else { return nil }
            guard !reading.transcript.utf8(without: spelling).places(of: replaced).isEmpty else { return nil }
            return "read leniently, U+FFFD stands for a byte that is no character, and no omission tells it"
        }
    }

    private func firstFinding(in files: [MarkedFile], _ before: ToldBefore) -> Finding? {
        files.lazy.compactMap { file in
            // Half a character is another fault, and one that is told.
            let isText = String(validating: file.bytes, as: UTF8.self) != nil
            return finding(in: file.bytes) { bytes in
                if isText, String(validating: bytes, as: UTF8.self) == nil { return nil }
                return fault(inTelling: MarkedFile(bytes: bytes, words: file.words), before)
            }
        }.first
    }

    /// What of `file` is neither given nor told, read strictly and leniently.
    private func fault(inTelling file: MarkedFile, _ before: ToldBefore) -> String? {
        let words = file.words.filter { $0.isWhole(in: file.bytes) }
        if words.isEmpty { return nil }
        for isLenient in [false, true] {
            let outcome = run.read(file.bytes, isLenient: isLenient)
            switch outcome {
            // Whatever it reports, it is not read.
            case .refused: continue
            case .misbehaved(let detail): return detail
            case .read(let reading):
                let found = fault(inTelling: words, of: file.bytes, reading, before) ?? faultInPlaces(of: outcome, in: file.bytes)
                if let found { return isLenient ? "read leniently, \(found)" : found }
            }
        }
        return nil
    }

    private func fault(
        inTelling words: [StrayWord], of bytes: [UInt8], _ reading: Reading, _ before: ToldBefore
    ) -> String? {
        let texts = reading.transcript.utf8(without: spelling)
        let missing = words.filter { word in
            word.spellings.reduce(0) { $0 + texts.places(of: $1).count } < word.neededCount
        }
        guard let first = missing.first, let word = first.spellings.first else { return nil }
        let count = missing.reduce(0) { $0 + ($1.spellings.first?.count ?? 0) }
        let isTold = !before.hasTold(reading)
        if isTold, reading.omittedBytes >= count { return nil }
        let name = String(decoding: word, as: UTF8.self)
        let line = bytes.places(of: first.piece).first.map { place in 1 + bytes[..<place].count { $0 == 0x0A } } ?? 1
        let rest = isTold ? "omissions tell \(reading.omittedBytes) of \(count) missing bytes" : "no omission tells it"
        let place = first.neededCount > 1 ? "stands there twice, but not in the transcript" : "is in no text of the transcript"
        return "'\(name)' of line \(line) \(place), and \(rest)"
    }

    /// What is wrong with the places that a reader tells of what it left out.
    func faultInPlaces(of outcome: ReadOutcome, in bytes: [UInt8]) -> String? {
        // Where bytes were replaced in a text, places are those in what was read of it.
        guard let omissions = outcome.reading?.omissions,
            contract.format.descriptor.content == .bytes || String(validating: bytes, as: UTF8.self) != nil
        else { return nil }
        for omission in omissions {
            guard let place = omission.place else {
                if contract.demandsPlaces { return "of '\(omission.kind.name)' no place is told" }
                continue
            }
            if let fault = ReadOutcome.fault(of: place, in: bytes) { return "\(fault), where '\(omission.kind.name)' are left out" }
        }
        return nil
    }

    private var spelling: Set<Text> { contract.format.descriptor.spellingExtensions }

    /// A file of `transcript` with a word in each text of it, of which reading gives all; nil where there is none.
    private func markedFile(_ transcript: Transcript) -> MarkedFile? {
        guard isWritable, let bytes = written(contract.restricted(transcript.marked())),
            let texts = run.read(bytes).transcript?.utf8(without: spelling)
        else { return nil }
        let words = Transcript.marks(transcript.messages.count).compactMap { word -> StrayWord? in
            let count = bytes.places(of: word).count
            return count == 0 || texts.places(of: word).isEmpty ? nil : StrayWord(spellings: [word], piece: word, count: count)
        }
        return words.isEmpty ? nil : MarkedFile(bytes: bytes, words: words)
    }
}

/// What is told of a file before anything is put into it: a file of another program may have much that is left out.
private struct ToldBefore {
    private let strictly: [Omission]?
    private let leniently: [Omission]?

    init(_ run: CodecRun, _ bytes: [UInt8]) {
        strictly = run.read(bytes).reading?.omissions
        leniently = run.read(bytes, isLenient: true).reading?.omissions
    }

    /// Whether `reading` tells nothing that was not told before.
    func hasTold(_ reading: Reading) -> Bool {
        let omissions = reading.omissions
        return omissions.isEmpty || omissions == strictly || omissions == leniently
    }
}

extension Transcript {
    /// The words that `marked` puts into texts: into the title, and into sender and body of each message.
    static func marks(_ messages: Int) -> [[UInt8]] {
        ([titleMark] + (0..<messages).flatMap { [mark("Sender", $0), mark("Body", $0)] }).map { Array($0.utf8) }
    }

    private static let titleMark = "Kept0Titlex"

    /// No word is a part of another.
    private static func mark(_ name: String, _ index: Int) -> String { "Kept\(index)\(name)x" }

    /// The transcript with a word of its own at the end of each of its texts that people read.
    func marked() -> Transcript {
        var result = self
        result.header.title = header.title.map { Text("\($0) \(Self.titleMark)") }
        for index in messages.indices {
            result.messages[index].sender.name = messages[index].sender.name.map { Text("\($0) \(Self.mark("Sender", index))") }
            result.messages[index].body = messages[index].body.map { Text("\($0) \(Self.mark("Body", index))") }
        }
        return result
    }
}
