import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The built executable, run as a shell would run it.
final class ChildProcess {
    struct Failure: Error, CustomStringConvertible { var description: String }

    private let id: pid_t
    /// Where its standard input comes from, and where its standard output and error go.
    private(set) var input: FileDescriptor?
    let output: FileDescriptor
    private var outputIsOpen = true
    let error: FileDescriptor
    private var isReaped = false
    /// What was told last of its end.
    private var status: CInt = 0

    /// Starts `chatconv` with `arguments`.
    ///
    /// - Parameter outputPath: a file for its standard output instead of a pipe.
    convenience init(_ arguments: [String], in folder: FilePath, outputPath: String? = nil) throws {
        try self.init(command: [Self.executable()] + arguments, in: folder, outputPath: outputPath)
    }

    /// Starts a command that finds `chatconv` on its path.
    private init(command: [String], in folder: FilePath, outputPath: String?) throws {
        let programs = FilePath(try Self.executable()).removingLastComponent().string
        let standardInput = try Self.pipe()
        let standardOutput = try Self.pipe()
        let standardError = try Self.pipe()
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput.read.rawValue, 0)
        if let outputPath {
            posix_spawn_file_actions_addopen(&actions, 1, outputPath, O_WRONLY | O_APPEND, 0)
        } else {
            posix_spawn_file_actions_adddup2(&actions, standardOutput.write.rawValue, 1)
        }
        posix_spawn_file_actions_adddup2(&actions, standardError.write.rawValue, 2)
        // The shell goes to the folder and then becomes the command.
        let script = ["sh", "-c", "cd \"$0\" && PATH=\"$1:$PATH\" && export PATH && shift && exec \"$@\"", folder.string, programs]
        var words: [UnsafeMutablePointer<CChar>?] = (script + command).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var id = pid_t()
        let status = Self.withDefaultSignals { posix_spawn(&id, "/bin/sh", &actions, $0, &words, environ) }
        for end in [standardInput.read, standardOutput.write, standardError.write] { try end.close() }
        guard status == 0 else { throw Failure(description: "cannot start \(command): \(Errno(rawValue: status))") }
        self.id = id
        input = standardInput.write
        output = standardOutput.read
        error = standardError.read
    }

    deinit {
        try? input?.close()
        if outputIsOpen { try? output.close() }
        try? error.close()
        if !isReaped {
            kill(id, SIGKILL)
            var status: CInt = 0
            waitpid(id, &status, 0)
        }
    }

    func write(_ text: String) throws { _ = try input?.writeAll(text.utf8) }

    func closeInput() throws {
        try input?.close()
        input = nil
    }

    /// Stops reading, as `head` does.
    func closeOutput() throws {
        outputIsOpen = false
        try output.close()
    }

    /// What is there to read from `descriptor` up to `end`, or to its end. Fails when nothing comes for ten
    /// minutes, which no slow machine takes.
    func read(_ descriptor: FileDescriptor, upTo end: String? = nil, atMost limit: Int = .max) throws -> String {
        var bytes: [UInt8] = []
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end, text.hasSuffix(end) { return text }
            if bytes.count >= limit { return text }
            var event = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
            guard poll(&event, 1, 600_000) > 0 else { throw Failure(description: "nothing came after: \(text)") }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = try buffer.withUnsafeMutableBytes { try descriptor.read(into: $0) }
            if count == 0 { return text }
            bytes += buffer[..<count]
        }
    }

    func signal(_ signal: CInt) { kill(id, signal) }

    #if os(Linux)
        /// Whether it has a file open in `folder` that has no name.
        func hasUnnamedFile(in folder: FilePath) -> Bool {
            (3..<20).contains { number in
                var target = [CChar](repeating: 0, count: 4096)
                guard readlink("/proc/\(id)/fd/\(number)", &target, target.count - 1) > 0 else { return false }
                let path = String(decoding: target.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                return path.hasPrefix(folder.string + "/#") && path.hasSuffix(" (deleted)")
            }
        }
    #endif

    /// Stops it with all its threads, none of which is then in a call of the system; false when it has ended before.
    func stop() -> Bool {
        kill(id, SIGSTOP)
        while waitpid(id, &status, WUNTRACED) < 0, errno == EINTR {}
        if status & 0xFF == 0x7F { return true }
        isReaped = true
        return false
    }

    func resume() { kill(id, SIGCONT) }

    /// Waits for its end. A negative status is the signal that ended it.
    func wait() -> CInt {
        if !isReaped { while waitpid(id, &status, 0) < 0, errno == EINTR {} }
        isReaped = true
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }

    /// Runs to the end: what it said and its exit status.
    static func run(
        _ arguments: [String], in folder: FilePath, input: String = "", outputPath: String? = nil
    ) throws -> (status: CInt, output: String, error: String) {
        let child = try ChildProcess(arguments, in: folder, outputPath: outputPath)
        try child.write(input)
        try child.closeInput()
        let output = outputPath == nil ? try child.read(child.output) : ""
        let error = try child.read(child.error)
        return (child.wait(), output, error)
    }

    /// Runs a line of shell to its end, with `chatconv` on the path.
    static func shell(
        _ line: String, shell: [String] = ["sh", "-c"], in folder: FilePath
    ) throws -> (status: CInt, output: String, error: String) {
        let child = try ChildProcess(command: shell + [line], in: folder, outputPath: nil)
        try child.closeInput()
        let output = try child.read(child.output)
        let error = try child.read(child.error)
        return (child.wait(), output, error)
    }

    /// Whether a program that a test needs is on the path.
    static func has(_ program: String) -> Bool {
        (try? shell("command -v \(program)", in: "/"))?.status == 0
    }

    /// Attributes for a process that signals end, even where whoever runs the tests ignores them or, as the threads of
    /// the tests do, blocks them.
    private static func withDefaultSignals<Result>(
        _ body: (UnsafePointer<posix_spawnattr_t>) throws -> Result
    ) rethrows -> Result {
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        return try body(&attributes)
    }

    /// Pipes that no other process inherits: one that did would keep them open.
    private static func pipe() throws -> (read: FileDescriptor, write: FileDescriptor) {
        let ends = try FileDescriptor.pipe()
        for end in [ends.readEnd, ends.writeEnd] { _ = fcntl(end.rawValue, F_SETFD, FD_CLOEXEC) }
        return (ends.readEnd, ends.writeEnd)
    }

    /// The executable is built beside the tests.
    private static func executable() throws -> String {
        let bundle = FilePath(CommandLine.arguments.first ?? "")
        var folder = bundle.removingLastComponent()
        while !folder.isEmpty {
            let path = folder.appending("chatconv").string
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG { return path }
            if folder.lastComponent == nil || !folder.removeLastComponent() { break }
        }
        throw Failure(description: "there is no executable chatconv beside \(bundle)")
    }
}

