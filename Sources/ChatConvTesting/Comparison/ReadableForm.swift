public import TranscriptModel

extension Transcript {
    /// The transcript as text for a report: its parts by the names of the model's properties, without those that are
    /// absent, and with everything invisible in texts escaped as in Swift (`\u{85}`).
    ///
    /// For people; nothing reads it back.
    public var readableForm: String {
        var writer = ReadableFormWriter()
        writer.write(ModelNode(self), indent: 0)
        return writer.output
    }
}

extension Text {
    /// The text in quotes, with controls, white space other than a space, and what cannot be seen escaped.
    var quoted: String {
        var result = "\""
        for scalar in String(self).unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case " ": result += " "
            default:
                if scalar.isVisible {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
                }
            }
        }
        return result + "\""
    }
}

extension UnicodeScalar {
    fileprivate var isVisible: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator,
            .nonspacingMark, .enclosingMark, .spacingMark:
            false
        default: true
        }
    }
}

struct ReadableFormWriter {
    private(set) var output = ""
    /// A node whose form is at most this long stands on one line.
    private let width = 100

    mutating func write(_ node: ModelNode, indent: Int) {
        let line = Self.line(node)
        guard line.count > width else {
            output += line
            return
        }
        switch node {
        case .text, .symbol: output += line
        case .list(let nodes): writeList(nodes, indent: indent)
        case .record(let fields): writeBlock("(", fields.map { ($0.name + ": ", $0.node) }, ")", indent: indent)
        case .members(let members):
            writeBlock("{", members.map { ($0.name.quoted + ": ", $0.node) }, "}", indent: indent)
        }
    }

    /// Equal neighbours are written once, with how many they are.
    private mutating func writeList(_ nodes: [ModelNode], indent: Int) {
        var runs: [(count: Int, node: ModelNode)] = []
        for node in nodes {
            if let last = runs.last, last.node == node {
                runs[runs.count - 1].count += 1
            } else {
                runs.append((1, node))
            }
        }
        let parts = runs.map { run in (run.count > 1 ? "\(run.count) × " : "", run.node) }
        writeBlock("[", parts, "]", indent: indent)
    }

    private mutating func writeBlock(_ open: String, _ parts: [(String, ModelNode)], _ close: String, indent: Int) {
        output += open + "\n"
        for (label, node) in parts {
            output += String(repeating: "  ", count: indent + 1) + label
            write(node, indent: indent + 1)
            output += ",\n"
        }
        output += String(repeating: "  ", count: indent) + close
    }

    /// The node on one line.
    static func line(_ node: ModelNode) -> String {
        switch node {
        case .text(let text): text.quoted
        case .symbol(let symbol): symbol
        case .list(let nodes): "[" + nodes.map { line($0) }.joined(separator: ", ") + "]"
        case .record(let fields): "(" + fields.map { "\($0.name): \(line($0.node))" }.joined(separator: ", ") + ")"
        case .members(let members):
            "{" + members.map { "\($0.name.quoted): \(line($0.node))" }.joined(separator: ", ") + "}"
        }
    }
}
