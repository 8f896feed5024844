import TranscriptCoding

/// A cue of two seconds with a text.
private func cue(_ text: String, _ settings: String = "") -> String {
    "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\(settings)\n\(text)\n"
}

extension DiagnosticCode {
    static let looseSyntax = DiagnosticCode(
        "webvtt.loose-syntax", "something is written in a way that players take and the specification does not allow",
        Explanation(
            """
            Players read more than the specification allows authors to write (sections 4 and 6): no space beside the arrow, \
            hours of one digit, words behind a tag that has none, `<ruby>` without `<rt>`, a last line without its end. \
            Nothing is lost, but other programs may be stricter.
            """,
            fails: .init("WEBVTT\n\n00:00:01.000-->00:00:02.000\n<v Ann>hello\n"), passes: .init(cue("<v Ann>hello"))))
    static let textInHeader = DiagnosticCode(
        "webvtt.header", "lines stand right under WEBVTT, where a blank line belongs",
        Explanation(
            """
            A blank line follows the first line (4.1). What stands there instead is a header of an old draft, as some \
            services still write it, and players pass over it, be it a style.
            """,
            fails: "WEBVTT\nKind: captions\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n"))
    static let noBlankLine = DiagnosticCode(
        "webvtt.no-blank-line", "no blank line stands before a cue",
        Explanation(
            """
            Blocks are separated by blank lines (4.1), and no text holds an arrow. A line with an arrow starts a cue all the \
            same, so that an identifier before it is shown as text of the cue before.
            """,
            fails: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n",
            passes: "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let duplicateSetting = DiagnosticCode(
        "webvtt.duplicate-setting", "a setting is there twice",
        Explanation(
            """
            Each setting is there once for a cue, and once for a region (4.3 and 4.4). Players take the last one.
            """,
            fails: .init(cue("<v Ann>hello", " align:start align:end")), passes: .init(cue("<v Ann>hello", " align:end"))))
    static let unknownRegion = DiagnosticCode(
        "webvtt.unknown-region", "a cue names a region that no block before it defines",
        Explanation(
            """
            The cue is shown outside of any region then.
            """,
            fails: .init(cue("<v Ann>hello", " region:left")),
            passes: "WEBVTT\n\nREGION\nid:left\n\n00:00:01.000 --> 00:00:02.000 region:left\n<v Ann>hello\n"))
    static let regionIdentifier = DiagnosticCode(
        "webvtt.region-id", "a region has no id, or the id of another",
        Explanation(
            """
            A cue names its region by the id, which only one region has (4.3).
            """,
            fails: "WEBVTT\n\nREGION\nwidth:40%\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n",
            passes: "WEBVTT\n\nREGION\nid:left width:40%\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n"))
    static let duplicateIdentifier = DiagnosticCode(
        "webvtt.duplicate-identifier", "a cue has the identifier of another",
        Explanation(
            """
            An identifier is that of one cue (4.1), for scripts and styles to find it.
            """,
            fails: "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n1\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n",
            passes: "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n<v Ann>hello\n\n2\n00:00:03.000 --> 00:00:04.000\n<v Bob>hi\n"))
    static let unclosedTag = DiagnosticCode(
        "webvtt.unclosed-tag", "a tag is not closed",
        Explanation(
            """
            Every tag has its end tag, but that of the one voice that says all of a cue (4.2.2). Players close the others \
            at the cue's end, so that more is in italics than was meant.
            """,
            fails: .init(cue("<v Ann>never <i>ever")), passes: .init(cue("<v Ann>never <i>ever</i>"))))
    static let unknownTag = DiagnosticCode(
        "webvtt.unknown-tag", "a `<` starts no tag of WebVTT, and players pass over what follows",
        Explanation(
            """
            The tags are c, i, b, u, ruby, rt, v and lang (4.2.2). Players show nothing of others, nor of what stands \
            between a lone `<` and the next `>`: `&lt;` is the character.
            """,
            fails: .init(cue("<v Ann>a < b, and <font>c")), passes: .init(cue("<v Ann>a &lt; b, and c"))))
    static let strayEndTag = DiagnosticCode(
        "webvtt.stray-end-tag", "an end tag closes nothing",
        Explanation(
            """
            Tags are closed in the opposite order of that in which they were opened; players pass over an end tag that is \
            not that of the innermost one (6.4).
            """,
            fails: .init(cue("<b>never <i>ever</b></i></b>")), passes: .init(cue("<b>never <i>ever</i></b>"))))
    static let missingAnnotation = DiagnosticCode(
        "webvtt.missing-annotation", "a voice has no name, or a language none",
        Explanation(
            """
            `<v>` is followed by whose voice it is, `<lang>` by a language tag (4.2.2).
            """,
            fails: .init(cue("<v>hello")), passes: .init(cue("<v Ann>hello"))))
    static let languageTag = DiagnosticCode(
        "webvtt.language-tag", "a language is not told by a language tag",
        Explanation(
            """
            `<lang>` takes a tag of BCP 47, such as `fr` or `zh-Hant` (4.2.2), and no name of a language.
            """,
            fails: .init(cue("<v Ann>he said <lang Brazilian Portuguese>oi</lang>")),
            passes: .init(cue("<v Ann>he said <lang pt-BR>oi</lang>"))))
    static let invalidTimestampTag = DiagnosticCode(
        "webvtt.timestamp", "a time inside a cue's text is none, or none of the cue's",
        Explanation(
            """
            A time in a text says when what follows is said: later than the cue's start and than any such time before, and \
            earlier than the cue's end (4.2.2).
            """,
            fails: .init(cue("never <00:00:09.000>ever")), passes: .init(cue("never <00:00:02.000>ever"))))
    static let ampersand = DiagnosticCode(
        "webvtt.ampersand", "an `&` starts no character reference, or one without its end",
        Explanation(
            """
            In a text, `&` is written `&amp;` (4.2.2). Players show what they do not understand as it stands.
            """,
            fails: .init(cue("<v Ann>R&D")), passes: .init(cue("<v Ann>R&amp;D"))))

    /// What only validation looks for.
    static let authoringCodes: [DiagnosticCode] = [
        looseSyntax, textInHeader, noBlankLine, duplicateSetting, unknownRegion, regionIdentifier, duplicateIdentifier,
        unclosedTag, unknownTag, strayEndTag, missingAnnotation, languageTag, invalidTimestampTag, ampersand,
    ]
}
