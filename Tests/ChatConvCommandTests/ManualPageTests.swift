@testable import ChatConvCommand
import SystemPackage
import Testing

@Suite struct ManualPageTests {
    private static let topics = [nil] + CommandName.allCases.map { $0.rawValue }

    private func page(_ topic: String?) -> String {
        let run = CommandRun(["help", "--man"] + (topic.map { [$0] } ?? []))
        #expect(run.error == "")
        return run.output
    }

    @Test("groff has nothing to say against a page", .enabled(if: Tools.has("groff"), "there is no groff"), arguments: topics)
    func groff(topic: String?) throws {
        let work = try Workspace()
        try work.put(page(topic), "page.1")
        let result = try ChildProcess.shell("groff -man -Tutf8 -ww -b -z page.1", in: work.folder)
        #expect(result.status == 0)
        #expect(result.error == "")
    }

    @Test("a page says all that the help says", .enabled(if: Tools.has("groff"), "there is no groff"), arguments: topics)
    func content(topic: String?) throws {
        let work = try Workspace()
        try work.put(page(topic), "page.1")
        let text = try ChildProcess.shell("groff -man -Tascii -P-cbou -rLL=200n page.1", in: work.folder).output
        let words = Set(text.split(whereSeparator: \.isWhitespace))
        let help = CommandRun(topic.map { ["help", $0] } ?? ["help"]).output
        for word in help.split(whereSeparator: \.isWhitespace) where word.hasPrefix("--") && word.allSatisfy({ $0.isLetter || $0 == "-" }) {
            #expect(words.contains(word), "\(word)")
        }
        let command = topic.flatMap { CommandName(rawValue: $0) } ?? .convert
        for example in command.description.examples { #expect(text.contains(example.line)) }
    }

    @Test func aPageOfACommandThatIsNotThereIsNone() {
        #expect(CommandRun(["help", "--man", "inof"]).error.contains("did you mean 'info'?"))
    }
}
