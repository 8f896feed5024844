/// Why a run stopped: one closed type, whose category says who can do something about it.
public struct ConversionError: Error, Sendable {
    public enum Category: Sendable, Hashable, CaseIterable {
        /// The call was wrong: an unknown option, a value out of range.
        case usage
        /// The input is not what its format says.
        case malformedInput
        /// The input passes a limit that protects memory.
        case limitExceeded
        /// The input is not there or cannot be opened.
        case inputUnavailable
        /// The format is unknown or could not be detected.
        case unknownFormat
        /// The output cannot be created.
        case outputUnavailable
        /// Reading or writing failed half way.
        case inputOutput
        /// Whoever reads the output has closed it.
        case outputClosed
        /// The run worked, and the answer to what it was asked is no: what was written is not proven, or something was lost
        /// that must not be.
        case answerIsNo
        /// chatconv contradicts itself.
        case defect
    }

    public var category: Category
    public var diagnostic: Diagnostic

    public init(
        _ category: Category, _ code: DiagnosticCode, _ message: String, help: String? = nil,
        at location: SourceLocation? = nil
    ) {
        self.category = category
        diagnostic = Diagnostic(.error, code, message, help: help, at: location)
    }

    public var code: DiagnosticCode { diagnostic.code }
    public var message: String { diagnostic.message }
    public var location: SourceLocation? { diagnostic.location }
}

extension ConversionError: CustomStringConvertible {
    public var description: String {
        let place = location.map { "\($0.line):\($0.column): " } ?? ""
        return "\(place)error: \(message) [\(code.id)]"
    }
}

extension DiagnosticCode {
    public static let invalidUTF8 = DiagnosticCode("input.invalid-utf8", "the input is not UTF-8")
    public static let emptyInput = DiagnosticCode("input.empty", "the input holds nothing")
    public static let nulByte = DiagnosticCode("input.nul", "the input holds a NUL byte where its format has none")
    public static let recordTooLong = DiagnosticCode("limit.record", "a message or header passes the size limit")
    public static let nestedTooDeep = DiagnosticCode("limit.depth", "values are nested deeper than the limit")
    public static let inputMissing = DiagnosticCode("input.missing", "the input is not there or cannot be opened")
    public static let inputFailed = DiagnosticCode("input.failed", "reading the input failed")
    public static let unknownEncoding = DiagnosticCode("input.unknown-encoding", "the encoding is not known here")
    public static let undecodable = DiagnosticCode("input.undecodable", "the input is not in the encoding given")
    public static let outputExists = DiagnosticCode("output.exists", "the output is there already")
    public static let outputFailed = DiagnosticCode("output.failed", "writing the output failed")
    public static let outputClosed = DiagnosticCode("output.closed", "whoever reads the output has closed it")
    public static let outputUnavailable = DiagnosticCode("output.unavailable", "the output cannot be created")
    public static let invalidOption = DiagnosticCode("usage.option", "an option is unknown or has a wrong value")
    public static let temporaryStorage = DiagnosticCode(
        "input.spool", "the input could not be kept in a temporary file")
}
