public import ChatConv
public import SystemPackage

/// What a command reads from and writes to, so that a test can run one without a process.
public struct CommandStreams {
    public var input: any ByteSource
    public var output: any ByteDestination
    public var error: any ByteDestination
    public var isInputTerminal: Bool
    public var isErrorTerminal: Bool
    /// The value of an environment variable; nil when it is not set.
    public var environment: (String) -> String?
    /// Told the path of each temporary file before it is there.
    public var willCreateTemporary: (FilePath) -> Void

    public init(
        input: any ByteSource, output: any ByteDestination, error: any ByteDestination, isInputTerminal: Bool = false,
        isErrorTerminal: Bool = false, environment: @escaping (String) -> String? = { _ in nil },
        willCreateTemporary: @escaping (FilePath) -> Void = { _ in }
    ) {
        self.input = input
        self.output = output
        self.error = error
        self.isInputTerminal = isInputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.environment = environment
        self.willCreateTemporary = willCreateTemporary
    }

    /// Whether messages may be coloured: on a terminal that can, unless NO_COLOR asks for none (no-color.org).
    var colorsMessages: Bool {
        isErrorTerminal && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
    }
}
