import TextScanning
import TranscriptCoding
import TranscriptModel

/// The first mailbox of an address field (RFC 5322, 3.4 and 4.4), by its places in the field's value:
///
///     Ada Lovelace <ada@example.org>
///     "Lovelace, Ada" <ada@example.org>
///     ada@example.org (Ada Lovelace)
///     ada at example.org (Ada Lovelace)
struct AddressField {
    enum Name {
        case none
        /// Words, quoted or not, with their blanks.
        case phrase(Range<Int>)
        /// The inside of a comment.
        case comment(Range<Int>)
    }

    private(set) var name = Name.none
    private(set) var address: Range<Int>?
    /// Whether the field says more: another mailbox follows, or words beside the name and the address.
    private(set) var hasMore = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        var scan = Scan(bytes, range)
        scan.run()
        hasMore = scan.end < range.upperBound
        let phrase = bytes.trimmed(range.lowerBound..<scan.phraseEnd)
        if let angle = scan.angle {
            address = bytes.trimmed(angle)
            if !phrase.isEmpty {
                name = .phrase(phrase)
            } else if let comment = scan.comment {
                name = .comment(comment)
            }
        } else if phrase.contains(where: { bytes[$0] == UInt8(ascii: "@") }) || scan.comment != nil {
            address = phrase
            if let comment = scan.comment { name = .comment(comment) }
        } else if !phrase.isEmpty {
            // A word is a name: addresses without a domain were local to a machine that nobody knows.
            name = .phrase(phrase)
        }
        if address?.isEmpty == true { address = nil }
        hasMore = hasMore || saysMore(bytes, range)
    }

    /// Whether words stand beside the name and the address: behind the address, or in a second comment.
    private func saysMore(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        let named: Range<Int> =
            switch name {
            case .none: range.lowerBound..<range.lowerBound
            case .phrase(let range), .comment(let range): range
            }
        let address = address ?? range.lowerBound..<range.lowerBound
        return range.contains { index in
            !named.contains(index) && !address.contains(index)
                && (bytes[index].isASCIILetter || bytes[index].isASCIIDigit || bytes[index] >= 0x80)
        }
    }

    /// What a walk over a mailbox has found.
    private struct Scan {
        private let bytes: UnsafeBufferPointer<UInt8>
        private var index: Int
        /// Where the mailbox ends: at a comma, or with the value.
        var end: Int
        /// Where the words before an address in angle brackets end, or before a comment, or where the mailbox does.
        var phraseEnd: Int
        var angle: Range<Int>?
        var comment: Range<Int>?
        private var hasAddress = false

        init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
            self.bytes = bytes
            index = range.lowerBound
            end = range.upperBound
            phraseEnd = range.upperBound
        }

        mutating func run() {
            let limit = end
            var phraseIsDone = false
            func finishPhrase(_ scan: inout Scan, at place: Int) {
                if !phraseIsDone { scan.phraseEnd = place }
                phraseIsDone = true
            }
            while index < limit {
                let start = index
                switch bytes[index] {
                case UInt8(ascii: "\""): skipQuoted(to: limit)
                case UInt8(ascii: "("):
                    skipComment(to: limit)
                    comment = comment ?? start + 1..<max(start + 1, index - 1)
                    // A comment in front or in the middle of a name stays with it.
                    if onlyBlanksFollow(limit) || hasAddress { finishPhrase(&self, at: start) }
                case UInt8(ascii: "<") where angle == nil:
                    finishPhrase(&self, at: start)
                    let close = bytes.firstIndex(of: UInt8(ascii: ">"), from: index).flatMap { $0 < limit ? $0 : nil }
                    angle = start + 1..<(close ?? limit)
                    hasAddress = true
                    index = close.map { $0 + 1 } ?? limit
                case UInt8(ascii: ",") where hasAddress, UInt8(ascii: ";") where hasAddress:
                    // A comma before any address is in a name that nobody quoted.
                    end = start
                    finishPhrase(&self, at: start)
                    return
                case UInt8(ascii: "@"):
                    hasAddress = true
                    index += 1
                default: index += 1
                }
            }
            finishPhrase(&self, at: limit)
        }

        private func onlyBlanksFollow(_ limit: Int) -> Bool {
            (index..<limit).allSatisfy { bytes[$0].isBlank || bytes[$0].isLineEnd }
        }

        private mutating func skipQuoted(to limit: Int) {
            index += 1
            while index < limit, bytes[index] != UInt8(ascii: "\"") {
                index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
            }
            index = min(index + 1, limit)
        }

        private mutating func skipComment(to limit: Int) {
            var depth = 0
            while index < limit {
                switch bytes[index] {
                case UInt8(ascii: "\\"): index += 1
                case UInt8(ascii: "("): depth += 1
                case UInt8(ascii: ")"): depth -= 1
                default: break
                }
                index += 1
                if depth == 0 { break }
            }
            index = min(index, limit)
        }
    }

    /// Appends the words of a phrase without their quotation marks and escapes. Blanks in quotes are kept, line breaks
    /// are not.
    static func appendUnquoted(_ phrase: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var isQuoted = false
        var index = 0
        while index < phrase.count {
            let byte = phrase[index]
            if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == UInt8(ascii: "\\"), index + 1 < phrase.count {
                index += 1
                output.append(phrase[index])
            } else if !byte.isLineEnd {
                output.append(byte)
            }
            index += 1
        }
    }
}

