import TextScanning
import TranscriptCoding
import TranscriptModel

/// A field value with parameters (RFC 2045, 5.1, and RFC 2231): `text/plain; charset=utf-8; name*0*=utf-8''caf%C3%A9`.
///
/// All that is kept of it lies in one array, since a mail has such a field for each of its parts.
struct FieldParameters: Sendable {
    /// The value, names and values one behind the other: what stands before the first parameter, and names, in lower case.
    private var text: [UInt8] = []
    private var valueEnd = 0
    private var parameters: [Parameter] = []
    /// Whether there is more than the value and its parameters: comments, words without a name, or too many of them.
    private(set) var hasStrayWords = false

    /// By its places in `text`.
    private struct Parameter: Sendable {
        /// Without the signs of RFC 2231.
        var name: Range<Int>
        /// The number of a piece; nil where the parameter is in one piece.
        var piece: Int?
        /// Whether the value is percent-encoded, and where it is the first piece has its charset in front.
        var isExtended: Bool
        var value: Range<Int>
    }

    /// More parameters than this are not looked at.
    private static let most = 200

    init() {}

    init(_ bytes: UnsafeBufferPointer<UInt8>, in range: Range<Int>) {
        text.reserveCapacity(range.count)
        var index = range.lowerBound
        takeLeadingValue(bytes, &index, to: range.upperBound)
        valueEnd = text.count
        while index < range.upperBound, parameters.count < Self.most {
            if bytes[index] == UInt8(ascii: ";") {
                index += 1
                continue
            }
            let start = text.count
            takeToken(bytes, &index, to: range.upperBound, endingIn: UInt8(ascii: "="))
            guard index < range.upperBound, bytes[index] == UInt8(ascii: "=") else {
                hasStrayWords = hasStrayWords || text.count > start
                text.removeSubrange(start...)
                continue
            }
            index += 1
            let name = start..<text.count
            takeParameterValue(bytes, &index, to: range.upperBound)
            add(name: name, value: name.upperBound..<text.count)
        }
        if index < range.upperBound { hasStrayWords = true }
    }

    /// Takes what stands before the first parameter. Some programs forget the semicolon: then the first blank ends it.
    private mutating func takeLeadingValue(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, to limit: Int) {
        let start = index
        takeToken(bytes, &index, to: limit, endingIn: UInt8(ascii: ";"))
        guard text.contains(UInt8(ascii: "=")) else { return }
        let words = bytes.trimmed(start..<index)
        guard let blank = words.first(where: { bytes[$0].isBlank || bytes[$0].isLineEnd }),
            !bytes.slice(words.lowerBound..<blank).contains(UInt8(ascii: "="))
        else { return }
        index = blank
        text.removeAll(keepingCapacity: true)
        for byte in bytes.slice(words.lowerBound..<blank) { text.append(byte.lowercased) }
    }

    /// Takes the bytes up to `end` or a semicolon in lower case, without comments and blanks.
    private mutating func takeToken(
        _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, to limit: Int, endingIn end: UInt8
    ) {
        while index < limit, bytes[index] != end, bytes[index] != UInt8(ascii: ";") {
            if bytes[index] == UInt8(ascii: "(") {
                while index < limit, bytes[index] != UInt8(ascii: ")") { index += 1 }
                hasStrayWords = true
            } else if !bytes[index].isBlank, !bytes[index].isLineEnd {
                text.append(bytes[index].lowercased)
            }
            index += 1
        }
        index = min(index, limit)
    }

    /// Takes a quoted string, or all up to the next semicolon: programs write names with blanks and do not quote them.
    private mutating func takeParameterValue(_ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int, to limit: Int) {
        while index < limit, bytes[index].isBlank || bytes[index].isLineEnd { index += 1 }
        if index < limit, bytes[index] == UInt8(ascii: "\"") {
            index += 1
            while index < limit, bytes[index] != UInt8(ascii: "\"") {
                if bytes[index] == UInt8(ascii: "\\"), index + 1 < limit { index += 1 }
                if !bytes[index].isLineEnd { text.append(bytes[index]) }
                index += 1
            }
            while index < limit, bytes[index] != UInt8(ascii: ";") {
                if !bytes[index].isBlank, !bytes[index].isLineEnd, bytes[index] != UInt8(ascii: "\"") { hasStrayWords = true }
                index += 1
            }
            return
        }
        let start = index
        while index < limit, bytes[index] != UInt8(ascii: ";") { index += 1 }
        for byte in bytes.slice(bytes.trimmed(start..<index)) where !byte.isLineEnd { text.append(byte) }
    }

