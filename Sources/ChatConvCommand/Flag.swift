import ChatConv

/// One option of the command line. What is said here is all there is: parsing, suggestions and help come from it.
struct Flag: Sendable {
    enum Group: String, Sendable, CaseIterable {
        case formats = "Formats"
        case output = "Output"
        case proof = "Proof"
        case input = "Input"
        case folders = "Folders"
        case merging = "Merging and splitting"
        case filters = "Filters"
        case findings = "Findings"
        case external = "External programs"
        case other = "Other"
    }

    /// The letter after one hyphen.
    var short: Character?
    /// The name after two hyphens, the help, and the kind of value: described like the options of formats.
    var option: OptionDescription
    var group: Group
    /// Whether it says something new each time that it is given.
    var isRepeatable: Bool { ["include", "exclude", "sender", "match", "kind", "plugin-dir", "extension", "allow-loss"].contains(option.name) }
    /// Whether what comes of an input can be another with it. An option counts unless it is known to be about something else.
    var changesOutputs: Bool { !Self.aboutOtherThings.contains(option.name) }
    private static let aboutOtherThings: Set<String> = [
        // Told by the format that is written.
        "to", "output", "overwrite", "no-sync", "verify", "loss-report", "fail-on-loss", "allow-loss", "json", "max-record", "include", "exclude",
        "if-newer", "jobs", "quiet", "fail-if-empty", "plugin-dir", "plugin-timeout", "sandbox", "verbose",
    ]
    /// The commands that take it.
    var commands: Set<CommandName>
    var apply: @Sendable (inout Settings, Argument) throws(ConversionError) -> Void

    /// A flag that takes no value.
    init(
        _ name: String, _ short: Character? = nil, in group: Group, of commands: Set<CommandName>, help: String,
        apply: @escaping @Sendable (inout Settings) -> Void
    ) {
        self.short = short
        option = OptionDescription(name: name, help: help, kind: .flag)
        self.group = group
        self.commands = commands
        self.apply = { settings, _ in apply(&settings) }
    }

    /// A flag with a value.
    init(
        _ name: String, _ short: Character? = nil, takes placeholder: String, in group: Group,
        of commands: Set<CommandName>, help: String,
        apply: @escaping @Sendable (inout Settings, Argument) throws(ConversionError) -> Void
    ) {
        self.short = short
        option = OptionDescription(name: name, help: help, kind: .text(placeholder: placeholder))
        self.group = group
        self.commands = commands
        self.apply = apply
    }
}

extension Flag {
    /// All options of all commands, in the order of the help.
    static var all: [Flag] {
        let readers: Set<CommandName> = [.convert, .validate, .info, .compare, .detect]
        let wholeReaders: Set<CommandName> = [.convert, .validate, .info, .compare]
        let ofAll = Set(CommandName.allCases)
        return [
            Flag("from", "f", takes: "FORMAT", in: .formats, of: wholeReaders, help: "the input's format; default: told from its content, then from its name") {
                $0.from = $1.text
            },
            Flag("to", "t", takes: "FORMAT", in: .formats, of: [.convert], help: "the output's format; default: told from the name of the output file") {
                $0.to = $1.text
            },
            Flag("output", "o", takes: "OUTPUT", in: .output, of: [.convert], help: "the file to write, or a folder for one file per input; default: standard output") {
                $0.output = $1
            },
            Flag("overwrite", in: .output, of: [.convert], help: "replace output files that are there already, once the new ones are whole") {
                $0.overwrites = true
            },
            Flag("no-sync", in: .output, of: [.convert, .validate], help: "do not wait until files are on the disk before they get their names: faster for many, and for scratch work; after a power cut some may be empty or missing") {
                $0.isDurable = false
            },
            Flag("verify", in: .proof, of: [.convert], help: "read each output back and compare it with what was read, before it gets its name; needs -o") {
                $0.verifies = true
            },
            Flag("loss-report", takes: "FILE", in: .proof, of: [.convert], help: "write what the reader left out and what the output's format could not hold as JSON; `chatconv schema loss-report` describes it") {
                $0.lossReport = $1
            },
            Flag("fail-on-loss", in: .proof, of: [.convert], help: "write no output that lacks something that its input has, and exit with 1; needs -o") {
                $0.refusesLoss = true
            },
            Flag("allow-loss", takes: "NAME,...", in: .proof, of: [.convert], help: "what --fail-on-loss lists without failing: names of the loss report, such as attachments, or groups: \(LossGroup.allCases.map(\.rawValue).joined(separator: ", ")). May be given more than once") {
                $0.allowedLosses += $1.text.split(separator: ",").map(String.init)
            },
            Flag("compress", takes: "gzip|zstd", in: .output, of: [.convert], help: "compress the output; default: what the name of the output file tells, .gz or .zst. Compressed inputs are recognised by their content") {
                (settings, value) throws(ConversionError) in settings.compression = try compression(value.text)
            },
            Flag("verbatim", takes: "keep|drop", in: .output, of: [.convert], help: "whether an output in another format takes along the bytes of records that would be written otherwise than they stand, so that the way back gives the same file: keep, or drop, so that no text comes twice; default: keep. What is in a transcript of another format's spelling is dropped as well. In the input's own format they always stay as they are") {
                (settings, value) throws(ConversionError) in settings.keepsSpelling = try keepsSpelling(value.text)
            },
            Flag("json", in: .output, of: [.info, .compare, .detect, .formats], help: "print one JSON object a line, for each input, pair or format") { $0.printsJSON = true },
            Flag("digest", in: .output, of: [.info], help: "show the SHA-256 of what a transcript says, the same in every format that holds all of it: that of the output of `chatconv INPUT -t jsonl --verbatim drop`") { $0.showsDigest = true },
            Flag("ignore", takes: "PART,...", in: .output, of: [.compare], help: "what may differ: \(IgnoredPart.allCases.map(\.rawValue).joined(separator: ", ")). May be given more than once") {
                (settings, value) throws(ConversionError) in settings.ignoredParts.formUnion(try ignoredParts(value.text))
            },
            Flag("input-encoding", takes: "NAME", in: .input, of: readers, help: "the input's encoding, such as GB18030, shift_jis or UTF-16LE; default: UTF-8, or what a byte order mark tells") {
                $0.charset = $1.text
            },
            Flag("lenient", in: .input, of: [.convert, .info, .compare], help: "mend what can be mended, with a warning, instead of stopping") {
                $0.isLenient = true
                $0.filters.passesOverPatternLimits = true
            },
            Flag("max-record", takes: "BYTES", in: .input, of: wholeReaders, help: "the size of the largest message, such as 64M; default: 16M") {
                (settings, value) throws(ConversionError) in settings.limits = Limits(recordBytes: try byteCount(value.text))
            },
            Flag("include", takes: "GLOB", in: .folders, of: readers, help: "of the files in a folder, only those with such a name; may be given more than once. With a slash, it is compared with the path below the folder: '2018/**'") {
                $0.selection.includes.append(Glob($1.bytes))
            },
            Flag("exclude", takes: "GLOB", in: .folders, of: readers, help: "no files with such a name, and no folders; may be given more than once") {
                $0.selection.excludes.append(Glob($1.bytes))
            },
            Flag("if-newer", in: .folders, of: [.convert], help: "convert an input only when its output is missing, older than it, empty, or made by other options or another version, as far as the file system keeps that with it; with --merge, than any of the inputs. With --anonymize, all are converted") {
                $0.onlyNewer = true
            },
            Flag("jobs", "j", takes: "N", in: .folders, of: [.convert, .validate], help: "how many files to work on at a time; default: as many as there are processors. One large file is read, and written or checked, at the same time, unless N is 1") {
                (settings, value) throws(ConversionError) in settings.jobs = try count(value.text, of: "jobs", in: 1...256)
            },
        ] + merging + filters + external + [
            Flag("quiet", "q", in: .other, of: readers, help: "show errors but no warnings") { $0.isQuiet = true },
            Flag("man", in: .output, of: [.help], help: "print a manual page, as man(1) shows it") { $0.printsManual = true },
            Flag("help", "h", in: .other, of: ofAll, help: "show help") { $0.asksForHelp = true },
            Flag("version", in: .other, of: ofAll, help: "show the version") { $0.asksForVersion = true },
            Flag("verbose", in: .other, of: ofAll, help: "with --version: show the versions of the libraries at work, too") { $0.isVerbose = true },
        ] + ofValidate
    }

