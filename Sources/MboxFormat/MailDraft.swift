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
    var isDeleted = false
    /// Where the sender's address stands.
    var address: Range<Int>?
    var references: HeaderField?
    var ownField: HeaderField?

    private var fields = MembersBuilder()
    /// The values of names that come more than once.
    private var repeated: [(name: Text, values: [Value])] = []
    /// The kinds of fields that were taken.
    private var taken = FieldKinds()
    private var seen = FieldKinds()

    /// Returns false for a kind that means something once, and was there before.
    mutating func takeOnce(_ kind: FieldKind) -> Bool {
        taken.insert(kind)
    }

    /// The same for the walk over all fields.
    mutating func takeInTurn(_ kind: FieldKind) -> Bool {
        kind == .other || kind.isAboutForm || seen.insert(kind)
    }

    mutating func expectFields(_ count: Int) { fields.reserveCapacity(min(count, 64)) }

    /// Keeps a value. `isFirst` tells whether it is the first of its name, where that is known.
    mutating func keep(_ name: Text, isFirst: Bool? = nil, _ value: Value) {
        if isFirst == true { return fields.append(new: name, value) }
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
        putRepeatedTogether()
        var details = MessageDetails()
        details.id = id
        details.replyTo = replyTo
        details.attachments = attachments
        details.extensions = fields.members
        details.isDeleted = isDeleted
        return Message(timestamp: timestamp, sender: sender, body: body, notPlain: details)
    }

    private mutating func putRepeatedTogether() {
        for (name, values) in repeated {
            guard let first = fields.members[name] else { continue }
            fields.replace(name, with: .array([first] + values))
        }
    }
}

/// The names of extensions, made once for an archive: its mails have the same fields in nearly the same order.
struct FieldNames {
    private struct Entry {
        let name: Text
        /// The last mail in which it was taken.
        var mail = 0
    }

    private var known: [Entry] = []
    /// Where the name is known to be that was looked for last, of those with the same mark.
    private var places = [Int](repeating: 0, count: 256)
    private var next = 0
    private var mail = 0
    private static let most = 256

    /// Begins with the first field of a mail.
    mutating func restart() {
        next = 0
        mail &+= 1
    }

    /// The extension's name for a field's name.
    mutating func name(of field: UnsafeBufferPointer<UInt8>) -> Text {
        place(of: field).map { known[$0].name } ?? Self.name(field)
    }

    /// The same for a field of the mail, and whether it is the first of that name; nil where that is not known.
    mutating func take(_ field: UnsafeBufferPointer<UInt8>) -> (name: Text, isFirst: Bool?) {
        guard let place = place(of: field) else { return (Self.name(field), nil) }
        let isFirst = known[place].mail != mail
        known[place].mail = mail
        return (known[place].name, isFirst)
    }

    /// Where a name is among those that are known; nil when there is no room for it.
    private mutating func place(of field: UnsafeBufferPointer<UInt8>) -> Int? {
        let mark = Self.mark(field)
        guard let place = find(field, places[mark]) else { return nil }
        places[mark] = place
        next = place + 1
        return place
    }

    private mutating func find(_ field: UnsafeBufferPointer<UInt8>, _ likely: Int) -> Int? {
        if next < known.count, isName(next, field) { return next }
        if likely < known.count, isName(likely, field) { return likely }
        if let place = known.indices.first(where: { isName($0, field) }) { return place }
        if known.count == Self.most { return nil }
        known.append(Entry(name: Self.name(field)))
        return known.count - 1
    }

    @inline(__always)
    private func isName(_ place: Int, _ field: UnsafeBufferPointer<UInt8>) -> Bool {
        let prefix = MboxSyntax.extensionPrefix.utf8CodeUnitCount
        return known[place].name.withUTF8 { $0.slice(prefix..<$0.count).hasSameBytes(as: field) }
    }

    /// A number under 256 that differs between most names.
    private static func mark(_ field: UnsafeBufferPointer<UInt8>) -> Int {
        guard let first = field.first, let last = field.last else { return 0 }
        return (field.count &* 31 ^ Int(first) &* 7 ^ Int(last) ^ Int(field[field.count / 2]) &* 3) & 255
    }

    private static func name(_ field: UnsafeBufferPointer<UInt8>) -> Text {
        var name = OutputBuffer(capacity: 64)
        name.append(MboxSyntax.extensionPrefix)
        name.append(field)
        return name.withBytes { Text(copying: $0) }
    }
}

extension Text {
    /// The text of a literal.
    init(_ literal: StaticString) {
        self = literal.withUTF8Buffer { Text(copying: $0) }
    }
}
