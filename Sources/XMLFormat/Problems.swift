import TranscriptCoding
import TranscriptModel

/// Says what is wrong with the element that is being read, with its place.
struct Problems {
    private let feed: DocumentFeed

    init(_ feed: DocumentFeed) { self.feed = feed }

    /// Whether somebody asks for the places of messages.
    var tracksMessages: Bool { feed.input.isValidated }

    /// The place of the tag that the parser is at.
    var tagLocation: SourceLocation { feed.tagLocation }

    /// Where that tag begins, in bytes from the start of the input.
    var tagStart: Int { feed.tagStart }

    /// The place of what stands on a line from a byte of the input on; nil when it is not in memory any more.
    func location(ofLineFrom offset: Int) -> SourceLocation? { feed.input.location(ofLineFrom: offset) }

    /// The byte of the input that a byte of the document is, which begins behind a byte order mark.
    func inputOffset(of offset: Int) -> Int { feed.markLength + offset }

    /// The place of the tag that ends at a byte of the input; nil when it is not in memory any more.
    func location(ofTagBefore offset: Int) -> SourceLocation? { feed.location(ofTagBefore: offset) }

    /// How many problems were found so far that leave something out.
    var faultCount: Int { feed.faultCount }

    /// A failure at the tag that the parser is at.
    func error(_ code: DiagnosticCode, _ message: String) -> ConversionError {
        ConversionError(.malformedInput, code, message, at: feed.tagLocation)
    }

    func invalid(_ text: Text, _ reason: String) -> ConversionError { text.withUTF8 { invalid($0, reason) } }

    func invalid(_ value: UnsafeBufferPointer<UInt8>, _ reason: String) -> ConversionError {
        error(.xmlInvalidValue, "'\(String(decoding: value, as: UTF8.self).shortened)' \(reason)")
    }

    func unknown(_ attribute: StartTag.Attribute, in element: Name, _ context: Context) -> ConversionError {
        let name = attribute.qualifiedName
        var error = error(.xmlUnknownAttribute, "<\(element.spelling)> has no attribute '\(name.shown)'")
        let meant = feed.suggestions.nearest(to: name.local, in: "@\(context)") {
            Grammar.attributes(of: context).map(\.spelling)
        }
        if !name.hasNamespace, let meant { error.diagnostic.help = "did you mean '\(meant)'?" }
        return error
    }

    func unknownElement(_ name: QualifiedName, in context: Context) -> ConversionError {
        var error = error(.xmlUnknownElement, "<\(name.shown)> is no element of a transcript")
        let meant = feed.suggestions.nearest(to: name.local, in: "\(context)") {
            Grammar.elements(in: context).map(\.spelling)
        }
        if let meant { error.diagnostic.help = "did you mean <\(meant)>?" }
        return error
    }

    func strayText(in element: Name) -> ConversionError {
        ConversionError(
            .malformedInput, .xmlStrayText, "there is text in <\(element.spelling)>, which holds only elements",
            at: feed.textLocation)
    }

    /// The same for a part of a CDATA section, in which the text begins at `index`.
    func strayText(in element: Name, atByteOfSection index: Int) -> ConversionError {
        var error = strayText(in: element)
        error.diagnostic.location = feed.locationInSection(index)
        return error
    }

    func noTranscript(_ root: QualifiedName) -> ConversionError {
        var error = error(
            .xmlNoTranscript,
            "this is XML but no transcript: its outermost element is <\(root.shown)> "
                + (root.hasNamespace ? "of namespace '\(root.uri.shortened)'" : "without namespace"))
        error.diagnostic.help = "a transcript starts with <transcript xmlns=\"\(XMLSyntax.namespace)\">"
        return error
    }

    var tooDeep: ConversionError {
        ConversionError(
            .limitExceeded, .nestedTooDeep, "elements are nested deeper than \(feed.input.limits.depth) values",
            at: feed.tagLocation)
    }

    var tooManyAttributes: ConversionError { feed.tooManyAttributes(at: feed.tagLocation) }

