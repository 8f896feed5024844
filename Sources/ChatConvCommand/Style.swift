import ChatConv
import TextScanning

/// Colours, where they are wanted.
struct Style {
    var isColored: Bool

    /// What a piece of a message is, as far as its colour goes.
    enum Role {
        case name, caret, help, removed, added, error, warning, note

        init(_ severity: Diagnostic.Severity) {
            self = switch severity {
            case .error: .error
            case .warning: .warning
            case .note: .note
            }
        }

        /// The parameters of SGR (ECMA-48, 8.3.117) that begin it.
        fileprivate var parameters: StaticString {
            switch self {
            case .name: "1"
            case .caret: "1;32"
            case .help, .note: "1;36"
            case .removed: "31"
            case .added: "32"
            case .error: "1;31"
            case .warning: "1;33"
            }
        }
    }

    /// `text` in the colour of `role`.
    func painted(_ text: String, _ role: Role) -> String {
        isColored ? "\u{1B}[\(role.parameters)m\(text)\u{1B}[0m" : text
    }

    /// Appends what `body` appends, in the colour of `role`.
    func paint(_ role: Role, _ output: inout OutputBuffer, _ body: (inout OutputBuffer) -> Void) {
        if !isColored { return body(&output) }
        output.append("\u{1B}[")
        output.append(role.parameters)
        output.append("m")
        body(&output)
        output.append("\u{1B}[0m")
    }
}
