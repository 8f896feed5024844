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
/// no overlong forms, no surrogates, nothing above U+10FFFF). O(n); eight ASCII bytes at a time.
public func validUTF8Prefix(of bytes: UnsafeBufferPointer<UInt8>) -> UTF8Prefix {
    guard let base = bytes.baseAddress else { return UTF8Prefix(validCount: 0, rest: .nothing) }
    let end = bytes.count
    var index = 0
    while index < end {
        if base[index] < 0x80 {
            index = endOfASCII(base, from: index &+ 1, to: end)
            continue
        }
        // Three-byte sequences first, two at a time: most text that is not ASCII is CJK.
        while end &- index >= 8, areTwoCommonThreeByteSequences(base + index) { index &+= 6 }
        if index == end || base[index] < 0x80 { continue }
        let lead = base[index]
        if lead & 0xF0 == 0xE0, end &- index >= 3 {
            let second = base[index &+ 1]
            let third = base[index &+ 2]
            if second & 0xC0 == 0x80, third & 0xC0 == 0x80,
                (lead != 0xE0 || second >= 0xA0), (lead != 0xED || second < 0xA0)
            {
                index &+= 3
                continue
            }
        }
        switch sequence(base + index, room: end &- index) {
        case .valid(let length): index &+= length
        case .incomplete: return UTF8Prefix(validCount: index, rest: .incomplete)
        case .invalid(let count): return UTF8Prefix(validCount: index, rest: .invalid(count: count))
        }
    }
    return UTF8Prefix(validCount: end, rest: .nothing)
}

/// Whether six bytes, with two more that may be read, are two sequences from U+1000 to U+CFFF: all that follow the
/// leads 0xE1 to 0xEC are valid when they are continuation bytes.
@inline(__always)
private func areTwoCommonThreeByteSequences(_ bytes: UnsafePointer<UInt8>) -> Bool {
    let word = UInt64(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self))
    guard word & 0xC0C0_F0C0_C0F0 == 0x8080_E080_80E0 else { return false }
    return (word & 0x0F) &- 1 < 12 && (word &>> 24 & 0x0F) &- 1 < 12
}

@inline(__always)
private func endOfASCII(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int {
    var index = start
    while end &- index >= 8 {
        let word = UnsafeRawPointer(base + index).loadUnaligned(as: UInt64.self)
        if word & 0x8080_8080_8080_8080 != 0 { break }
        index &+= 8
    }
    while index < end, base[index] < 0x80 { index &+= 1 }
    return index
}

private enum Sequence {
    case valid(Int)
    case incomplete
    case invalid(Int)
}

/// Judges the multi-byte sequence at `start`, of which `room` bytes (at least one) may be read.
private func sequence(_ start: UnsafePointer<UInt8>, room: Int) -> Sequence {
    let lead = start[0]
    let length: Int
    var lowest: UInt8 = 0x80
    var highest: UInt8 = 0xBF
    switch lead {
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
