import TranscriptCoding
import TranscriptJSON

extension DiagnosticCode {
    static let noSignature = DiagnosticCode(
        "webvtt.no-signature", "the file does not start with WEBVTT",
        Explanation(
            """
            The first line is `WEBVTT`, in capitals, alone or with a space and more behind it (WebVTT, 4.1). Without it, \
            no player takes the file.
            """,
            fails: "00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let droppedBlock = DiagnosticCode(
        "webvtt.dropped-block", "a block is no cue, style, region or note, and players pass over it",
        Explanation(
            """
            A block without a line that tells times is dropped by the parser that the specification describes (6.1). A \
            note starts with `NOTE`.
            """,
            fails: "WEBVTT\n\nspoken in English\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n",
            passes: "WEBVTT\n\nNOTE spoken in English\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n"))
    static let invalidTiming = DiagnosticCode(
        "webvtt.invalid-timing", "a line with an arrow does not tell times, so players drop the cue",
        Explanation(
            """
            Times are `HH:MM:SS.mmm` or `MM:SS.mmm`, with a point and three digits (4.1), and `-->` stands in no other \
            line of a cue.
            """,
            fails: "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let lateBlock = DiagnosticCode(
        "webvtt.late-block", "a style or region stands after the first cue, where players pass over it",
        Explanation(
            """
            Styles and regions come before the first cue (4.1).
            """,
            fails: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\nSTYLE\n::cue { color: lime }\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n",
            passes: "WEBVTT\n\nSTYLE\n::cue { color: lime }\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let ignoredSetting = DiagnosticCode(
        "webvtt.ignored-setting", "a setting says nothing that the specification knows",
        Explanation(
            """
            A setting is `name:value`, and both are those of the specification (4.4); others are passed over. \
            `align:middle` of old drafts is `align:center` now.
            """,
            fails: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 align:middle\n<v Ann>hello\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000 align:center\n<v Ann>hello\n"))
    static let endBeforeStart = DiagnosticCode(
        "webvtt.end-before-start", "a cue does not end after it starts",
        Explanation(
            """
            The end of a cue is later than its start (4.1). Players never show this one.
            """,
            fails: "WEBVTT\n\n00:00:02.000 --> 00:00:01.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let outOfOrder = DiagnosticCode(
        "webvtt.out-of-order", "a cue starts before the one before it",
        Explanation(
            """
            The start of a cue is not earlier than that of any cue before it (4.1).
            """,
            fails: "WEBVTT\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let timeOutOfRange = DiagnosticCode(
        "webvtt.time-range", "a time is later than the model can tell",
        Explanation(
            """
            Hours can have any number of digits, and a time past 4,294,967,295 seconds is no longer told apart from \
            others.
            """,
            fails: "WEBVTT\n\n9999999:00:00.000 --> 9999999:00:01.000\n<v Ann>hello\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let severalVoices = DiagnosticCode(
        "webvtt.several-voices", "several voices speak in one cue, so their names stay in its text",
        Explanation(
            """
            A message has one sender. Where a cue holds two voices, its text keeps the tags; two cues of one time say \
            the same.
            """,
            fails: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello</v> <v Bob>hi\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let replacedNUL = DiagnosticCode(
        "webvtt.nul", "a NUL is read as U+FFFD, as the specification has it",
        Explanation(
            """
            A NUL is no text. The parser reads it as U+FFFD (6.1), so that what stood there is lost.
            """,
            fails: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hel\0lo\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let invalidNote = DiagnosticCode(
        "webvtt.invalid-note", "a chatconv note does not hold what such a note holds",
        Explanation(
            """
            What a cue cannot say of its message stands in a note before it, as JSON. One that was edited by hand and is \
            no JSON any more is passed over.
            """,
            fails: "WEBVTT\n\nNOTE chatconv message\n{\"id\":}\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n",
            passes: "WEBVTT\n\nNOTE chatconv message\n{\"id\":\"7\"}\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n"))
    static let contradictingNote = DiagnosticCode(
        "webvtt.contradicting-note", "a chatconv note says other than what the file shows, and is left out",
        Explanation(
            """
            A note adds what a cue cannot say: an id, reactions, a finer time. It is believed only where writing what it \
            gives would show just what stands there. Where the times or the text of a cue were edited and the note was not, \
            the cue holds, and nothing that the note says of it.
            """,
            fails: "WEBVTT\n\nNOTE chatconv message\n{\"end\":\"00:00:02.0005\"}\n\n00:00:01.000 --> 00:00:03.000\n<v Ann>hello\n",
            passes: "WEBVTT\n\nNOTE chatconv message\n{\"end\":\"00:00:02.0005\"}\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n"))

    static let allOfWebVTT: [DiagnosticCode] = [
        noSignature, droppedBlock, invalidTiming, lateBlock, ignoredSetting, endBeforeStart, outOfOrder, timeOutOfRange,
        severalVoices, replacedNUL, invalidNote, contradictingNote,
    ] + authoringCodes + notationCodes
}
