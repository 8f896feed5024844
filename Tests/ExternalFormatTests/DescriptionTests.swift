import ChatConv
import ExternalFormat
import SystemPackage
import Testing

/// What `describe` may print, and what it may not.
@Suite(.tags(.concurrent)) struct DescriptionTests {
    let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test func aDescriptionBecomesADescriptor() throws {
        let options = """
            "options":{"read":[{"name":"day-first","kind":"flag","help":"days come first"},\
            {"name":"year","kind":"integer","from":1,"to":9999,"help":"the year"}],\
            "write":[{"name":"style","kind":"choice","choices":["a","b"],"help":"how"}]}
            """
        let members = "\"mediaTypes\":[\"text/x-test\"],\"content\":\"bytes\",\"holds\":[\"dates\",\"sender names\"],\(options)"
        let format = try folder.format(describe: description(members, writes: false))
        let descriptor = format.descriptor
        #expect(descriptor.name == "test")
        #expect(descriptor.summary == "for tests")
        #expect(descriptor.extensions == ["tst"])
        #expect(descriptor.ambiguousExtensions == ["tst"])
        #expect(descriptor.mediaTypes == ["text/x-test"])
        #expect(descriptor.content == .bytes)
        #expect(descriptor.isReadable)
        #expect(!descriptor.isWritable)
        #expect(descriptor.capabilities == [.dates, .senderNames])
        #expect(format.readerOptions.map(\.kind) == [.flag, .integer(1...9999)])
        #expect(format.writerOptions.map(\.kind) == [.choice(["a", "b"])])
    }

    @Test func whatReadingLeavesOutIsDescribed() throws {
        let members = #""omits":[{"name":"remarks","group":"description","summary":"what stands behind a text"}]"#
        let kinds = try folder.format(describe: description(members)).descriptor.omissions
        // What is replaced in a text, the input tells.
        #expect(kinds == [OmissionKind("remarks", .description, ""), .damagedText])
        #expect(kinds.first?.group == .description)
        #expect(kinds.first?.summary == "what stands behind a text")
    }

    @Test func everythingIsTheWholeModel() throws {
        #expect(try folder.format().descriptor.capabilities == .wholeModel)
    }

    @Test(arguments: [
        ("echo 'hello'", "expected a value"),
        ("true", "it prints nothing"),
        ("printf '\\377'", "not UTF-8"),
        ("echo '[]'", "is no object"),
        ("echo '{}'", "\"protocol\" is not the version"),
        ("echo '{\"protocol\":0}'", "\"protocol\" is not the version"),
        ("echo '{\"protocol\":1}'", "lacks \"name\""),
        (description("\"holds\":[\"dates\"],\"hold\":1"), "a member \"hold\", which means nothing"),
        (description("\"holds\":[\"data\"]"), "'data' in \"holds\" is nothing"),
        (description("\"mediaTypes\":\"text/plain\""), "\"mediaTypes\" is no array"),
        (description("\"omits\":[\"remarks\"]"), "an omission is no object"),
        (description("\"omits\":[{\"name\":\"remarks\",\"summary\":\"s\"}]"), "the omission 'remarks' lacks \"group\""),
        (description("\"omits\":[{\"name\":\"remarks\",\"group\":\"text\",\"summary\":\"s\"}]"), "it can be content, damage"),
        (description("\"content\":\"binary\""), "it can be bytes, text"),
        (description("\"holds\":[]", reads: false, writes: false), "neither \"reads\" nor \"writes\""),
        (description("\"options\":{\"read\":[{\"name\":\"X\",\"kind\":\"flag\",\"help\":\"h\"}]}"), "'X' is no name for an option"),
        (description("\"options\":{\"read\":[{\"name\":\"x\",\"kind\":\"bool\",\"help\":\"h\"}]}"), "'bool' is no kind"),
        (description("\"options\":{\"read\":[{\"name\":\"x\",\"kind\":\"integer\",\"help\":\"h\"}]}"), "lacks \"from\" and \"to\""),
        (description().replacing("\"name\":\"test\"", with: "\"name\":\"best\""), "\"name\" is 'best'"),
        (description().replacing("for tests", with: "\\u001b[31m"), "control character"),
    ])
    func aDescriptionThatIsWrongIsRefusedWithItsFault(describe: String, fault: String) throws {
        let error = try failure { _ = try folder.format(describe: describe) }
        #expect(error.category == .unknownFormat)
        #expect(error.code == .externalDescription)
        #expect(error.message.contains(fault), "\(error.message)")
    }

    @Test func aNewerVersionOfTheProtocolIsRefusedWhateverElseItSays() throws {
        let error = try failure { _ = try folder.format(describe: "echo '{\"protocol\":2,\"nom\":true}'") }
        #expect(error.category == .unknownFormat)
        #expect(error.code == .externalVersion)
        #expect(error.message == "chatconv-format-test speaks version 2 of the protocol, and this chatconv version 1")
    }

    @Test func aProgramThatDoesNotAnswerIsEnded() throws {
        let error = try failure {
            _ = try folder.format(describe: "exec sleep 1000", limits: ExternalLimits(description: 0.2))
        }
        #expect(error.category == .unknownFormat)
        #expect(error.code == .externalHang)
    }

    @Test func aDescriptionWithoutEndIsCut() throws {
        let error = try failure { _ = try folder.format(describe: "exec yes") }
        #expect(error.code == .externalFlood)
    }

    @Test func aProgramThatFailsSaysWhy() throws {
        let error = try failure { _ = try folder.format(describe: "echo 'error: no python here' >&2; exit 3") }
        #expect(error.category == .unknownFormat)
        #expect(error.message.hasSuffix("failed with status 3: no python here"))
    }
}
