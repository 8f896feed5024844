import TextScanning
import TranscriptCoding
import TranscriptModel

/// A field value with parameters (RFC 2045, 5.1, and RFC 2231): `text/plain; charset=utf-8; name*0*=utf-8''caf%C3%A9`.
struct FieldParameters: Sendable {
    /// What stands before the first parameter, in lower case.
    private(set) var value: [UInt8] = []
    private var parameters: [Parameter] = []
    /// Whether there is more than the value and its parameters: comments, words without a name, or too many of them.
    private(set) var hasStrayWords = false

    private struct Parameter: Sendable {
        /// In lower case, without the signs of RFC 2231.
        var name: [UInt8]
        /// The number of a piece; nil where the parameter is in one piece.
        var piece: Int?
        /// Whether the value is percent-encoded, and where it is the first piece has its charset in front.
        var isExtended: Bool
        var value: [UInt8]
    }

    /// More parameters than this are not looked at.
    private static let most = 200

    init() {}

    init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        var index = range.lowerBound
        value = leadingValue(bytes, &index, to: range.upperBound)
        while index < range.upperBound, parameters.count < Self.most {
            if bytes[index] == UInt8(ascii: ";") {
                index += 1
                continue
            }
            let name = token(bytes, &index, to: range.upperBound, endingIn: UInt8(ascii: "="))
            guard index < range.upperBound, bytes[index] == UInt8(ascii: "=") else {
                hasStrayWords = hasStrayWords || !name.isEmpty
                continue
            }
            index += 1
            add(name: name, value: parameterValue(bytes, &index, to: range.upperBound))
        }
        if index < range.upperBound { hasStrayWords = true }
    }

    /// What stands before the first parameter. Some programs forget the semicolon: then the first blank ends it.
    private mutating func leadingValue(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, to limit: Int) -> [UInt8] {
        let start = index
        let value = token(bytes, &index, to: limit, endingIn: UInt8(ascii: ";"))
        guard value.contains(UInt8(ascii: "=")) else { return value }
        let text = bytes.trimmed(start..<index)
        guard let blank = text.first(where: { bytes[$0].isBlank || bytes[$0].isLineEnd }),
            !bytes.slice(text.lowerBound..<blank).contains(UInt8(ascii: "="))
        else { return value }
        index = blank
        return bytes.slice(text.lowerBound..<blank).map(\.lowercased)
    }

    /// The bytes up to `end` or a semicolon in lower case, without comments and blanks.
    private mutating func token(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, to limit: Int, endingIn end: UInt8
    ) -> [UInt8] {
        var token: [UInt8] = []
        token.reserveCapacity(32)
        while index < limit, bytes[index] != end, bytes[index] != UInt8(ascii: ";") {
            if bytes[index] == UInt8(ascii: "(") {
                while index < limit, bytes[index] != UInt8(ascii: ")") { index += 1 }
                hasStrayWords = true
            } else if !bytes[index].isBlank, !bytes[index].isLineEnd {
                token.append(bytes[index].lowercased)
            }
            index += 1
        }
        index = min(index, limit)
        return token
    }

    /// A quoted string, or all up to the next semicolon: programs write names with blanks and do not quote them.
    private mutating func parameterValue(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, to limit: Int
    ) -> [UInt8] {
        while index < limit, bytes[index].isBlank || bytes[index].isLineEnd { index += 1 }
        var value: [UInt8] = []
        if index < limit, bytes[index] == UInt8(ascii: "\"") {
            index += 1
            while index < limit, bytes[index] != UInt8(ascii: "\"") {
                if bytes[index] == UInt8(ascii: "\\"), index + 1 < limit { index += 1 }
                if !bytes[index].isLineEnd { value.append(bytes[index]) }
                index += 1
            }
            while index < limit, bytes[index] != UInt8(ascii: ";") {
                if !bytes[index].isBlank, !bytes[index].isLineEnd, bytes[index] != UInt8(ascii: "\"") { hasStrayWords = true }
                index += 1
            }
            return value
        }
        let start = index
        while index < limit, bytes[index] != UInt8(ascii: ";") { index += 1 }
        return bytes.slice(bytes.trimmed(start..<index)).filter { !$0.isLineEnd }
    }

    /// Adds a parameter whose name may end in `*`, `*0` or `*0*`.
    private mutating func add(name: [UInt8], value: [UInt8]) {
        var name = name
        let isExtended = name.last == UInt8(ascii: "*")
        if isExtended { name.removeLast() }
        var piece: Int?
        if let star = name.lastIndex(of: UInt8(ascii: "*")) {
            piece = Int(String(decoding: name[(star + 1)...], as: UTF8.self))
            if piece != nil { name.removeSubrange(star...) }
        }
        parameters.append(Parameter(name: name, piece: piece, isExtended: isExtended, value: value))
    }

    func has(_ name: StaticString) -> Bool { parameters.contains { Self.equal($0.name, name) } }

    /// Whether a parameter has another name than `names`, or comes twice.
    func haveOther(than names: [StaticString]) -> Bool {
        parameters.indices.contains { index in
            let parameter = parameters[index]
            return !names.contains { Self.equal(parameter.name, $0) }
                || parameters[..<index].contains {
                    $0.name == parameter.name && $0.piece == parameter.piece && $0.isExtended == parameter.isExtended
                }
        }
    }

    /// The bytes of a parameter that is plain ASCII, such as a boundary or a charset: as it stands, or put together (RFC 2231, 3).
    func bytes(_ name: StaticString) -> [UInt8]? {
        let found = parameters.filter { Self.equal($0.name, name) }
        if let plain = found.first(where: { $0.piece == nil && !$0.isExtended }) { return plain.value }
        if let whole = found.first(where: { $0.piece == nil }) { return Self.joined([whole]).bytes }
        let pieces = found.sorted { ($0.piece ?? 0) < ($1.piece ?? 0) }
        return pieces.isEmpty ? nil : Self.joined(pieces).bytes
    }

    /// The text of a parameter, put together and decoded (RFC 2231, 3 and 4; encoded words, which many programs use).
    func text(_ name: StaticString, charsets: CharsetDecoder) -> Text? {
        let found = parameters.filter { Self.equal($0.name, name) }
        // The extended form is the better one, where there are both.
        let whole = found.first { $0.piece == nil && $0.isExtended }
        if let parameter = whole { return Self.decoded([parameter], charsets) }
        let pieces = found.filter { $0.piece != nil }.sorted { ($0.piece ?? 0) < ($1.piece ?? 0) }
        if !pieces.isEmpty { return Self.decoded(pieces, charsets) }
        guard let plain = found.first else { return nil }
        var output = OutputBuffer(capacity: 256)
        var decoder = EncodedWordDecoder(charsets)
        plain.value.withUnsafeBufferPointer { decoder.append($0, to: &output) }
        return output.withBytes { Text(copying: $0) }
    }

    private static func decoded(_ pieces: [Parameter], _ charsets: CharsetDecoder) -> Text {
        let (charset, bytes) = joined(pieces)
        var output = OutputBuffer(capacity: 256)
        _ = bytes.withUnsafeBufferPointer { charsets.append($0, from: charset, to: &output) }
        return output.withBytes { Text(copying: $0) }
    }

    /// The bytes of all pieces, and the charset that the first names.
    private static func joined(_ pieces: [Parameter]) -> (charset: Charset, bytes: [UInt8]) {
        var charset = Charset.undeclared
        var bytes: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            var value = piece.value[...]
            if index == 0, piece.isExtended, let quote = value.firstIndex(of: UInt8(ascii: "'")),
                let second = value[(quote + 1)...].firstIndex(of: UInt8(ascii: "'"))
            {
                charset = Array(value[..<quote]).withUnsafeBufferPointer { Charset(label: $0) }
                value = value[(second + 1)...]
            }
            bytes += piece.isExtended ? percentDecoded(value) : Array(value)
        }
        return (charset, bytes)
    }

    private static func percentDecoded(_ value: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var index = value.startIndex
        while index < value.endIndex {
            if value[index] == UInt8(ascii: "%"), index + 2 < value.endIndex,
                let high = value[index + 1].hexadecimalValue,
                let low = value[index + 2].hexadecimalValue
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(value[index])
                index += 1
            }
        }
        return result
    }

    private static func equal(_ name: [UInt8], _ literal: StaticString) -> Bool {
        name.withUnsafeBufferPointer { $0.equals(literal) }
    }
}
