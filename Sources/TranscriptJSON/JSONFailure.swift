public import TranscriptCoding

/// Why JSON could not be read, and where.
///
/// The caller knows what the place means in its own input, and makes an error or a diagnostic of it.
public struct JSONFailure: Error, Sendable {
    public enum Kind: Sendable, Hashable {
        /// The bytes are not JSON.
        case syntax
        /// They are JSON, and not what the notation has there.
        case model
        /// They end before the value does; more bytes could complete it.
        case incomplete
        /// A limit is passed.
        case limit
    }

    // One reference, so that throwing functions on the way return it in a register.
    private let details: Details

    private final class Details: Sendable {
        let kind: Kind
        let offset: Int
        let code: DiagnosticCode
        let message: String
        let path: String

        init(kind: Kind, offset: Int, code: DiagnosticCode, message: String, path: String) {
            self.kind = kind
            self.offset = offset
            self.code = code
            self.message = message
            self.path = path
        }
    }

    package init(_ kind: Kind, at offset: Int, _ code: DiagnosticCode, _ message: String) {
        details = Details(kind: kind, offset: offset, code: code, message: message, path: "")
    }

    private init(_ details: Details) { self.details = details }

    public var kind: Kind { details.kind }
    /// Bytes from the start of what was read to the offending byte.
    public var offset: Int { details.offset }
    public var code: DiagnosticCode { details.code }
    /// The member that does not fit, such as `attachments[0].type`; empty where the failure is not about one.
    public var path: String { details.path }
    /// One sentence in lower case without a full stop, with the path of the member in front.
    public var message: String { path.isEmpty ? details.message : "\(path): \(details.message)" }

    /// The category of the error that this is when nobody mends it.
    public var category: ConversionError.Category { kind == .limit ? .limitExceeded : .malformedInput }

    static func syntax(_ message: String, at offset: Int) -> JSONFailure {
        JSONFailure(.syntax, at: offset, .jsonSyntax, message)
    }

    package static func incomplete(at offset: Int) -> JSONFailure {
        JSONFailure(.incomplete, at: offset, .jsonSyntax, "the input ends inside a value")
    }

    package static func lineEndsInside(at offset: Int) -> JSONFailure {
        JSONFailure(.syntax, at: offset, .jsonSyntax, "the line ends inside a value")
    }

    static func tooDeep(_ limit: Int, at offset: Int) -> JSONFailure {
        JSONFailure(.limit, at: offset, .nestedTooDeep, "values are nested more than \(limit) deep")
    }

    /// The same failure, seen from the object that has the offending value as its member `name`.
    package func inside(_ name: String) -> JSONFailure {
        prefixed(path.isEmpty || path.hasPrefix("[") ? name : "\(name).")
    }

    /// The same failure, seen from the array that has the offending value as an element.
    package func inside(_ index: Int) -> JSONFailure {
        prefixed(path.isEmpty || path.hasPrefix("[") ? "[\(index)]" : "[\(index)].")
    }

    private func prefixed(_ step: String) -> JSONFailure {
        if kind != .model { return self }
        return JSONFailure(
            Details(kind: kind, offset: offset, code: code, message: details.message, path: step + path))
    }
}
