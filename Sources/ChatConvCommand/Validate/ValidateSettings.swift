import ChatConv

/// What a command line asks of `chatconv validate`.
struct ValidateSettings: Sendable {
    var report = ReportKind.text
    /// The code to explain, instead of validating anything.
    var explains: String?
    /// Codes, or the groups before their dot; empty for all.
    var selected: [String] = []
    var ignored: [String] = []
    /// How many errors are enough; nil for all.
    var maximumErrors: Int?
    var warningsAreErrors = false
    var fixes = false
    /// Whether to show what `fixes` would change, and not to change it.
    var showsFixes = false
}

/// The forms that findings are reported in.
enum ReportKind: String, Sendable, CaseIterable {
    case text, json, sarif, github
}

extension Flag {
    /// The options that only `validate` takes.
    static var ofValidate: [Flag] {
        [
            Flag("report", takes: ReportKind.allCases.map(\.rawValue).joined(separator: "|"), in: .output, of: [.validate], help: "how to report: for people, as one JSON object, as SARIF 2.1.0, or as annotations of a GitHub workflow; default: text") {
                (settings, value) throws(ConversionError) in
                guard let kind = ReportKind(rawValue: value.text) else {
                    throw ConversionError(
                        .usage, .invalidOption, "'\(value.text)' is no report",
                        help: "the reports are \(list(ReportKind.allCases.map(\.rawValue)))")
                }
                settings.validation.report = kind
            },
            Flag("select", takes: "CODE,...", in: .findings, of: [.validate], help: "report only these codes, or groups of codes such as markdown; may be given more than once") {
                $0.validation.selected += codes($1.text)
            },
            Flag("ignore", takes: "CODE,...", in: .findings, of: [.validate], help: "do not report these codes or groups; may be given more than once") {
                $0.validation.ignored += codes($1.text)
            },
            Flag("warnings-as-errors", in: .findings, of: [.validate], help: "report warnings as errors, so that they make the exit status 1") {
                $0.validation.warningsAreErrors = true
            },
            Flag("max-errors", takes: "N", in: .findings, of: [.validate], help: "stop after so many errors; default: report all") {
                (settings, value) throws(ConversionError) in
                guard let count = Int(value.text), count > 0 else {
                    throw ConversionError(
                        .usage, .invalidOption, "'\(value.text)' is no value for --max-errors: it takes a whole number from 1 on")
                }
                settings.validation.maximumErrors = count
            },
            Flag("fix", in: .findings, of: [.validate], help: "mend what has exactly one right answer, in the files themselves; report the rest") {
                $0.validation.fixes = true
            },
            Flag("dry-run", in: .findings, of: [.validate], help: "with --fix: change nothing, and show what would change as a diff; the exit status is 1 when there is any") {
                $0.validation.showsFixes = true
            },
            Flag("explain", takes: "CODE", in: .findings, of: [.validate], help: "print what a code means, with an input that fails and one that passes") {
                $0.validation.explains = $1.text
            },
        ]
    }

    private static func codes(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == " " }.map { String($0) }
    }
}

extension CommandDescription {
    static var ofValidate: CommandDescription {
        CommandDescription(
            synopsis: "chatconv validate [-f FORMAT] [--report text|json|sarif|github] [INPUT ...]",
            summary: "find every problem in transcripts, with its place, a stable code and what mends it",
            discussion: [
                "An INPUT can be a file or a folder, of which every file with the extension of a format is validated; "
                    + "without INPUT, or with -, standard input is. The report goes to standard output; it is empty when "
                    + "nothing was found. The exit status is 1 when an error was found.",
                "Errors are what keeps an input from being read as it stands. Warnings are what is probably wrong with it. "
                    + "Notes are worth knowing.",
            ],
            examples: [
                .init(line: "chatconv validate chat.md", does: "show all problems of a file"),
                .init(line: "chatconv validate --warnings-as-errors archive/", does: "all files of a folder, for a commit hook"),
                .init(line: "chatconv validate --report sarif archive/ > chats.sarif", does: "for a code scanning service"),
                .init(line: "chatconv validate --fix --dry-run chat.md", does: "show what could be mended"),
                .init(line: "chatconv validate --explain markdown.line-count", does: "what a code means"),
            ])
    }
}
