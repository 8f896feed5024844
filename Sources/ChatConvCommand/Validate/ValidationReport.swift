import ChatConv
import TextScanning

/// A form in which findings are reported, one after the other as they are found.
protocol ValidationReport {
    /// Begins the report.
    mutating func begin(into output: inout OutputBuffer)
    /// Adds a finding about the file of a name.
    mutating func add(_ finding: Diagnostic, about file: ReportedFile, into output: inout OutputBuffer)
    /// Adds a file that could not be read, and why.
    mutating func add(_ failure: ConversionError, about file: ReportedFile, into output: inout OutputBuffer)
    /// Ends the report.
    mutating func end(_ counts: FindingCounts, into output: inout OutputBuffer)
}

/// A file that findings are about.
struct ReportedFile {
    /// The path as it was given; nil for standard input.
    let path: Argument?
    /// The name in text and JSON.
    let name: String

    init(path: Argument?) {
        self.path = path
        name = path?.text ?? "<stdin>"
    }
}

/// How much was found.
struct FindingCounts {
    var files = 0
    var errors = 0
    var warnings = 0
    var notes = 0

    mutating func add(_ severity: Diagnostic.Severity) {
        switch severity {
        case .error: errors += 1
        case .warning: warnings += 1
        case .note: notes += 1
        }
    }
}

/// Where a report is written: a buffer in front of standard output. Findings come from where nothing can be thrown, so
/// that what goes wrong in writing is kept until somebody can be told.
final class ReportOutput {
    private(set) var counts = FindingCounts()
    /// What kept the report from being written.
    private(set) var failure: ConversionError?
    private var report: any ValidationReport
    private let destination: any ByteDestination
    private var buffer = OutputBuffer()

    private static let preferredSize = 64 * 1024

    init(_ report: any ValidationReport, to destination: any ByteDestination) {
        self.report = report
        self.destination = destination
        self.report.begin(into: &buffer)
    }

    func beginFile() { counts.files += 1 }

    func add(_ finding: Diagnostic, about file: ReportedFile) {
        counts.add(finding.severity)
        report.add(finding, about: file, into: &buffer)
        if buffer.count >= Self.preferredSize { flush() }
    }

    func add(_ failure: ConversionError, about file: ReportedFile) {
        report.add(failure, about: file, into: &buffer)
        flush()
    }

    func end() {
        report.end(counts, into: &buffer)
        flush()
    }

    /// Writes what is there.
    func flush() {
        if failure == nil, !buffer.isEmpty {
            do {
                try buffer.withBytes { bytes throws(ConversionError) in
                    try destination.write(UnsafeRawBufferPointer(bytes))
                }
            } catch {
                failure = error
            }
        }
        buffer.removeAll()
    }
}
