import ChatConv

extension Diagnostic {
    /// The diagnostic as people read it: where, what, the line with the place marked, and what helps.
    ///
    /// - Parameter name: what stands before the place: a file's name as it can be shown.
    func shown(of name: String, _ style: Style) -> String {
        let place = location.map { ":\($0.line):\($0.column)" } ?? ""
        var text = "\(style.bold(name + place)): \(style.severity(severity)) \(displayed(message)) [\(code.id)]\n"
        if let excerpt = location?.lineText, !excerpt.text.isEmpty {
            let line = ShownLine(excerpt)
            text += "    \(line.text)\n    \(String(repeating: " ", count: line.caret))\(style.caret("^"))\n"
        }
        if let help { text += "\(style.help("help:")) \(displayed(help))\n" }
        return text
    }
}

/// A line of an input as a terminal can show it, and the column under which the caret goes.
struct ShownLine {
    let text: String
    /// Columns before the caret.
    let caret: Int

    /// With the four columns of indentation, a shown line fits 80 columns.
    private static let width = 76
    private static let widthBefore = 40

    init(_ excerpt: LineExcerpt) {
        var cells: [(text: String, columns: Int)] = []
        var target: Int?
        var scalars = 0
        for character in String(excerpt.text) {
            if target == nil, scalars + character.unicodeScalars.count > excerpt.column { target = cells.count }
            scalars += character.unicodeScalars.count
            cells.append(character.displayed)
        }
        // The rest of a line end is no part of the line.
        if cells.last?.text == Character("\r").displayed.text, target != cells.count - 1 { cells.removeLast() }
        let pointed = min(target ?? cells.count, cells.count)
        let start = Self.start(of: cells, showing: pointed)
        var shown = start > 0 ? "..." : ""
        var used = shown.utf8.count
        var caret = used
        for (index, cell) in cells[start...].enumerated() {
            if used + cell.columns > Self.width - 3, start + index + 1 < cells.count {
                shown += "..."
                break
            }
            if start + index < pointed { caret += cell.columns }
            shown += cell.text
            used += cell.columns
        }
        text = shown
        self.caret = caret
    }

    /// The first cell to show, so that what the caret points at is inside.
    private static func start(of cells: [(text: String, columns: Int)], showing pointed: Int) -> Int {
        let total = cells.reduce(0) { $0 + $1.columns }
        if total <= width { return 0 }
        var start = pointed
        var before = 0
        while start > 0, before + cells[start - 1].columns <= widthBefore {
            start -= 1
            before += cells[start].columns
        }
        return start
    }
}

/// Colours, where they are wanted.
struct Style {
    var isColored: Bool

    func bold(_ text: String) -> String { paint(text, "1") }
    func caret(_ text: String) -> String { paint(text, "1;32") }
    func help(_ text: String) -> String { paint(text, "1;36") }
    func removed(_ text: String) -> String { paint(text, "31") }
    func added(_ text: String) -> String { paint(text, "32") }

    func severity(_ severity: Diagnostic.Severity) -> String {
        let color = switch severity {
        case .error: "1;31"
        case .warning: "1;33"
        case .note: "1;36"
        }
        return paint("\(severity.rawValue):", color)
    }

    private func paint(_ text: String, _ code: String) -> String { isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
