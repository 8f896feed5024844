import CUTF8

/// The result of looking for the first byte that is not UTF-8.
public struct UTF8Prefix: Sendable, Equatable {
    /// How many bytes from the start are whole, valid UTF-8 sequences.
    public var validCount: Int
    /// What comes after them.
    public var rest: Rest

    public init(validCount: Int, rest: Rest) {
        self.validCount = validCount
        self.rest = rest
    }

    public enum Rest: Sendable, Equatable {
        /// Nothing: all bytes are valid.
        case nothing
        /// The start of a sequence that the bytes end in; more bytes could complete it.
        case incomplete
        /// A maximal invalid subpart of this many bytes (The Unicode Standard, 3.9, table 3-7).
        case invalid(count: Int)
    }
}

/// Finds the longest prefix of `bytes` that is valid UTF-8 as The Unicode Standard defines it (3.9, table 3-7:
/// no overlong forms, no surrogates, nothing above U+10FFFF). O(n), some bytes in a cycle where they are valid.
public func validUTF8Prefix(of bytes: UnsafeBufferPointer<UInt8>) -> UTF8Prefix {
    guard let base = bytes.baseAddress else { return UTF8Prefix(validCount: 0, rest: .nothing) }
    let end = bytes.count
    var index = endOfValidPieces(base, to: end)
    while index < end {
        switch sequence(base + index, room: end &- index) {
        case .valid(let length): index &+= length
        case .incomplete: return UTF8Prefix(validCount: index, rest: .incomplete)
        case .invalid(let count): return UTF8Prefix(validCount: index, rest: .invalid(count: count))
        }
    }
    return UTF8Prefix(validCount: end, rest: .nothing)
}

/// The end of the last piece before the first that is not valid, and before the last character, in which the bytes may end.
///
/// Pieces become longer: where bytes are often invalid they are looked at again behind each such place, and a look always goes
/// to the end of a piece.
private func endOfValidPieces(_ base: UnsafePointer<UInt8>, to end: Int) -> Int {
    let last = startOfCharacter(base, at: end &- 1, from: 0)
    var index = 0
    var size = 64
    while index < last {
        let next = last &- index <= size ? last : startOfCharacter(base, at: index &+ size, from: index)
        guard next > index, chatconv_is_utf8(base + index, next &- index) else { break }
        index = next
        size = min(size &* 2, 4096)
    }
    return index
}

/// The start of the character that the byte at `place` belongs to, if it is at most three bytes before it and not before `start`.
@inline(__always)
private func startOfCharacter(_ base: UnsafePointer<UInt8>, at place: Int, from start: Int) -> Int {
    var index = place
    let first = max(start, place &- 3)
    while index > first, base[index] & 0xC0 == 0x80 { index &-= 1 }
    return max(index, start)
}

private enum Sequence {
    case valid(Int)
    case incomplete
    case invalid(Int)
}

/// Judges the sequence at `start`, of which `room` bytes (at least one) may be read.
@inline(never)
private func sequence(_ start: UnsafePointer<UInt8>, room: Int) -> Sequence {
    let lead = start[0]
    let length: Int
    var lowest: UInt8 = 0x80
    var highest: UInt8 = 0xBF
    switch lead {
    case 0..<0x80: return .valid(1)
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, lowest) = (3, 0xA0)
    case 0xED: (length, highest) = (3, 0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, lowest) = (4, 0x90)
    case 0xF4: (length, highest) = (4, 0x8F)
    case 0xF1...0xF3: length = 4
    default: return .invalid(1)
    }
    var index = 1
    while index < length {
        if index == room { return .incomplete }
        let byte = start[index]
        if byte < lowest || byte > highest { return .invalid(index) }
        (lowest, highest) = (0x80, 0xBF)
        index += 1
    }
    return .valid(length)
}
