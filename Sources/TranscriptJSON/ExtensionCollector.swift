import TextScanning
import TranscriptCoding
import TranscriptModel

/// The extensions that an object brings, in the order in which they come: those in its `extensions`, and its members
/// that the notation does not know.
package struct ExtensionCollector {
    private var builder = MembersBuilder()
    /// Whether the object has a member `extensions`, which replaces all that was there.
    private var replacesAll = false

    var isEmpty: Bool { builder.members.isEmpty && !replacesAll }

    mutating func append(_ name: Text, _ value: Value) -> Bool { builder.append(name, value) }

    mutating func replace(_ name: Text, with value: Value) { builder.replace(name, with: value) }

    mutating func replaceAll() { replacesAll = true }

    /// `base` with what the object brings.
    func applied(to base: Members) -> Members {
        if isEmpty { return base }
        if replacesAll || base.isEmpty { return builder.members }
        var merged = MembersBuilder()
        for member in base { _ = merged.append(member.name, member.value) }
        for member in builder.members where !merged.append(member.name, member.value) {
            merged.replace(member.name, with: member.value)
        }
        return merged.members
    }
}

extension JSONCursor {
    /// Takes the value of the member `extensions`.
    mutating func takeExtensions(into collector: inout ExtensionCollector) throws(JSONFailure) {
        if try !takeNull() {
            try takeObject { cursor, name throws(JSONFailure) in
                let value = try cursor.takeValue()
                try cursor.add(cursor.text(of: name), value, named: name, to: &collector)
            }
        }
        collector.replaceAll()
    }

    /// Takes the value of a member that the notation does not know, as extension `json:NAME`.
    mutating func takeUnknown(_ name: JSONName, into collector: inout ExtensionCollector) throws(JSONFailure) {
        let value = try takeValue()
        try add(extensionName(of: name), value, named: name, to: &collector)
    }

    /// Takes the value of an unknown member of a message's part, as the message's extension `json:PATH/NAME`.
    mutating func takeUnknown(_ name: JSONName, under path: String) throws(JSONFailure) {
        let value = try takeValue()
        let text = Text("json:\(path)/\(string(of: name))")
        try add(text, value, named: name, to: &rareMembers().extensions)
    }

    private mutating func add(
        _ text: Text, _ value: Value, named name: JSONName, to collector: inout ExtensionCollector
    ) throws(JSONFailure) {
        if collector.append(text, value) { return }
        try noteDuplicate(name)
        collector.replace(text, with: value)
    }

    private func extensionName(of name: JSONName) -> Text {
        withBytes(of: name) { bytes in
            context.arena.makeText(upTo: ExtensibleObject.prefixLength + bytes.count) { room in
                let prefix: StaticString = "json:"
                room.update(from: prefix.utf8Start, count: ExtensibleObject.prefixLength)
                if let start = bytes.baseAddress {
                    (room + ExtensibleObject.prefixLength).update(from: start, count: bytes.count)
                }
                return ExtensibleObject.prefixLength + bytes.count
            }
        }
    }

    // MARK: Members that come twice

    /// Notes that a known member is there, and refuses the second of a name. `bit` tells the object's members apart.
    @inline(__always)
    mutating func note(_ bit: UInt8, in seen: inout UInt32, _ name: JSONName) throws(JSONFailure) {
        let mask = UInt32(1) &<< UInt32(bit)
        if seen & mask != 0 { try noteDuplicate(name) }
        seen |= mask
    }

    /// Refuses a member, or when lenient reports it, and the later value stands.
    @inline(never)
    mutating func noteDuplicate(_ name: JSONName) throws(JSONFailure) {
        guard context.isLenient else {
            throw JSONFailure(.model, at: name.start, .jsonDuplicateMember, "the object has this member already")
        }
        let warning = JSONFailure(
            .model, at: name.start, .jsonDuplicateMember, "the object has this member already; the later one stands")
        warnings.append(warning.inside(string(of: name)))
    }
}
