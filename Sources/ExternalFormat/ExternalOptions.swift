public import TranscriptCoding

/// Options for a program: as they were given. What there is, only its description tells.
public struct ExternalOptions: FormatOptions {
    var assignments: [OptionAssignment] = []

    public init() {}

    /// Takes `assignments` as they are: they are checked where the description is at hand.
    public init(_ assignments: [OptionAssignment]) { self.assignments = assignments }

    public static var schema: [FormatOption<ExternalOptions>] { [] }

    /// The arguments that a program is given: `--name` or `--name=value` each.
    ///
    /// - Throws: `usage` for an option that is not among `known`, or a value that is none for it.
    func arguments(among known: [OptionDescription]) throws(ConversionError) -> [String] {
        var arguments: [String] = []
        for assignment in assignments {
            guard let option = known.first(where: { $0.name == assignment.name }) else {
                throw ConversionError(.usage, .invalidOption, "unknown option --\(assignment.name)")
            }
            // No argument of a program can hold a NUL.
            guard option.kind.accepts(assignment.value), !assignment.value.utf8.contains(0) else {
                throw ConversionError(
                    .usage, .invalidOption,
                    "'\(assignment.value)' is no value for --\(option.name): \(option.kind.expectation)")
            }
            arguments.append(option.kind == .flag ? "--\(option.name)" : "--\(option.name)=\(assignment.value)")
        }
        return arguments
    }
}
