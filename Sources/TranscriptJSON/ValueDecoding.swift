import TextScanning
import TranscriptCoding
import TranscriptModel

extension JSONCursor {
    /// Takes any value. `depth` is how many arrays and objects are around it; those inside count on from there.
    mutating func takeValue(depth: Int = 0) throws(JSONFailure) -> Value {
        switch try significantByte() {
        case UInt8(ascii: "\""): return .string(try takeText())
        case UInt8(ascii: "{"):
            try checkDepth(depth + 1)
            return .object(try takeMembers(depth: depth + 1))
        case UInt8(ascii: "["):
            try checkDepth(depth + 1)
            return .array(try takeArray { cursor throws(JSONFailure) in try cursor.takeValue(depth: depth + 1) })
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool(try takeBool())
        case UInt8(ascii: "n"):
            try take("null")
            return .null
        default: return .number(try takeNumber())
        }
    }

    /// Takes an object as members in their order, whose values have `depth` arrays and objects around them.
    ///
    /// Metadata and extensions do not count themselves: a value may be as deep as the limit wherever it is written.
    mutating func takeMembers(depth: Int = 0) throws(JSONFailure) -> Members {
        var builder = MembersBuilder()
        try takeObject { cursor, name throws(JSONFailure) in
            let value = try cursor.takeValue(depth: depth)
            let text = cursor.text(of: name)
            if builder.append(text, value) { return }
            try cursor.noteDuplicate(name)
            builder.replace(text, with: value)
        }
        return builder.members
    }

    private func checkDepth(_ depth: Int) throws(JSONFailure) {
        if depth > context.limits.depth { throw .tooDeep(context.limits.depth, at: index) }
    }

    /// Takes a number and keeps its literal.
    mutating func takeNumber() throws(JSONFailure) -> NumberLiteral {
        let range = try takeNumberRange()
        guard let literal = NumberLiteral(text(range)) else {
            throw .syntax("this is no number of JSON", at: range.lowerBound)
        }
        return literal
    }

    /// Takes a number that must be whole and fit.
    mutating func takeInteger() throws(JSONFailure) -> Int64 {
        guard JSONValueKind(try significantByte()) == .number else { throw mismatch("a whole number") }
        let range = try takeNumberRange()
        let digits = String(text(range))
        if let value = Int64(digits) { return value }
        let isWhole = digits.utf8.allSatisfy { $0 == UInt8(ascii: "-") || $0.isASCIIDigit }
        throw JSONFailure(
            .model, at: range.lowerBound, .jsonValue,
            isWhole
                ? "\(digits) is out of range"
                : "expected a whole number without fraction or exponent, found \(digits)")
    }

    /// Moves past a number in the grammar of RFC 8259, section 6.
    private mutating func takeNumberRange() throws(JSONFailure) -> Range<Int> {
        if JSONValueKind(try significantByte()) != .number { throw unexpected("a value") }
        let start = index
        if base[index] == UInt8(ascii: "-") { index += 1 }
        if try byteOfNumber() == UInt8(ascii: "0") {
            index += 1
            if index < end, base[index].isASCIIDigit {
                throw .syntax("a number has no leading zeros in JSON", at: start)
            }
        } else {
            try takeDigits()
        }
        if try byteOfNumber() == UInt8(ascii: ".") {
            index += 1
            try takeDigits()
        }
        if try byteOfNumber() | 0x20 == UInt8(ascii: "e") {
            index += 1
            let sign = try byteOfNumber()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { index += 1 }
            try takeDigits()
        }
        return start..<index
    }

    private func byteOfNumber() throws(JSONFailure) -> UInt8 {
        if index == end { throw .incomplete(at: end) }
        return base[index]
    }

    private mutating func takeDigits() throws(JSONFailure) {
        if try !byteOfNumber().isASCIIDigit { throw unexpected("a digit") }
        while index < end, base[index].isASCIIDigit { index += 1 }
        _ = try byteOfNumber()
    }
}
