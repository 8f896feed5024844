public import TranscriptModel

/// The first place where two transcripts differ, as `messages[0].body: "a " ≠ "a"`; nil when they are equal.
///
/// What stands left of `≠` is of `expected`. A long text is shown around the first byte that differs.
public func firstDifference(_ expected: Transcript, _ actual: Transcript) -> String? {
    if expected == actual { return nil }
    return difference(ModelNode(expected), ModelNode(actual), at: "")
        ?? "the transcripts differ in something that has no name here"
}

/// The first place where two messages differ, with paths that start at the message; nil when they are equal.
public func firstDifference(_ expected: Message, _ actual: Message) -> String? {
    if expected == actual { return nil }
    return difference(ModelNode(expected), ModelNode(actual), at: "message")
        ?? "the messages differ in something that has no name here"
}

private func difference(_ left: ModelNode, _ right: ModelNode, at path: String) -> String? {
    switch (left, right) {
    case (.text(let left), .text(let right)): textDifference(left, right, at: path)
    case (.list(let left), .list(let right)): listDifference(left, right, at: path)
    case (.record(let left), .record(let right)): recordDifference(left, right, at: path)
    case (.members(let left), .members(let right)): membersDifference(left, right, at: path)
    default: left == right ? nil : sentence(path, left, right)
    }
}

private func sentence(_ path: String, _ left: ModelNode?, _ right: ModelNode?) -> String {
    "\(path): \(left.map(excerpt) ?? "nothing") ≠ \(right.map(excerpt) ?? "nothing")"
}

/// The node on one line, cut where it gets long.
private func excerpt(_ node: ModelNode) -> String {
    let line = ReadableFormWriter.line(node)
    return line.count > 160 ? line.prefix(160) + "…" : line
}

private func listDifference(_ left: [ModelNode], _ right: [ModelNode], at path: String) -> String? {
    for (index, (left, right)) in zip(left, right).enumerated() {
        if let found = difference(left, right, at: "\(path)[\(index)]") { return found }
    }
    let common = min(left.count, right.count)
    if left.count == right.count { return nil }
    return sentence("\(path)[\(common)]", left.dropFirst(common).first, right.dropFirst(common).first)
        + " (\(left.count) against \(right.count) in all)"
}

private func recordDifference(_ left: [ModelNode.Field], _ right: [ModelNode.Field], at path: String) -> String? {
    let names = left.map(\.name) + right.map(\.name).filter { name in !left.contains { $0.name == name } }
    for name in names {
        let place = path.isEmpty ? name : "\(path).\(name)"
        let leftNode = left.first { $0.name == name }?.node
        let rightNode = right.first { $0.name == name }?.node
        guard let leftNode, let rightNode else { return sentence(place, leftNode, rightNode) }
        if let found = difference(leftNode, rightNode, at: place) { return found }
    }
    return nil
}

private func membersDifference(_ left: [ModelNode.Member], _ right: [ModelNode.Member], at path: String) -> String? {
    for (index, (left, right)) in zip(left, right).enumerated() {
        if left.name != right.name {
            return "\(path), name \(index): \(left.name.quoted) ≠ \(right.name.quoted)"
        }
        if let found = difference(left.node, right.node, at: "\(path)[\(left.name.quoted)]") { return found }
    }
    if left.count == right.count { return nil }
    let common = min(left.count, right.count)
    let extra = left.dropFirst(common).first ?? right.dropFirst(common).first
    return sentence(
        "\(path)[\(extra?.name.quoted ?? "")]", left.dropFirst(common).first?.node,
        right.dropFirst(common).first?.node)
}

private func textDifference(_ left: Text, _ right: Text, at path: String) -> String? {
    if left == right { return nil }
    let limit = 60
    if left.utf8Count <= limit, right.utf8Count <= limit { return sentence(path, .text(left), .text(right)) }
    let leftScalars = Array(String(left).unicodeScalars)
    let rightScalars = Array(String(right).unicodeScalars)
    let common = zip(leftScalars, rightScalars).prefix { $0 == $1 }.count
    func around(_ scalars: [UnicodeScalar]) -> ModelNode {
        .text(Text(String(String.UnicodeScalarView(scalars.dropFirst(max(0, common - 20)).prefix(50)))))
    }
    return sentence("\(path), from character \(max(0, common - 20))", around(leftScalars), around(rightScalars))
}
