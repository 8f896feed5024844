public import TranscriptCoding

extension DiagnosticCode {
    public static let externalUnavailable = DiagnosticCode(
        "external.unavailable", "the format's program is not there or cannot be started",
        Explanation(
            """
            A format that chatconv does not know itself is a program `chatconv-format-NAME`. It has to be in a folder that \
            is looked through, to be executable, and to start: a script says in its first line what runs it.
            """,
            fails: program(read: "cat", firstLine: ""), passes: program(read: "cat")))
    public static let externalDescription = DiagnosticCode(
        "external.description", "the program does not describe its format as it has to",
        Explanation(
            """
            Called with `describe`, the program prints one JSON object with at least `protocol`, `name`, `summary`, and what \
            it can do. A member that is not of that description is an error, so that a misspelt one is found.
            """,
            fails: program(description: #"{"protocol":1,"name":"demo"}"#, read: "cat"), passes: program(read: "cat")))
    public static let externalVersion = DiagnosticCode(
        "external.version", "the program speaks a version of the protocol that is not known here",
        Explanation(
            """
            This chatconv knows version 1 of the protocol. A later chatconv may know the program's.
            """,
            fails: program(description: described.replacingFirst("1", by: "2"), read: "cat"), passes: program(read: "cat")))
    public static let externalHang = DiagnosticCode(
        "external.hang", "the program neither reads nor writes, nor does it end",
        Explanation(
            """
            A program that does nothing for a minute while it has something to do, or for ten seconds when it is to describe \
            its format, is ended with all that it has started. `--plugin-timeout SECONDS` gives it more.
            """,
            fails: program(read: "sleep 3600"), passes: program(read: "cat")))
    public static let externalFlood = DiagnosticCode(
        "external.flood", "the program prints without end",
        Explanation(
            """
            A program that prints more than 64 MiB and a thousand bytes for each byte of its input, or 16 MiB of messages on \
            standard error, is ended.
            """,
            fails: program(read: #"yes '{"body":"again"}'"#), passes: program(read: "cat")))
    public static let externalDied = DiagnosticCode(
        "external.died", "the program ended before its work was done",
        Explanation(
            """
            The program ended by a signal, or with a status that is neither 0 nor one that says what is wrong with the input \
            (65) or an option (64). What it printed until then is not used.
            """,
            fails: program(read: "exit 3"), passes: program(read: "cat")))
    public static let externalGarbage = DiagnosticCode(
        "external.garbage", "what the program prints is no transcript in JSON Lines",
        Explanation(
            """
            Called with `read`, the program prints a transcript as `chatconv -t jsonl` would. `chatconv schema json` prints \
            the schema of each line.
            """,
            fails: program(read: "echo hello"), passes: program(read: "cat")))
    public static let externalRefused = DiagnosticCode(
        "external.refused", "the program refuses its input or its options",
        Explanation(
            """
            The program ended with status 65 or 64: it says that the input is malformed, or an option wrong. Its last line \
            that starts with `error: ` tells why.
            """,
            fails: program(read: "echo 'error: line 1: no name' >&2; exit 65"), passes: program(read: "cat")))
    public static let externalMessage = DiagnosticCode(
        "external.message", "the program says something",
        Explanation(
            """
            A line on the program's standard error that starts with `error: `, `warning: ` or `note: `, or any other, which \
            counts as a warning. What it means, the program's author knows.
            """,
            fails: program(read: "echo 'warning: line 1: no time' >&2; cat"), passes: program(read: "cat")))

    /// What a run of any format that is an external program may report.
    static let external: [DiagnosticCode] = [
        .externalUnavailable, .externalHang, .externalFlood, .externalDied, .externalGarbage, .externalRefused,
        .externalMessage,
    ]

    /// What can be said of programs as formats, be it that there is none.
    public static let ofExternalFormats: [DiagnosticCode] = external + [.externalDescription, .externalVersion]

    private static let described = #"{"protocol":1,"name":"demo","summary":"a demonstration","reads":true,"holds":"everything"}"#

    /// A program, as an example of one that does what it has to, or does not.
    private static func program(
        description: String = described, read: String, firstLine: String = "#!/bin/sh\n"
    ) -> Explanation.Example {
        Explanation.Example(
            "\(firstLine)case $1 in\ndescribe) echo '\(description)' ;;\nread) \(read) ;;\nesac\n",
            fileName: "chatconv-format-demo")
    }
}

extension String {
    fileprivate func replacingFirst(_ old: String, by new: String) -> String {
        firstRange(of: old).map { self[..<$0.lowerBound] + new + self[$0.upperBound...] } ?? self
    }
}
