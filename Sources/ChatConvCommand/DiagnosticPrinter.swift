import ChatConv
import TextScanning

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
    /// As it can be shown. Of most files nothing is to be said.
    private lazy var shownName = displayedName(name)
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
        self.name = name
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
        if hiddenWarnings > 0 {
            write { output in
                style.paint(.name, &output) { $0.append(utf8: shownName) }
                output.append(utf8: ": ... and \(hiddenWarnings) more\n")
            }
        }
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

    func show(_ diagnostic: Diagnostic) { write { $0.append(diagnostic, of: shownName, style) } }

    /// What cannot be said cannot be reported either: standard error may be closed.
    private func write(_ body: (inout OutputBuffer) -> Void) {
        var output = OutputBuffer(capacity: 512)
        body(&output)
        output.withBytes { try? destination.write(UnsafeRawBufferPointer($0)) }
    }
}
