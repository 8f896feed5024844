import TextScanning

/// A part of a mail's body (RFC 2046) that has no parts itself.
struct MIMELeaf {
    private let fields: PartFields
    var type: ContentType
    /// Where what it holds stands in the mail.
    var body: Range<Int>

    /// Reads what the header of a mail or part says of its body.
    init(
        _ header: HeaderBlock, _ bytes: UnsafeBufferPointer<UInt8>, _ types: ContentTypes, body: Range<Int>,
        inDigest: Bool = false
    ) {
        fields = PartFields(header, bytes, types, inDigest: inDigest)
        type = fields.type
        self.body = body
    }

    var encoding: TransferEncoding { fields.encoding }
    var disposition: FieldParameters? { fields.disposition }
    /// The values of `Content-ID:` and `Content-Description:`.
    var contentID: HeaderField? { fields.contentID }
    var description: HeaderField? { fields.description }
    /// The fields that its type and its disposition are of.
    var typeField: HeaderField? { fields.typeField }
    var dispositionField: HeaderField? { fields.dispositionField }
    /// Fields about its form that say more than is made of them.
    var unused: [HeaderField] { fields.unused }

    func isType(_ literal: StaticString) -> Bool { type.mediaType.withUnsafeBufferPointer { $0.equals(literal) } }
    func hasType(_ prefix: StaticString) -> Bool { type.mediaType.withUnsafeBufferPointer { $0.starts(with: prefix) } }

    var isText: Bool { type.isText }
    /// Whether it is to be shown where it is all that a mail has: a text of whatever kind (RFC 2046, 4.1.4).
    var isTextAlone: Bool { isText || hasType("text/") }
    var isHTML: Bool { type.isHTML }
    var isAttachment: Bool { fields.isAttachment }
}

/// What the header of a part says of its body. Its own object, since parts are handed around: into the tree, out of it, and to
/// what is shown of them.
private final class PartFields {
    private(set) var type: ContentType
    private(set) var disposition: FieldParameters?
    private(set) var encoding = TransferEncoding.identity
    private(set) var contentID: HeaderField?
    private(set) var description: HeaderField?
    private(set) var typeField: HeaderField?
    private(set) var dispositionField: HeaderField?
    private(set) var unused: [HeaderField] = []
    private(set) var isAttachment = false

    init(_ header: HeaderBlock, _ bytes: UnsafeBufferPointer<UInt8>, _ types: ContentTypes, inDigest: Bool) {
        // RFC 2046, 5.1.5: in a digest, a part is a mail unless it says otherwise.
        type = inDigest ? ContentType.mail : ContentType.plain
        // The first of a kind is the one that programs heed.
        var taken = FieldKinds()
        for field in header.fields where field.kind.isAboutPart || field.kind.isAboutForm {
            if field.kind == .contentType, field.value.isEmpty { continue }
            if !taken.insert(field.kind) || !take(field, bytes, types) { unused.append(field) }
        }
    }

    /// Takes what a field says of the part. Returns false where it says more.
    private func take(_ field: HeaderField, _ bytes: UnsafeBufferPointer<UInt8>, _ types: ContentTypes) -> Bool {
        let value = bytes.slice(field.value)
        switch field.kind {
        case .contentType:
            (type, typeField) = (types.type(bytes, in: field.value), field)
            return !type.saysMore
        case .transferEncoding:
            encoding = TransferEncoding(name: value)
            return TransferEncoding.isName(value)
        case .disposition:
            let parameters = FieldParameters(bytes, in: field.value)
            (disposition, dispositionField) = (parameters, field)
            isAttachment = parameters.hasValue("attachment")
            return !parameters.hasStrayWords && !parameters.haveOther(than: ["filename"])
                && (isAttachment || parameters.hasValue("inline"))
        case .contentID: contentID = field
        case .contentDescription: description = field
        case .mimeVersion: return value.equals("1.0")
        case .contentLength: return RecordSearch.number(bytes, in: field.value) != nil
        default: break
        }
        return true
    }
}
