import TextScanning
import TranscriptCoding
import TranscriptModel

/// Identifiers of messages as mail writes them (RFC 5322, 3.6.4): `<LEFT@RIGHT>`.
///
/// Every mail needs one, and chats have other ones or none:
///
///     <x@example.org>                       the id x@example.org
///     <42@id.chatconv.invalid>              the id 42, which has no @
///     <HASH@hash.chatconv.invalid>          an id that mail cannot hold; the mail's own field says it
///     <1.HASH@message.chatconv.invalid>     a message without id, the first of its transcript
enum MessageIDs {
    private static let idDomain: StaticString = "@id.chatconv.invalid"
    private static let hashDomain: StaticString = "@hash.chatconv.invalid"
    private static let ordinalDomain: StaticString = "@message.chatconv.invalid"
    private static let ownSuffix: StaticString = ".chatconv.invalid"
    private static let longest = 250

    /// The identifier in the first angle brackets in `range`, or all of it where there are none, and whether that is all.
    static func first(
        _ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>
    ) -> (id: Range<Int>, isAll: Bool)? {
        guard let open = bytes.firstIndex(of: UInt8(ascii: "<"), from: range.lowerBound), open < range.upperBound,
            let close = bytes.firstIndex(of: UInt8(ascii: ">"), from: open), close < range.upperBound
        else {
            let isWord = !range.isEmpty && range.allSatisfy { SenderSyntax.isInAtom(bytes[$0]) || bytes[$0] == 0x40 }
            return isWord ? (range, true) : nil
        }
        let id = bytes.trimmed(open + 1..<close)
        guard !id.isEmpty else { return nil }
        return (id, open == range.lowerBound && close == range.upperBound - 1 && id == open + 1..<close)
    }

    /// The last identifier in angle brackets in `range`.
    static func last(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) -> Range<Int>? {
        guard let open = range.last(where: { bytes[$0] == UInt8(ascii: "<") }) else { return nil }
        return first(bytes, in: open..<range.upperBound)?.id
    }

    /// What part of `id` is the message's; nil where all of it was made up.
    static func meaning(_ bytes: UnsafeBufferPointer<UInt8>, of id: Range<Int>) -> Range<Int>? {
        func hasSuffix(_ suffix: StaticString) -> Bool {
            id.count > suffix.utf8CodeUnitCount
                && bytes.starts(with: suffix, at: id.upperBound - suffix.utf8CodeUnitCount)
        }
        if !hasSuffix(ownSuffix) { return id }
        if hasSuffix(idDomain) { return id.lowerBound..<id.upperBound - idDomain.utf8CodeUnitCount }
        return hasSuffix(hashDomain) || hasSuffix(ordinalDomain) ? nil : id
    }

    /// Whether all of `id` was made up for a message without one.
    static func isOrdinal(_ bytes: UnsafeBufferPointer<UInt8>, _ id: Range<Int>) -> Bool {
        id.count > ordinalDomain.utf8CodeUnitCount
            && bytes.starts(with: ordinalDomain, at: id.upperBound - ordinalDomain.utf8CodeUnitCount)
    }

    /// Appends `id` in angle brackets.
    static func append(_ id: Text, to output: inout OutputBuffer) {
        id.withUTF8 { bytes in
            output.append(UInt8(ascii: "<"))
            if isMailID(bytes) {
                output.append(bytes)
            } else if !bytes.isEmpty, bytes.count <= longest, bytes.allSatisfy({ SenderSyntax.isInAtom($0) }) {
                output.append(bytes)
                output.append(idDomain)
            } else {
                var fingerprint = Fingerprint()
                fingerprint.add(bytes)
                output.append(fingerprint)
                output.append(hashDomain)
            }
            output.append(UInt8(ascii: ">"))
        }
    }

    /// Appends the identifier of a message that has none.
    static func append(ordinal: Int, of fingerprint: Fingerprint, to output: inout OutputBuffer) {
        output.append(UInt8(ascii: "<"))
        output.appendDecimal(ordinal)
        output.append(UInt8(ascii: "."))
        output.append(fingerprint)
        output.append(ordinalDomain)
        output.append(UInt8(ascii: ">"))
    }

    /// What mail can carry as it is, and what stands for nothing else here.
    private static func isMailID(_ id: UnsafeBufferPointer<UInt8>) -> Bool {
        guard id.count <= longest, let at = id.firstIndex(of: UInt8(ascii: "@"), from: 0), at > 0, at + 1 < id.count
        else {
            return false
        }
        let suffix = id.count - ownSuffix.utf8CodeUnitCount
        if suffix >= 0, id.starts(with: ownSuffix, at: suffix) { return false }
        return id.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
    }
}
