import ChatConv
import ExternalFormat
import Testing

/// Writing through a program.
@Suite(.tags(.concurrent)) struct WritingTests {
    let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test func aProgramGetsJSONLinesAndItsOutputIsTheFile() throws {
        let transcript = longTranscript(messages: 40_000)
        let text = try write(transcript, folder.format()).text
        #expect(text == String(decoding: try transcript.bytes(as: "jsonl"), as: UTF8.self))
    }

    @Test func aProgramThatReadsAllBeforeItPrintsIsServed() throws {
        let text = try write(longTranscript(messages: 40_000), folder.format(write: "sort -r | sort -r")).text
        #expect(text.utf8.count { $0 == 0x0A } == 40_001)
    }

    @Test func aProgramMayPrintMuchMoreThanItGets() throws {
        let write = "while read -r line; do yes \"$line\" | head -n 40000; done"
        #expect(try ExternalFormatTests.write(longTranscript(messages: 2), folder.format(write: write)).text.utf8.count > 4_000_000)
    }

    @Test func whatAProgramSaysIsRelayed() throws {
        let said = try write(longTranscript(messages: 1), folder.format(write: "cat; echo careful >&2")).said
        #expect(said == ["careful"])
    }

    @Test func optionsBecomeArguments() throws {
        let options = "\"options\":{\"write\":[{\"name\":\"n\",\"kind\":\"integer\",\"from\":1,\"to\":5,\"help\":\"h\"}]}"
        let format = try folder.format(write: "cat >/dev/null; echo \"$@\"", describe: description(options))
        #expect(try write(longTranscript(messages: 1), format, options: [OptionAssignment(name: "n", value: "3")]).text == "--n=3\n")
        let error = try failure {
            _ = try write(longTranscript(messages: 1), format, options: [OptionAssignment(name: "n", value: "9")])
        }
        #expect(error.category == .usage)
        #expect(error.message == "'9' is no value for --n: it takes a whole number from 1 to 5")
    }

    @Test func aFormatFromOutsideIsVerifiedLikeAnyOther() throws {
        let format = try folder.format()
        let bytes = try longTranscript().bytes(as: "jsonl")
        let registry = FormatRegistry.builtIn
        let output = MemoryDestination()
        let outcome = try Conversion(
            registry.open(MemorySource(bytes), as: "jsonl"), to: format, isProven: true
        ).run(into: output)
        try #require(outcome.proof).check(MemorySource(output.bytes))
        let other = try longTranscript(messages: 3).bytes(as: "jsonl")
        #expect(try failure { try outcome.proof?.check(MemorySource(other)) }.category == .answerIsNo)
    }

    @Test func whatAProgramDoesNotDeclareIsALoss() throws {
        let format = try folder.format(describe: description("\"holds\":[\"bodies\"]"))
        let bytes = try longTranscript(messages: 3).bytes(as: "jsonl")
        let outcome = try Conversion(FormatRegistry.builtIn.open(MemorySource(bytes), as: "jsonl"), to: format)
            .run(into: MemoryDestination())
        #expect(outcome.losses.map(\.capability) == [.title, .messagesWithoutTime, .senderNames])
    }
}
