/// The candidate that `name` most likely stands for, when one is near: a slip of the keyboard, or a longer name's start.
package func nearest(to name: String, among candidates: [String]) -> String? {
    let written = Array(name.lowercased().unicodeScalars)
    // What is longer than any name was not meant as one.
    guard !written.isEmpty, written.count <= 40 else { return nil }
    let tolerance = max(1, written.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in candidates {
        let meant = Array(candidate.unicodeScalars)
        let isStart = written.count >= 2 && meant.starts(with: written)
        let distance = isStart ? 1 : editDistance(written, meant)
        // A name of two letters is near everything of two letters.
        guard distance <= tolerance, distance < meant.count else { continue }
        if best.map({ distance < $0.distance }) ?? true { best = (candidate, distance) }
    }
    return best?.name
}

/// What names most likely stand for that a file uses and nobody knows. Each is looked for once: a file may use it in every line.
package struct Suggestions {
    private var found: [String: String?] = [:]

    /// Of a file that makes names up, only the first are looked for.
    private static let most = 100

    package init() {}

    /// As `nearest(to:among:)`; nil as well for a name that is a candidate itself. `candidates` is asked for only where it has to
    /// be, and is always the same for one `context`.
    package mutating func nearest(to name: String, in context: String = "", among candidates: () -> [String]) -> String? {
        let key = "\(context) \(name)"
        if let known = found[key] { return known }
        if found.count >= Self.most { return nil }
        let candidates = candidates()
        let meant = candidates.contains(name) ? nil : TranscriptCoding.nearest(to: name, among: candidates)
        found[key] = .some(meant)
        return meant
    }
}

/// The number of insertions, deletions, replacements and swaps of neighbours between two words (optimal string
/// alignment). O(n·m).
func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for (i, left) in a.enumerated() {
        var row = [i + 1]
        for (j, right) in b.enumerated() {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left == right ? 0 : 1))
            if i > 0, j > 0, left == b[j - 1], a[i - 1] == right { cost = min(cost, beforeLast[j - 1] + 1) }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[b.count]
}

/// Names as they stand in a sentence: `a`, `a and b`, `a, b and c`.
package func list(_ names: [String], _ conjunction: String = "and") -> String {
    guard let last = names.last, names.count > 1 else { return names.first ?? "none" }
    return names.dropLast().joined(separator: ", ") + " \(conjunction) \(last)"
}
