import TextScanning
import TranscriptCoding

/// Windows-1252 as all mail programs read it (WHATWG, Encoding, 9.1): a character for every byte, also for the five to
/// which the C library gives none. What calls itself ISO 8859-1 and uses its controls is Windows-1252 as well.
enum Windows1252 {
    /// The characters of the bytes from 0x80 to 0x9F; all others are those of Unicode with the same number.
    private static let characters: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
        0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x009D, 0x017E, 0x0178,
    ]

    static func isMeant(by encoding: CharacterEncoding) -> Bool { encoding.name == "windows-1252" }

    /// Appends the UTF-8 of `bytes`. Most mails need it here, so it is done without a converter.
    static func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        let others = bytes.count { $0 >= 0x80 }
        characters.withUnsafeBufferPointer { characters in
            // No character takes more than three bytes.
            output.appendUpTo(bytes.count + 2 * others) { room in
                var end = 0
                var index = 0
                while index < bytes.count {
                    let ascii = copyASCII(bytes.slice(index..<bytes.count), to: room + end)
                    (index, end) = (index + ascii, end + ascii)
                    if index == bytes.count { break }
                    let byte = bytes[index]
                    let code = byte & 0xE0 == 0x80 ? characters[Int(byte & 0x1F)] : UInt16(byte)
                    end += encode(code, at: room + end)
                    index += 1
                }
                return end
            }
        }
    }

    /// Copies words of eight bytes that are ASCII, and returns how many bytes that is.
    ///
    /// - Precondition: there is room for all bytes at `room`.
    @inline(__always)
    private static func copyASCII(_ bytes: UnsafeBufferPointer<UInt8>, to room: UnsafeMutablePointer<UInt8>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        var index = 0
        while bytes.count &- index >= 8 {
            let eight = EightBytes(base + index)
            if !eight.isASCII { break }
            eight.store(at: room + index)
            index &+= 8
        }
        return index
    }

    /// Writes a character and returns how many bytes it takes.
    ///
    /// - Precondition: there is room for three bytes at `room`, or for as many as the character takes.
    @inline(__always)
    private static func encode(_ code: UInt16, at room: UnsafeMutablePointer<UInt8>) -> Int {
        if code < 0x80 {
            room[0] = UInt8(truncatingIfNeeded: code)
            return 1
        }
        if code < 0x800 {
            room[0] = 0xC0 | UInt8(truncatingIfNeeded: code >> 6)
            room[1] = 0x80 | UInt8(truncatingIfNeeded: code) & 0x3F
            return 2
        }
        room[0] = 0xE0 | UInt8(truncatingIfNeeded: code >> 12)
        room[1] = 0x80 | UInt8(truncatingIfNeeded: code >> 6) & 0x3F
        room[2] = 0x80 | UInt8(truncatingIfNeeded: code) & 0x3F
        return 3
    }
}
