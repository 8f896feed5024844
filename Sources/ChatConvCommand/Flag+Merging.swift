import ChatConv

extension Flag {
    /// The options that make one output of several inputs, or several of one.
    static var merging: [Flag] {
        [
            Flag("merge", in: .merging, of: [.convert], help: "make one output of all inputs, in time order; messages of one time in the order of the inputs. An input that is newest first is turned round, one in no order refused. Ids that two inputs use for two messages are made distinct. Of the header, what all inputs say stays, and all participants: metadata such as lines: that differs is left out, with a warning") {
                $0.merges = true
            },
            Flag("dedupe", in: .merging, of: [.convert], help: "make one of what several inputs have: messages of one id at one time, or of the same time, sender, text, event, attachments and answer; implies --merge. Reactions, edits and deletions of all copies stay, and so does what one input says twice") {
                $0.merges = true
                $0.removesDuplicates = true
            },
            Flag("split", takes: "day|month|year|sender|N", in: .merging, of: [.convert], help: "cut the output into one file for each day, month, year or sender, or for each N messages. -o is a folder, or a pattern with {part}, {date}, {year}, {month}, {day}, {sender} or {number}: -o 'out/{year}/{date}.md'. Each file has the whole header, lines: and all") {
                (settings, value) throws(ConversionError) in settings.split = try splitRule(value.text)
            },
        ]
    }

    private static func splitRule(_ text: String) throws(ConversionError) -> SplitRule {
        switch text {
        case "day": return .day
        case "month": return .month
        case "year": return .year
        case "sender": return .sender
        default: break
        }
        if let count = Int(text), count > 0 { return .count(count) }
        throw ConversionError(
            .usage, .invalidOption, "'\(text)' is no value for --split: it takes day, month, year, sender or a number")
    }
}
