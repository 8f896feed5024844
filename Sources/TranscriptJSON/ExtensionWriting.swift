import TextScanning
import TranscriptCoding
import TranscriptModel

extension OutputBuffer {
    /// Appends the extensions of an object as its members, each with a comma after it.
    ///
    /// An extension `json:NAME` at the end of the list is written as the plain member that it was read from. One that
    /// has another extension after it is not: the order would not survive.
    mutating func appendExtensions(
        _ extensions: Members, of owner: ExtensibleObject, absent: AbsentMembers, _ escaping: JSONEscaping
    ) {
        let entries = extensions.entries
        let firstPlain = (entries.lastIndex { !owner.writesPlainly($0.name) } ?? -1) + 1
        if firstPlain > 0 {
            appendMember("\"extensions\":") { output in
                output.appendObject { output in
                    for index in 0..<firstPlain { output.appendMember(entries[index].name, entries[index].value, escaping) }
                }
            }
        } else if absent == .null {
            append("\"extensions\":null,")
        }
        for entry in entries[firstPlain...] {
            let name = entry.name.slice(ExtensibleObject.prefixLength..<entry.name.utf8Count)
            appendMember(name ?? entry.name, entry.value, escaping)
        }
    }
}

extension ExtensibleObject {
    static let prefixLength = 5

    /// Whether the extension can be written as a plain member and be read as the same extension.
    ///
    /// A slash marks extensions that were read from further inside (`json:quote/mood`).
    func writesPlainly(_ name: Text) -> Bool {
        name.withUTF8 { utf8 in
            guard utf8.starts(with: "json:") else { return false }
            let plain = utf8.slice(Self.prefixLength..<utf8.count)
            return !reserves(plain) && plain.firstIndex(of: UInt8(ascii: "/"), from: 0) == nil
        }
    }
}
