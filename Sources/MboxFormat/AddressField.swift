import TextScanning

/// The first mailbox of an address field (RFC 5322, 3.4 and 4.4), by its places in the field's value:
///
///     Ada Lovelace <ada@example.org>
///     "Lovelace, Ada" <ada@example.org>
///     <ada@example.org> Ada Lovelace
///     ada@example.org (Ada Lovelace)
///     ada at example.org (Ada Lovelace)
///     Friends: Ada Lovelace <ada@example.org>, bob@example.org;
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
    /// Whether comments, blanks or a way stand in the address that are no part of its text.
    private(set) var isSpelledOddly = false
    /// Whether the field says more: another mailbox follows, or words beside the name and the address.
    private(set) var hasMore = false

    init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        if takePlain(bytes, range) { return }
        let group = AddressGroup(bytes, in: range)
        let members = group.map { bytes.trimmed($0.members) }
        let scan = AddressScan(bytes, members.flatMap { $0.isEmpty ? nil : $0 } ?? range)
        take(scan, bytes)
        if let group, members?.isEmpty ?? false {
            // A group without members is who the mail is from: `Undisclosed senders:;`.
            (name, address) = (.phrase(bytes.trimmed(group.name)), nil)
        }
        if address?.isEmpty == true { address = nil }
        isSpelledOddly = address.map { AddressText.isOdd(bytes.slice($0)) } ?? false
        hasMore = scan.end < range.upperBound || isSpelledOddly || saysMore(bytes, range)
    }

    /// Takes what nearly all fields are: words, or one string in quotes, then an address in angle brackets, and nothing that means
    /// anything else in either. Returns false for any other field.
    private mutating func takePlain(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Bool {
        guard let last = range.last, bytes[last] == UInt8(ascii: ">"),
            let open = bytes.slice(0..<last).firstIndex(of: UInt8(ascii: "<"), from: range.lowerBound), open + 1 < last
        else { return false }
        for index in open + 1..<last where bytes[index] != UInt8(ascii: "@") && !SenderSyntax.isInAtom(bytes[index]) { return false }
        if bytes[open + 1] == UInt8(ascii: "@") { return false }
        let phrase = bytes.trimmed(range.lowerBound..<open)
        var words = phrase
        if phrase.count >= 2, bytes[phrase.lowerBound] == UInt8(ascii: "\""), bytes[phrase.upperBound - 1] == UInt8(ascii: "\"") {
            words = phrase.dropFirst().dropLast()
            for index in words where bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "\\") { return false }
        } else {
            for index in words where Self.isSpecial(bytes[index]) { return false }
        }
        name = phrase.isEmpty ? .none : .phrase(phrase)
        address = open + 1..<last
        return true
    }

    /// Whether a byte may mean something else in a phrase than itself (RFC 5322, 3.2.3).
    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"), UInt8(ascii: "["), UInt8(ascii: "\\"), UInt8(ascii: "]"):
            true
        default: false
        }
    }

    private mutating func take(_ scan: AddressScan, _ bytes: UnsafeBufferPointer<UInt8>) {
        let phrase = bytes.trimmed(scan.phrase)
        if let angle = scan.angle {
            address = bytes.trimmed(angle)
            let words = bytes.trimmed(scan.wordsBehind)
            if !phrase.isEmpty {
                name = .phrase(phrase)
            } else if let comment = scan.comment {
                name = .comment(comment)
            } else if !words.isEmpty {
                name = .phrase(words)
            }
        } else if let brackets = Self.squareBrackets(bytes, phrase) {
            address = brackets.address
            if !brackets.words.isEmpty { name = .phrase(brackets.words) }
        } else if let comment = scan.comment {
            address = phrase
            name = .comment(comment)
        } else if let (first, rest) = Self.addressAmongWords(bytes, phrase) {
            address = first
            if !rest.isEmpty { name = .phrase(rest) }
        } else if phrase.contains(where: { bytes[$0] == UInt8(ascii: "@") }) {
            address = phrase
        } else if !phrase.isEmpty {
            // A word is a name: addresses without a domain were local to a machine that nobody knows.
            name = .phrase(phrase)
        }
    }

    /// `Ada [mailto:ada@example.org]`, as Outlook exports it.
    private static func squareBrackets(
        _ bytes: UnsafeBufferPointer<UInt8>, _ phrase: Range<Int>
    ) -> (address: Range<Int>, words: Range<Int>)? {
        guard let last = phrase.last, bytes[last] == UInt8(ascii: "]"), let open = phrase.last(where: { bytes[$0] == UInt8(ascii: "[") })
        else { return nil }
        var inside = bytes.trimmed(open + 1..<last)
        for scheme: StaticString in ["mailto:", "smtp:"] where bytes.slice(inside).startsIgnoringCase(with: scheme, at: 0) {
            inside = inside.dropFirst(scheme.utf8CodeUnitCount)
        }
        return AddressText.isPlain(bytes.slice(inside)) ? (inside, bytes.trimmed(phrase.lowerBound..<open)) : nil
    }

    /// An address that stands bare in front of words or behind them, and the words: `ada@example.org Ada`. Words with another @
    /// are no name, and blanks in an address are what archives hide it with.
    private static func addressAmongWords(
        _ bytes: UnsafeBufferPointer<UInt8>, _ phrase: Range<Int>
    ) -> (address: Range<Int>, words: Range<Int>)? {
        guard let first = phrase.first(where: { bytes[$0].isBlank || bytes[$0].isLineEnd }),
            let last = phrase.last(where: { bytes[$0].isBlank || bytes[$0].isLineEnd })
        else { return nil }
        let front = phrase.lowerBound..<first
        let back = last + 1..<phrase.upperBound
        func isWords(_ range: Range<Int>) -> Bool { !range.contains { bytes[$0] == UInt8(ascii: "@") } }
        if AddressText.isPlain(bytes.slice(front)) {
            let words = bytes.trimmed(first..<phrase.upperBound)
            if isWords(words) { return (front, words) }
            // Two addresses, and no comma.
            return AddressText.isPlain(bytes.slice(back)) ? (front, front.upperBound..<front.upperBound) : nil
        }
        let words = bytes.trimmed(phrase.lowerBound..<last)
        return AddressText.isPlain(bytes.slice(back)) && isWords(words) ? (back, words) : nil
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

/// A group of mailboxes (RFC 5322, 3.4): `NAME: MAILBOX, MAILBOX;`. What does not end in a semicolon is none: a colon may be in a
/// name that nobody quoted.
private struct AddressGroup {
    let name: Range<Int>
    let members: Range<Int>

    init?(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        // Few fields have a colon at all.
        guard bytes.slice(0..<range.upperBound).firstIndex(of: UInt8(ascii: ":"), from: range.lowerBound) != nil else { return nil }
        var index = range.lowerBound
        var colon: Int?
        while index < range.upperBound {
            switch bytes[index] {
            case UInt8(ascii: "\""): index = bytes.endOfQuoted(at: index, to: range.upperBound)
            case UInt8(ascii: "("): index = bytes.endOfComment(at: index, to: range.upperBound)
            case UInt8(ascii: "<"), UInt8(ascii: "@"):
                if colon == nil { return nil }
                index += 1
            case UInt8(ascii: ":"):
                colon = colon ?? index
                index += 1
            case UInt8(ascii: ";"):
                guard let colon, colon > range.lowerBound else { return nil }
                (name, members) = (range.lowerBound..<colon, colon + 1..<index)
                return
            default: index += 1
            }
        }
        return nil
    }
}

/// What a walk over a mailbox has found.
private struct AddressScan {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index: Int
    /// Where the mailbox ends: at a comma, or with the value.
    private(set) var end: Int
    /// The words before an address in angle brackets, or before a comment, or all of the mailbox.
    private(set) var phrase: Range<Int>
    private(set) var angle: Range<Int>?
    /// The words behind the address in angle brackets.
    private(set) var wordsBehind: Range<Int>
    private(set) var comment: Range<Int>?
    private var hasAddress = false
    private var phraseIsDone = false
    private var angleCount = 0
    /// More brackets than these are not looked into.
    private static let mostAngles = 4

    init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        self.bytes = bytes
        index = range.lowerBound
        end = range.upperBound
        phrase = range
        wordsBehind = range.upperBound..<range.upperBound
        run(range)
    }

    private mutating func run(_ range: Range<Int>) {
        let limit = range.upperBound
        while index < limit {
            let start = index
            switch bytes[index] {
            case UInt8(ascii: "\""): index = bytes.endOfQuoted(at: index, to: limit)
            case UInt8(ascii: "("):
                index = bytes.endOfComment(at: index, to: limit)
                comment = comment ?? start + 1..<max(start + 1, index - 1)
                // A comment in front or in the middle of a name stays with it.
                if onlyBlanksFollow(limit) || hasAddress { finishPhrase(from: range.lowerBound, at: start) }
                if angle != nil, wordsBehind.upperBound == limit { wordsBehind = wordsBehind.lowerBound..<start }
            case UInt8(ascii: "<") where angleCount < Self.mostAngles && !hasAngleAddress: takeAngle(from: range.lowerBound, to: limit)
            case UInt8(ascii: ",") where hasAddress, UInt8(ascii: ";") where hasAddress:
                // A comma before any address is in a name that nobody quoted.
                end = start
                finishPhrase(from: range.lowerBound, at: start)
                wordsBehind = wordsBehind.clamped(to: range.lowerBound..<start)
                return
            case UInt8(ascii: "@"):
                hasAddress = true
                index += 1
            default: index += 1
            }
        }
        finishPhrase(from: range.lowerBound, at: limit)
    }

    private var hasAngleAddress: Bool {
        angle.map { $0.contains { bytes[$0] == UInt8(ascii: "@") } } ?? false
    }

    /// Takes what is in angle brackets. Where it is no address and other brackets follow, it was a part of the name.
    private mutating func takeAngle(from start: Int, to limit: Int) {
        angleCount += 1
        if angle != nil {
            guard let next = bytes.slice(index..<limit).firstIndex(of: UInt8(ascii: "@"), from: 0), next > 0 else {
                index += 1
                return
            }
            phraseIsDone = false
        }
        finishPhrase(from: start, at: index)
        // Some programs write two.
        while index + 1 < limit, bytes[index + 1] == UInt8(ascii: "<") { index += 1 }
        let open = index + 1
        index = open
        while index < limit, bytes[index] != UInt8(ascii: ">") {
            switch bytes[index] {
            case UInt8(ascii: "\""): index = bytes.endOfQuoted(at: index, to: limit)
            case UInt8(ascii: "("): index = bytes.endOfComment(at: index, to: limit)
            default: index += 1
            }
        }
        angle = open..<index
        index = min(index + 1, limit)
        wordsBehind = index..<limit
        hasAddress = true
    }

    private mutating func finishPhrase(from start: Int, at place: Int) {
        if !phraseIsDone { phrase = start..<place }
        phraseIsDone = true
    }

    private func onlyBlanksFollow(_ limit: Int) -> Bool {
        (index..<limit).allSatisfy { bytes[$0].isBlank || bytes[$0].isLineEnd }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The place behind the quoted string that starts at `start`.
    fileprivate func endOfQuoted(at start: Int, to limit: Int) -> Int {
        var index = start + 1
        while index < limit, self[index] != UInt8(ascii: "\"") { index += self[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return Swift.min(index + 1, limit)
    }

    /// The place behind the comment that starts at `start`; comments nest.
    fileprivate func endOfComment(at start: Int, to limit: Int) -> Int {
        var index = start
        var depth = 0
        while index < limit {
            switch self[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth -= 1
            default: break
            }
            index += 1
            if depth == 0 { break }
        }
        return Swift.min(index, limit)
    }
}

/// The text of an address: RFC 5322, 4.4, lets comments and blanks stand in one, and the way that a mail should take.
enum AddressText {
    /// Whether something of the address is no part of its text.
    static func isOdd(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        if address.first == UInt8(ascii: "@"), address.contains(UInt8(ascii: ":")) { return true }
        guard let odd = address.first(where: { $0 <= 0x20 || $0 == UInt8(ascii: "(") }) else { return false }
        if odd == UInt8(ascii: "(") || address.contains(UInt8(ascii: "(")) { return true }
        // More than one @: blanks are part of how an archive hides the address.
        guard address.count(where: { $0 == UInt8(ascii: "@") }) == 1 else {
            return false
        }
        return address.indices.contains { index in
            (address[index] == UInt8(ascii: "@") || address[index] == UInt8(ascii: "."))
                && [index - 1, index + 1].contains { address.indices.contains($0) && (address[$0].isBlank || address[$0].isLineEnd) }
        }
    }

    /// Appends the address without comments, without blanks around dots and the @, and without a way (`@a,@b:`) in front.
    static func append(_ address: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var text: [UInt8] = []
        var index = 0
        if address.first == UInt8(ascii: "@"), let colon = address.lastIndex(of: UInt8(ascii: ":")) { index = colon + 1 }
        while index < address.count {
            let byte = address[index]
            switch byte {
            case UInt8(ascii: "\""):
                let end = address.endOfQuoted(at: index, to: address.count)
                text += address.slice(index..<end)
                index = end
                continue
            case UInt8(ascii: "("):
                index = address.endOfComment(at: index, to: address.count)
                continue
            case _ where byte.isBlank || byte.isLineEnd:
                if let last = text.last, !isJoint(last), last != MboxSyntax.space { text.append(MboxSyntax.space) }
            case _ where isJoint(byte):
                if text.last == MboxSyntax.space { text.removeLast() }
                text.append(byte)
            default: text.append(byte)
            }
            index += 1
        }
        text.withUnsafeBufferPointer { output.append($0.slice($0.trimmed(0..<$0.count))) }
    }

    private static func isJoint(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "@") || byte == UInt8(ascii: ".") }

    /// Whether this is a whole address of atoms, whose domain has a dot in it.
    static func isPlain(_ address: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let at = address.firstIndex(of: UInt8(ascii: "@"), from: 0), SenderSyntax.isAddress(address) else { return false }
        return address.slice(at + 1..<address.count).dropFirst().dropLast().contains(UInt8(ascii: "."))
    }
}
