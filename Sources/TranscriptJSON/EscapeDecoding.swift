import TextScanning

/// Decodes the characters of a JSON string into `room`, which has space for as many bytes as they are: no escape is
/// shorter than what it stands for. Returns the number of bytes written.
///
/// - Parameters:
///   - firstEscape: Up to where nothing is escaped.
///   - offset: What is added to the places in errors.
///   - loneSurrogates: When there is a list, half surrogate pairs become U+FFFD and their places are added to it.
func decodeJSONString(
    _ escaped: UnsafeBufferPointer<UInt8>, from firstEscape: Int, to room: UnsafeMutablePointer<UInt8>, at offset: Int,
    loneSurrogates: inout [Int]?
) throws(JSONFailure) -> Int {
    var decoder = EscapeDecoder(escaped: escaped, out: room, offset: offset, loneSurrogates: loneSurrogates)
    try decoder.run(firstEscape: firstEscape)
    loneSurrogates = decoder.loneSurrogates
    return decoder.out - room
}

private struct EscapeDecoder {
    let escaped: UnsafeBufferPointer<UInt8>
    var out: UnsafeMutablePointer<UInt8>
    let offset: Int
    private(set) var loneSurrogates: [Int]?
    private var index = 0

    init(
        escaped: UnsafeBufferPointer<UInt8>, out: UnsafeMutablePointer<UInt8>, offset: Int,
        loneSurrogates: [Int]?
    ) {
        self.escaped = escaped
        self.out = out
        self.offset = offset
        self.loneSurrogates = loneSurrogates
    }

    mutating func run(firstEscape: Int) throws(JSONFailure) {
        var next = firstEscape
        while true {
            copy(upTo: next)
            if index >= escaped.count { return }
            try decodeEscape()
            next = escaped.endOfPlainJSONString(from: index)
        }
    }

    private mutating func copy(upTo next: Int) {
        guard let base = escaped.baseAddress, next > index else { return }
        out.update(from: base + index, count: next - index)
        out += next - index
        index = next
    }

    /// Decodes the escape that starts with the backslash at `index`.
    private mutating func decodeEscape() throws(JSONFailure) {
        let place = index
        guard index + 1 < escaped.count else { throw .syntax("a lone backslash ends the string", at: offset + place) }
        let selector = escaped[index + 1]
        index += 2
        switch selector {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): put(selector)
        case UInt8(ascii: "n"): put(0x0A)
        case UInt8(ascii: "r"): put(0x0D)
        case UInt8(ascii: "t"): put(0x09)
        case UInt8(ascii: "b"): put(0x08)
        case UInt8(ascii: "f"): put(0x0C)
        case UInt8(ascii: "u"): try decodeUnit(at: place)
        default:
            let found = foundPhrase(escaped.slice(place + 1..<escaped.count))
            throw .syntax("\(found) after a backslash is no escape of JSON", at: offset + place + 1)
        }
    }

    /// Decodes the digits of `\uXXXX`, and of the second half where they are the first of a surrogate pair.
    private mutating func decodeUnit(at place: Int) throws(JSONFailure) {
        let unit = try takeHexadecimal()
        switch unit {
        case 0xD800...0xDBFF:
            if let low = try lowSurrogate() {
                put(scalar: 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            } else {
                try putReplacement(at: place)
            }
        case 0xDC00...0xDFFF: try putReplacement(at: place)
        default: put(scalar: unit)
        }
    }

    private mutating func lowSurrogate() throws(JSONFailure) -> UInt32? {
        guard escaped.starts(with: #"\u"#, at: index) else { return nil }
        let start = index
        index += 2
        let unit = try takeHexadecimal()
        if 0xDC00...0xDFFF ~= unit { return unit }
        index = start
        return nil
    }

    private mutating func takeHexadecimal() throws(JSONFailure) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard index < escaped.count, let digit = hexadecimalDigit(escaped[index]) else {
                throw .syntax(#"expected four hexadecimal digits after '\u'"#, at: offset + index)
            }
            unit = unit << 4 | digit
            index += 1
        }
        return unit
    }

    private mutating func putReplacement(at place: Int) throws(JSONFailure) {
        if loneSurrogates == nil { throw .loneSurrogate(at: offset + place) }
        loneSurrogates?.append(offset + place)
        put(scalar: 0xFFFD)
    }

    private mutating func put(_ byte: UInt8) {
        out.pointee = byte
        out += 1
    }

    /// Writes a scalar value (at most U+10FFFF, no surrogate) as UTF-8.
    private mutating func put(scalar: UInt32) {
        func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift) & 0x3F }
        switch scalar {
        case 0..<0x80: put(UInt8(truncatingIfNeeded: scalar))
        case 0x80..<0x800:
            put(0xC0 | UInt8(truncatingIfNeeded: scalar >> 6))
            put(continuation(0))
        case 0x800..<0x10000:
            put(0xE0 | UInt8(truncatingIfNeeded: scalar >> 12))
            put(continuation(6))
            put(continuation(0))
        default:
            put(0xF0 | UInt8(truncatingIfNeeded: scalar >> 18))
            put(continuation(12))
            put(continuation(6))
            put(continuation(0))
        }
    }
}

/// The value of a hexadecimal digit, or nil where the byte is none.
func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - 0x30)
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - 0x61 + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - 0x41 + 10)
    default: nil
    }
}
