import TranscriptModel

extension Transcript {
    /// All texts of the transcript, with a line feed behind each: those of its messages and of its header, names of members
    /// among them, but not the extensions of those names.
    func utf8(without extensions: Set<Text>) -> [UInt8] {
        var bytes: [UInt8] = []
        ModelNode(self).appendTexts(to: &bytes, without: extensions)
        return bytes
    }
}

extension ModelNode {
    fileprivate func appendTexts(to bytes: inout [UInt8], without names: Set<Text>) {
        switch self {
        case .text(let text): Self.append(text, to: &bytes)
        case .symbol(let symbol): bytes += Array(symbol.utf8) + [0x0A]
        case .list(let nodes): for node in nodes { node.appendTexts(to: &bytes, without: names) }
        case .record(let fields): for field in fields { field.node.appendTexts(to: &bytes, without: names) }
        case .members(let members):
            for member in members where !names.contains(member.name) {
                Self.append(member.name, to: &bytes)
                member.node.appendTexts(to: &bytes, without: names)
            }
        }
    }

    private static func append(_ text: Text, to bytes: inout [UInt8]) {
        text.withUTF8 { bytes.append(contentsOf: $0) }
        bytes.append(0x0A)
    }
}
