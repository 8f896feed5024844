#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Turns bytes of one encoding into UTF-8, piece by piece. Owns a handle or two of the C library's iconv.
package final class CharsetConverter {
    /// Why a piece was not converted further.
    package enum Stop: Equatable {
        case needsInput, needsRoom
        /// The next bytes, so many, are no character.
        case invalid(byteCount: Int)
    }

    package typealias Step = (consumed: Int, produced: Int, stop: Stop)

    package let encoding: CharacterEncoding
    private let handle: iconv_t
    /// For bytes that are characters only in the wider encoding.
    private let widerHandle: iconv_t?

    /// Makes a converter; nil when the C library does not know the encoding.
    package init?(from encoding: CharacterEncoding) {
        guard let handle = Self.open(firstKnownOf: encoding.systemNames) else { return nil }
        self.encoding = encoding
        self.handle = handle
        widerHandle = encoding.wider.flatMap(Self.open)
    }

    deinit {
        iconv_close(handle)
        if let widerHandle { iconv_close(widerHandle) }
    }

    private static func open(firstKnownOf names: [String]) -> iconv_t? {
        // A loop, because a lazy sequence would open the first one twice.
        for name in names { if let handle = open(name) { return handle } }
        return nil
    }

    private static func open(_ name: String) -> iconv_t? {
        guard let handle = iconv_open("UTF-8", name), Int(bitPattern: handle) != -1 else { return nil }
        return handle
    }

    /// Converts from the start of `input` as much as goes. An unfinished character at its end is not consumed.
    ///
    /// Of what it consumed, the last character may still be held back: see `finish`.
    package func convert(_ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Step {
        var (consumed, produced) = (0, 0)
        while true {
            let rest = UnsafeMutableRawBufferPointer(rebasing: input[consumed...])
            let room = UnsafeMutableRawBufferPointer(rebasing: output[produced...])
            let step = Self.run(handle, rest, room)
            consumed += step.consumed
            produced += step.produced
            guard case .invalid = step.stop else { return (consumed, produced, step.stop) }
            let place = UnsafeMutableRawBufferPointer(rebasing: input[consumed...])
            // What is held back comes before whatever stands for these bytes.
            if holdsBack { produced += finish(into: UnsafeMutableRawBufferPointer(rebasing: output[produced...])) }
            guard let wide = convertWider(place, into: UnsafeMutableRawBufferPointer(rebasing: output[produced...])) else {
                return (consumed, produced, .invalid(byteCount: countOfInvalid(place)))
            }
            if wide.stop == .needsRoom { return (consumed, produced, .needsRoom) }
            consumed += wide.consumed
            produced += wide.produced
        }
    }

    /// Gives what was held back at the end of a text, and forgets the shift state that it leaves behind.
    ///
    /// - Precondition: there is room for `mostHeldBack` bytes, or nothing is given.
    package func finish(into output: UnsafeMutableRawBufferPointer) -> Int {
        var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = output.count
        _ = iconv(handle, nil, nil, &to, &left)
        return output.count - left
    }

    /// More bytes than `finish` ever gives: a letter with its accent, or two of them.
    package static let mostHeldBack = 16

    /// Forgets what the last text has left behind: a character that was held back, a shift state (ISO-2022-JP and the like).
    package func reset() { _ = iconv(handle, nil, nil, nil, nil) }

    /// Whether a letter may be held back for the accent that could follow it, while there is no shift state to be lost.
    private var holdsBack: Bool {
        encoding.structure == .bytesWithAccents || encoding.structure == .leadBytesWithAccents
    }

    private static func run(
        _ handle: iconv_t, _ input: UnsafeMutableRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
    ) -> Step {
        guard input.count > 0 else { return (0, 0, .needsInput) }
        var from = input.baseAddress?.assumingMemoryBound(to: CChar.self)
        var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var inputLeft = input.count
        var outputLeft = output.count
        errno = 0
        // The C library says (size_t) -1, which the type that Swift has for it here may call either of two.
        let failed = iconv(handle, &from, &inputLeft, &to, &outputLeft) &+ 1 == 0
        var stop = Stop.needsInput
        if failed { stop = errno == E2BIG ? .needsRoom : errno == EILSEQ ? .invalid(byteCount: 1) : .needsInput }
        return (input.count - inputLeft, output.count - outputLeft, stop)
    }

    /// Converts the one character that `input` starts with in the wider encoding; nil where it is none there either.
    private func convertWider(_ input: UnsafeMutableRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Step? {
        guard let widerHandle else { return nil }
        for count in 1...4 where count <= input.count {
            _ = iconv(widerHandle, nil, nil, nil, nil)
            let step = Self.run(widerHandle, UnsafeMutableRawBufferPointer(rebasing: input[..<count]), output)
            if step.stop == .needsRoom || step.consumed == count { return step }
            if case .invalid = step.stop { return nil }
        }
        return nil
    }

    /// How many bytes make up what is no character, whatever follows: as on the web, a byte that leads a character goes with
    /// the next one, unless that is ASCII and was hardly meant to belong to it (WHATWG, Encoding, 10 to 14).
    private func countOfInvalid(_ input: UnsafeMutableRawBufferPointer) -> Int {
        switch encoding.structure {
        case .bytes, .bytesWithAccents: return 1
        case .units(let size): return min(size, input.count)
        case .leadBytes, .leadBytesWithAccents:
            var count = 0
            var nothing = UInt8(0)
            while count < min(input.count, 4), count == 0 || input[count] >= 0x80 {
                count += 1
                let start = UnsafeMutableRawBufferPointer(rebasing: input[..<count])
                let step = withUnsafeMutableBytes(of: &nothing) { Self.run(handle, start, UnsafeMutableRawBufferPointer(rebasing: $0[..<0])) }
                if step.stop != .needsInput { break }
            }
            return max(count, 1)
        }
    }
}
