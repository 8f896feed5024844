/// What was written, as a digest of what has to come back when it is read.
///
/// A transcript is gathered as it is written, with its target's losses already taken out; the output is then read by the
/// target's own reader and compared. Nothing is held but two digests.
public struct ConversionProof {
    private let format: any TranscriptFormat
    private let readerOptions: [OptionAssignment]
    private let limits: Limits
    private var expectation: TranscriptExpectation
    private var written = TranscriptDigest()

    /// How much longer a message can be in one format than in another, where every character needs an escape.
    private static let mostGrowth = 32

    init(
        of format: any TranscriptFormat, writerOptions: [OptionAssignment], inputLimits: Limits
    ) throws(ConversionError) {
        guard format.descriptor.isReadable else {
            throw ConversionError(
                .usage, .invalidOption, "\(format.descriptor.name) can be written but not read, so nothing can be verified")
        }
        self.format = format
        let names = Set(format.readerOptions.map(\.name))
        readerOptions = writerOptions.filter { names.contains($0.name) }
        expectation = try TranscriptExpectation(of: format, writerOptions: writerOptions)
        limits = Limits(recordBytes: inputLimits.recordBytes * Self.mostGrowth, depth: inputLimits.depth)
    }

    // MARK: Gathering

    mutating func add(_ header: TranscriptHeader) { written.add(expectation.expected(header)) }

    mutating func add(_ messages: [Message]) {
        for index in messages.indices {
            // Most messages are compared as they are.
            if expectation.isSame(messages[index]) {
                written.add(messages[index])
            } else {
                expectation.append(messages[index]) { written.add($0) }
            }
        }
    }

    mutating func finish() { expectation.finish { written.add($0) } }

    // MARK: Proving

    /// Reads `output` and compares it with what was written into it.
    ///
    /// - Throws: `answerIsNo` when they differ, or when the output cannot be read at all; what reading it throws where
    ///   that is the system's fault.
    public func check(_ output: any ByteSource) throws(ConversionError) {
        let actual: TranscriptDigest
        do {
            actual = try digest(of: output)
        } catch {
            guard [.malformedInput, .limitExceeded].contains(error.category) else { throw error }
            let place = error.location.map { "line \($0.line), column \($0.column): " } ?? ""
            throw Self.failure("what was written cannot be read back: \(place)\(error.message)")
        }
        guard let difference = written.difference(from: actual) else { return }
        throw Self.failure("what was written reads differently: \(difference.sentence)")
    }

    private func digest(of output: any ByteSource) throws(ConversionError) -> TranscriptDigest {
        var reader = try TranscriptInput(output, of: format).makeReader(ReadingSettings(options: readerOptions, limits: limits))
        var digest = TranscriptDigest()
        digest.add(expectation.comparable(try reader.readHeader()))
        var batch: [Message] = []
        batch.reserveCapacity(MessageBatch.preferredCount)
        var hasMore = true
        while hasMore {
            batch.removeAll(keepingCapacity: true)
            hasMore = try reader.readMessages(into: &batch)
            for index in batch.indices {
                if batch[index].isPlainButForEnd {
                    digest.add(batch[index])
                } else {
                    digest.add(expectation.comparable(batch[index]))
                }
            }
        }
        return digest
    }

    private static func failure(_ message: String) -> ConversionError {
        ConversionError(
            .answerIsNo, .verificationFailed, message,
            help: "this is a fault of chatconv; please report it with the input, if you can")
    }
}

extension TranscriptDigest.Difference {
    fileprivate var sentence: String {
        switch self {
        case .header: "what stands before the messages is not the same"
        case .messages(let numbers) where numbers.count == 1: "message \(numbers.lowerBound) is not the same"
        case .messages(let numbers): "one of the messages \(numbers.lowerBound) to \(numbers.upperBound) is not the same"
        case .count(let expected, let actual): "there are \(actual) messages instead of \(expected)"
        }
    }
}

extension DiagnosticCode {
    public static let verificationFailed = DiagnosticCode(
        "verify.failed", "what was written does not read as what was read")
}
