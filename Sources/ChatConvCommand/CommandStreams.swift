public import ChatConv
public import SystemPackage

/// What a command reads from and writes to, so that a test can run one without a process.
public struct CommandStreams {
    public var input: any ByteSource
    public var output: any ByteDestination
    public var error: any ByteDestination
    public var isInputTerminal: Bool
    public var isErrorTerminal: Bool
    public var isOutputTerminal: Bool
    /// The value of an environment variable; nil when it is not set.
    public var environment: @Sendable (String) -> String?
    /// Told the path of each temporary file before it is there; what it returns is called when the file has its final
    /// name, or is gone.
    public var willCreateTemporary: @Sendable (FilePath) -> @Sendable () -> Void
    /// Where reading tells how far it is, while someone looks.
    var readBytes: ReadBytes?
    /// What was said and is not said again.
    private(set) var notices = OnceNotices()
    /// The folders that the run makes.
    private(set) var newFolders = NewFolders()
    /// Where a conversion leaves its output, to get its name with others; nil where each gets its own at once.
    var heldOutput: HeldOutput?
    /// Where inputs are kept that can be read only once; nil where a run reads each of them once.
    var keptInputs: KeptInputs?

    public init(
        input: any ByteSource, output: any ByteDestination, error: any ByteDestination, isInputTerminal: Bool = false,
        isErrorTerminal: Bool = false, isOutputTerminal: Bool = false,
        environment: @escaping @Sendable (String) -> String? = { _ in nil },
        willCreateTemporary: @escaping @Sendable (FilePath) -> @Sendable () -> Void = { _ in {} }
    ) {
        self.input = input
        self.output = output
        self.error = error
        self.isInputTerminal = isInputTerminal
        self.isErrorTerminal = isErrorTerminal
        self.isOutputTerminal = isOutputTerminal
        self.environment = environment
        self.willCreateTemporary = willCreateTemporary
    }

    /// Says that a file that is replaced has other names, which lead to what it was.
    func noticeHardLink(_ path: FilePath, _ settings: Settings) {
        guard !settings.isQuiet, notices.isFirst(.hardLinkParted) else { return }
        DiagnosticPrinter(self, name: path.string).show(
            Diagnostic(
                .warning, .hardLinkParted, "the file has other names (hard links), and those keep what it was before"))
    }

    /// Whether messages may be coloured: on a terminal that can, unless NO_COLOR asks for none (no-color.org).
    var colorsMessages: Bool { isErrorTerminal && allowsColor }

    /// The same for reports, which go to standard output.
    var colorsReports: Bool { isOutputTerminal && allowsColor }

    private var allowsColor: Bool { (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb" }

    /// Makes streams for a run beside others: it says what it has to say into a destination of its own, and nothing of its
    /// standard input and output.
    func forThreads(counting readBytes: ReadBytes?) -> @Sendable (any ByteDestination) -> CommandStreams {
        let (isErrorTerminal, environment, willCreateTemporary) = (isErrorTerminal, environment, willCreateTemporary)
        let (keptInputs, notices, newFolders) = (keptInputs, notices, newFolders)
        return { error in
            var streams = CommandStreams(
                input: MemorySource([]), output: MemoryDestination(), error: error, isErrorTerminal: isErrorTerminal,
                environment: environment, willCreateTemporary: willCreateTemporary)
            streams.readBytes = readBytes
            streams.keptInputs = keptInputs
            streams.notices = notices
            streams.newFolders = newFolders
            return streams
        }
    }
}

extension DiagnosticCode {
    static let hardLinkParted = DiagnosticCode("output.hard-link", "a file that is replaced has other names")
}
