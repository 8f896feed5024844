import TranscriptCoding
import TranscriptModel

extension ContractCase {
    /// read(write(t)) == t, and of what was written nothing is left out.
    ///
    /// Without a writer, nothing comes back, and what was read has to be declared; without a reader, writing is all.
    ///
    /// - Parameter isSpelled: whether the transcript keeps how an input was spelled: then what is written has in it what
    ///   reading that input left out, and reading it back may leave the same out.
    func faultInReadingBack(_ transcript: Transcript, isSpelled: Bool = false) -> Finding? {
        if !isWritable { return faultInDeclaration(transcript).map { Finding(detail: $0) } }
        let bytes: [UInt8]
        do throws(ConversionError) { bytes = try run.write(transcript) } catch {
            return Finding(detail: "the writer refuses the transcript: \(error)")
        }
        if !isReadable { return nil }
        let outcome = run.read(bytes)
        if isSpelled, let readBack = outcome.transcript {
            return firstDifference(transcript, readBack).map { Finding(detail: $0, bytes: bytes) }
        }
        return outcome.difference(from: .read(transcript)).map { Finding(detail: $0, bytes: bytes) }
    }

    /// write(read(write(t))) == write(t), byte for byte.
    func faultInWritingAgain(_ transcript: Transcript) -> Finding? {
        guard let bytes = written(transcript), let readBack = run.read(bytes).transcript else { return nil }
        do throws(ConversionError) {
            return firstDifference(bytes, try run.write(readBack)).map { Finding(detail: $0, bytes: bytes) }
        } catch {
            return Finding(detail: "the writer refuses what was read: \(error)", bytes: bytes)
        }
    }

    /// One message at a time, and three, give the same bytes as all at once.
    func faultInWriterCalls(_ transcript: Transcript) -> Finding? {
        guard let bytes = written(transcript) else { return nil }
        for portion in [1, 3] {
            guard let other = try? run.write(transcript, portion: portion) else {
                return Finding(detail: "the writer refuses the messages \(portion) at a time", bytes: bytes)
            }
            if let detail = firstDifference(bytes, other) {
                return Finding(detail: "\(portion) at a time: \(detail)", bytes: bytes)
            }
        }
        return nil
    }
}

/// Where two outputs differ first, with some bytes from there on; nil when they are equal.
func firstDifference(_ expected: [UInt8], _ actual: [UInt8]) -> String? {
    if expected == actual { return nil }
    let common = zip(expected, actual).prefix { $0 == $1 }.count
    let line = 1 + expected.prefix(common).count { $0 == 0x0A }
    func excerpt(_ bytes: [UInt8]) -> String { readableForm(of: Array(bytes.dropFirst(common).prefix(40))) }
    return "byte \(common), line \(line): \(excerpt(expected)) ≠ \(excerpt(actual))"
}
