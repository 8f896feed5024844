/// The shape that JSON has when it is of some kind, written much as the JSON itself:
///
///     ["messages": [["role": .text, "content": .any]]]
///
/// is an object that has a member `messages`, an array, one of whose first elements is an object with these two members,
/// among others.
indirect enum JSONShape: Sendable, ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
    /// An object with all of these members.
    case object([(name: String, shape: JSONShape)])
    /// An object whose members' names nobody knows before, one of which has this shape.
    case member(JSONShape)
    /// An array, one of whose first elements has this shape.
    case element(JSONShape)
    case text, number
    /// This text and no other.
    case word(String)
    /// Whatever it is.
    case any

    init(dictionaryLiteral members: (String, JSONShape)...) {
        self = .object(members.map { (name: $0.0, shape: $0.1) })
    }

    /// One element: a shape says nothing of a second.
    init(arrayLiteral elements: JSONShape...) { self = .element(elements.first ?? .any) }

    init(stringLiteral value: String) { self = .word(value) }

    func matches(_ outline: JSONOutline) -> Bool {
        switch (self, outline) {
        case (.any, _), (.text, .text), (.number, .number): true
        case (.word(let word), .text(let text)): word == text
        case (.object(let members), .object):
            members.allSatisfy { member in outline[member.name].map { member.shape.matches($0) } ?? false }
        case (.member(let shape), .object(let members)): members.contains { shape.matches($0.value) }
        case (.element(let shape), .array(let elements)): elements.contains { shape.matches($0) }
        default: false
        }
    }
}