    /// Adds a parameter whose name may end in `*`, `*0` or `*0*`.
    private mutating func add(name: Range<Int>, value: Range<Int>) {
        var name = name
        let isExtended = name.last.map { text[$0] == UInt8(ascii: "*") } ?? false
        if isExtended { name = name.dropLast() }
        var piece: Int?
        if let star = name.last(where: { text[$0] == UInt8(ascii: "*") }) {
            piece = Int(String(decoding: text[star + 1..<name.upperBound], as: UTF8.self))
            if piece != nil { name = name.lowerBound..<star }
        }
        parameters.append(Parameter(name: name, piece: piece, isExtended: isExtended, value: value))
    }

    /// What stands before the first parameter, in lower case.
    var value: [UInt8] { Array(text[..<valueEnd]) }

    func hasValue(_ literal: StaticString) -> Bool { text.withUnsafeBufferPointer { $0.slice(0..<valueEnd).equals(literal) } }

    func startsValue(_ literal: StaticString) -> Bool {
        text.withUnsafeBufferPointer { $0.slice(0..<valueEnd).starts(with: literal) }
    }

    func has(_ name: StaticString) -> Bool { parameters.contains { isName($0, name) } }

    /// Whether a parameter has another name than `names`, or comes twice.
    func haveOther(than names: [StaticString]) -> Bool {
        parameters.indices.contains { index in
            let parameter = parameters[index]
            return !names.contains { isName(parameter, $0) }
                || parameters[..<index].contains {
                    $0.piece == parameter.piece && $0.isExtended == parameter.isExtended && text[$0.name] == text[parameter.name]
                }
        }
    }

    /// The bytes of a parameter that is plain ASCII, such as a boundary or a charset: as it stands, or put together (RFC 2231, 3).
    func bytes(_ name: StaticString) -> [UInt8]? {
        if let plain = parameters.first(where: { $0.piece == nil && !$0.isExtended && isName($0, name) }) { return Array(text[plain.value]) }
        let found = parameters.filter { isName($0, name) }
        if let whole = found.first(where: { $0.piece == nil }) { return joined([whole]).bytes }
        let pieces = found.sorted { ($0.piece ?? 0) < ($1.piece ?? 0) }
        return pieces.isEmpty ? nil : joined(pieces).bytes
    }

    /// The text of a parameter, put together and decoded (RFC 2231, 3 and 4; encoded words, which many programs use).
    func text(_ name: StaticString, charsets: CharsetDecoder) -> Text? {
        // Most parts have no name.
        if !has(name) { return nil }
        let found = parameters.filter { isName($0, name) }
        // The extended form is the better one, where there are both.
        let whole = found.first { $0.piece == nil && $0.isExtended }
        if let parameter = whole { return decoded([parameter], charsets) }
        let pieces = found.filter { $0.piece != nil }.sorted { ($0.piece ?? 0) < ($1.piece ?? 0) }
        if !pieces.isEmpty { return decoded(pieces, charsets) }
        guard let plain = found.first else { return nil }
        return text.withUnsafeBufferPointer { bytes in
            let value = bytes.slice(plain.value)
            if EncodedWordDecoder.hasNothing(toDecodeIn: value) { return Text(copying: value) }
            var output = OutputBuffer(capacity: 256)
            var decoder = EncodedWordDecoder(charsets)
            decoder.append(value, to: &output)
            return output.withBytes { Text(copying: $0) }
        }
    }

    private func decoded(_ pieces: [Parameter], _ charsets: CharsetDecoder) -> Text {
        let (charset, bytes) = joined(pieces)
        var output = OutputBuffer(capacity: 256)
        _ = bytes.withUnsafeBufferPointer { charsets.append($0, from: charset, to: &output) }
        return output.withBytes { Text(copying: $0) }
    }

    /// The bytes of all pieces, and the charset that the first names.
    private func joined(_ pieces: [Parameter]) -> (charset: Charset, bytes: [UInt8]) {
        var charset = Charset.undeclared
        var bytes: [UInt8] = []
        for (index, piece) in pieces.enumerated() {
            var value = text[piece.value]
            if index == 0, piece.isExtended, let quote = value.firstIndex(of: UInt8(ascii: "'")),
                let second = value[(quote + 1)...].firstIndex(of: UInt8(ascii: "'"))
            {
                charset = Array(value[..<quote]).withUnsafeBufferPointer { Charset(label: $0) }
                value = value[(second + 1)...]
            }
            bytes += piece.isExtended ? Self.percentDecoded(value) : Array(value)
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

    private func isName(_ parameter: Parameter, _ literal: StaticString) -> Bool {
        text.withUnsafeBufferPointer { $0.slice(parameter.name).equals(literal) }
    }
}
