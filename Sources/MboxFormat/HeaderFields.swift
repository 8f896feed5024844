import TextScanning

/// A header field of a mail or of one of its parts, by its places in the mail's bytes.
struct HeaderField {
    var kind: FieldKind
    var name: Range<Int>
    /// The value without what surrounds it; line breaks of folding are in it.
    var value: Range<Int>
    /// Whether the value has line breaks in it.
    var isFolded: Bool

    /// All of it, from its name to the end of its value.
    var range: Range<Int> { name.lowerBound..<max(name.upperBound, value.upperBound) }
}

/// The fields that mean something here, known by their names.
enum FieldKind: UInt8 {
    case from, date, subject, messageID, inReplyTo, references, ownField
    case mimeVersion, contentType, transferEncoding, disposition, contentLength, contentID, contentDescription
    /// What mail programs note of a mail in their own mailboxes.
    case mozillaStatus, mailStatus
    case other

    init(_ name: UnsafeBufferPointer<UInt8>) {
        switch name.count {
        case 4 where name.equalsIgnoringCase("from"): self = .from
        case 4 where name.equalsIgnoringCase("date"): self = .date
        case 7 where name.equalsIgnoringCase("subject"): self = .subject
        case 8 where name.equalsIgnoringCase("x-status"): self = .mailStatus
        case 10: self = Self.ofTenLetters(name)
        case 11 where name.equalsIgnoringCase("in-reply-to"): self = .inReplyTo
        case 12 where name.equalsIgnoringCase("content-type"): self = .contentType
        case 12 where name.equalsIgnoringCase("mime-version"): self = .mimeVersion
        case 14 where name.equalsIgnoringCase("content-length"): self = .contentLength
        case 16 where name.equalsIgnoringCase("x-mozilla-status"): self = .mozillaStatus
        case 19 where name.equalsIgnoringCase("content-disposition"): self = .disposition
        case 19 where name.equalsIgnoringCase("content-description"): self = .contentDescription
        case 25 where name.equalsIgnoringCase("content-transfer-encoding"): self = .transferEncoding
        default: self = .other
        }
    }

    private static func ofTenLetters(_ name: UnsafeBufferPointer<UInt8>) -> FieldKind {
        if name.equalsIgnoringCase("message-id") { return .messageID }
        if name.equalsIgnoringCase("references") { return .references }
        if name.equalsIgnoringCase("x-chatconv") { return .ownField }
        return name.equalsIgnoringCase("content-id") ? .contentID : .other
    }

    /// Whether a field of this kind says something of a part's body.
    var isAboutPart: Bool {
        switch self {
        case .contentType, .transferEncoding, .disposition, .contentID, .contentDescription: true
        default: false
        }
    }

    /// Whether a whole mail has one field of this kind and no more (RFC 5322, 3.6, and RFC 2045).
    var isOnceInMail: Bool {
        switch self {
        case .from, .date, .subject, .messageID, .inReplyTo, .references, .mimeVersion, .contentType, .transferEncoding: true
        default: false
        }
    }

    /// Whether a field of this kind is about the form of a mail, which a writer chooses anew.
    var isAboutForm: Bool {
        switch self {
        case .mimeVersion, .contentType, .transferEncoding, .disposition, .contentLength: true
        default: false
        }
    }
}

/// Kinds of fields, one bit each.
struct FieldKinds {
    private var bits: UInt32 = 0

    func contains(_ kind: FieldKind) -> Bool { bits & Self.bit(kind) != 0 }

    /// Returns false where the kind is there already.
    @discardableResult
    mutating func insert(_ kind: FieldKind) -> Bool {
        if contains(kind) { return false }
        bits |= Self.bit(kind)
        return true
    }

    private static func bit(_ kind: FieldKind) -> UInt32 { UInt32(1) << UInt32(kind.rawValue) }
}

/// The header of a mail or of a part (RFC 5322, 2.2): its fields in their order.
struct HeaderBlock {
    enum Ending {
        /// A blank line.
        case blankLine
        /// A line that is no field; the body starts with it.
        case otherLine
        /// The end of the bytes.
        case cut
    }

    private(set) var fields: [HeaderField] = []
    /// Where the body starts.
    private(set) var end = 0
    private(set) var ending = Ending.cut
    /// The first field that is past the limit, where there are so many.
    private(set) var excess: Int?
    /// Lines that belong to no field and stand in the header all the same.
    private(set) var strayLines: [Range<Int>] = []

    /// The kinds of the fields.
    private var kinds = FieldKinds()

    /// The most fields that a mail can have, and the most stray lines. Real ones have some dozens.
    static let mostFields = 10_000
    private static let ordinaryRoom = 256

    /// The start of the first line that was not read yet.
    private var next = 0

