import ChatConv
import ExternalFormat
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reading through a program.
@Suite(.tags(.concurrent)) struct ReadingTests {
    let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test func whatAProgramPrintsIsWhatIsRead() throws {
        let read = try read("hello", folder.format(read: #"printf '{"chatconv":1,"title":"%s"}\n{"body":"b"}\n' "$(cat)""#))
        #expect(read == Transcript(header: TranscriptHeader(title: "hello"), messages: [Message(body: "b")]))
    }

    @Test func anInputOfManyWindowsPassesThrough() throws {
        let transcript = longTranscript(messages: 40_000)
        let bytes = try transcript.bytes(as: "jsonl")
        #expect(try read(MemorySource(bytes), folder.format()) == transcript)
        #expect(try read(MemorySource(bytes, chunk: 1000), folder.format()) == transcript)
    }

    @Test func aProgramThatReadsAllBeforeItPrintsIsServed() throws {
        let transcript = longTranscript(messages: 40_000)
        // Sorted, the header stays the first line.
        let input = try MemorySource(transcript.bytes(as: "jsonl"))
        #expect(try read(input, folder.format(read: "sort | sort")).messages.count == 40_000)
    }

    @Test func aProgramMayPrintBeforeItReadsAndLeaveTheRest() throws {
        let input = String(repeating: "line\n", count: 1_000_000)
        #expect(try read(input, folder.format(read: #"echo '{"body":"b"}'; head -n 1 >/dev/null"#)).messages.count == 1)
    }

    @Test func optionsBecomeArguments() throws {
        let options = """
            "options":{"read":[{"name":"f","kind":"flag","help":"h"},{"name":"t","kind":"text","help":"h"}]}
            """
        let format = try folder.format(
            read: #"cat >/dev/null; for a; do printf '{"body":"%s"}\n' "$a"; done"#, describe: description(options))
        let given = [OptionAssignment(name: "f"), OptionAssignment(name: "t", value: "a b;$(c)")]
        #expect(try read("x", format, options: given).messages.map(\.body) == ["--f", "--t=a b;$(c)"])
        for wrong in [OptionAssignment(name: "g"), OptionAssignment(name: "f", value: "x")] {
            #expect(try failure { _ = try read("x", format, options: [wrong]) }.category == .usage)
        }
    }

    @Test func whatAProgramSaysIsRelayed() throws {
        var said: [Diagnostic] = []
        let lines = #"printf 'plain\nwarning: careful\nnote: by the way\n\033[31mred\r\nerror: wrong\nno end' >&2; cat"#
        _ = try read("{\"body\":\"b\"}", folder.format(read: lines), log: DiagnosticLog { said.append($0) })
        #expect(said.map(\.severity) == [.warning, .warning, .note, .warning, .warning, .error])
        #expect(said.map(\.message) == ["plain", "careful", "by the way", "\\u{1B}[31mred", "no end", "wrong"])
        #expect(said.allSatisfy { $0.code == .externalMessage })
    }

    @Test func longLinesAreCutAndVeryManyAreCounted() throws {
        var said: [String] = []
        let lines = "cat; yes $(printf '%0600d' 0) | head -n 1200 >&2"
        _ = try read("{\"body\":\"b\"}", folder.format(read: lines), log: DiagnosticLog { said.append($0.message) })
        #expect(said.count == 1001)
        #expect(said.first == String(repeating: "0", count: 500) + " ...")
        #expect(said.last == "200 more messages of the program are left out")
    }

    private static let omits = """
        "omits":[{"name":"remarks","group":"description","summary":"s"},{"name":"bad lines","group":"damage","summary":"s"}]
        """

    @Test func whatAProgramLeavesOutIsTold() throws {
        let lines = """
            cat
            echo 'omission: {"what":"remarks","bytes":4,"line":2,"column":1,"offset":30}' >&2
            echo 'omission: {"what":"bad lines","count":3,"bytes":0}' >&2
            echo 'omission: {"what":"remarks","count":2,"bytes":5,"line":1,"column":7,"offset":6}' >&2
            """
        var said: [Diagnostic] = []
        let log = OmissionLog()
        _ = try read(
            MemorySource("{\"body\":\"b\"}"), folder.format(read: lines, describe: description(Self.omits)),
            log: DiagnosticLog { said.append($0) }, omissions: log)
        #expect(log.all.map(\.kind.name) == ["remarks", "bad lines"])
        #expect(log.all.map(\.count) == [3, 3])
        #expect(log.all.map(\.byteCount) == [9, 0])
        #expect(log.all.map(\.place) == [SourceLocation(byteOffset: 6, line: 1, column: 7), nil])
        #expect(said.isEmpty)
    }

    @Test(arguments: [
        (#"{"what":"attachments","bytes":1}"#, "'attachments' is nothing that \"omits\" describes"),
        (#"{"what":"remarks"}"#, "lacks \"bytes\""),
        (#"{"what":"remarks","bytes":1e30}"#, "\"bytes\" is no whole number"),
        (#"{"what":"remarks","bytes":1,"count":0}"#, "\"count\" is no whole number"),
        (#"{"what":"remarks","bytes":1,"line":3}"#, "told together"),
        (#"{"what":"remarks","bytes":1,"byte":3}"#, "a member \"byte\""),
        ("2 remarks", "is no JSON"),
    ])
    func anOmissionThatIsToldWronglyIsGarbage(line: String, fault: String) throws {
        let format = try folder.format(read: "cat; echo 'omission: \(line)' >&2", describe: description(Self.omits))
        let error = try failure { _ = try read("{\"body\":\"b\"}", format) }
        #expect(error.code == .externalGarbage)
        #expect(error.category == .inputOutput)
        #expect(error.message.contains(fault), "\(error.message)")
    }

    @Test func aMessageIsHandedOverBeforeMoreInputIsThere() throws {
        let ends = try FileDescriptor.pipe()
        // Programs that other tests start at this moment must not keep the pipe open.
        for end in [ends.readEnd, ends.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        let format = try folder.format()
        var reader = try format.makeReader(format.makeInput(FileSource(ends.readEnd, closesDescriptor: true)))
        for number in 1...3 {
            _ = try ends.writeEnd.writeAll("{\"body\":\"\(number)\"}\n".utf8)
            if number == 1 { _ = try reader.readHeader() }
            var batch: [Message] = []
            #expect(try reader.readMessages(into: &batch))
            #expect(batch == [Message(body: Text("\(number)"))])
        }
        try ends.writeEnd.close()
        var batch: [Message] = []
        #expect(try !reader.readMessages(into: &batch))
    }

    @Test func aTextIsUTF8WhenAProgramGetsIt() throws {
        let format = try folder.format(read: #"printf '{"body":"%s"}\n' "$(cat)""#)
        var registry = FormatRegistry()
        try registry.add(format)
        let latin = MemorySource(Array("caf".utf8) + [0xE9])
        let input = try registry.open(latin, as: "test", charset: "ISO-8859-1")
        var reader = try input.makeReader()
        _ = try reader.readHeader()
        var batch: [Message] = []
        _ = try reader.readMessages(into: &batch)
        #expect(batch.map(\.body) == ["café"])
    }

    @Test func bytesAreNotJudged() throws {
        let input = MemorySource([0xFF, 0x00, 0xFE])
        let format = try folder.format(
            read: #"printf '{"body":"%s"}\n' "$(od -An -tx1 | tr -d ' ')""#, describe: description("\"content\":\"bytes\""))
        #expect(try read(input, format).messages.map(\.body) == ["ff00fe"])
        let text = try folder.format()
        #expect(try failure { _ = try read(MemorySource([0xFF]), text) }.code == .invalidUTF8)
    }
}
