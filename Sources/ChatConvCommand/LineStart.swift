// Build services read what a program prints, and take a line for a command that begins with `::` or `##[`, whatever white space is
// before that. Nothing that an input holds, and no file's name, may stand at the start of a line like that. Of `##[` and `##vso[`
// they say that these begin a line, and look for them anywhere in it: so they stand nowhere.

/// Whether a build service would take a line for a command that begins so.
func beginsLikeCommand(_ line: some StringProtocol) -> Bool {
    var start = line.unicodeScalars.drop { $0.properties.isWhitespace }.makeIterator()
    switch start.next() {
    case ":": return start.next() == ":"
    case "#": return start.next() == "#" && start.next() == "["
    default: return false
    }
}

/// Whether a mark of number at a place is the second of `##[` or `##vso[`.
func isCommandMark(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    guard bytes[index] == UInt8(ascii: "#"), index > 0, bytes[index - 1] == UInt8(ascii: "#"), index + 1 < bytes.count else { return false }
    return bytes[index + 1] == UInt8(ascii: "[") || bytes[(index + 1)...].starts(with: "vso[".utf8)
}

/// `text` with these marks made visible.
func withoutCommandMarks(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
        let marks = bytes.indices.filter { bytes[$0] == UInt8(ascii: "#") && isCommandMark(bytes, at: $0) }
        if marks.isEmpty { return nil }
        var result: [UInt8] = []
        var start = 0
        for mark in marks {
            result += bytes[start..<mark]
            result += Unicode.Scalar("#").escaped.utf8
            start = mark + 1
        }
        return String(decoding: result + bytes[start...], as: UTF8.self)
    } ?? text
}

/// `line`, in which nothing is left that a terminal would obey, with its first mark made visible where it begins like a command.
func harmless(_ line: String) -> String {
    guard beginsLikeCommand(line), let mark = line.unicodeScalars.firstIndex(where: { !$0.properties.isWhitespace }) else { return line }
    var scalars = line.unicodeScalars
    let escaped = scalars[mark].escaped.unicodeScalars
    scalars.replaceSubrange(mark..<scalars.index(after: mark), with: escaped)
    return String(scalars)
}

/// The name of a file as it can be shown at the start of a line, also with a colon behind it.
func displayedName(_ name: String) -> String {
    let shown = displayed(name)
    let first = shown.unicodeScalars.first { !$0.properties.isWhitespace }
    return first == ":" || first == "#" ? "./" + shown : shown
}
