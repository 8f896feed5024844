import ChatConv

/// Shows what is to be said of one file on standard error:
///
///     chat.md:12:3: error: 25:00:00 is no time of day [markdown.time]
///         > 25:00:00  Ann
///           ^
///     help: hours go from 00 to 23
final class DiagnosticPrinter {
    private let destination: any ByteDestination
    private let style: Style
    private let isQuiet: Bool
    private let name: String
    private var shownWarnings = 0
    private var hiddenWarnings = 0

    /// How many warnings are shown of one file.
    private static let warningLimit = 20

    /// - Parameter name: what stands before the place: the file's name, or the program's.
    init(_ streams: CommandStreams, name: String, isQuiet: Bool = false) {
        destination = streams.error
        style = Style(isColored: streams.colorsMessages)
        self.isQuiet = isQuiet
        self.name = displayed(name)
    }

    /// A log that shows what is reported to it. Notes are for validation and are not shown.
    var log: DiagnosticLog {
        DiagnosticLog { diagnostic in
            switch diagnostic.severity {
            case .error: self.show(diagnostic)
            case .warning: self.showWarning(diagnostic)
            case .note: break
            }
        }
    }

    func show(_ error: ConversionError) { show(error.diagnostic) }

    /// Says how many warnings were not shown.
    func finish() {
        if hiddenWarnings > 0 { write("\(style.bold(name)): ... and \(hiddenWarnings) more\n") }
        hiddenWarnings = 0
    }

    private func showWarning(_ diagnostic: Diagnostic) {
        if isQuiet { return }
        if shownWarnings == Self.warningLimit {
            hiddenWarnings += 1
        } else {
            shownWarnings += 1
            show(diagnostic)
        }
    }

    func show(_ diagnostic: Diagnostic) {
        let place = diagnostic.location.map { ":\($0.line):\($0.column)" } ?? ""
        let severity = style.severity(diagnostic.severity)
        var text = "\(style.bold(name + place)): \(severity) \(displayed(diagnostic.message)) [\(diagnostic.code.id)]\n"
        if let excerpt = diagnostic.location?.lineText, !excerpt.text.isEmpty {
            let line = ShownLine(excerpt)
            text += "    \(line.text)\n    \(String(repeating: " ", count: line.caret))\(style.caret("^"))\n"
        }
        if let help = diagnostic.help { text += "\(style.help("help:")) \(displayed(help))\n" }
        write(text)
    }

    /// What cannot be said cannot be reported either: standard error may be closed.
    private func write(_ text: String) { try? destination.write(text) }
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
