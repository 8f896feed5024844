import TextScanning
import TranscriptCoding
import TranscriptModel

/// A format at work, with the options it is tested with.
struct CodecRun {
    var format: any TranscriptFormat
    var readerOptions: [OptionAssignment]
    var writerOptions: [OptionAssignment]

    // MARK: Writing

    /// What the writer makes of `transcript`, whose messages it gets `portion` at a time.
    func write(_ transcript: Transcript, portion: Int = .max) throws(ConversionError) -> [UInt8] {
        var bytes: [UInt8] = []
        try write(transcript, portion: portion) { part, _ in bytes += part }
        return bytes
    }

    /// Hands each part of the output to `take` as it comes, with the number of messages written so far.
    func write(
        _ transcript: Transcript, portion: Int, _ take: ([UInt8], Int) -> Void
    ) throws(ConversionError) {
        var writer = try format.makeWriter(writerOptions)
        var output = OutputBuffer(capacity: 4096)
        try writer.begin(transcript.header, into: &output)
        take(emptied(&output), 0)
        var start = 0
        while start < transcript.messages.count {
            let end = portion < transcript.messages.count - start ? start + portion : transcript.messages.count
            try writer.write(Array(transcript.messages[start..<end]), into: &output)
            take(emptied(&output), end)
            start = end
        }
        try writer.finish(into: &output)
        take(emptied(&output), start)
    }

    private func emptied(_ output: inout OutputBuffer) -> [UInt8] {
        let bytes = output.withBytes { Array($0) }
        output.removeAll()
        return bytes
    }

    // MARK: Reading

    /// Reads `bytes` from a source that hands out at most `chunk` of them at a time.
    func read(_ bytes: [UInt8], chunk: Int = .max, limits: Limits = Limits(), isLenient: Bool = false) -> ReadOutcome {
        read(
            MemorySource(bytes, chunk: chunk), limits: limits, isLenient: isLenient,
            mostMessages: bytes.count * 2 + 1024) { _ in }
    }

    /// Reads `source`, and tells `take` how many messages were handed over so far.
    ///
    /// - Parameter mostMessages: How many there can be at most; a reader that gives more will not end.
    func read(
        _ source: any ByteSource, limits: Limits = Limits(), isLenient: Bool = false, mostMessages: Int,
        _ take: (Int) -> Void
    ) -> ReadOutcome {
        var undeclared: DiagnosticCode?
        let log = DiagnosticLog { diagnostic in
            if !declares(diagnostic.code) { undeclared = diagnostic.code }
        }
        let input = format.makeInput(source, limits: limits, isLenient: isLenient, diagnostics: log)
        do throws(ConversionError) {
            let outcome = try read(input, mostMessages: mostMessages, take)
            if let fault = outcome.reading.flatMap(faultInOmissions) { return .misbehaved(fault) }
            if let undeclared { return .misbehaved("the descriptor does not declare the code \(undeclared.id)") }
            return outcome
        } catch {
            return declares(error.code)
                ? .refused(error) : .misbehaved("the descriptor does not declare the code of: \(error)")
        }
    }

    private func read(
        _ input: InputBuffer, mostMessages: Int, _ take: (Int) -> Void
    ) throws(ConversionError) -> ReadOutcome {
        var reader = try format.makeReader(input, readerOptions)
        var transcript = Transcript(header: try reader.readHeader())
        var batch: [Message] = []
        while try reader.readMessages(into: &batch) {
            if batch.isEmpty { return .misbehaved("readMessages returned true and no message") }
            if batch.count > MessageBatch.preferredCount {
                return .misbehaved("a batch has \(batch.count) messages, more than \(MessageBatch.preferredCount)")
            }
            transcript.messages += batch
            take(transcript.messages.count)
            if transcript.messages.count > mostMessages { return .misbehaved("the reader finds messages without end") }
            batch.removeAll(keepingCapacity: true)
        }
        if !batch.isEmpty { return .misbehaved("readMessages returned false and \(batch.count) messages") }
        return .read(Reading(transcript, omittedBeside: input.omissions.all))
    }

    /// What is wrong with what a reader tells of what it left out, whatever the input is.
    private func faultInOmissions(_ reading: Reading) -> String? {
        for omission in reading.omissions {
            let name = omission.kind.name
            guard format.descriptor.omissions.contains(omission.kind) else {
                return "the descriptor does not declare that '\(name)' are left out"
            }
            if omission.count < 1 || omission.byteCount < 0 {
                return "\(omission.count) '\(name)' of \(omission.byteCount) bytes are said to be left out"
            }
        }
        return nil
    }

    /// Whether the format says that it uses `code`, or all formats share it.
    private func declares(_ code: DiagnosticCode) -> Bool {
        let sharedPrefixes = ["input.", "limit.", "output.", "usage."]
        return sharedPrefixes.contains { code.id.hasPrefix($0) } || format.descriptor.diagnostics.contains(code)
    }
}
