import ChatConv
import TextScanning
import TranscriptJSON

/// What the conversions of a run lost, for people and for programs.
struct LossReport {
    /// One conversion that was tried to its end.
    struct Entry {
        var input: String
        var from: String
        /// nil for standard output.
        var output: String?
        var to: String
        var messageCount: Int
        var losses: [Loss]
    }

    private(set) var entries: [Entry] = []

    mutating func add(_ entry: Entry) { entries.append(entry) }

    // MARK: For people

    /// One sentence for all that was lost.
    static func sentence(_ losses: [Loss], in format: String) -> String {
        "\(format) does not hold all of it: \(losses.map(phrase).joined(separator: ", "))"
    }

    private static func phrase(_ loss: Loss) -> String {
        guard let first = loss.firstMessage else { return loss.capability.rawValue }
        let place = loss.messageCount == 1 ? "message \(first)" : "\(loss.messageCount) messages, the first is message \(first)"
        return "\(loss.capability.rawValue) (\(place))"
    }

    // MARK: For programs

    /// A JSON document that keeps to `LossReportSchema`, with one conversion a line.
    var json: OutputBuffer {
        var output = OutputBuffer()
        output.append("{\"chatconvLossReport\":1,\"conversions\":[")
        for (index, entry) in entries.enumerated() {
            output.append(index == 0 ? "\n" : ",\n")
            output.appendJSON(entry.value)
        }
        output.append(entries.isEmpty ? "]}\n" : "\n]}\n")
        return output
    }
}

extension LossReport.Entry {
    fileprivate var value: Value {
        var members = Members()
        members["input"] = .string(Text(input))
        members["from"] = .string(Text(from))
        members["output"] = output.map { .string(Text($0)) }
        members["to"] = .string(Text(to))
        members["messages"] = .number(NumberLiteral(messageCount))
        members["losses"] = .array(losses.map(\.value))
        return .object(members)
    }
}

extension Loss {
    fileprivate var value: Value {
        var members = Members()
        members["what"] = .string(Text(capability.rawValue))
        if ofHeader { members["header"] = .bool(true) }
        if let firstMessage {
            members["messages"] = .number(NumberLiteral(messageCount))
            members["firstMessage"] = .number(NumberLiteral(firstMessage))
        }
        return .object(members)
    }
}
