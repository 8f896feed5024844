import TranscriptCoding

extension TranscriptInput {
    /// That a conversion gives the text in UTF-8, which the input is not: writers know no other encoding. nil where the input is
    /// UTF-8, or where the caller has named its encoding and so knows.
    package var encodingChange: Diagnostic? {
        guard let encoding, encoding != CharacterEncoding.utf8.name else { return nil }
        let (form, without) = hasByteOrderMark ? ("is \(encoding) with a byte order mark", ", without one") : ("says that it is \(encoding)", "")
        return Diagnostic(.warning, .encodingChanged, "the input \(form); the output is UTF-8\(without)")
    }
}

extension DiagnosticCode {
    public static let encodingChanged = DiagnosticCode("output.encoding", "the output is in another encoding than the input")
}
