import TextScanning
import TranscriptCoding

/// Checks JSON that comes in pieces and finds where a value ends, without keeping any of it.
///
/// It serves where a value is not wholly in memory: to find the end of an element before it is parsed, looking at
/// each byte once however small the pieces are; to pass over what is not wanted; and to judge documents that are JSON
/// but no transcripts. It knows the whole grammar of RFC 8259; what the notation adds, it does not.
package struct JSONScanner {
    /// What to find the end of.
    package enum Goal: Sendable { case value, string, member }

    package enum Progress {
        /// All bytes belong to what is looked for, and it goes on.
        case needsMore
        /// It ends before the byte at this index.
        case ended(Int)
        case failed(JSONFailure)
    }

    private enum State {
        case value, firstElement, name, firstName, colon, separator
        case string, escape, unit
        case literal
        case minus, zero, digits, point, fraction, exponent, exponentSign, exponentDigits
        case ended
    }

    private let goal: Goal
    private let depthLimit: Int
    private var state: State
    /// The containers around the current place, outermost first: true for an object.
    private var containers: [Bool] = []
    /// Whether the string at hand is a member's name.
    private var isName = false
    /// How many more hexadecimal digits an escape must have.
    private var missingDigits = 0
    private var literal: StaticString = ""
    private var literalIndex = 0

    /// Makes a scanner that stands before what it looks for, white space in front allowed.
    ///
    /// - Parameter depthLimit: How deep arrays and objects may be nested.
    package init(_ goal: Goal, depthLimit: Int) {
        self.goal = goal
        self.depthLimit = depthLimit
        state = goal == .value ? .value : .name
    }

    /// Whether what is looked for could end where the bytes do: a number, with no container around.
    package var canEndHere: Bool {
        switch state {
        case .zero, .digits, .fraction, .exponentDigits: containers.isEmpty
        case .ended: true
        default: false
        }
    }

    /// Looks at the bytes from `start` on, which must follow those seen before.
    package mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Progress {
        var index = start
        while index < bytes.count {
            if state == .ended { return .ended(index) }
            if state == .string {
                index = bytes.endOfPlainJSONString(from: index)
                if index == bytes.count { return .needsMore }
            }
            let byte = bytes[index]
            if isSpace(byte), skipsSpace {
                index += 1
                continue
            }
            do throws(JSONFailure) {
                // A number is over when a byte comes that does not belong to it; that byte is looked at again.
                if try take(byte, in: bytes, at: index) { index += 1 }
            } catch {
                return .failed(error)
            }
        }
        return state == .ended ? .ended(index) : .needsMore
    }

    private var skipsSpace: Bool {
        switch state {
        case .value, .firstElement, .name, .firstName, .colon, .separator: true
        default: false
        }
    }

    private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

    /// Takes one byte. Returns false when it ended a number and still is to be taken.
    private mutating func take(
        _ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, at index: Int
    ) throws(JSONFailure) -> Bool {
        func unexpected(_ expectation: StaticString) -> JSONFailure {
            .syntax("expected \(expectation), found \(foundPhrase(bytes.slice(index..<bytes.count)))", at: index)
        }
        switch state {
        case .firstElement where byte == UInt8(ascii: "]"): close()
        case .value, .firstElement: if try !startValue(byte, at: index) { throw unexpected("a value") }
        case .firstName where byte == UInt8(ascii: "}"): close()
        case .name, .firstName:
            if byte != UInt8(ascii: "\"") { throw unexpected("a member name in quotation marks") }
            (state, isName) = (.string, true)
        case .colon:
            if byte != UInt8(ascii: ":") { throw unexpected("':'") }
            state = .value
        case .separator:
            if !takeSeparator(byte) { throw unexpected(containers.last == true ? "',' or '}'" : "',' or ']'") }
        case .string: try takeSpecial(byte, at: index)
        case .escape:
            guard let missing = digitsAfterEscape(byte) else {
                let found = foundPhrase(bytes.slice(index..<bytes.count))
                throw .syntax("\(found) after a backslash is no escape of JSON", at: index)
            }
            missingDigits = missing
            state = missing > 0 ? .unit : .string
        case .unit:
            if hexadecimalDigit(byte) == nil {
                throw .syntax(#"expected four hexadecimal digits after '\u'"#, at: index)
            }
            missingDigits -= 1
            if missingDigits == 0 { state = .string }
        case .literal:
            if byte != literal.utf8Start[literalIndex] { throw unexpected("true, false or null") }
            literalIndex += 1
            if literalIndex == literal.utf8CodeUnitCount { endValue() }
        case .ended: return false
        default: return try takeOfNumber(byte, unexpected("a digit"), at: index)
        }
        return true
    }

    private mutating func startValue(_ byte: UInt8, at index: Int) throws(JSONFailure) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            if containers.count == depthLimit { throw .tooDeep(depthLimit, at: index) }
            containers.append(byte == UInt8(ascii: "{"))
            state = byte == UInt8(ascii: "{") ? .firstName : .firstElement
        case UInt8(ascii: "\""): (state, isName) = (.string, false)
        case UInt8(ascii: "-"): state = .minus
        case UInt8(ascii: "0"): state = .zero
        case UInt8(ascii: "1")...UInt8(ascii: "9"): state = .digits
        case UInt8(ascii: "t"): start("true")
        case UInt8(ascii: "f"): start("false")
        case UInt8(ascii: "n"): start("null")
        default: return false
        }
        return true
    }

    private mutating func start(_ name: StaticString) {
        (state, literal, literalIndex) = (.literal, name, 1)
    }

    private mutating func takeSeparator(_ byte: UInt8) -> Bool {
        guard let isObject = containers.last else { return false }
        if byte == UInt8(ascii: ",") {
            state = isObject ? .name : .value
            return true
        }
        if byte != (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return false }
        close()
        return true
    }

    private mutating func close() {
        containers.removeLast()
        endValue()
    }

    private mutating func endValue() { state = containers.isEmpty ? .ended : .separator }

    /// Takes the byte that a string's plain characters ended at.
    private mutating func takeSpecial(_ byte: UInt8, at index: Int) throws(JSONFailure) {
        if byte == UInt8(ascii: "\\") {
            state = .escape
        } else if byte == UInt8(ascii: "\"") {
            if isName { state = goal == .string && containers.isEmpty ? .ended : .colon } else { endValue() }
        } else {
            let found = withUnsafePointer(to: byte) { foundPhrase(UnsafeBufferPointer(start: $0, count: 1)) }
            throw .syntax("\(found) in a string must be escaped", at: index)
        }
    }

    private func digitsAfterEscape(_ byte: UInt8) -> Int? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            0
        case UInt8(ascii: "u"): 4
        default: nil
        }
    }

    /// Numbers: RFC 8259, section 6. Returns false when the byte is behind the number.
    private mutating func takeOfNumber(
        _ byte: UInt8, _ unexpected: @autoclosure () -> JSONFailure, at index: Int
    ) throws(JSONFailure) -> Bool {
        switch (state, byte) {
        case (.minus, UInt8(ascii: "0")): state = .zero
        case (.minus, UInt8(ascii: "1")...UInt8(ascii: "9")): state = .digits
        case (.zero, UInt8(ascii: "0")...UInt8(ascii: "9")):
            throw .syntax("a number has no leading zeros in JSON", at: index - 1)
        case (.digits, UInt8(ascii: "0")...UInt8(ascii: "9")), (.fraction, UInt8(ascii: "0")...UInt8(ascii: "9")),
            (.exponentDigits, UInt8(ascii: "0")...UInt8(ascii: "9")):
            break
        case (.zero, UInt8(ascii: ".")), (.digits, UInt8(ascii: ".")): state = .point
        case (.point, UInt8(ascii: "0")...UInt8(ascii: "9")): state = .fraction
        case (.zero, UInt8(ascii: "e")), (.digits, UInt8(ascii: "e")), (.fraction, UInt8(ascii: "e")),
            (.zero, UInt8(ascii: "E")), (.digits, UInt8(ascii: "E")), (.fraction, UInt8(ascii: "E")):
            state = .exponent
        case (.exponent, UInt8(ascii: "+")), (.exponent, UInt8(ascii: "-")): state = .exponentSign
        case (.exponent, UInt8(ascii: "0")...UInt8(ascii: "9")), (.exponentSign, UInt8(ascii: "0")...UInt8(ascii: "9")):
            state = .exponentDigits
        case (.zero, _), (.digits, _), (.fraction, _), (.exponentDigits, _):
            endValue()
            return false
        default: throw unexpected()
        }
        return true
    }
}