// MARK: Writing

/// How a sender is written.
enum SenderSyntax {
    /// Whether `id` is an address that mail can carry as it is, and that stands for nothing else here.
    static func isAddress(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
        guard (3...250).contains(id.count), let at = id.firstIndex(of: UInt8(ascii: "@"), from: 0), at > 0,
            at + 1 < id.count, id.firstIndex(of: UInt8(ascii: "@"), from: at + 1) == nil,
            !isOwn(id)
        else { return false }
        return id.allSatisfy { $0 == UInt8(ascii: "@") || isInAtom($0) }
    }

    /// Whether an address was made up by this format's writer: for a name, for an id that is no address, or for nobody.
    static func isOwn(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        let count = address.count - MboxSyntax.ownDomain.utf8CodeUnitCount
        guard count >= 0, address.starts(with: MboxSyntax.ownDomain, at: count) else { return false }
        let local = address.slice(0..<count)
        for start in [ownName, ownID] where local.starts(with: start) {
            let fingerprint = local.slice(start.utf8CodeUnitCount..<count)
            return fingerprint.count == 16 && fingerprint.allSatisfy { $0.hexadecimalValue != nil }
        }
        return local.equals(nobody)
    }

    fileprivate static let ownName: StaticString = "name."
    fileprivate static let ownID: StaticString = "id."
    fileprivate static let nobody: StaticString = "nobody"

    /// Dots and what an atom is made of (RFC 5322, 3.2.3).
    static func isInAtom(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: isAtomPunctuation(byte)
        }
    }

    private static func isAtomPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "="),
            UInt8(ascii: "'"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "!"),
            UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "^"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }
}

extension OutputBuffer {
    /// Appends the address of `sender`: its id where that is one, else one that stands for it and for nobody else.
    mutating func appendAddress(of sender: Sender) {
        if let id = sender.id, id.withUTF8({ SenderSyntax.isAddress($0) }) { return append(id) }
        guard let key = sender.id ?? sender.name else {
            append(SenderSyntax.nobody)
            return append(MboxSyntax.ownDomain)
        }
        var fingerprint = Fingerprint()
        key.withUTF8 { fingerprint.add($0) }
        append(sender.id == nil ? SenderSyntax.ownName : SenderSyntax.ownID)
        append(fingerprint)
        append(MboxSyntax.ownDomain)
    }

    /// Appends a name as the display name of an address, with a blank or a line break after it.
    mutating func appendDisplayName(_ name: Text) {
        name.withUTF8 { name in
            if isPlainPhrase(name) {
                append(name)
                append(UInt8(ascii: " "))
            } else if canBeQuoted(name) {
                append(UInt8(ascii: "\""))
                for byte in name {
                    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { append(UInt8(ascii: "\\")) }
                    append(byte)
                }
                append("\" ")
            } else {
                appendEncodedWords(name)
                append("\n ")
            }
        }
    }

    /// Atoms with single blanks between them.
    private func isPlainPhrase(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard (1...60).contains(name.count), name.first != MboxSyntax.space, name.last != MboxSyntax.space else {
            return false
        }
        var wasBlank = false
        for byte in name {
            if byte == MboxSyntax.space ? wasBlank : !(SenderSyntax.isInAtom(byte) && byte != UInt8(ascii: "=")) {
                return false
            }
            wasBlank = byte == MboxSyntax.space
        }
        return true
    }

    /// Printable ASCII. What looks like an encoded word is left to encoded words: programs decode it in quotes too.
    private func canBeQuoted(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        name.count <= 60 && name.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && name.firstIndex(of: "=?", from: 0) == nil
    }
}
