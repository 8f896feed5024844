import TranscriptModel

/// A value that knows how to become simpler.
protocol Shrinkable {
    /// Takes on simpler values for as long as `fails` is true of them, the boldest changes first.
    ///
    /// Every change makes the value smaller, or leaves its size and brings it nearer to a fixed plainest value, so that
    /// doing this again and again comes to an end.
    mutating func simplify(while fails: (Self) -> Bool)
}

extension Shrinkable {
    /// Takes on `candidate` if `fails` is true of it. Returns whether it is.
    @discardableResult
    mutating func become(_ candidate: Self, if fails: (Self) -> Bool) -> Bool {
        guard fails(candidate) else { return false }
        self = candidate
        return true
    }

    /// Makes the part at `path` simpler.
    mutating func simplify<Part: Shrinkable>(_ path: WritableKeyPath<Self, Part>, while fails: (Self) -> Bool) {
        var part = self[keyPath: path]
        let original = self
        part.simplify { candidate in
            var copy = original
            copy[keyPath: path] = candidate
            return fails(copy)
        }
        self[keyPath: path] = part
    }

    /// Makes the part at `path` `plain`, unless it is so already. Returns whether it is now.
    @discardableResult
    mutating func make<Part: Equatable>(
        _ path: WritableKeyPath<Self, Part>, _ plain: Part, if fails: (Self) -> Bool
    ) -> Bool {
        if self[keyPath: path] == plain { return true }
        var copy = self
        copy[keyPath: path] = plain
        return become(copy, if: fails)
    }
}

extension Optional: Shrinkable where Wrapped: Shrinkable {
    mutating func simplify(while fails: (Wrapped?) -> Bool) {
        guard var value = self, !become(nil, if: fails) else { return }
        value.simplify { fails($0) }
        self = value
    }
}

extension Array: Shrinkable where Element: Shrinkable {
    /// Leaves out ever shorter runs of elements, then makes single elements simpler.
    mutating func simplify(while fails: ([Element]) -> Bool) {
        shorten(while: fails)
        for index in indices {
            let original = self
            self[index].simplify { element in
                var copy = original
                copy[index] = element
                return fails(copy)
            }
        }
    }
}

extension Array {
    /// Leaves out runs of all, half, a quarter … of the elements, wherever `fails` stays true without them.
    mutating func shorten(while fails: ([Element]) -> Bool) {
        var run = count
        while run > 0 {
            var start = 0
            while start < count {
                let end = Swift.min(start + run, count)
                let shorter = Array(self[..<start] + self[end...])
                if fails(shorter) { self = shorter } else { start = end }
            }
            run /= 2
        }
    }
}

extension Bool: Shrinkable {
    mutating func simplify(while fails: (Bool) -> Bool) {
        if self { become(false, if: fails) }
    }
}

extension Int64: Shrinkable {
    mutating func simplify(while fails: (Int64) -> Bool) {
        if self == 0 || become(0, if: fails) { return }
        while self < -1 || self > 1, become(self / 2, if: fails) {}
    }
}

/// An enumeration is simplest at its first case.
protocol ShrinkableChoice: Shrinkable, CaseIterable, Equatable {}

extension ShrinkableChoice {
    mutating func simplify(while fails: (Self) -> Bool) {
        if let first = Self.allCases.first, first != self { become(first, if: fails) }
    }
}

extension TranscriptHeader.Kind: ShrinkableChoice {}
extension Participant.Role: ShrinkableChoice {}
extension Attachment.Kind: ShrinkableChoice {}
extension Attachment.State: ShrinkableChoice {}
extension Origin: ShrinkableChoice {}
