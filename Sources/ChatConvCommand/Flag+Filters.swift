import ChatConv

extension Flag {
    /// The options that choose and change messages. Each says what becomes of the rest of a transcript; where it says
    /// nothing, metadata such as `lines:` stays as its source has it.
    static var filters: [Flag] {
        [
            Flag("since", takes: "TIME", in: .filters, of: [.convert], help: "only messages from this time on: 2018-01-23, 2018-01-23T10:00 or 2018-01-23T10:00:00+08:00; a time without date, 00:10:00, is one since the transcript's start") {
                (settings, value) throws(ConversionError) in settings.filters.times.start = try time(value.text, of: "since")
            },
            Flag("until", takes: "TIME", in: .filters, of: [.convert], help: "only messages before this time; a day is meant from its midnight on, so it is not inside") {
                (settings, value) throws(ConversionError) in settings.filters.times.end = try time(value.text, of: "until")
            },
            Flag("sender", takes: "NAME", in: .filters, of: [.convert], help: "only messages whose sender has this name or id, however its letters are composed; may be given more than once. The list of participants stays whole") {
                $0.filters.senders.insert(Text($1.text))
            },
            Flag("match", takes: "REGEX", in: .filters, of: [.convert], help: "only messages whose text, or the title or address of an attachment, matches; given more than once, all must. Perl's expressions (PCRE2): (?i) ignores case. A message in which it takes too long is an error; --lenient passes it over") {
                (settings, value) throws(ConversionError) in
                _ = try PatternFilter(value.text)
                settings.filters.patterns.append(value.text)
            },
            Flag("kind", takes: "KIND", in: .filters, of: [.convert], help: "only messages of this kind: \(kindNames); may be given more than once, or with commas") {
                (settings, value) throws(ConversionError) in settings.filters.kinds.formUnion(try kinds(value.text))
            },
            Flag("fail-if-empty", in: .filters, of: [.convert], help: "exit with 1, and give no file its name, when no message is left") {
                $0.failsIfEmpty = true
            },
            Flag("head", takes: "N", in: .filters, of: [.convert], help: "only the first N messages of those that are left; nothing is read behind them. With lines: and the like, the header still tells of all") {
                (settings, value) throws(ConversionError) in settings.filters.head = try count(value.text, of: "head", in: 0...1_000_000_000)
            },
            Flag("tail", takes: "N", in: .filters, of: [.convert], help: "only the last N of those, which are held in memory until the end") {
                (settings, value) throws(ConversionError) in settings.filters.tail = try count(value.text, of: "tail", in: 0...1_000_000_000)
            },
            Flag("tz", takes: "ZONE", in: .filters, of: [.convert], help: "put times into a zone such as Asia/Shanghai, with the offset that it had on each message's date: a time that tells its offset stays the same instant, one that does not keeps its digits. --since and --until come after it. Dates in metadata stay") {
                (settings, value) throws(ConversionError) in settings.filters.zone = try TimeZoneRules(named: value.text)
            },
            Flag("assume-tz", takes: "ZONE", in: .filters, of: [.convert], help: "the zone of times that tell no offset, such as Europe/Berlin: they get its offset, and all others stay as they are. What --merge orders times by") {
                (settings, value) throws(ConversionError) in settings.filters.assumedZone = try TimeZoneRules(named: value.text)
            },
            Flag("anonymize", in: .filters, of: [.convert], help: "put stable pseudonyms in the place of names and ids of people, also inside texts, and leave out all metadata, extensions, addresses and titles that are not known to name nobody. All inputs are read twice, to know the names first; other filters see the real ones. Outputs in a folder that are called after people get other names") {
                $0.anonymizes = true
            },
            Flag("anonymize-key", takes: "TEXT", in: .filters, of: [.convert], help: "a secret that pseudonyms are made with, so that nobody without it can test a guess; implies --anonymize. Others on this machine can see it in the list of processes") {
                $0.anonymizes = true
                $0.anonymizationKey = $1.text
            },
            Flag("anonymize-key-file", takes: "FILE", in: .filters, of: [.convert], help: "the file that holds the secret; implies --anonymize. Without it, and without --anonymize-key, \(AnonymizationSetup.keyVariable) in the environment is the secret") {
                $0.anonymizes = true
                $0.anonymizationKeyFile = $1
            },
            Flag("anonymize-report", takes: "FILE", in: .filters, of: [.convert], help: "write as JSON what was replaced how often, what was left out, and what looks like a name and stayed; implies --anonymize. The report names everybody: keep it") {
                $0.anonymizes = true
                $0.anonymizationReport = $1
            },
            Flag("unescape", in: .filters, of: [.convert], help: "undo escaping of characters that was done twice or more in texts and titles: &amp;lt; becomes <. What was escaped once, and metadata, stays") {
                $0.filters.unescapesEntities = true
            },
        ]
    }

    private static var kindNames: String { MessageKind.allCases.map(\.rawValue).joined(separator: ", ") }

    private static func kinds(_ text: String) throws(ConversionError) -> Set<MessageKind> {
        var kinds: Set<MessageKind> = []
        for name in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let kind = MessageKind(rawValue: String(name)) else {
                let help = nearest(to: String(name), among: MessageKind.allCases.map(\.rawValue)).map { "did you mean \($0)?" }
                throw ConversionError(
                    .usage, .invalidOption, "'\(name)' is no kind of message", help: help ?? "the kinds are \(kindNames)")
            }
            kinds.insert(kind)
        }
        return kinds
    }

    /// A time in the written form of the model's notation, `Z` for UTC, a space for the `T`.
    private static func time(_ text: String, of name: String) throws(ConversionError) -> Timestamp {
        if let time = Timestamp(Text(text)) { return time }
        throw ConversionError(
            .usage, .invalidOption, "'\(text)' is no value for --\(name): it takes a time",
            help: "write 2018-01-23, 2018-01-23T10:00:00 or 2018-01-23T10:00:00+08:00")
    }
}
