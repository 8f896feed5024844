import TextScanning
import TranscriptCoding
import TranscriptModel

extension ContractCase {
    /// What was written is copied byte for byte where it is not changed, with what is foreign in it.
    func faultInCopying(_ transcript: Transcript) -> Finding? {
        guard let bytes = written(transcript) else { return nil }
        if let finding = faultInCopying(bytes) { return finding }
        let foreign = ForeignMaterial(seed: seed).file(of: bytes)
        return finding(in: foreign.bytes) { faultInForeignCopy(MarkedFile(bytes: $0, words: foreign.words)) }
    }

    /// What is foreign in a record and left out of its message is copied with it. What is in no record may come back otherwise
    /// than it was, a first line that the format demands, for example.
    private func faultInForeignCopy(_ file: MarkedFile) -> String? {
        guard let word = file.words.first, word.isWhole(in: file.bytes), let reading = run.read(file.bytes).reading,
            reading.omittedBeside.isEmpty, reading.omittedBytes >= word.spellings.first?.count ?? 0
        else { return nil }
        do throws(ConversionError) {
            let copy = try run.copy(file.bytes)
            return copy.places(of: word.piece).isEmpty ? "what is left out of a message is not copied with it" : nil
        } catch {
            return "what is read is not copied: \(error)"
        }
    }

    /// A file comes back, unless something was left out that is in no record; a message that was changed does not come back as
    /// it was.
    func faultInCopying(_ bytes: [UInt8]) -> Finding? {
        guard isReadable, isWritable, contract.format.descriptor.copiesRecords else { return nil }
        return (faultInCopy(of: bytes) ?? faultInChangedCopy(of: bytes)).map { Finding(detail: $0, bytes: bytes) }
    }

    private func faultInCopy(of bytes: [UInt8]) -> String? {
        guard let reading = run.read(bytes).reading, reading.omittedBeside.isEmpty else { return nil }
        for chunk in [Int.max, 7] {
            do throws(ConversionError) {
                if let difference = firstDifference(bytes, try run.copy(bytes, chunk: chunk)) { return "copied: \(difference)" }
            } catch {
                return "what is read is not copied: \(error)"
            }
        }
        return nil
    }

    private func faultInChangedCopy(of bytes: [UInt8]) -> String? {
        guard var expected = run.read(bytes).transcript else { return nil }
        let body = Text("another text")
        func change(_ message: inout Message) {
            if message.body != nil { message.body = body }
        }
        for index in expected.messages.indices { change(&expected.messages[index]) }
        let copy: [UInt8]
        do throws(ConversionError) { copy = try run.copy(bytes, change) } catch { return "what was changed is not written: \(error)" }
        let outcome = run.read(copy)
        guard let actual = outcome.transcript else { return "with other texts: \(outcome.summary)" }
        return firstDifference(contract.restricted(expected).bodiesOnly, contract.restricted(actual).bodiesOnly).map {
            "with other texts: \($0)"
        }
    }
}

extension CodecRun {
    /// What becomes of `bytes` in a conversion into their own format that hands on where records stand, a batch at a time.
    func copy(
        _ bytes: [UInt8], chunk: Int = .max, _ change: (inout Message) -> Void = { _ in }
    ) throws(ConversionError) -> [UInt8] {
        var reader = try format.makeReader(
            format.makeInput(MemorySource(bytes, chunk: chunk), handsOnRecords: true), readerOptions)
        var writer = try format.makeWriter(writerOptions)
        var output = OutputBuffer(capacity: 4096)
        try writer.begin(try reader.readHeader(), into: &output)
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) {
            for index in batch.indices { change(&batch[index]) }
            try writer.write(batch, into: &output)
            batch.removeAll(keepingCapacity: true)
        }
        try writer.finish(into: &output)
        return output.withBytes { Array($0) }
    }
}

extension Transcript {
    /// The texts of its messages and nothing else.
    fileprivate var bodiesOnly: Transcript { Transcript(messages: messages.map { Message(body: $0.body) }) }
}