    /// Says something of the tag that the parser is at, or of an attribute of it.
    func note(_ code: DiagnosticCode, _ message: String, of attribute: StartTag.Attribute?) {
        let place = attribute.flatMap { places(of: $0)?.name } ?? feed.tagLocation
        feed.input.diagnostics.report(Diagnostic(.note, code, message, at: place))
    }

    /// The places of an attribute of that tag, and of its value, which is its name's where it is empty.
    private func places(of attribute: StartTag.Attribute) -> (name: SourceLocation, value: SourceLocation)? {
        let spelling = attribute.qualifiedName.spelling
        guard let name = feed.location(inTag: { $0.placesInTag(ofAttribute: spelling)?.name }) else { return nil }
        let value = feed.location { tag in
            tag.placesInTag(ofAttribute: spelling).flatMap { $0.value.isEmpty ? nil : $0.value }
        }
        return (name, value ?? name)
    }

    /// Says what the schema does not allow, at the tag that ends at a byte of the input, or where that is not in memory any
    /// more, at a place near it.
    func report(_ objection: SchemaValidator.Objection, atTagBefore offset: Int?, near place: SourceLocation?) {
        feed.input.diagnostics.report(
            Diagnostic(
                .warning, .xmlSchema, objection.message,
                help: "chatconv schema xml prints the schema", at: offset.flatMap { feed.location(ofTagBefore: $0) } ?? place))
    }

    /// The same for a failure in an attribute of the tag that the parser is at: at its value, where that is what is wrong.
    func recover(_ error: ConversionError, in attribute: StartTag.Attribute) throws(ConversionError) {
        var error = error
        var byteCount = 0
        if let places = places(of: attribute) {
            error.diagnostic.location = error.code == .xmlInvalidValue ? places.value : places.name
            byteCount = (places.name.extent?.byteCount ?? 0) + (places.value.extent?.byteCount ?? 0)
        }
        try recover(error, leavingOut: byteCount)
    }

    /// Goes on after what can be mended by leaving something out, in a lenient run; else stops. What is left out is what
    /// the error points at.
    func recover(_ error: ConversionError) throws(ConversionError) {
        try recover(error, leavingOut: error.location?.extent?.byteCount ?? 0)
    }

    /// The same, where it is known how many bytes are left out; nil where that is nothing, or is told later.
    func recover(_ error: ConversionError, leavingOut byteCount: Int?) throws(ConversionError) {
        guard feed.input.isLenient, error.category == .malformedInput else { throw error }
        var diagnostic = error.diagnostic
        diagnostic.severity = .warning
        diagnostic.message += "; it is left out"
        feed.faultCount += 1
        feed.input.diagnostics.report(diagnostic.stoppingStrictReading)
        if let byteCount {
            let kind = error.code == .xmlStrayText ? OmissionKind.strayText : .invalidMarkup
            feed.input.omissions.add(Omission(kind, byteCount: byteCount, at: error.location))
        }
    }

    /// Tells of an element that is left out with all that is in it, whose end tag the parser is at.
    func omitElement(from start: SourceLocation?) {
        let end = feed.location.byteOffset
        feed.input.omissions.add(Omission(.invalidMarkup, byteCount: max(0, end - (start?.byteOffset ?? end)), at: start))
    }

    /// Tells of what the parser has just passed that is no part of a transcript.
    func passOver(_ markup: UnreadMarkup, length: Int) {
        let kind = markup == .comment ? OmissionKind.comments : .processingInstructions
        let place = feed.location(ofLast: markup.opening)
        feed.input.omissions.add(Omission(kind, byteCount: length + markup.delimiterLength, at: place))
    }
}

extension QualifiedName {
    /// The name as it is written, for a message.
    var shown: String { spelling.shortened }
}

extension String {
    /// As much of a name or value, which can be as long as the document likes, as a message should have.
    var shortened: String {
        utf8.count <= 100 ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(60))) + "…"
    }
}
