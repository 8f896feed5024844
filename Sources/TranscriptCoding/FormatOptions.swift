import TextScanning

/// The options of a reader or a writer: a value with defaults, and a description of each that the command line, the
/// help and the documentation are made from.
public protocol FormatOptions: Sendable {
    /// All options at their defaults.
    init()

    /// Options with `assignments` applied in their order.
    ///
    /// - Throws: `usage` for a name that is not in the schema or a value that is not of its kind.
    init(_ assignments: [OptionAssignment]) throws(ConversionError)

    static var schema: [FormatOption<Self>] { get }
}

/// No options at all.
public struct NoOptions: FormatOptions {
    public init() {}
    public static var schema: [FormatOption<NoOptions>] { [] }
}

/// What kind of value an option takes.
public enum OptionValueKind: Sendable, Hashable {
    /// None: naming the option is enough.
    case flag
    case integer(ClosedRange<Int>)
    /// A number that may have a fraction, in the unit that the placeholder names.
    case decimal(ClosedRange<Double>, placeholder: String)
    /// One of these names.
    case choice([String])
    case text(placeholder: String)
}

/// One option of type-checked options `Options`: its name, its help, and what it changes.
public struct FormatOption<Options>: Sendable {
    public var name: String
    public var help: String
    public var kind: OptionValueKind
    private let apply: @Sendable (inout Options, String) -> Bool

    /// An option without a value.
    public static func flag(
        _ name: String, help: String, _ set: @escaping @Sendable (inout Options) -> Void
    ) -> FormatOption {
        FormatOption(name: name, help: help, kind: .flag) { options, _ in
            set(&options)
            return true
        }
    }

    /// An option with a whole number in `range`.
    public static func integer(
        _ name: String, in range: ClosedRange<Int>, help: String,
        _ set: @escaping @Sendable (inout Options, Int) -> Void
    ) -> FormatOption {
        FormatOption(name: name, help: help, kind: .integer(range)) { options, value in
            guard let number = Int(value), range.contains(number) else { return false }
            set(&options, number)
            return true
        }
    }

    /// An option with a number in `range`, written with digits and at most one point. `placeholder` names its unit.
    public static func decimal(
        _ name: String, in range: ClosedRange<Double>, placeholder: String, help: String,
        _ set: @escaping @Sendable (inout Options, Double) -> Void
    ) -> FormatOption {
        let kind = OptionValueKind.decimal(range, placeholder: placeholder)
        return FormatOption(name: name, help: help, kind: kind) { options, value in
            guard let number = OptionValueKind.decimal(value), range.contains(number) else { return false }
            set(&options, number)
            return true
        }
    }

    /// An option with one of the names of an enumeration.
    public static func choice<Choice>(
        _ name: String, help: String, _ set: @escaping @Sendable (inout Options, Choice) -> Void
    ) -> FormatOption where Choice: RawRepresentable<String> & CaseIterable & Sendable {
        FormatOption(name: name, help: help, kind: .choice(Choice.allCases.map(\.rawValue))) { options, value in
            guard let choice = Choice(rawValue: value) else { return false }
            set(&options, choice)
            return true
        }
    }

    /// An option with any text.
    public static func text(
        _ name: String, placeholder: String, help: String,
        _ set: @escaping @Sendable (inout Options, String) -> Void
    ) -> FormatOption {
        FormatOption(name: name, help: help, kind: .text(placeholder: placeholder)) { options, value in
            set(&options, value)
            return true
        }
    }

    private init(
        name: String, help: String, kind: OptionValueKind,
        apply: @escaping @Sendable (inout Options, String) -> Bool
    ) {
        self.name = name
        self.help = help
        self.kind = kind
        self.apply = apply
    }

    /// Sets the option in `options`.
    ///
    /// - Throws: `usage` when `value` is not of the option's kind.
    func set(_ value: String, in options: inout Options) throws(ConversionError) {
        if apply(&options, value) { return }
        throw ConversionError(.usage, .invalidOption, "'\(value)' is no value for --\(name): \(kind.expectation)")
    }

    var description: OptionDescription { OptionDescription(name: name, help: help, kind: kind) }
}

extension OptionValueKind {
    /// Whether an option of this kind takes `value`; a flag takes none, which is the empty one.
    public func accepts(_ value: String) -> Bool {
        switch self {
        case .flag: value.isEmpty
        case .integer(let range): Int(value).map(range.contains) ?? false
        case .decimal(let range, _): Self.decimal(value).map(range.contains) ?? false
        case .choice(let names): names.contains(value)
        case .text: true
        }
    }

    /// A number written with digits and at most one point.
    fileprivate static func decimal(_ value: String) -> Double? {
        value.utf8.allSatisfy { $0.isASCIIDigit || $0 == UInt8(ascii: ".") } ? Double(value) : nil
    }

    /// What values the option takes, as a phrase.
    public var expectation: String {
        switch self {
        case .flag: "it takes none"
        case .integer(let range): "it takes a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .decimal(let range, let placeholder):
            "it takes \(placeholder), a number from \(range.lowerBound) to \(range.upperBound)"
        case .choice(let names): "it takes one of \(names.joined(separator: ", "))"
        case .text(let placeholder): "it takes \(placeholder)"
        }
    }
}

/// An option without the type it changes: for help and for the command line.
public struct OptionDescription: Sendable, Hashable {
    public var name: String
    public var help: String
    public var kind: OptionValueKind

    public init(name: String, help: String, kind: OptionValueKind) {
        self.name = name
        self.help = help
        self.kind = kind
    }
}

/// An option as it was given: its name, and its value where it takes one.
public struct OptionAssignment: Sendable, Hashable {
    public var name: String
    public var value: String

    public init(name: String, value: String = "") {
        self.name = name
        self.value = value
    }
}

extension FormatOptions {
    public init(_ assignments: [OptionAssignment]) throws(ConversionError) {
        self.init()
        for assignment in assignments {
            guard let option = Self.schema.first(where: { $0.name == assignment.name }) else {
                throw ConversionError(.usage, .invalidOption, "unknown option --\(assignment.name)")
            }
            try option.set(assignment.value, in: &self)
        }
    }
}

extension TranscriptFormat {
    public var readerOptions: [OptionDescription] { ReaderOptions.schema.map(\.description) }
    public var writerOptions: [OptionDescription] { WriterOptions.schema.map(\.description) }

    /// Makes a reader with options by name, for callers that hold any format.
    public func makeReader(
        _ input: InputBuffer, _ assignments: [OptionAssignment] = []
    ) throws(ConversionError) -> any TranscriptReader {
        try makeReader(input, options: ReaderOptions(assignments))
    }

    /// Whether a reader with options by name hands on what is attached to messages.
    public func handsOnAttachments(reading assignments: [OptionAssignment]) throws(ConversionError) -> Bool {
        handsOnAttachments(reading: try ReaderOptions(assignments))
    }

    /// Makes a writer with options by name, for callers that hold any format.
    public func makeWriter(_ assignments: [OptionAssignment] = []) throws(ConversionError) -> any TranscriptWriter {
        try makeWriter(options: WriterOptions(assignments))
    }

    /// What a file holds that is written with options by name.
    public func capabilities(writing assignments: [OptionAssignment]) throws(ConversionError) -> Set<Capability> {
        capabilities(writing: try WriterOptions(assignments))
    }

    /// What a writer with options by name makes up.
    public func makeCompletion(_ assignments: [OptionAssignment]) throws(ConversionError) -> (any MessageCompletion)? {
        makeCompletion(options: try WriterOptions(assignments))
    }
}
