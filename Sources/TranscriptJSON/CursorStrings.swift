import TextScanning
package import TranscriptModel

/// A member's name as it stands in the input.
package struct JSONName {
    /// Where its opening quotation mark is.
    let start: Int
    /// Its characters, where it has no escapes.
    let range: Range<Int>
    /// Its characters, where it has some.
    let decoded: Text?
}

extension JSONCursor {
    /// Takes a string.
    @inline(__always)
    mutating func takeText() throws(JSONFailure) -> Text {
        if try significantByte() != UInt8(ascii: "\"") { throw mismatch("a string") }
        let start = index &+ 1
        let special = try endOfRun(from: start)
        if base[special] == UInt8(ascii: "\"") {
            index = special &+ 1
            return text(start..<special)
        }
        return try takeEscapedText(from: start, firstEscape: special)
    }

    /// Takes a member's name and the colon behind it.
    @inline(__always)
    package mutating func takeName() throws(JSONFailure) -> JSONName {
        if try significantByte() != UInt8(ascii: "\"") { throw unexpected("a member name in quotation marks") }
        let quote = index
        let special = try endOfRun(from: quote &+ 1)
        var name = JSONName(start: quote, range: quote &+ 1..<special, decoded: nil)
        if base[special] == UInt8(ascii: "\"") {
            index = special &+ 1
        } else {
            let text = try takeEscapedText(from: quote &+ 1, firstEscape: special)
            name = JSONName(start: quote, range: name.range, decoded: text)
        }
        try take(UInt8(ascii: ":"), "':'")
        return name
    }

    @inline(__always)
    func withBytes<Result>(of name: JSONName, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let decoded = name.decoded { return decoded.withUTF8(body) }
        return body(UnsafeBufferPointer(start: base + name.range.lowerBound, count: name.range.count))
    }

    package func text(of name: JSONName) -> Text { name.decoded ?? text(name.range) }

    func string(of name: JSONName) -> String { String(text(of: name)) }

    /// Where the characters from `start` on that need no decoding end: at a quotation mark or a backslash.
    @inline(__always)
    private mutating func endOfRun(from start: Int) throws(JSONFailure) -> Int {
        let special = UnsafeBufferPointer(start: base, count: end).endOfPlainJSONString(from: start)
        if special == end { throw .incomplete(at: end) }
        if base[special] < 0x20 { throw controlCharacter(at: special) }
        return special
    }

    @inline(never)
    private mutating func controlCharacter(at place: Int) -> JSONFailure {
        let found = foundPhrase(UnsafeBufferPointer(start: base + place, count: 1))
        return .syntax("\(found) in a string must be escaped", at: place)
    }

    // MARK: Escapes

    /// Takes the rest of a string with escapes. The arena gets it only when its end is known to be here.
    @inline(never)
    private mutating func takeEscapedText(from start: Int, firstEscape: Int) throws(JSONFailure) -> Text {
        var close = firstEscape
        while base[close] != UInt8(ascii: "\"") {
            // An escape of a quotation mark or a backslash must not be taken for one.
            if close + 2 > end {
                try checkEscapes(in: start..<close, firstEscape: firstEscape, isCut: true)
                throw .incomplete(at: end)
            }
            do throws(JSONFailure) {
                close = try endOfRun(from: close + 2)
            } catch {
                // What is wrong before a control character, or before bytes that are not there yet, counts first.
                if error.kind == .syntax {
                    try checkEscapes(in: start..<error.offset, firstEscape: firstEscape, isCut: false)
                } else {
                    let isCut = base[close + 1] == UInt8(ascii: "u")
                    try checkEscapes(in: start..<close, firstEscape: firstEscape, isCut: isCut)
                }
                throw error
            }
        }
        let text = try decodedText(start..<close, firstEscape: firstEscape)
        index = close + 1
        return text
    }

    /// Throws what is wrong with the escapes in `range`.
    ///
    /// - Parameter isCut: Whether an escape follows that can be the second half of a pair and is not whole. Then a first
    ///   half before it is not known to be alone.
    private mutating func checkEscapes(in range: Range<Int>, firstEscape: Int, isCut: Bool) throws(JSONFailure) {
        if range.upperBound <= firstEscape { return }
        do throws(JSONFailure) {
            _ = try decodedText(range, firstEscape: firstEscape)
        } catch {
            if isCut, error.code == .jsonLoneSurrogate, error.offset + 6 == range.upperBound { return }
            throw error
        }
    }

    private mutating func decodedText(_ range: Range<Int>, firstEscape: Int) throws(JSONFailure) -> Text {
        let escaped = UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
        let context = context
        var loneSurrogates: [Int]? = context.isLenient ? [] : nil
        let text = try context.arena.makeText(upTo: escaped.count) { room throws(JSONFailure) in
            try decodeJSONString(
                escaped, from: firstEscape - range.lowerBound, to: room, at: range.lowerBound,
                loneSurrogates: &loneSurrogates)
        }
        for place in loneSurrogates ?? [] { warnings.append(.replacedSurrogate(at: place)) }
        return text
    }
}

extension JSONFailure {
    static func loneSurrogate(at offset: Int) -> JSONFailure {
        JSONFailure(
            .model, at: offset, .jsonLoneSurrogate,
            "this escape is half of a surrogate pair, and the other half is not there")
    }

    static func replacedSurrogate(at offset: Int) -> JSONFailure {
        JSONFailure(.model, at: offset, .jsonLoneSurrogate, "replaced half of a surrogate pair by U+FFFD")
    }
}
