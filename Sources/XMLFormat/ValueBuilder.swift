import TranscriptModel

/// Builds the values of metadata and extensions from the inside out, on a stack of its own.
struct ValueBuilder {
    private struct Level {
        let isArray: Bool
        var items: [Value] = []
        var members = MembersBuilder()
        /// The name of the value that comes next, or that is being read.
        var name: Text?
    }

    private var levels: [Level] = []

    var depth: Int { levels.count }

    /// Whether the value that comes next needs a name and has none.
    var lacksName: Bool { levels.last.map { !$0.isArray && $0.name == nil } ?? false }

    mutating func open(isArray: Bool) { levels.append(Level(isArray: isArray)) }

    /// Names the value that comes next. Returns false when it has a name already.
    mutating func setName(_ name: Text) -> Bool {
        guard let index = levels.indices.last, levels[index].name == nil else { return false }
        levels[index].name = name
        return true
    }

    /// Adds a value to the innermost array or object. Returns false when the object has a value of that name.
    mutating func add(_ value: Value) -> Bool {
        guard let index = levels.indices.last else { return true }
        if levels[index].isArray {
            levels[index].items.append(value)
            return true
        }
        guard let name = levels[index].name else { return true }
        levels[index].name = nil
        return levels[index].members.append(name, value)
    }

    mutating func closeArray() -> Value { .array(levels.popLast()?.items ?? []) }

    mutating func closeMembers() -> Members { levels.popLast()?.members.members ?? Members() }
}
