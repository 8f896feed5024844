public import TranscriptCoding
public import TranscriptModel

/// Reads the model from its JSON notation.
///
/// One decoder serves a whole input: strings that had escapes share its memory. It reads one value at a time; where
/// values come from and what stands between them is the caller's affair.
public struct ModelDecoder {
    package let context: DecodingContext
    private var warnings: [JSONFailure] = []

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - limits: How deep values of metadata and extensions may be nested, each counted from itself.
    ///   - isLenient: Whether half surrogate pairs become U+FFFD and of two members with one name the later stands,
    ///     each with a warning.
    public init(limits: Limits = Limits(), isLenient: Bool = false) {
        context = DecodingContext(limits: limits, isLenient: isLenient)
    }

    /// Applies the members of the JSON object that `json` is to `message`: members present replace what is there,
    /// `null` erases it, absent ones leave it alone. O(n).
    ///
    /// Members that the notation does not know become extensions `json:NAME`. A member `extensions` replaces all
    /// extensions. When this throws, the message is unchanged.
    public mutating func apply(_ json: Text, to message: inout Message) throws(JSONFailure) {
        message = try self.message(message, with: json)
    }

    /// The message that applying `json` to `message` gives.
    public mutating func message(_ message: Message, with json: Text) throws(JSONFailure) -> Message {
        var changed = message
        try withCursor(json) { cursor throws(JSONFailure) in try cursor.takeMessage(into: &changed) }
        return changed
    }

    /// Applies the members of the JSON object that `json` is to `header`, as for a message. A member `chatconv`
    /// must be a version that is known; `messages` is refused.
    public mutating func apply(_ json: Text, to header: inout TranscriptHeader) throws(JSONFailure) {
        var draft = HeaderDraft(header)
        try withCursor(json) { cursor throws(JSONFailure) in try cursor.takeHeader(into: &draft) }
        header = draft.header
    }

    /// The JSON value that `json` is, with white space around it allowed. O(n).
    public mutating func value(_ json: Text) throws(JSONFailure) -> Value {
        var value = Value.null
        try withCursor(json) { cursor throws(JSONFailure) in value = try cursor.takeValue() }
        return value
    }

    /// What was mended since this was called last; offsets count as those of failures do.
    public mutating func takeWarnings() -> [JSONFailure] {
        defer { warnings.removeAll() }
        return warnings
    }

    private mutating func withCursor(
        _ json: Text, _ body: (inout JSONCursor) throws(JSONFailure) -> Void
    ) throws(JSONFailure) {
        warnings.removeAll()
        warnings = try json.withUTF8 { bytes throws(JSONFailure) -> [JSONFailure] in
            guard var cursor = JSONCursor(bytes, of: json, decoder: self) else { throw .incomplete(at: 0) }
            try body(&cursor)
            try cursor.takeEnd()
            return cursor.warnings
        }
    }
}

/// What cursors over one input share.
package final class DecodingContext {
    let limits: Limits
    let isLenient: Bool
    /// Where strings with escapes are decoded.
    var arena = TextArena()

    init(limits: Limits, isLenient: Bool) {
        self.limits = limits
        self.isLenient = isLenient
    }
}

extension JSONCursor {
    /// Makes sure that nothing but white space follows.
    mutating func takeEnd() throws(JSONFailure) {
        do throws(JSONFailure) { _ = try significantByte() } catch {
            if error.kind == .incomplete { return }
            throw error
        }
        throw unexpected("the end")
    }
}
