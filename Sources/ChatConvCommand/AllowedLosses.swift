import ChatConv

/// The losses that `--allow-loss` names: they are listed, and stop nothing.
struct AllowedLosses {
    private let names: Set<String>

    /// - Parameter names: of kinds of loss as reports have them, or of groups; a hyphen may stand for a space.
    /// - Throws: `usage` for a name that nothing has which the formats of `registry` can lose.
    init(_ names: [String], _ registry: FormatRegistry) throws(ConversionError) {
        let known = Self.known(registry)
        for name in names where !known.contains(Self.spelled(name)) {
            throw ConversionError(
                .usage, .invalidOption, "'\(name)' is nothing that can be lost",
                help: nearest(to: Self.spelled(name), among: known).map { "did you mean \($0)?" }
                    ?? "a group is one of \(list(LossGroup.allCases.map(\.rawValue))); `chatconv formats NAME` lists what a format leaves out")
        }
        self.names = Set(names.map(Self.spelled))
    }

    func contain(_ kind: LossKind) -> Bool { names.contains(kind.name) || names.contains(kind.group.rawValue) }

    private static func known(_ registry: FormatRegistry) -> [String] {
        LossGroup.allCases.map(\.rawValue) + Capability.allCases.map(\.rawValue)
            + registry.formats.flatMap { $0.descriptor.omissions.map(\.name) }
    }

    private static func spelled(_ name: String) -> String {
        name.lowercased().split { $0 == "-" || $0 == "_" || $0 == " " }.joined(separator: " ")
    }
}