    /// Reads the fields from `start` on. In a part, a line that starts with two hyphens is a boundary and no field.
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int, isPart: Bool = false) {
        begin(at: start)
        _ = advance(bytes, to: limit, isWhole: true, isPart: isPart)
    }

    /// Forgets all, to read from `start` on.
    mutating func begin(at start: Int) {
        // The room of an ordinary mail is kept.
        fields.removeAll(keepingCapacity: fields.capacity <= Self.ordinaryRoom)
        (end, ending, excess, next, kinds) = (start, .cut, nil, start, FieldKinds())
        if !strayLines.isEmpty { strayLines.removeAll() }
    }

    /// Reads on where it stood. Returns false when the end of the header is not there, and `isWhole` does not say that
    /// nothing comes any more.
    mutating func advance(
        _ bytes: UnsafeBufferPointer<UInt8>, to limit: Int, isWhole: Bool, isPart: Bool = false
    ) -> Bool {
        var index = next
        while index < limit {
            let line = bytes.line(at: index, to: limit)
            if line.next == line.end, !isWhole { break }
            if line.end == index {
                (end, ending) = (line.next, .blankLine)
                return true
            }
            if bytes[index].isBlank {
                extendLastField(index, line.end, bytes)
            } else if !(isPart && bytes.starts(with: "--", at: index)),
                let colon = Self.colon(bytes, in: index..<line.end)
            {
                append(bytes, index, colon, line.end)
            } else {
                switch isStray(bytes, line: index..<line.end, next: line.next, to: limit, isWhole: isWhole, isPart: isPart) {
                case true?: addStray(index..<line.end)
                case false?:
                    (end, ending) = (index, .otherLine)
                    return true
                case nil:
                    (next, end) = (index, limit)
                    return false
                }
            }
            index = line.next
        }
        (next, end) = (index, limit)
        return isWhole
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ colon: Int, _ end: Int) {
        if fields.count >= Self.mostFields {
            excess = excess ?? start
            return
        }
        var nameEnd = colon
        while nameEnd > start, bytes[nameEnd - 1].isBlank { nameEnd -= 1 }
        let value = bytes.trimmed(colon + 1..<end)
        let kind = FieldKind(bytes.slice(start..<nameEnd))
        kinds.insert(kind)
        fields.append(HeaderField(kind: kind, name: start..<nameEnd, value: value, isFolded: false))
    }

    private mutating func addStray(_ line: Range<Int>) {
        if strayLines.count < Self.mostFields { strayLines.append(line) } else { excess = excess ?? line.lowerBound }
    }

    private mutating func extendLastField(_ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
        let more = bytes.trimmed(start..<end)
        if excess != nil || more.isEmpty { return }
        guard let last = fields.indices.last else { return addStray(more) }
        let value = fields[last].value
        if value.isEmpty {
            fields[last].value = more
        } else {
            fields[last].value = value.lowerBound..<more.upperBound
            fields[last].isFolded = true
        }
    }

    /// The colon of a line that is a field; nil when it is none.
    @inline(__always)
    static func colon(_ bytes: UnsafeBufferPointer<UInt8>, in line: Range<Int>) -> Int? {
        var index = line.lowerBound
        while index < line.upperBound, bytes[index].isInFieldName { index += 1 }
        if index == line.lowerBound { return nil }
        // Blanks before the colon are obsolete, and legal in what is read (RFC 5322, 4.5).
        while index < line.upperBound, bytes[index].isBlank { index += 1 }
        return index < line.upperBound && bytes[index] == UInt8(ascii: ":") ? index : nil
    }

    /// Whether a line that is no field stands in the header all the same, which goes on behind it; nil when more has to come to
    /// tell.
    private func isStray(
        _ bytes: UnsafeBufferPointer<UInt8>, line: Range<Int>, next: Int, to limit: Int, isWhole: Bool, isPart: Bool
    ) -> Bool? {
        if isPart, bytes.starts(with: "--", at: line.lowerBound) { return false }
        // Some programs keep the `From ` line of a mail that they wrap, quoted or not, and some put a quoted one among the
        // fields of a mail that they move. A lone dot is what ends a mail on its way (RFC 5321, 4.5.2).
        if bytes.starts(with: ">From ", at: line.lowerBound) || line.count == 1 && bytes[line.lowerBound] == UInt8(ascii: ".") {
            return true
        }
        if fields.isEmpty { return bytes.starts(with: MboxSyntax.separator, at: line.lowerBound) }
        if Self.isFieldOfOtherLetters(bytes, line) { return true }
        return isBeforeFields(bytes, next, to: limit, isWhole: isWhole, isPart: isPart)
    }

    /// Whether a line is a field but for its name, which has letters beyond ASCII (against RFC 5322, 2.2).
    private static func isFieldOfOtherLetters(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
        guard let colon = bytes.slice(0..<line.upperBound).firstIndex(of: UInt8(ascii: ":"), from: line.lowerBound),
            colon > line.lowerBound
        else { return false }
        return bytes.slice(line.lowerBound..<colon).allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }

    /// Whether the header goes on at `start`: with a field that a mail has once and that has not come yet, or with three in a row.
    /// Then a program has broken the line before, and the body has not begun.
    private func isBeforeFields(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, to limit: Int, isWhole: Bool, isPart: Bool
    ) -> Bool? {
        var index = start
        var count = 0
        for _ in 0..<16 {
            let line = bytes.line(at: index, to: limit)
            if line.next == line.end, !isWhole { return nil }
            if line.end == index || isPart && bytes.starts(with: "--", at: index) { return false }
            if !bytes[index].isBlank {
                guard let colon = Self.colon(bytes, in: index..<line.end) else { return false }
                let kind = FieldKind(bytes.slice(bytes.trimmed(index..<colon)))
                count += 1
                if count == 3 || kind.isOnceInMail && !kinds.contains(kind) { return true }
            }
            index = line.next
        }
        return false
    }

    /// The first field of a kind.
    func first(_ kind: FieldKind) -> HeaderField? { fields.first { $0.kind == kind } }
}

extension OutputBuffer {
    /// Appends a folded value in one line.
    mutating func appendWithoutLineEnds(_ value: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while start < value.count {
            let feed = value.firstIndex(of: MboxSyntax.lineFeed, from: start) ?? value.count
            appendWithoutReturns(value.slice(start..<feed))
            start = feed + 1
        }
    }

    private mutating func appendWithoutReturns(_ line: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while let found = line.firstIndex(of: MboxSyntax.carriageReturn, from: start) {
            append(line.slice(start..<found))
            start = found + 1
        }
        append(line.slice(start..<line.count))
    }
}
