import TextScanning
import TranscriptCoding
import TranscriptModel

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
