import ChatConv
import ChatConvTesting
import IRCFormat
import Testing

private let log = "[10:27:03] <ann> hello\n[10:27:09] - bob left: bye\n"

@Test func keepsTheContract() {
    var contract = FormatContract(IRCFormat(), transcripts: 30, seed: 1)
    contract.samples = [FormatSample("a log", log, isByteExact: true)]
    for failure in contract.failures() { Issue.record("\(failure)") }
}

@Test func isReadLikeAnyOtherFormat() throws {
    var registry = FormatRegistry.builtIn
    try registry.add(IRCFormat())
    let transcript = try Transcript(reading: MemorySource(log), registry: registry)
    #expect(transcript.messages.map(\.sender.name) == ["ann", nil])
    #expect(transcript.messages.map(\.body) == ["hello", "bob left: bye"])
}

@Test func tellsWhereALineIsWrong() throws {
    let bytes = Array("[10:27:03] <ann> hello\noops\n".utf8)
    var registry = FormatRegistry()
    try registry.add(IRCFormat())
    do {
        _ = try Transcript(reading: bytes, as: "irc", registry: registry)
        Issue.record("it is read")
    } catch {
        #expect(error.code.id == "irc.line")
        #expect(error.location?.line == 2)
    }
}
