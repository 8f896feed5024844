import ChatConv
import ChatConvCommand
import SystemPackage
import ToyFormat

/// Not that of the Testing library, which is about the processes of exit tests.
typealias ExitStatus = ChatConvCommand.ExitStatus

/// One command line run without a process: what it said, and how it ended.
struct CommandRun {
    var status: ExitStatus
    var output: String
    var error: String

    /// The registry that command lines are run with here: the built-in formats and one of the tests' own.
    static let registry: FormatRegistry = {
        var registry = FormatRegistry.builtIn
        try? registry.add(ToyFormat(schema: "the schema of toy"))
        try? registry.add(ToyFormat(name: "dummy", aliases: [], extensions: ["dummy"], isReadable: false))
        return registry
    }()

    @discardableResult
    init(
        _ arguments: [String], input: String = "", isTerminal: Bool = false, environment: [String: String] = [:],
        registry: FormatRegistry = CommandRun.registry
    ) {
        let output = MemoryDestination()
        let error = MemoryDestination()
        let streams = CommandStreams(
            input: MemorySource(input), output: output, error: error, isInputTerminal: isTerminal,
            isErrorTerminal: isTerminal, isOutputTerminal: isTerminal, environment: { environment[$0] })
        status = Command(registry: registry).run(arguments.map { Argument($0) }, streams)
        self.output = String(decoding: output.bytes, as: UTF8.self)
        self.error = String(decoding: error.bytes, as: UTF8.self)
    }
}
