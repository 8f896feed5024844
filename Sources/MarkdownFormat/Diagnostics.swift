import TranscriptCoding

extension DiagnosticCode {
    static let noMessages = DiagnosticCode(
        "markdown.no-messages", "the file has no message header, and neither a chatconv comment nor front matter alone",
        Explanation(
            """
            Nothing in the file says that it is a transcript: no line like `> HH:MM:SS  NAME`, with two spaces before \
            the name, and no front matter, or front matter with another text below it, as any page of a site has. It is \
            another kind of Markdown, or the header lines are written in another way.
            """,
            fails: "# Notes\n\nNothing was said.\n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let unclosedFrontMatter = DiagnosticCode(
        "markdown.unclosed-front-matter", "the front matter has no closing line",
        Explanation(
            """
            The first line opens front matter, and no later line closes it, so that all of the page would belong to it.
            """,
            fails: "---\ndate: 2018-01-23\n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let invalidFrontMatter = DiagnosticCode(
        "markdown.invalid-front-matter", "the front matter is not YAML that chatconv can read",
        Explanation(
            """
            Front matter is a YAML mapping (1.2.2, 10.2.2). What is not keeps its text, and nothing of it is understood: \
            messages have no date.
            """,
            fails: "---\ndate: 2018-01-23\ntitle: \"open\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\ntitle: \"closed\"\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let tomlFrontMatter = DiagnosticCode(
        "markdown.toml-front-matter", "the front matter is TOML or JSON, not YAML",
        Explanation(
            """
            Hugo and Zola take TOML between lines of `+++` and JSON in braces, too. Its top-level `title` and `date` are read, the rest is \
            kept as it stands and comes back in a page; nothing of it is in other formats' metadata.
            """,
            fails: "+++\ndate = 2018-01-23\n+++\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let aliasesRepeatTooMuch = DiagnosticCode(
        "markdown.alias-limit", "aliases in the front matter repeat more values than the limit",
        Explanation(
            """
            YAML can repeat a value by its alias, and what it repeats can hold aliases again: a few lines stand for more \
            values than memory holds. No front matter of a page needs that.
            """,
            fails: "---\na: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e, *e]\ng: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f, *f]\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let noFrontMatter = DiagnosticCode(
        "markdown.no-front-matter", "the page has no front matter",
        Explanation(
            """
            A page without front matter is read; its times have no day and count from the start.
            """,
            fails: "> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let noDate = DiagnosticCode(
        "markdown.no-date", "the front matter has no date, so times count from the start",
        Explanation(
            """
            Header lines tell the time of day, and the front matter tells the day. Without it, times count from the \
            start of the transcript.
            """,
            fails: "---\ntitle: a day\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let duplicateKey = DiagnosticCode(
        "markdown.duplicate-key", "a key of the front matter is there twice",
        Explanation(
            """
            YAML allows each key once (1.2.2, 3.2.1.3), and programs disagree on which of two they take. chatconv takes the last.
            """,
            fails: "---\ndate: 2018-01-23\ntitle: a\ntitle: b\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\ntitle: b\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let mistypedKey = DiagnosticCode(
        "markdown.mistyped-key", "a key of the front matter is nearly one that has a meaning",
        Explanation(
            """
            A slip in the name of a key takes its meaning away: without `date:`, times have no day. Reported are names that are \
            one letter away from `layout`, `title`, `date`, `author`, `lines` or `tag`, or differ in case, where the right \
            name is not there.
            """,
            fails: "---\ndaet: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let invalidKeyValue = DiagnosticCode(
        "markdown.key-value", "the value of `date:` is no date, or that of `lines:` no number",
        Explanation(
            """
            `date:` starts with a day of the calendar, `YYYY-MM-DD`, and may go on with a time. `lines:` is a whole number. What \
            they say otherwise is kept, and not understood.
            """,
            fails: "---\ndate: 2018-02-30\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-02-28\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let dateMismatch = DiagnosticCode(
        "markdown.date-mismatch", "`date:` is another day than the one in the file's name",
        Explanation(
            """
            Pages of a site are named `YYYY-MM-DD-title.md`. Where the front matter has another day, one of the two is a slip, \
            and the messages may be told under the wrong day.
            """,
            fails: .init(
                "---\ndate: 2018-01-24\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n", fileName: "2018-01-23-chat.md"),
            passes: .init(
                "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n", fileName: "2018-01-23-chat.md")))
    static let lineCount = DiagnosticCode(
        "markdown.line-count", "`lines:` is neither the number of messages nor that of messages with a text",
        Explanation(
            """
            Exporters count either all messages of a page or those with a text, and both are right. Another number means that \
            messages were added or lost since. `--fix` puts the number of messages with a text.
            """,
            fails: "---\ndate: 2018-01-23\nlines: 3\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\nlines: 1\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let invalidTime = DiagnosticCode(
        "markdown.invalid-time", "a header line's digits are no time or date",
        Explanation(
            """
            The line has the shape of a header and its hours, minutes, month or day are none of the clock or the \
            calendar. The message is kept without a time.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 10:72:03  Ann  \n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \nhello  \n   \n"))
    static let invalidComment = DiagnosticCode(
        "markdown.invalid-comment", "a chatconv comment does not hold what such a comment holds",
        Explanation(
            """
            What a page cannot show of a message stands in a comment under its header, as JSON. One that was edited by \
            hand and is no JSON any more is kept as text.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n<!-- chatconv {\"id\":} -->\n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n<!-- chatconv {\"id\":\"7\"} -->\n   \nhello  \n   \n"))
    static let contradictingComment = DiagnosticCode(
        "markdown.contradicting-comment", "a chatconv comment says other than what the page shows, and is left out",
        Explanation(
            """
            A comment adds what a page cannot show: an id, a zone, reactions. It is believed only where writing what it gives \
            would show just what stands there. Where a header line or a text was edited and the comment was not, what is \
            shown holds, and nothing of the comment.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 10:45:00  Ann  \n<!-- chatconv {\"timestamp\":\"2018-01-23T10:27:03+08:00\"} -->\n   \nhello  \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n<!-- chatconv {\"timestamp\":\"2018-01-23T10:27:03+08:00\"} -->\n   \nhello  \n   \n"))

    static let allOfMarkdown: [DiagnosticCode] = [
        noMessages, unclosedFrontMatter, invalidFrontMatter, tomlFrontMatter, aliasesRepeatTooMuch, noFrontMatter, noDate, duplicateKey,
        mistypedKey, invalidKeyValue, dateMismatch, lineCount, invalidTime, invalidComment,
        contradictingComment,
    ]
}
