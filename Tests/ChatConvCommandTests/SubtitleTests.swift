import ChatConvCommand
import Testing

/// What subtitles can be told on the command line.
@Suite("Subtitles on the command line")
struct SubtitleTests {
    private static let meeting = """
        WEBVTT

        00:00:01.000 --> 00:00:02.000
        <v Ada>One

        00:00:02.500 --> 00:00:03.000
        <v Ada>Two

        00:00:09.000 --> 00:00:10.000
        <v Ada>Three

        00:00:10.000 --> 00:00:11.000
        <v Grace>Four

        """

    @Test(
        "A speaker's cues are joined over pauses up to the gap", arguments: [("0.4", 4), ("0.5", 3), ("6", 2), ("3600", 2)])
    func mergeGap(_ gap: String, _ messages: Int) {
        let run = CommandRun(["-t", "jsonl", "--merge-gap", gap], input: Self.meeting)
        #expect(run.status == .done, "\(run.error)")
        #expect(run.output.split(separator: "\n").count == 1 + messages)
    }

    @Test("Joined cues last from the first one's start to the last one's end")
    func mergedTimes() {
        let run = CommandRun(["-t", "srt", "--merge-gap", "1", "--quiet"], input: Self.meeting)
        #expect(run.output.hasPrefix("1\n00:00:01,000 --> 00:00:03,000\nAda: One Two\n\n2\n00:00:09,000 --> 00:00:10,000\n"))
    }

    @Test("A gap that is no time is refused", arguments: ["-1", "soon", "3601"])
    func wrongGap(_ gap: String) {
        #expect(CommandRun(["-t", "jsonl", "--merge-gap=\(gap)"], input: Self.meeting).status == .usage)
    }

    @Test("The clock can start with the first message, and an end is made by how long a text takes to read")
    func clock() {
        let chat = "{\"chatconv\":1}\n{\"timestamp\":\"2018-01-23T10:27:03\",\"body\":\"x\"}\n"
        func line(_ flags: [String]) -> Substring {
            CommandRun(["-t", "srt", "-q"] + flags, input: chat).output.split(separator: "\n")[1]
        }
        #expect(line([]) == "10:27:03,000 --> 10:27:04,000")
        #expect(line(["--epoch", "first"]) == "00:00:00,000 --> 00:00:01,000")
        #expect(line(["--epoch", "first", "--min-duration", "2.5"]) == "00:00:00,000 --> 00:00:02,500")
    }
}
