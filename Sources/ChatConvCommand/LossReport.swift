import ChatConv
import TextScanning
import TranscriptJSON

/// What the conversions of a run lost, for programs.
struct LossReport {
    /// One conversion that was tried to its end.
    struct Entry {
        /// More than one where they were merged.
        var inputs: [Source]
        /// None for standard output, and more than one where the transcript was split.
        var outputs: [String]
        var to: String
        var messageCount: Int
        var losses: [Loss]
    }

    /// What a transcript was read from.
    struct Source {
        var name: String
        var format: String
    }

    private(set) var entries: [Entry] = []

    mutating func add(_ entry: Entry) { entries.append(entry) }

    /// A JSON document that keeps to `LossReportSchema`, with one conversion a line.
    var json: OutputBuffer {
        var output = OutputBuffer()
        output.append("{\"chatconvLossReport\":1,\"conversions\":[")
        for (index, entry) in entries.enumerated() {
            output.append(index == 0 ? "\n" : ",\n")
            output.appendReport(entry.value)
        }
        output.append(entries.isEmpty ? "]}\n" : "\n]}\n")
        return output
    }
}

extension LossReport.Entry {
    fileprivate var value: Value {
        var members = Members()
        if let input = inputs.first, inputs.count == 1 {
            members = input.members
        } else {
            members["inputs"] = .array(inputs.map { .object($0.members) })
        }
        if outputs.count > 1 {
            members["outputs"] = .array(outputs.map { .string(Text($0)) })
        } else {
            members["output"] = outputs.first.map { .string(Text($0)) }
        }
        members["to"] = .string(Text(to))
        members["messages"] = .number(NumberLiteral(messageCount))
        members["losses"] = .array(losses.map(\.value))
        return .object(members)
    }
}

extension LossReport.Source {
    fileprivate var members: Members {
        var members = Members()
        members["input"] = .string(Text(name))
        members["from"] = .string(Text(format))
        return members
    }
}

extension Loss {
    fileprivate var value: Value {
        var members = Members()
        members["what"] = .string(Text(kind.name))
        members["stage"] = .string(Text(kind.stage.rawValue))
        members["group"] = .string(Text(kind.group.rawValue))
        if ofHeader { members["header"] = .bool(true) }
        if let firstMessage {
            members["messages"] = .number(NumberLiteral(messageCount))
            members["firstMessage"] = .number(NumberLiteral(firstMessage))
        }
        if let omitted {
            members["count"] = .number(NumberLiteral(omitted.count))
            members["bytes"] = .number(NumberLiteral(omitted.byteCount))
            if let place = omitted.place {
                members["line"] = .number(NumberLiteral(place.line))
                members["column"] = .number(NumberLiteral(place.column))
                members["offset"] = .number(NumberLiteral(place.byteOffset))
            }
        }
        return .object(members)
    }
}
