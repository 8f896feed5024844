import ChatConv
import TextScanning
import TranscriptCoding
import TranscriptModel

extension ContractCase {
    /// What is wrong with how an input is validated: nil where it has an error just when the reader, not lenient, refuses it,
    /// every finding has its place, and the same is found when the input comes in pieces.
    ///
    /// - Parameter isReadToItsEnd: whether the lenient reader gets to the input's end. Else what is found of the bytes behind
    ///   the last message depends on how they come in.
    func faultInValidating(_ bytes: [UInt8], isReadToItsEnd: Bool) -> String? {
        guard contract.format.descriptor.isReadable, let whole = findings(in: bytes, chunk: .max) else { return nil }
        let error = whole.first { $0.severity == .error }
        if let refusal = refusal(of: bytes) {
            if error == nil { return "no error is found in what the reader refuses: \(refusal)" }
        } else if let error {
            return "an error is found in what the reader takes: \(error.code.id): \(error.message)"
        }
        if isReadAsItIs(bytes), let fault = whole.lazy.compactMap({ faultInPlace(of: $0, in: bytes) }).first { return fault }
        guard isThorough, isReadToItsEnd, let pieces = findings(in: bytes, chunk: 7) else { return nil }
        return Self.difference(whole, pieces).map { "in pieces: \($0)" }
    }

    /// Nil where the input cannot even be opened.
    private func findings(in bytes: [UInt8], chunk: Int) -> [Diagnostic]? {
        guard let input = try? TranscriptInput(MemorySource(bytes, chunk: chunk), of: contract.format) else { return nil }
        var found: [Diagnostic] = []
        let reading = ReadingSettings(options: contract.readerOptions)
        do { try Validation(input, reading: reading) { found.append($0) }.run() } catch { return nil }
        return found
    }

    private func refusal(of bytes: [UInt8]) -> ConversionError? {
        do throws(ConversionError) {
            let input = try TranscriptInput(MemorySource(bytes), of: contract.format)
            var reader = try input.makeReader(ReadingSettings(options: contract.readerOptions))
            _ = try reader.readHeader()
            var batch: [Message] = []
            while try reader.readMessages(into: &batch) { batch.removeAll(keepingCapacity: true) }
            return nil
        } catch {
            return error
        }
    }

    private func faultInPlace(of finding: Diagnostic, in bytes: [UInt8]) -> String? {
        guard let location = finding.location else { return nil }
        return ReadOutcome.fault(of: location, in: bytes).map { "\($0): \(finding.code.id): \(finding.message)" }
    }

    /// Whether no bytes are read as others, so that places in what is read are those in the input.
    private func isReadAsItIs(_ bytes: [UInt8]) -> Bool {
        guard let input = try? TranscriptInput(MemorySource(bytes), of: contract.format) else { return false }
        return input.encoding == nil && input.compression == nil && String(validating: bytes, as: UTF8.self) != nil
    }

    /// Findings are in order as far as a batch of messages reaches, and batches depend on how the input comes in.
    private static func difference(_ whole: [Diagnostic], _ pieces: [Diagnostic]) -> String? {
        let (expected, actual) = (whole.map(key).sorted(), pieces.map(key).sorted())
        for (first, second) in zip(expected, actual) where first != second { return "\(second) ≠ \(first)" }
        return expected.count == actual.count ? nil : "\(actual.count) findings ≠ \(expected.count)"
    }

    /// What of a finding has to be the same each time. Of the line it is in, more or less may be at hand.
    private static func key(_ finding: Diagnostic) -> String {
        let place = finding.location.map { "\($0.line):\($0.column) byte \($0.byteOffset)" } ?? ""
        return "\(place) \(finding.severity) \(finding.code.id): \(finding.message)"
    }
}
