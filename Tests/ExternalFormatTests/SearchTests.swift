import ChatConv
import ExternalFormat
import SystemPackage
import Testing

/// Where programs are found.
@Suite struct SearchTests {
    let first: ProgramFolder
    let second: ProgramFolder

    init() throws {
        first = try ProgramFolder()
        second = try ProgramFolder()
    }

    private var search: ProgramSearch { ProgramSearch(folders: [first.path, second.path]) }

    @Test func theFirstFolderDecides() throws {
        try second.put("", "chatconv-format-a")
        #expect(try search.program(named: "a")?.path == second.path.appending("chatconv-format-a"))
        try first.put("", "chatconv-format-a")
        #expect(try search.program(named: "a")?.path == first.path.appending("chatconv-format-a"))
        #expect(try search.program(named: "b") == nil)
    }

    @Test func aFileThatCannotBeExecutedIsPassedOverOrNamed() throws {
        try first.put("", "chatconv-format-a", mode: [.ownerReadWrite])
        let error = try failure { _ = try search.program(named: "a") }
        #expect(error.category == .unknownFormat)
        #expect(error.message == "\(first.path)/chatconv-format-a is there and cannot be executed")
        try second.put("", "chatconv-format-a")
        #expect(try search.program(named: "a")?.path == second.path.appending("chatconv-format-a"))
    }

    @Test(arguments: ["", "../x", "a/b", "A", "-a", "a b", "ä"])
    func whatIsNoNameOfAFormatIsNotLookedFor(name: String) throws { #expect(try search.program(named: name) == nil) }

    @Test func programsAreListedOnceEach() throws {
        try first.put("", "chatconv-format-b")
        try second.put("", "chatconv-format-b")
        try second.put("", "chatconv-format-a")
        try second.put("", "chatconv-format-c", mode: [.ownerReadWrite])
        try second.put("", "chatconv-format-")
        try second.put("", "other")
        #expect(search.programs().map(\.name) == ["a", "b"])
        #expect(search.programs().last?.path == first.path.appending("chatconv-format-b"))
    }

    @Test func theFoldersComeInTheirOrder() {
        let environment = [
            "CHATCONV_PLUGINS": "/one:two", "HOME": "/home/ann", "PATH": "/usr/bin::relative:/bin",
        ]
        #expect(
            ProgramSearch(first: ["given"]) { environment[$0] }.folders == [
                "given", "/one", "two", "/home/ann/.local/share/chatconv/plugins", "/usr/bin", "/bin",
            ])
        #expect(
            ProgramSearch { ["XDG_DATA_HOME": "/data", "HOME": "/home/ann"][$0] }.folders == ["/data/chatconv/plugins"])
        #expect(ProgramSearch { _ in nil }.folders == [])
    }
}
