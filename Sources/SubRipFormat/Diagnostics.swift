import TranscriptCoding

extension DiagnosticCode {
    static let noCues = DiagnosticCode(
        "srt.no-cues", "no line of the file tells a cue's times",
        Explanation(
            """
            A cue starts with a line like `00:00:01,000 --> 00:00:02,000`. There is none: the file is no SRT, or is in \
            another encoding.
            """,
            fails: "Ann: hello\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let oddNumber = DiagnosticCode(
        "srt.number", "a cue has no number, or one that does not follow the last",
        Explanation(
            """
            Cues are numbered from 1 on. Most players do not mind, some editors do; a gap often means that a cue was \
            lost. `--fix` numbers all \
            cues anew.
            """,
            fails: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n5\n00:00:03,000 --> 00:00:04,000\nBob: hi\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let oddTiming = DiagnosticCode(
        "srt.odd-timing", "a timing line is not written as 00:00:01,000 --> 00:00:02,000",
        Explanation(
            """
            Players differ in what they take: a point for the comma, one-digit fields, a missing space. Only the usual \
            form is read by all.
            """,
            fails: "1\n0:00:01.0 --> 0:00:02.0\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let translatedTiming = DiagnosticCode(
        "srt.translated-timing", "a number or a timing line is written in digits or signs of another script",
        Explanation(
            """
            Programs that translate a file whole put full-width colons and commas or the digits of another script into its numbers \
            and times. They are read here; players take the cue for text of the one before. Write them in ASCII, and have the texts \
            alone translated.
            """,
            fails: "1\n00\u{FF1A}00\u{FF1A}01\u{FF0C}000 --> 00\u{FF1A}00\u{FF1A}02\u{FF0C}000\nAnn: hello\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n"))
    static let textOnTimingLine = DiagnosticCode(
        "srt.text-on-timing-line", "a text stands on the line that tells a cue's times",
        Explanation(
            """
            What follows the times says where the cue is shown, such as `X1:100`, and players pass over anything else. The text belongs \
            on the next line; it is read as if it stood there.
            """,
            fails: "1\n00:00:01,000 --> 00:00:02,000 Ann: hello\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n"))
    static let manyHours = DiagnosticCode(
        "srt.many-hours", "the file goes on for a hundred hours or more",
        Explanation(
            """
            Hours past 99 take three digits, which players seldom read. Told once, of the first cue. A chat that is written as SRT \
            runs for as long as it lasted.
            """,
            fails: "1\n100:00:01,000 --> 100:00:02,000\nAnn: hello\n\n2\n100:00:03,000 --> 100:00:04,000\nBob: hi\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let brokenTiming = DiagnosticCode(
        "srt.invalid-timing", "a line with an arrow does not tell times, so the cue is dropped",
        Explanation(
            """
            The line stands where a cue tells its times, and they cannot be read, so that no player shows the cue.
            """,
            fails: "1\n00:00:01,000 --> later\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let missingTiming = DiagnosticCode(
        "srt.missing-timing", "a cue has a number and no times, so it is dropped",
        Explanation(
            """
            A number stands alone on its line after a blank one, and no times follow: the line that told them was lost.
            """,
            fails: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\nBob: hi\n\n3\n00:00:05,000 --> 00:00:06,000\nAnn: bye\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let strayText = DiagnosticCode(
        "srt.stray-text", "lines belong to no cue",
        Explanation(
            """
            Text stands before the first cue. Players pass over it.
            """,
            fails: "a talk\n\n1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let blankLine = DiagnosticCode(
        "srt.blank-line", "a blank line stands inside a cue",
        Explanation(
            """
            A blank line ends a cue, so that players do not show what follows it, or take it for a broken cue.
            """,
            fails: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\nthere\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let noBlankLine = DiagnosticCode(
        "srt.no-blank-line", "no blank line stands before a cue",
        Explanation(
            """
            A blank line ends a cue. Without it, players show the next cue's number and times as text.
            """,
            fails: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let endBeforeStart = DiagnosticCode(
        "srt.end-before-start", "a cue does not end after it starts",
        Explanation(
            """
            Players show such a cue for no time at all, or until the next one.
            """,
            fails: "1\n00:00:02,000 --> 00:00:01,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))
    static let overlap = DiagnosticCode(
        "srt.overlap", "a cue starts before the one before it ends",
        Explanation(
            """
            Players show both at once, or cut the first one short. Two people speaking at a time are told that way.
            """,
            fails: "1\n00:00:01,000 --> 00:00:03,500\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n",
            passes: "1\n00:00:01,000 --> 00:00:02,000\nAnn: hello\n\n2\n00:00:03,000 --> 00:00:04,000\nBob: hi\n"))

    static let allOfSubRip: [DiagnosticCode] = [
        noCues, oddNumber, oddTiming, translatedTiming, textOnTimingLine, manyHours, brokenTiming, missingTiming, strayText, blankLine, noBlankLine,
        endBeforeStart, overlap,
    ]
}
