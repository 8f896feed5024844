import ChatConv
import Testing
import ToyFormat

/// A conversion on two threads is the same as on one: what it writes, what it says and in which order, what stops it.
@Suite struct TwoThreadTests {
    @Test(
        "What is written, said and thrown does not depend on the number of threads",
        arguments: [
            Trouble(), Trouble(badTimeEvery: 7), Trouble(badTimeEvery: 1), Trouble(malformedLine: 9_000),
            Trouble(badTimeEvery: 3, malformedLine: 19_999), Trouble(badTimeEvery: 5, room: 400_000),
            Trouble(badTimeEvery: 5, malformedLine: 12_000, room: 300_000),
            Trouble(badTimeEvery: 5, malformedLine: 5_000, room: 600_000), Trouble(malformedLine: 1), Trouble(room: 10),
        ])
    fileprivate func theSame(_ trouble: Trouble) throws {
        let one = try run(trouble, threads: 1)
        // Whether one thread catches up with the other is a matter of luck.
        for _ in 0..<20 { #expect(try run(trouble, threads: 2) == one) }
        #expect((one.error != nil) == (trouble.malformedLine != nil || trouble.room != nil))
        #expect(one.said.isEmpty == (trouble.badTimeEvery == nil))
    }

    @Test(
        "What a reader says between two batches comes in turn, however much it is", arguments: [1, 1000, 1024, 30_000])
    func sayingMuch(_ count: Int) throws {
        let text = (0..<12_000).map { "10:00:00\tAnn\t\($0)\n" }.joined()
        let plain = text + String(repeating: "soon\tAnn\tno\n", count: 5) + text
        func run(threads: Int) throws -> Outcome {
            let destination = LimitedDestination()
            var outcome = Outcome()
            let reading = ReadingSettings(
                diagnostics: DiagnosticLog { outcome.said.append("\($0.message) \($0.location?.line ?? 0)") })
            let input = try TranscriptInput(MemorySource(plain), of: ToyFormat(sayingOfBadTimes: count))
            try Conversion(input, to: ToyFormat(), reading: reading, threads: threads).run(into: destination)
            outcome.written = destination.bytes
            return outcome
        }
        let one = try run(threads: 1)
        #expect(one.said.count == 5 * count)
        #expect(try run(threads: 2) == one)
    }

    @Test("Losses and the proof are those of one thread")
    func lossesAndProof() throws {
        let bytes = Array(Self.text(Trouble()).utf8)
        func outcome(threads: Int) throws -> ConversionOutcome {
            let input = try TranscriptInput(MemorySource(bytes), of: ToyFormat())
            let srt = try FormatRegistry.builtIn.requireFormat(named: "srt")
            let destination = MemoryDestination()
            let outcome = try Conversion(input, to: srt, isProven: true, threads: threads).run(into: destination)
            try outcome.proof?.check(MemorySource(destination.bytes))
            return outcome
        }
        let (one, two) = (try outcome(threads: 1), try outcome(threads: 2))
        #expect(two.losses == one.losses)
        #expect(two.messageCount == one.messageCount && one.messageCount == 20_000)
    }

    @Test("Filters see the messages that they see on one thread", arguments: ["head", "tail"])
    func filters(_ name: String) throws {
        func run(threads: Int) throws -> [UInt8] {
            var settings = FilterSettings()
            if name == "head" { settings.head = 15_000 } else { settings.tail = 15_000 }
            let destination = MemoryDestination()
            let input = try TranscriptInput(MemorySource(Self.text(Trouble())), of: ToyFormat())
            try Conversion(input, to: ToyFormat(), filters: settings.makeFilters(), threads: threads).run(into: destination)
            return destination.bytes
        }
        #expect(try run(threads: 2) == run(threads: 1))
    }

    @Test(
        "Mails, which one thread cuts out and the other decodes, are what they are on one thread",
        arguments: [MailTrouble.none, .badDates, .unquotedLines, .longMail, .manyFields], [false, true])
    fileprivate func mails(_ trouble: MailTrouble, isLenient: Bool) throws {
        let mails = (1...6000).map { trouble.mail($0) }.joined()
        func run(threads: Int) throws -> Outcome {
            let destination = LimitedDestination()
            var outcome = Outcome()
            let reading = ReadingSettings(
                limits: Limits(recordBytes: 300_000), isLenient: isLenient,
                diagnostics: DiagnosticLog { outcome.said.append("\($0.code.id) \($0.location?.line ?? 0)") })
            let input = try TranscriptInput(
                MemorySource(mails, chunk: 70_000), of: FormatRegistry.builtIn.requireFormat(named: "mbox"))
            do throws(ConversionError) {
                try Conversion(input, to: ToyFormat(), reading: reading, threads: threads).run(into: destination)
            } catch {
                outcome.error = "\(error.code.id) \(error.location?.line ?? 0)"
            }
            outcome.written = destination.bytes
            return outcome
        }
        let one = try run(threads: 1)
        for _ in 0..<5 { #expect(try run(threads: 2) == one) }
        #expect((one.error != nil) == (trouble.stopsStrictReading && !isLenient))
        #expect(one.said.isEmpty == (trouble == .none || trouble.stopsStrictReading && !isLenient))
    }

    // MARK: Runs

    fileprivate enum MailTrouble: CaseIterable {
        case none, badDates, unquotedLines, longMail, manyFields

        var stopsStrictReading: Bool { self == .longMail || self == .manyFields }

        func mail(_ number: Int) -> String {
            let isBad = number % 50 == 0 && (number > 4000 || !stopsStrictReading)
            let date = isBad && self == .badDates ? "soon" : "Tue, 23 Jan 2018 12:32:36 +0000"
            let fields = isBad && self == .manyFields ? String(repeating: "X-A: 1\n", count: 10_001) : ""
            let more = isBad && self == .longMail ? String(repeating: "x\n", count: 160_000) : ""
            let line = isBad && self == .unquotedLines ? "From here on\n" : ""
            return """
                From ann@example.org Tue Jan 23 12:32:36 2018
                From: Ann <ann@example.org>
                Date: \(date)
                Subject: number \(number)
                \(fields)
                hello \(number)
                \(line)\(more)

                """
        }
    }

    /// What is wrong with a transcript of 20,000 messages, or with where it goes.
    fileprivate struct Trouble: CustomTestStringConvertible {
        var badTimeEvery: Int?
        var malformedLine: Int?
        /// After so many bytes the destination is full.
        var room: Int?

        var testDescription: String {
            let parts = [
                badTimeEvery.map { "a bad time every \($0) lines" }, malformedLine.map { "line \($0) malformed" },
                room.map { "room for \($0) bytes" },
            ]
            return parts.contains { $0 != nil } ? parts.compactMap { $0 }.joined(separator: ", ") : "no trouble"
        }
    }

    fileprivate struct Outcome: Equatable {
        var written: [UInt8] = []
        var said: [String] = []
        var error: String?
    }

    private static func text(_ trouble: Trouble) -> String {
        (1...20_000).map { line in
            if line == trouble.malformedLine { return "no message\n" }
            let isBad = trouble.badTimeEvery.map { line % $0 == 0 } ?? false
            return "\(isBad ? "soon" : "10:00:00")\tAnn\(line % 9)\tmessage \(line)\n"
        }.joined()
    }

    private func run(_ trouble: Trouble, threads: Int) throws -> Outcome {
        let destination = LimitedDestination(trouble.room)
        var outcome = Outcome()
        let reading = ReadingSettings(
            diagnostics: DiagnosticLog { outcome.said.append("\($0.message) \($0.location?.line ?? 0)") })
        let input = try TranscriptInput(MemorySource(Self.text(trouble), chunk: 50_000), of: ToyFormat())
        do throws(ConversionError) {
            try Conversion(input, to: ToyFormat(), reading: reading, threads: threads).run(into: destination)
        } catch {
            outcome.error = "\(error.message) \(error.location?.line ?? 0)"
        }
        outcome.written = destination.bytes
        return outcome
    }
}

/// A destination that is full at some point, as a disk can be.
private final class LimitedDestination: ByteDestination {
    private(set) var bytes: [UInt8] = []
    private let room: Int

    init(_ room: Int? = nil) { self.room = room ?? .max }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        if self.bytes.count + bytes.count > room { throw ConversionError(.inputOutput, .outputFailed, "it is full") }
        self.bytes.append(contentsOf: bytes)
    }
}