/// A folder for one test, removed after it.
final class Workspace {
    let folder: FilePath

    init() throws {
        var template = Array("/tmp/chatconv-tests-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { name in
            name.baseAddress.flatMap { mkdtemp($0) }.map { FilePath(platformString: $0) }
        }
        folder = try #require(made)
    }

    deinit { Self.remove(folder) }

    func put(_ text: String, _ name: String) throws {
        let file = try FileDescriptor.open(
            folder.appending(name), .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        try file.closeAfter { _ = try file.writeAll(text.utf8) }
    }

    func makeFolder(_ name: String, mode: mode_t = 0o755) { mkdir(folder.appending(name).string, mode) }

    /// The text of a file; nil when it is not there.
    func text(_ name: String) -> String? {
        guard let file = try? FileDescriptor.open(folder.appending(name), .readOnly) else { return nil }
        defer { try? file.close() }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while let count = try? buffer.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0 {
            text += buffer[..<count]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The names of all files, hidden ones too.
    func names(in folder: String = ".") -> [String] { Self.names(self.folder.pushing(FilePath(folder))) }

    private static func names(_ folder: FilePath) -> [String] {
        guard let handle = opendir(folder.string) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func remove(_ folder: FilePath) {
        for name in names(folder) {
            let path = folder.appending(name)
            if unlink(path.string) != 0 { remove(path) }
        }
        rmdir(folder.string)
    }
}

/// Lets a file be executed. Returns whether that worked.
func chmodExecutable(_ path: String) -> Bool { chmod(path, 0o755) == 0 }
