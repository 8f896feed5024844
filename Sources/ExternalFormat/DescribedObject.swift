import TranscriptCoding
import TranscriptModel

/// An object of a description, whose members are taken one by one; one that nobody takes is an error, so that a misspelt
/// name is found.
struct DescribedObject {
    typealias Problem = ExternalDescription.Problem

    private var members: [String: Value] = [:]
    private let place: String

    /// - Parameter place: what the object is, as a phrase.
    init(_ value: Value, _ place: String) throws(Problem) {
        guard case .object(let members) = value else { throw .invalid("\(place) is no object") }
        self.place = place
        for member in members { self.members[String(member.name)] = member.value }
    }

    /// Takes a member out; nil where it is absent.
    mutating func take(_ name: String) -> Value? { members.removeValue(forKey: name) }

    /// Makes sure that nothing is left.
    func finish() throws(Problem) {
        guard let name = members.keys.min() else { return }
        throw .invalid("\(place) has a member \"\(printable(name))\", which means nothing in this version")
    }

    // MARK: Kinds of members

    /// A text that has to be there: not empty, on one line.
    mutating func text(_ name: String) throws(Problem) -> String {
        guard let value = take(name) else { throw .invalid("\(place) lacks \"\(name)\"") }
        return try Self.text(value, in: name)
    }

    mutating func optionalText(_ name: String) throws(Problem) -> String? {
        guard let value = take(name) else { return nil }
        return try Self.text(value, in: name)
    }

    mutating func texts(_ name: String) throws(Problem) -> [String] {
        try array(name).map { value throws(Problem) in try Self.text(value, in: name) }
    }

    mutating func bool(_ name: String) throws(Problem) -> Bool {
        switch take(name) {
        case nil: return false
        case .bool(let value): return value
        default: throw .invalid("\"\(name)\" is neither true nor false")
        }
    }

    mutating func number(_ name: String) throws(Problem) -> Double? {
        guard let value = take(name) else { return nil }
        guard case .number(let literal) = value, let number = Double(String(literal.text)), number.isFinite else {
            throw .invalid("\"\(name)\" is no number")
        }
        return number
    }

    /// A whole number of that range.
    mutating func count(_ name: String, from least: Double, to most: Double) throws(Problem) -> Int? {
        guard let number = try number(name) else { return nil }
        guard (least...most).contains(number), let count = Int(exactly: number) else {
            throw .invalid("\"\(name)\" is no whole number from \(Int(least)) to \(Int(most))")
        }
        return count
    }

    mutating func choice<Choice>(_ name: String, _ choices: [String: Choice]) throws(Problem) -> Choice? {
        guard let text = try optionalText(name) else { return nil }
        if let choice = choices[text] { return choice }
        throw .invalid("\"\(name)\" is '\(text)'; it can be \(choices.keys.sorted().joined(separator: ", "))")
    }

    mutating func object(_ name: String) throws(Problem) -> DescribedObject? {
        guard let value = take(name) else { return nil }
        return try DescribedObject(value, "\"\(name)\"")
    }

    private mutating func array(_ name: String) throws(Problem) -> [Value] {
        switch take(name) {
        case nil: return []
        case .array(let values): return values
        default: throw .invalid("\"\(name)\" is no array")
        }
    }

    private static func text(_ value: Value, in name: String) throws(Problem) -> String {
        guard case .string(let text) = value, !text.isEmpty else { throw .invalid("\"\(name)\" has to be text") }
        let string = String(text)
        // It is shown in tables.
        if string != printable(string) || string.contains("\t") { throw .invalid("\"\(name)\" has a control character") }
        return string
    }

    // MARK: Capabilities and options

    /// What a transcript can hold: `"everything"`, or names as `chatconv formats` prints them.
    mutating func capabilities(_ name: String) throws(Problem) -> Set<Capability> {
        if members[name] == "everything" {
            _ = take(name)
            return .wholeModel
        }
        var capabilities: Set<Capability> = []
        for text in try texts(name) {
            guard let capability = Capability(rawValue: text) else {
                throw .invalid("'\(text)' in \"\(name)\" is nothing that a transcript has; `chatconv formats` lists what can be held")
            }
            capabilities.insert(capability)
        }
        return capabilities
    }

    /// What a program leaves out of what it reads, by the names that loss reports and `--allow-loss` use.
    mutating func omissions(_ name: String) throws(Problem) -> [OmissionKind] {
        let groups = Dictionary(uniqueKeysWithValues: LossGroup.allCases.map { ($0.rawValue, $0) })
        return try array(name).map { value throws(Problem) in
            var object = try DescribedObject(value, "an omission")
            let text = try object.text("name")
            guard let group = try object.choice("group", groups) else { throw .invalid("the omission '\(text)' lacks \"group\"") }
            let kind = OmissionKind(text, group, try object.text("summary"))
            try object.finish()
            return kind
        }
    }

    mutating func options(_ name: String) throws(Problem) -> [OptionDescription] {
        try array(name).map { value throws(Problem) in
            var object = try DescribedObject(value, "an option")
            let option = OptionDescription(
                name: try object.text("name"), help: try object.text("help"), kind: try object.optionKind())
            guard ExternalProgram.isFormatName(option.name) else {
                throw .invalid("'\(option.name)' is no name for an option: lower-case letters, digits and hyphens")
            }
            try object.finish()
            return option
        }
    }

    private mutating func optionKind() throws(Problem) -> OptionValueKind {
        switch try text("kind") {
        case "flag": return .flag
        case "integer":
            let (from, to) = try range()
            guard let from = Int(exactly: from), let to = Int(exactly: to) else {
                throw .invalid("\"from\" and \"to\" of an integer are no whole numbers")
            }
            return .integer(from...to)
        case "decimal":
            let (from, to) = try range()
            return .decimal(from...to, placeholder: try optionalText("placeholder") ?? "NUMBER")
        case "choice":
            let choices = try texts("choices")
            if choices.isEmpty { throw .invalid("a choice has no \"choices\"") }
            return .choice(choices)
        case "text": return .text(placeholder: try optionalText("placeholder") ?? "TEXT")
        case let other:
            throw .invalid("'\(other)' is no kind of option: flag, integer, decimal, choice, text")
        }
    }

    private mutating func range() throws(Problem) -> (from: Double, to: Double) {
        guard let from = try number("from"), let to = try number("to"), from <= to else {
            throw .invalid("an option with a number lacks \"from\" and \"to\"")
        }
        return (from, to)
    }
}
