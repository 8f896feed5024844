public import TextScanning
import TranscriptCoding
public import TranscriptModel

// Members are written with a comma after each; who closes the object takes the last one back. That needs no state.

extension OutputBuffer {
    /// Appends `value` as JSON on one line. O(n); it recurses as deep as the value is nested.
    public mutating func appendJSON(_ value: Value, escaping: JSONEscaping = .minimal) {
        switch value {
        case .null: append("null")
        case .bool(let isTrue): appendJSON(isTrue)
        case .number(let literal): append(literal.text)
        case .string(let text): appendJSON(text, escaping: escaping)
        case .array(let elements):
            appendArray(elements) { output, element in output.appendJSON(element, escaping: escaping) }
        case .object(let members): appendJSON(members, escaping: escaping)
        }
    }

    /// Appends `members` as a JSON object on one line, in their order.
    public mutating func appendJSON(_ members: Members, escaping: JSONEscaping = .minimal) {
        appendObject { output in
            for member in members { output.appendMember(member.name, member.value, escaping) }
        }
    }

    mutating func appendJSON(_ isTrue: Bool) {
        if isTrue { append("true") } else { append("false") }
    }

    mutating func appendMember(_ name: Text, _ value: Value, _ escaping: JSONEscaping) {
        appendJSON(name, escaping: escaping)
        append(UInt8(ascii: ":"))
        appendJSON(value, escaping: escaping)
        append(UInt8(ascii: ","))
    }

    /// Appends an object whose members `body` appends, each with a comma after it.
    mutating func appendObject(_ body: (inout OutputBuffer) -> Void) {
        append(UInt8(ascii: "{"))
        let start = count
        body(&self)
        if count > start { truncate(to: count - 1) }
        append(UInt8(ascii: "}"))
    }

    mutating func appendArray<Element>(_ elements: [Element], _ body: (inout OutputBuffer, Element) -> Void) {
        append(UInt8(ascii: "["))
        var isFirst = true
        for element in elements {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            body(&self, element)
        }
        append(UInt8(ascii: "]"))
    }

    /// Appends a member whose value `body` appends, and a comma. `name` is the member's name in quotation marks, and
    /// the colon.
    mutating func appendMember(_ name: StaticString, _ body: (inout OutputBuffer) -> Void) {
        append(name)
        body(&self)
        append(UInt8(ascii: ","))
    }

    /// Appends a member with a text, and a comma; nothing when there is no text.
    mutating func appendMember(_ name: StaticString, _ text: Text?, _ escaping: JSONEscaping) {
        guard let text else { return }
        append(name)
        appendJSON(text, escaping: escaping)
        append(UInt8(ascii: ","))
    }

    /// Appends a member with a timestamp, and a comma; nothing when there is none.
    mutating func appendMember(_ name: StaticString, _ timestamp: Timestamp?) {
        guard let timestamp else { return }
        append(name)
        appendJSON(timestamp)
        append(UInt8(ascii: ","))
    }

    /// Appends a member with a whole number, and a comma; nothing when there is none.
    mutating func appendMember(_ name: StaticString, _ number: Int64?) {
        guard let number else { return }
        append(name)
        append(utf8: String(number))
        append(UInt8(ascii: ","))
    }
}
