/// Named values in the order of their source; each name occurs once. Order is part of what is compared.
///
/// Looking a name up is O(n): transcripts have a handful. A reader of untrusted input that adds many at once uses
/// `MembersBuilder`, which finds duplicates in O(1).
public struct Members: Sendable, Hashable {
    public struct Member: Sendable, Hashable {
        public var name: Text
        public var value: Value

        public init(name: Text, value: Value) {
            self.name = name
            self.value = value
        }
    }

    public private(set) var entries: [Member]

    public init() { entries = [] }

    /// Makes members of `entries`; of several with one name, the last value stands at the first's place.
    public init(_ entries: some Sequence<Member>) {
        var builder = MembersBuilder()
        for entry in entries where !builder.append(entry.name, entry.value) {
            builder.replace(entry.name, with: entry.value)
        }
        self = builder.members
    }

    public var isEmpty: Bool { entries.isEmpty }
    public var count: Int { entries.count }

    /// The value under a name. Setting one replaces it in its place or appends it; setting nil removes it.
    @_disfavoredOverload
    public subscript(name: Text) -> Value? {
        get { entries.first { $0.name == name }?.value }
        set {
            let index = entries.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The value under a name known at compile time.
    public subscript(name: StaticString) -> Value? { entries.first { $0.name == name }?.value }

    /// The members for which `isIncluded` holds, in their order. O(n).
    public func filter(_ isIncluded: (Member) -> Bool) -> Members {
        var result = Members()
        result.entries = entries.filter(isIncluded)
        return result
    }

    fileprivate mutating func reserveCapacity(_ count: Int) { entries.reserveCapacity(count) }
    fileprivate mutating func append(_ entry: Member) { entries.append(entry) }
    fileprivate mutating func replace(at index: Int, with value: Value) { entries[index].value = value }
}

extension Members: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (Text, Value)...) {
        self.init(elements.map { Member(name: $0.0, value: $0.1) })
    }
}

extension Members: Sequence {
    public func makeIterator() -> IndexingIterator<[Member]> { entries.makeIterator() }
}

/// Builds members from input that may hold any number of them, and notices a name that comes twice in O(1).
public struct MembersBuilder {
    public private(set) var members = Members()
    /// Positions by name, kept from the moment a linear search would start to cost.
    private var positions: [Text: Int]?

    public init() {}

    /// Makes room for `count` members.
    public mutating func reserveCapacity(_ count: Int) { members.reserveCapacity(count) }

    /// Adds a member, or returns false and changes nothing when its name is there already.
    public mutating func append(_ name: Text, _ value: Value) -> Bool {
        if position(of: name) != nil { return false }
        if members.count >= 16, positions == nil { indexPositions() }
        append(new: name, value)
        return true
    }

    /// Adds a member of whose name it is known that none has it. O(1).
    package mutating func append(new name: Text, _ value: Value) {
        positions?[name] = members.count
        members.append(Members.Member(name: name, value: value))
    }

    /// Gives the member called `name` another value, if there is one.
    public mutating func replace(_ name: Text, with value: Value) {
        if let position = position(of: name) { members.replace(at: position, with: value) }
    }

    private func position(of name: Text) -> Int? {
        if let positions { return positions[name] }
        return members.entries.firstIndex { $0.name == name }
    }

    private mutating func indexPositions() {
        var index: [Text: Int] = [:]
        for (position, entry) in members.entries.enumerated() { index[entry.name] = position }
        positions = index
    }
}
