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
/// no overlong forms, no surrogates, nothing above U+10FFFF). O(n); eight bytes at a time.
public func validUTF8Prefix(of bytes: UnsafeBufferPointer<UInt8>) -> UTF8Prefix {
    guard let base = bytes.baseAddress else { return UTF8Prefix(validCount: 0, rest: .nothing) }
    let end = bytes.count
    var index = 0
    while true {
        index = endOfCommonSequences(base, from: index, to: end)
        if index == end { return UTF8Prefix(validCount: end, rest: .nothing) }
        switch sequence(base + index, room: end &- index) {
        case .valid(let length): index &+= length
        case .incomplete: return UTF8Prefix(validCount: index, rest: .incomplete)
        case .invalid(let count): return UTF8Prefix(validCount: index, rest: .invalid(count: count))
        }
    }
}

/// Walks from a sequence's start over words of eight bytes that are valid as a whole and hold only common sequences,
/// and returns a sequence's start before the first word that does not.
///
/// In each word, the highest bit of a byte stands for the byte. A lead byte asks for continuation bytes one, two or
/// three places further on, if need be in the next word; the word is valid when just those bytes are continuations.
/// Leads whose second byte is restricted (C0, C1, E0, ED, F0 and above) are not common and left to `sequence`.
@inline(__always)
private func endOfCommonSequences(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    let high: UInt64 = 0x8080_8080_8080_8080
    var index = start
    /// The continuation bytes that leads of the last word ask for.
    var asked: UInt64 = 0
    while end &- index >= 8 {
        let word = UInt64(littleEndian: UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self))
        let nonASCII = word & high
        if nonASCII | asked == 0 {
            index &+= 8
            continue
        }
        let leads = nonASCII & (word &<< 1)
        let longLeads = leads & (word &<< 2)
        if nonASCII ^ leads != asked | leads &<< 8 | longLeads &<< 16 { break }
        if hasByte(0xE0, in: word) || hasByte(0xED, in: word) || hasByte(0xC1, in: word | 0x0101_0101_0101_0101)
            || longLeads & (word &<< 3) != 0
        {
            break
        }
        asked = leads &>> 56 | longLeads &>> 48
        index &+= 8
    }
    // The last sequence may reach into the word that was not taken.
    if asked != 0 {
        repeat { index &-= 1 } while base[index] & 0xC0 == 0x80
    }
    return index
}

/// Whether one of the eight bytes of `word` is `byte`.
@inline(__always)
private func hasByte(_ byte: UInt64, in word: UInt64) -> Bool {
    let other = word ^ (byte &* 0x0101_0101_0101_0101)
    return (other &- 0x0101_0101_0101_0101) & ~other & 0x8080_8080_8080_8080 != 0
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
