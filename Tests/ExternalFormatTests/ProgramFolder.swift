import ChatConv
import ExternalFormat
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder with programs, removed with all that is in it.
final class ProgramFolder {
    let path: FilePath

    init() throws {
        var template = Array("/tmp/chatconv-programs-XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { name in
            name.baseAddress.flatMap { mkdtemp($0) }.map { FilePath(platformString: $0) }
        }
        path = try #require(made)
    }

    deinit {
        for name in names() { unlink(path.appending(name).string) }
        rmdir(path.string)
    }

    /// Writes a file that can be executed.
    @discardableResult
    func put(_ text: String, _ name: String, mode: FilePermissions = [.ownerReadWriteExecute]) throws -> FilePath {
        let file = path.appending(name)
        let descriptor = try FileDescriptor.open(
            file, .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: mode)
        try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
        return file
    }

    /// Writes the program of the format `test`, whose three calls run the lines given.
    func program(
        read: String = "exec cat", write: String = "exec cat", describe: String = description()
    ) throws -> ExternalProgram {
        let script = """
            #!/bin/sh
            case $1 in
            describe) \(describe) ;;
            read) shift; \(read) ;;
            write) shift; \(write) ;;
            *) exit 64 ;;
            esac
            """
        return try ExternalProgram(at: put(script, "chatconv-format-test"))
    }

    func format(
        read: String = "exec cat", write: String = "exec cat", describe: String = description(),
        limits: ExternalLimits = ExternalLimits(silence: 20, description: 20)
    ) throws -> ExternalFormat {
        try ExternalFormat(program(read: read, write: write, describe: describe), limits: limits)
    }

    func text(_ name: String) -> String? {
        guard let source = try? FileSource.open(path.appending(name)) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = (try? bytes.withUnsafeMutableBytes { try source.read(into: $0) }) ?? 0
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private func names() -> [String] {
        guard let handle = opendir(path.string) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            names.append(withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }
}

/// The line that prints a description of the format `test`, with `members` beside or instead of the usual ones.
func description(_ members: String = "\"holds\":\"everything\"", reads: Bool = true, writes: Bool = true) -> String {
    let start = "\"protocol\":1,\"name\":\"test\",\"summary\":\"for tests\",\"extensions\":[\"tst\"]"
    return "echo '{\(start),\"reads\":\(reads),\"writes\":\(writes),\(members)}'"
}

/// What reading `input` gives.
func read(
    _ input: String, _ format: ExternalFormat, options: [OptionAssignment] = [], limits: Limits = Limits(),
    log: DiagnosticLog = DiagnosticLog()
) throws -> Transcript {
    try read(MemorySource(input), format, options: options, limits: limits, log: log)
}

func read(
    _ source: any ByteSource, _ format: ExternalFormat, options: [OptionAssignment] = [], limits: Limits = Limits(),
    log: DiagnosticLog = DiagnosticLog(), omissions: OmissionLog = OmissionLog()
) throws -> Transcript {
    var reader = try format.makeReader(
        format.makeInput(source, limits: limits, diagnostics: log, omissions: omissions), options)
    var transcript = Transcript(header: try reader.readHeader())
    var batch: [Message] = []
    while try reader.readMessages(into: &batch) {
        transcript.messages += batch
        batch.removeAll()
    }
    return transcript
}

/// What is written for `transcript`, and what the program said meanwhile.
func write(
    _ transcript: Transcript, _ format: ExternalFormat, options: [OptionAssignment] = []
) throws -> (text: String, said: [String]) {
    var registry = FormatRegistry.builtIn
    try registry.add(format)
    let jsonl = try transcript.bytes(as: "jsonl")
    var said: [String] = []
    let reading = ReadingSettings(diagnostics: DiagnosticLog { said.append($0.message) })
    let output = MemoryDestination()
    try Conversion(
        registry.open(MemorySource(jsonl), as: "jsonl"), to: format, reading: reading, writerOptions: options
    ).run(into: output)
    return (String(decoding: output.bytes, as: UTF8.self), said)
}

/// The error that `body` throws.
func failure(_ body: () throws -> Void) throws -> ConversionError {
    do { try body() } catch { return try #require(error as? ConversionError) }
    throw Unfailing()
}

private struct Unfailing: Error {}

/// A transcript with many messages.
func longTranscript(messages: Int = 5000) -> Transcript {
    Transcript(
        header: TranscriptHeader(title: "long"),
        messages: (0..<messages).map { Message(sender: Sender(name: "Ann"), body: Text("message number \($0)")) })
}