    static func count(_ text: String, of name: String, in range: ClosedRange<Int>) throws(ConversionError) -> Int {
        if let number = Int(text), range.contains(number) { return number }
        throw ConversionError(
            .usage, .invalidOption,
            "'\(text)' is no value for --\(name): it takes a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    private static func ignoredParts(_ text: String) throws(ConversionError) -> Set<IgnoredPart> {
        var parts: Set<IgnoredPart> = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let part = IgnoredPart(rawValue: String(name)) else {
                throw ConversionError(
                    .usage, .invalidOption, "'\(name)' is nothing that --ignore knows",
                    help: "it knows \(list(IgnoredPart.allCases.map(\.rawValue)))")
            }
            parts.insert(part)
        }
        return parts
    }

    private static func compression(_ text: String) throws(ConversionError) -> Compression {
        if let compression = Compression(rawValue: text) { return compression }
        throw ConversionError(
            .usage, .invalidOption,
            "'\(text)' is no value for --compress: it takes \(list(Compression.allCases.map(\.rawValue), "or"))")
    }

    private static func keepsSpelling(_ text: String) throws(ConversionError) -> Bool {
        switch text {
        case "keep": return true
        case "drop": return false
        default:
            throw ConversionError(.usage, .invalidOption, "'\(text)' is no value for --verbatim: it takes keep or drop")
        }
    }

    /// A size such as `4096`, `64K`, `16M` or `1G`, in powers of 1024.
    private static func byteCount(_ text: String) throws(ConversionError) -> Int {
        var digits = text[...]
        var unit = 1
        switch digits.last {
        case "K", "k": unit = 1 << 10
        case "M", "m": unit = 1 << 20
        case "G", "g": unit = 1 << 30
        default: break
        }
        if unit > 1 { digits.removeLast() }
        let smallest = 1024
        let largest = 1 << 30
        if let number = Int(digits), number >= 0 {
            let (size, overflow) = number.multipliedReportingOverflow(by: unit)
            if !overflow, (smallest...largest).contains(size) { return size }
        }
        throw ConversionError(
            .usage, .invalidOption, "'\(text)' is no value for --max-record: it takes a size from 1K to 1G")
    }
}

extension OptionValueKind {
    /// What stands for the value in a synopsis; nil when the option takes none.
    var placeholder: String? {
        switch self {
        case .flag: nil
        case .integer: "N"
        case .decimal(_, let placeholder): placeholder
        case .choice(let names): names.joined(separator: "|")
        case .text(let placeholder): placeholder
        }
    }
}
