/// SHA-256 (FIPS 180-4) and HMAC with it (RFC 2104): what pseudonyms are made with.
enum SHA256 {
    static let blockSize = 64

    static func hash(_ message: [UInt8]) -> [UInt8] { hash(message, from: initialState, 0) }

    /// Goes on from a state that `length` bytes have led to.
    private static func hash(_ message: [UInt8], from start: [UInt32], _ length: Int) -> [UInt8] {
        var state = start
        var padded = message
        padded.reserveCapacity(message.count + blockSize + 9)
        padded.append(0x80)
        while padded.count % blockSize != 56 { padded.append(0) }
        let bitCount = UInt64(message.count + length) &* 8
        for shift in stride(from: UInt64(56), through: 0, by: -8) { padded.append(UInt8(truncatingIfNeeded: bitCount >> shift)) }
        for start in stride(from: 0, to: padded.count, by: blockSize) { compress(padded, start, &state) }
        var result: [UInt8] = []
        result.reserveCapacity(32)
        for word in state { for shift in stride(from: UInt32(24), through: 0, by: -8) { result.append(UInt8(truncatingIfNeeded: word >> shift)) } }
        return result
    }

    /// A key for many messages: what HMAC does with the key alone is done once.
    struct Key: Sendable {
        fileprivate let inner: [UInt32]
        fileprivate let outer: [UInt32]

        init(_ key: [UInt8]) {
            var key = key.count > blockSize ? hash(key) : key
            key += [UInt8](repeating: 0, count: blockSize - key.count)
            inner = SHA256.state(behind: key.map { $0 ^ 0x36 })
            outer = SHA256.state(behind: key.map { $0 ^ 0x5C })
        }
    }

    /// HMAC of `message` under `key`.
    static func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] { authenticate(message, key: Key(key)) }

    static func authenticate(_ message: [UInt8], key: Key) -> [UInt8] {
        hash(hash(message, from: key.inner, blockSize), from: key.outer, blockSize)
    }

    private static func state(behind block: [UInt8]) -> [UInt32] {
        var state = initialState
        compress(block, 0, &state)
        return state
    }

    private static func compress(_ bytes: [UInt8], _ start: Int, _ state: inout [UInt32]) {
        var words: [UInt32] = []
        words.reserveCapacity(64)
        for index in stride(from: start, to: start + blockSize, by: 4) {
            let (high, low) = (UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1]), UInt32(bytes[index + 2]) << 8 | UInt32(bytes[index + 3]))
            words.append(high << 16 | low)
        }
        for index in 16..<64 {
            let (far, near) = (words[index - 15], words[index - 2])
            let first = rotated(far, 7) ^ rotated(far, 18) ^ far >> 3
            let second = rotated(near, 17) ^ rotated(near, 19) ^ near >> 10
            words.append(words[index - 16] &+ first &+ words[index - 7] &+ second)
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let choice = (e & f) ^ (~e & g)
            let majority = (a & b) ^ (a & c) ^ (b & c)
            let first = h &+ (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) &+ choice &+ constants[index] &+ words[index]
            let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ majority
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        (state[0], state[1], state[2], state[3]) = (state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d)
        (state[4], state[5], state[6], state[7]) = (state[4] &+ e, state[5] &+ f, state[6] &+ g, state[7] &+ h)
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

    private static let initialState: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
