import ChatConv
import Foundation
import TestSupport
import Testing
import ToyFormat

/// A conversion on two threads is the same as on one: what it writes, what it says and in which order, what stops it.
@Suite(.tags(.concurrent)) struct TwoThreadTests {
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
            try self.run(mails, isLenient: isLenient, threads: threads, into: LimitedDestination())
        }
        let one = try run(threads: 1)
        for _ in 0..<5 { #expect(try run(threads: 2) == one) }
        #expect((one.error != nil) == (trouble.stopsStrictReading && !isLenient))
        #expect(one.said.isEmpty == (trouble == .none || trouble.stopsStrictReading && !isLenient))
    }

    @Test(
        "Mails are the same whichever thread decodes them: the one that reads does where the other falls behind",
        arguments: [MailTrouble.none, .badDates, .strayCharsets, .manyFields], [false, true])
    fileprivate func mailsForSlowOutput(_ trouble: MailTrouble, isLenient: Bool) throws {
        let mails = (1...12_000).map { trouble.mail($0) }.joined()
        func run(threads: Int, isSlow: Bool) throws -> Outcome {
            try self.run(mails, isLenient: isLenient, threads: threads, into: LimitedDestination(isSlow: isSlow))
        }
        let one = try run(threads: 1, isSlow: false)
        for _ in 0..<2 { #expect(try run(threads: 2, isSlow: true) == one) }
        #expect((one.error != nil) == (trouble.stopsStrictReading && !isLenient))
    }

    @Test(
        "A compressed input, which another thread takes out of its compression, is what it is on one thread",
        arguments: Compression.allCases, [false, true])
    func compressed(_ compression: Compression, isCutOff: Bool) throws {
        let text = (1...70_000).map { "10:00:00\tAnn\($0 % 9)\tmessage \($0)\n" }.joined()
        let packed = MemoryDestination()
        let packing = try CompressingDestination(packed, compression)
        try Array(text.utf8).withUnsafeBytes { try packing.write($0) }
        try packing.finish()
        let bytes = isCutOff ? packed.bytes.dropLast(packed.bytes.count / 4) : packed.bytes
        func run(threads: Int) throws -> Outcome {
            let input = try TranscriptInput(MemorySource(bytes), of: ToyFormat())
            return try self.run(input, ReadingSettings(), threads: threads, into: LimitedDestination())
        }
        let (one, two) = (try run(threads: 1), try run(threads: 2))
        #expect(two.error == one.error && (one.error != nil) == isCutOff)
        if !isCutOff { #expect(two.written == one.written) }
        // How much is written before an input breaks off is a matter of how it is read.
        for outcome in [one, two] { #expect(Array(text.utf8).starts(with: outcome.written) && outcome.written.count > 1_000_000) }
    }

    @Test("Attachments get the names that they get on one thread")
    func attachments() throws {
        let mails = (1...3000).map { number in
            """
            From ann@example.org Tue Jan 23 12:32:36 2018
            From: Ann <ann@example.org>
            Date: Tue, 23 Jan 2018 12:32:36 +0000
            Content-Type: text/plain; name="note \(number % 100).txt"
            Content-Disposition: attachment; filename="note \(number % 100).txt"

            \(number)


            """
        }.joined()
        func extracted(threads: Int) throws -> [String: Data] {
            try withTemporaryFolder { folder in
                let reading = ReadingSettings(options: [OptionAssignment(name: "extract-attachments", value: folder.path)])
                let input = try TranscriptInput(
                    MemorySource(mails), of: FormatRegistry.builtIn.requireFormat(named: "mbox"))
                try Conversion(input, to: ToyFormat(), reading: reading, threads: threads)
                    .run(into: LimitedDestination(isSlow: threads > 1))
                let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
                return try Dictionary(uniqueKeysWithValues: files.map { ($0.lastPathComponent, try Data(contentsOf: $0)) })
            }
        }
        let one = try extracted(threads: 1)
        #expect(one.count == 3000)
        #expect(try extracted(threads: 2) == one)
    }

    // MARK: Runs

    fileprivate enum MailTrouble: CaseIterable {
        case none, badDates, unquotedLines, longMail, manyFields, strayCharsets

        var stopsStrictReading: Bool { self == .longMail || self == .manyFields }

        /// Of several charsets, where that is the trouble, among them unknown ones.
        private func subject(_ number: Int) -> String {
            if self != .strayCharsets { return "number \(number)" }
            let charset = ["iso-8859-5", "koi8-r", "gb2312", "no-such-charset-\(number % 40)"][number % 4]
            return "=?\(charset)?Q?=D0=D1_\(number)?="
        }

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
                Subject: \(subject(number))
                \(fields)
                hello \(number)
                \(line)\(more)

                """
        }
    }

    private func run(
        _ mails: String, isLenient: Bool, threads: Int, into destination: LimitedDestination
    ) throws -> Outcome {
        let input = try TranscriptInput(
            MemorySource(mails, chunk: 70_000), of: FormatRegistry.builtIn.requireFormat(named: "mbox"))
        return try run(
            input, ReadingSettings(limits: Limits(recordBytes: 300_000), isLenient: isLenient), threads: threads, into: destination)
    }

    private func run(_ trouble: Trouble, threads: Int) throws -> Outcome {
        let input = try TranscriptInput(MemorySource(Self.text(trouble), chunk: 50_000), of: ToyFormat())
        return try run(input, ReadingSettings(), threads: threads, into: LimitedDestination(trouble.room))
    }

    private func run(
        _ input: TranscriptInput, _ reading: ReadingSettings, threads: Int, into destination: LimitedDestination
    ) throws -> Outcome {
        var outcome = Outcome()
        var reading = reading
        reading.diagnostics = DiagnosticLog { outcome.said.append("\($0.code.id) \($0.message) \($0.location?.line ?? 0)") }
        do throws(ConversionError) {
            try Conversion(input, to: ToyFormat(), reading: reading, threads: threads).run(into: destination)
        } catch {
            outcome.error = "\(error.code.id) \(error.message) \(error.location?.line ?? 0)"
        }
        outcome.written = destination.bytes
        return outcome
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
}

/// A destination that is full at some point, as a disk can be.
private final class LimitedDestination: ByteDestination {
    private(set) var bytes: [UInt8] = []
    private let room: Int
    /// Whether it is slow at first, so that whoever writes to it falls behind.
    private let isSlow: Bool
    private var writeCount = 0

    init(_ room: Int? = nil, isSlow: Bool = false) {
        self.room = room ?? .max
        self.isSlow = isSlow
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        writeCount += 1
        if isSlow, (2..<12).contains(writeCount) { usleep(5000) }
        if self.bytes.count + bytes.count > room { throw ConversionError(.inputOutput, .outputFailed, "it is full") }
        self.bytes.append(contentsOf: bytes)
    }
}
