public import Foundation

/// An outside program that a test asks for its opinion.
public struct Tool: Sendable {
    public let name: String
    /// The folder that the program is in; nil where it is on the path.
    private let folder: String?

    public init(name: String, folder: String? = nil) {
        self.name = name
        self.folder = folder
    }

    public static let xmllint = Tool(name: "xmllint")
    public static let strace = Tool(name: "strace")
    public static let python = Tool(name: "python3")
    /// The Python that Debian's packages of Python's modules are for.
    public static let debianPython = Tool(name: "python3", folder: "/usr/bin")
    /// The command of this package, as it was built along with the tests.
    public static let chatconv = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "chatconv")

    /// Whether the tool is there, or has to be.
    public var isExpected: Bool {
        ProcessInfo.processInfo.environment["CHATCONV_REQUIRE_TOOLS"] == "1" || path != nil
    }

    private var path: String? {
        let folders = folder.map { [$0[...]] } ?? (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    public struct Run {
        public var status: Int32
        /// Standard output and standard error.
        public var output: String
    }

    /// - Parameter inputEnds: whether standard input is at its end; else it stays open, without a byte, as long as the program
    ///   runs. `script` types an end of input into the terminal of what it runs, whatever that is doing at the moment.
    public func run(_ arguments: [String], inputEnds: Bool = true) throws -> Run {
        let outputFile = FileManager.default.temporaryDirectory.appending(path: "chatconv-tool-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: outputFile) }
        try Data().write(to: outputFile)
        let output = try FileHandle(forWritingTo: outputFile)
        let process = Process()
        process.executableURL = URL(filePath: path ?? "/usr/bin/\(name)")
        process.arguments = arguments
        let openInput = Pipe()
        process.standardInput = inputEnds ? FileHandle.nullDevice : openInput
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        try openInput.fileHandleForWriting.close()
        return Run(status: process.terminationStatus, output: String(decoding: try outputFile.bytes(), as: UTF8.self))
    }

    public struct Measurement {
        public var run: Run
        public var seconds: Double
        /// The most memory that the program had, in bytes.
        public var peakMemory: Int
    }

    /// Runs a program and measures it, from a process that is small itself: Linux counts the memory of the process that a
    /// program was started from as the program's.
    public static func measure(_ program: String, _ arguments: [String]) throws -> Measurement {
        let script = """
            import resource, subprocess, sys, time
            start = time.monotonic()
            status = subprocess.run(sys.argv[1:]).returncode
            print(time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
            sys.exit(status)
            """
        var run = try Tool.python.run(["-c", script, program] + arguments)
        var lines = run.output.split(separator: "\n", omittingEmptySubsequences: true)
        let numbers = (lines.popLast() ?? "").split(separator: " ").compactMap { Double($0) }
        run.output = lines.joined(separator: "\n")
        return Measurement(run: run, seconds: numbers.first ?? .infinity, peakMemory: Int(numbers.last ?? 0) * 1024)
    }
}

/// A folder that is there as long as `body` runs.
public func withTemporaryFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "chatconv-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
