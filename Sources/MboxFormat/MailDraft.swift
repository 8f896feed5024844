import TextScanning
import TranscriptModel

/// A message while its mail's fields are taken one by one.
struct MailDraft {
    var timestamp: Timestamp?
    var sender = Sender()
    var id: Text?
    var replyTo: Text?
    var body: Text?
    var attachments: [Attachment] = []
    var fromLine: FromLine?
    /// Whether the field is kept although the message has its sender, or its time, from somewhere.
    var keepsSender = false
    var keepsDate = false
    /// Where the sender's address stands.
    var address: Range<Int>?
    var references: HeaderField?
    var ownField: HeaderField?

    private var fields = MembersBuilder()
    /// The values of names that come more than once.
    private var repeated: [(name: Text, values: [Value])] = []
    /// The kinds that were taken, one bit each.
    private var taken: UInt32 = 0
    private var seen: UInt32 = 0

    /// Returns false for a kind that means something once, and was there before.
    mutating func takeOnce(_ kind: FieldKind) -> Bool {
        Self.insert(kind, into: &taken)
    }

    /// The same for the walk over all fields.
    mutating func takeInTurn(_ kind: FieldKind) -> Bool {
        kind == .other || kind.isAboutForm || Self.insert(kind, into: &seen)
    }

    private static func insert(_ kind: FieldKind, into kinds: inout UInt32) -> Bool {
        let bit = UInt32(1) << UInt32(kind.rawValue)
        if kinds & bit != 0 { return false }
        kinds |= bit
        return true
    }

    mutating func expectFields(_ count: Int) { fields.reserveCapacity(min(count, 64)) }

    mutating func keep(_ name: Text, _ value: Value) {
        if fields.append(name, value) { return }
        if let index = repeated.firstIndex(where: { $0.name == name }) {
            repeated[index].values.append(value)
        } else {
            repeated.append((name, [value]))
        }
    }

    /// The message that has been gathered.
    consuming func message() -> Message {
        if id == nil, replyTo == nil, attachments.isEmpty, fields.members.isEmpty {
            return Message(timestamp: timestamp, sender: sender, body: body)
        }
        var details = MessageDetails()
        details.id = id
        details.replyTo = replyTo
        details.attachments = attachments
        details.extensions = extensions
        return Message(timestamp: timestamp, sender: sender, body: body, notPlain: details)
    }

    private var extensions: Members {
        if repeated.isEmpty { return fields.members }
        var fields = fields
        for (name, values) in repeated {
            guard let first = fields.members[name] else { continue }
            fields.replace(name, with: .array([first] + values))
        }
        return fields.members
    }
}

/// The names of extensions, made once for an archive: its mails have the same fields in nearly the same order.
struct FieldNames {
    private var known: [Text] = []
    private var next = 0
    private static let most = 256

    /// Begins with the first field of a mail.
    mutating func restart() { next = 0 }

    /// The extension's name for a field's name.
    mutating func name(of field: UnsafeBufferPointer<UInt8>) -> Text {
        let prefix = MboxSyntax.extensionPrefix.utf8CodeUnitCount
        func isName(_ index: Int) -> Bool {
            known[index].withUTF8 { $0.slice(prefix..<$0.count).hasSameBytes(as: field) }
        }
        if next < known.count, isName(next) {
            next += 1
            return known[next - 1]
        }
        if let index = known.indices.first(where: isName) {
            next = index + 1
            return known[index]
        }
        var name = OutputBuffer(capacity: 64)
        name.append(MboxSyntax.extensionPrefix)
        name.append(field)
        let text = name.withBytes { Text(copying: $0) }
        if known.count < Self.most { known.append(text) }
        next = known.count
        return text
    }
}

extension Text {
    /// The text of a literal.
    init(_ literal: StaticString) {
        self = literal.withUTF8Buffer { Text(copying: $0) }
    }
}
