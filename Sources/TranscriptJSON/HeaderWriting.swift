public import TextScanning
import TranscriptCoding
public import TranscriptModel

extension OutputBuffer {
    /// Appends those of `members` that `header` has as a JSON object on one line, without the notation's version.
    public mutating func appendJSON(
        _ header: TranscriptHeader, members: HeaderMembers = .all, absent: AbsentMembers = .omitted,
        escaping: JSONEscaping = .minimal
    ) {
        appendObject { output in
            output.appendJSONMembers(header, members: members, absent: absent, escaping: escaping)
        }
    }

    /// Appends those of `members` that `header` has, each with a comma after it, for an object that has more members.
    public mutating func appendJSONMembers(
        _ header: TranscriptHeader, members: HeaderMembers = .all, absent: AbsentMembers = .omitted,
        escaping: JSONEscaping = .minimal
    ) {
        func append<Part>(
            _ member: HeaderMembers, _ name: StaticString, _ part: Part?, to output: inout OutputBuffer,
            _ body: (inout OutputBuffer, Part) -> Void
        ) {
            guard members.contains(member), part != nil || absent == .null else { return }
            output.append(name)
            if let part { body(&output, part) } else { output.append("null") }
            output.append(UInt8(ascii: ","))
        }
        append(.kind, "\"kind\":", header.kind, to: &self) { $0.appendJSON($1.rawValue, escaping: escaping) }
        append(.id, "\"id\":", header.id, to: &self) { $0.appendJSON($1, escaping: escaping) }
        append(.title, "\"title\":", header.title, to: &self) { $0.appendJSON($1, escaping: escaping) }
        append(.participants, "\"participants\":", header.participants.nonEmpty, to: &self) {
            $0.appendArray($1) { output, participant in output.appendParticipant(participant, escaping) }
        }
        append(.metadata, "\"metadata\":", header.metadata.isEmpty ? nil : header.metadata, to: &self) {
            $0.appendJSON($1, escaping: escaping)
        }
        if members.contains(.extensions) {
            appendExtensions(header.extensions, of: .header, absent: absent, escaping)
        }
    }
}
