import ChatConvTesting
import Testing
import TranscriptCoding
import TranscriptModel

@Suite struct `The contract of formats` {
    @Test func `holds for a format without fault`() {
        var contract = FormatContract(RecordFormat(), transcripts: 100, seed: 1)
        contract.delivery = .atOnce
        contract.samples = [FormatSample("a title", "toy 1\nT7:A title\n", isByteExact: true)]
        for failure in contract.failures() { Issue.record("\(failure)") }
    }

    /// A fault, the checks that have to find it, and a part of what the report has to say.
    struct Expectation: Sendable, CustomTestStringConvertible {
        var fault: RecordFault
        var checks: Set<ContractCheck>
        var detail: String
        /// How many messages the smallest transcript that fails has at most.
        var messages: Int
        /// How many bytes the smallest input has at most, where messages are few: a record with its length in front is not cut
        /// shorter and still read.
        var bytes: Int

        init(_ fault: RecordFault, _ checks: Set<ContractCheck>, _ detail: String, messages: Int = 1, bytes: Int = 60) {
            (self.fault, self.checks, self.detail) = (fault, checks, detail)
            (self.messages, self.bytes) = (messages, bytes)
        }

        var testDescription: String { "\(fault)" }
    }

    static let expectations = [
        Expectation(.dropsTrailingSpace, [.readingBack], #"messages[0].body: " " ≠ """#),
        Expectation(.swapsAttachments, [.readingBack], "messages[0].attachments[0]"),
        Expectation(.losesFractions, [.readingBack], "messages[0].timestamp: 00:00:00.0 ≠ 00:00:00"),
        Expectation(.dropsLastOfMany, [.readingBack, .writerCalls], "nothing", messages: 4),
        Expectation(.writesAgainDifferently, [.writingAgain], "≠"),
        Expectation(.countsWriterCalls, [.writerCalls], "1 at a time", messages: 2),
        Expectation(.ignoresChunkBoundaries, [.chunks], "in chunks of"),
        Expectation(.handsOverNothing, [.readingBack], "true and no message"),
        Expectation(.handsOverTooMuch, [.batches], "a batch has 513 messages", messages: 513),
        Expectation(.holdsMessagesBack, [.liveInput], "message 0 was complete", messages: 2),
        Expectation(.isUnsure, [.detection], "the probe says possible"),
        Expectation(.blamesNobody, [.truncation, .damage], "does not blame the input"),
        Expectation(.tellsNoPlace, [.truncation, .damage], "has no place"),
        Expectation(.tellsWrongPlace, [.truncation, .damage], "is in column"),
        Expectation(.usesUndeclaredCode, [.truncation, .damage], "toy.unheard-of"),
        Expectation(.mendsInSilence, [.truncation, .damage], "no error is found in what the reader refuses"),
        Expectation(.complainsOfWindows, [.truncation, .damage], "in pieces: ", bytes: 200),
        Expectation(.dropsForeignLines, [.omissions], "is in no text of the transcript, and no omission tells it"),
        Expectation(.dropsLinesWhenLenient, [.omissions], "read leniently, 'Zm9yZWlnbmx5' of line"),
        Expectation(.dropsWhatFollows, [.omissions], "read leniently, 'Zm9yZWlnbmx5' of line"),
        // Of a file with a doubled line, the messages behind it are not taken out to make a smaller case.
        Expectation(.keepsOneOfTwoTitles, [.omissions], "'Kept0Titlex' of line 2 stands there twice", bytes: 1000),
        Expectation(.tellsNoCount, [.omissions], "0 'foreign lines' of"),
        Expectation(.tellsUndeclaredKind, [.omissions], "does not declare that 'foreign lines' are left out"),
        Expectation(.tellsNoBytes, [.omissions], "omissions tell 0 of 12 missing bytes"),
        Expectation(.tellsWrongPlaceOfOmission, [.omissions, .truncation, .damage], "where 'foreign lines' are left out"),
        Expectation(.tellsEachWindow, [.chunks, .liveInput], "left out: "),
        Expectation(.refusesToWrite, [.readingBack], "the writer refuses the transcript: error: no zones today"),
        Expectation(.knowsNoLimit, [.limits], "passes the limit"),
    ]

    @Test func `is tried with every fault that a toy format can have`() {
        #expect(Set(Self.expectations.map(\.fault)) == Set(RecordFault.allCases))
    }

    @Test(arguments: expectations)
    func `is broken by a faulty format, and a small case shows it`(_ expectation: Expectation) throws {
        var contract = FormatContract(RecordFormat(fault: expectation.fault), transcripts: 120, seed: 1)
        contract.checks = expectation.checks
        let failures = contract.failures()
        #expect(Set(failures.map(\.check)) == expectation.checks)
        for failure in failures {
            #expect("\(failure)".contains(expectation.detail), "\(failure)")
            #expect((failure.transcript?.messages.count ?? 0) <= (expectation.messages))
            if expectation.messages > 4 { continue }
            #expect((failure.bytes?.count ?? 0) <= expectation.bytes)
        }
    }

    @Test func `reports the same failure for the same seed`() {
        let reports = (0..<2).map { _ in
            FormatContract(RecordFormat(fault: .losesFractions), transcripts: 20, seed: 5).failures().map { "\($0)" }
        }
        #expect(!reports[0].isEmpty)
        #expect(reports[0] == reports[1])
    }

    @Test func `asks of a sample that it is read, recognised, and byte-exact where it says so`() {
        var contract = FormatContract(RecordFormat(), transcripts: 0)
        contract.samples = [
            FormatSample("without fault", "toy 1\nT1:x\nM3:~~~\n", isByteExact: true),
            FormatSample("of another format", "boy 1\n"),
            FormatSample("with a comment", "toy 1\nC1:x\n", isByteExact: true),
            FormatSample("with a comment that may go", "toy 1\nC1:x\n"),
        ]
        let found = contract.failures().map { "\($0.sample ?? "") \($0.check)" }
        #expect(found == ["of another format samples", "of another format detection", "with a comment samples"])
    }

    @Test func `lets no rival be as sure of a file as its own format`() {
        struct Rival: TranscriptFormat {
            var descriptor: FormatDescriptor {
                FormatDescriptor(name: "rival", extensions: [], mediaTypes: [], summary: "", capabilities: [])
            }
            func probe(_ prefix: ProbePrefix) -> ProbeResult { ProbeResult(.certain, "it is mine") }
            func makeReader(_ input: InputBuffer, options: NoOptions) -> any TranscriptReader {
                RecordReader(input: input, fault: nil)
            }
            func makeWriter(options: NoOptions) -> any TranscriptWriter { RecordWriter(fault: nil, number: 0) }
        }
        var contract = FormatContract(RecordFormat(), transcripts: 10)
        contract.rivals = [RecordFormat(), Rival()]
        let failures = contract.failures()
        #expect(failures.map(\.check) == [.detection])
        #expect(failures.first?.detail == "the probe says certain, and that of rival says certain: 'it is mine'")
    }

    @Test func `does not ask for what the format is said not to hold`() {
        var format = RecordFormat(fault: .losesFractions)
        format.capabilities.subtract([.subseconds])
        var contract = FormatContract(format, transcripts: 100)
        contract.checks = [.readingBack, .writingAgain]
        #expect(contract.failures().isEmpty)
    }

    @Test func `holds for a format that copies records`() {
        for failure in Self.copying(nil).failures() { Issue.record("\(failure)") }
    }

    @Test(arguments: [
        (CopyingFault.copiesWhatWasChanged, #"with other texts: messages[0].body: "another text" ≠ "hello""#),
        (.copiesNothing, #"copied: byte 9, line 1: "\ta remark\n"#),
        (.copiesAnotherExtent, "copied: byte 0, line 1: "),
    ])
    func `finds a format that copies records wrongly`(_ fault: CopyingFault, _ detail: String) {
        var contract = Self.copying(fault)
        contract.checks = [.copying, .samples]
        let failures = contract.failures()
        #expect(failures.contains { $0.check == .copying && $0.detail.hasPrefix(detail) }, "\(failures)")
        #expect(failures.allSatisfy { $0.check == .copying })
    }

    private static func copying(_ fault: CopyingFault?) -> FormatContract {
        var contract = FormatContract(CopyingFormat(fault: fault), transcripts: 60, seed: 1)
        contract.samples = [FormatSample("with a remark", "ada\thello\ta remark\nbob\tyes\n")]
        return contract
    }

    @Test func `throws its first failure to a test that wants one line`() {
        #expect(throws: ContractFailure.self) { try FormatContract(RecordFormat(fault: .isUnsure), transcripts: 9).check() }
    }
}
