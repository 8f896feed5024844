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

    // MARK: Formatting

    private static func srt(_ text: String) -> String { "1\n00:00:01,000 --> 00:00:02,000\n\(text)\n" }

    @Test(
        "Bold, italics and underlining go from SRT to WebVTT and back, and are no loss",
        arguments: [
            "<i>He said</i> <b>no</b> and <u>left</u>", "<i>one\ntwo</i>", "Ana: <i>Tom & Jerry</i>, <b>3.5 > 3</b>",
            "<i>a <b>b</b> c</i>", "<b><i><u>x</u></i></b>", "<u>\u{00E9}t\u{00E9}</u>",
        ])
    func formatting(_ text: String) {
        let shown = CommandRun(["-t", "webvtt", "--verbatim", "drop"], input: Self.srt(text))
        #expect(shown.status == .done)
        #expect(shown.error == "", "nothing is lost")
        let cue = text.replacingPrefix("Ana: ", with: "<v Ana>").split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
        #expect(shown.output == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\(cue)\n")
        let back = CommandRun(["-t", "srt", "--verbatim", "drop"], input: shown.output)
        #expect(back.status == .done)
        #expect(back.error == "", "nothing is lost")
        #expect(back.output == Self.srt(text))
    }

    @Test(
        "Tags that do not fit into each other come out in elements that do",
        arguments: [
            ("<I>a<b>b</I>c</b>", "<i>a<b>b</b></i><b>c</b>"), ("x<i> a </i>y", "x <i>a</i> y"), ("{i}a{/i}", "<i>a</i>"),
            ("<i>a", "<i>a</i>"), ("<i>a</i><i>b</i>", "<i>ab</i>"), ("a</i>", "a"), ("<i></i>a", "a"),
        ])
    func nesting(_ text: String, _ shown: String) {
        let run = CommandRun(["-t", "webvtt", "--verbatim", "drop", "-q"], input: Self.srt(text))
        #expect(run.output.hasSuffix("\n\(shown)\n"), "\(run.output)")
    }

    @Test(
        "Formatting that the other format lacks, or that has no text to stand by, is told",
        arguments: [
            ("<font color=\"red\">a</font> <i>b</i>", "2 in message 1"), ("<s>a</s>", "2 in message 1"), ("<i>a -> b</i>", "2 in message 1"),
            ("<i> a</i>", "2 in message 1"), ("<b>Ana:</b> a", "2 in message 1"), ("<i>Ana: a</i>", "2 in message 1"),
        ])
    func told(_ text: String, _ count: String) {
        let run = CommandRun(["-t", "webvtt", "--verbatim", "drop"], input: Self.srt(text))
        #expect(run.error.contains("reading leaves out formatting (\(count)"), "\(run.error)")
    }

    @Test("A format without formatting, and a text that was changed, lose all of it")
    func lost() {
        let text = Self.srt("Ana: <i>one</i>") + "\n" + "2\n00:00:02,000 --> 00:00:03,000\nAna: <b>two</b>\n"
        #expect(CommandRun(["-t", "jsonl"], input: text).error.contains("formatting (4 in 2 messages"))
        let joined = CommandRun(["-t", "webvtt", "--merge-gap", "1", "--verbatim", "drop"], input: text)
        #expect(joined.output.hasSuffix("<v Ana>one two\n"))
        #expect(joined.error.contains("formatting (4 in message 1"), "\(joined.error)")
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
