import ChatConv
import ExternalFormat
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What programs do wrong, in either direction, and what becomes of it.
@Suite(.tags(.concurrent)) struct FailureTests {
    let folder: ProgramFolder
    private let impatient = ExternalLimits(silence: 0.5, description: 20)

    init() throws { folder = try ProgramFolder() }

    private func readFailure(_ lines: String, limits: ExternalLimits? = nil, input: String = "x\n") throws -> ConversionError {
        let format = try folder.format(read: lines, limits: limits ?? ExternalLimits(silence: 20, description: 20))
        return try failure { _ = try read(input, format) }
    }

    private func writeFailure(_ lines: String, limits: ExternalLimits? = nil) throws -> ConversionError {
        let format = try folder.format(write: lines, limits: limits ?? ExternalLimits(silence: 20, description: 20))
        return try failure { _ = try write(longTranscript(messages: 60_000), format) }
    }

    @Test func aProgramThatCannotBeStartedIsAnUnknownFormat() throws {
        let program = try ExternalProgram(at: folder.put("no first line", "chatconv-format-test"))
        let error = try failure { _ = try ExternalFormat(program) }
        #expect(error.category == .unknownFormat)
        #expect(error.code == .externalUnavailable)
        let gone = ExternalProgram(name: "gone", path: folder.path.appending("chatconv-format-gone"))
        #expect(try failure { _ = try ExternalFormat(gone) }.message.hasSuffix("cannot be started: no such file or directory"))
    }

    @Test(arguments: ["exec sleep 1000", "cat >/dev/null; exec sleep 1000", "cat; exec >&-; exec sleep 1000"])
    func aReaderThatHangsIsEnded(lines: String) throws {
        let error = try readFailure(lines, limits: impatient, input: String(repeating: "{\"body\":\"b\"}\n", count: 100_000))
        #expect(error.category == .inputOutput)
        #expect(error.code == .externalHang)
    }

    @Test(arguments: ["exec sleep 1000", "cat; exec >&-; exec sleep 1000"])
    func aWriterThatHangsIsEnded(lines: String) throws {
        let error = try writeFailure(lines, limits: impatient)
        #expect(error.category == .inputOutput)
        #expect(error.code == .externalHang)
        #expect(error.message.contains("for 0.5 seconds"))
    }

    @Test func aReaderThatFloodsIsEnded() throws {
        let limits = ExternalLimits(silence: 20, description: 20, output: 1 << 20)
        let error = try readFailure("exec yes '{\"body\":\"b\"}'", limits: limits)
        #expect(error.category == .limitExceeded)
        #expect(error.code == .externalFlood)
    }

    @Test func aLineWithoutEndPassesTheLimitOfARecord() throws {
        let format = try folder.format(read: "printf '{\"body\":\"'; tr '\\0' 'a' </dev/zero")
        let error = try failure { _ = try read("x", format, limits: Limits(recordBytes: 1 << 20)) }
        #expect(error.category == .limitExceeded)
        #expect(error.code == .recordTooLong)
        #expect(error.location == nil)
    }

    @Test func aWriterThatFloodsIsEnded() throws {
        #expect(try writeFailure("exec yes").code == .externalFlood)
    }

    @Test func messagesWithoutEndAreAFlood() throws {
        let error = try readFailure("tr '\\0' 'a' </dev/zero >&2")
        #expect(error.category == .limitExceeded)
        #expect(error.code == .externalFlood)
    }

    @Test(arguments: [
        ("cat; exit 3", "chatconv-format-test failed with status 3"),
        ("echo oops >&2; exit 3", "chatconv-format-test failed with status 3: oops"),
        ("echo 'error: disk on fire' >&2; echo bye >&2; exit 3", "chatconv-format-test failed with status 3: disk on fire"),
        ("printf '{\"bo'; kill -9 $$", "chatconv-format-test was ended by signal 9"),
    ])
    func aReaderThatDiesIsAnErrorHoweverMuchItHasPrinted(lines: String, message: String) throws {
        let error = try readFailure(lines, input: "{\"body\":\"b\"}\n")
        #expect(error.category == .inputOutput)
        #expect(error.code == .externalDied)
        #expect(error.message == message)
    }

    @Test(arguments: [
        ("head -n 1; exit 3", "chatconv-format-test failed with status 3"),
        ("head -n 1", "chatconv-format-test ended before it had read the whole transcript"),
        ("cat; kill -15 $$", "chatconv-format-test was ended by signal 15"),
    ])
    func aWriterThatDiesIsAnError(lines: String, message: String) throws {
        let error = try writeFailure(lines)
        #expect(error.category == .inputOutput)
        #expect(error.message == message)
    }

    @Test func aProgramCanRefuseItsInputOrItsOptions() throws {
        let malformed = try readFailure("echo 'error: line 3: no date' >&2; exit 65")
        #expect(malformed.category == .malformedInput)
        #expect(malformed.message == "line 3: no date")
        let misused = try readFailure("echo 'error: no such style' >&2; exit 64")
        #expect(misused.category == .usage)
        #expect(misused.message == "no such style")
    }

    @Test(arguments: [
        ("echo hello", "line 1, column 1: expected"),
        ("echo '{\"body\":\"b\"}'; echo '{\"body\":3}'", "line 2, column 9: body: expected"),
        ("printf '{\"body\":\"b'", "the input ends inside"),
        ("true", "it prints nothing"),
        ("printf '{\"body\":\"\\377\"}'", "byte 0xFF is not UTF-8"),
        ("echo '{\"chatconv\":2}'", "2"),
    ])
    func garbageIsTheProgramsFault(lines: String, fault: String) throws {
        let error = try readFailure(lines)
        #expect(error.category == .inputOutput)
        #expect(error.code == .externalGarbage)
        #expect(error.message.contains(fault), "\(error.message)")
        #expect(error.location == nil)
    }

    @Test func aRunThatIsGivenUpEndsTheProgramAndWhatItStarted() throws {
        let format = try folder.format(read: #"echo '{"body":"b"}'; sleep 1000 & echo $! >"$0.pid"; wait"#)
        do {
            var reader = try format.makeReader(format.makeInput(MemorySource("x")))
            _ = try reader.readHeader()
            waitUntil { folder.text("chatconv-format-test.pid")?.hasSuffix("\n") == true }
        }
        let text = try #require(folder.text("chatconv-format-test.pid"))
        let id = try #require(pid_t(text.dropLast()))
        // Killed by now; init has to notice.
        #expect(waitUntil { !isAtWork(id) })
    }

    /// Whether the process is there and more than a zombie that nobody waits for.
    private func isAtWork(_ id: pid_t) -> Bool {
        guard kill(id, 0) == 0 else { return false }
        guard let source = try? FileSource.open(FilePath("/proc/\(id)/stat")) else { return kill(id, 0) == 0 }
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = (try? bytes.withUnsafeMutableBytes { try source.read(into: $0) }) ?? 0
        return !String(decoding: bytes[..<count], as: UTF8.self).contains(") Z ")
    }
}

/// What is left behind, told in a process of its own, where nothing else opens files or starts programs.
@Suite(.tags(.concurrent)) struct RemainsTests {
    @Test func noDescriptorIsLeakedAndNoZombieStays() async throws {
        await #expect(processExitsWith: .success) {
            let folder = try ProgramFolder()
            let good = try folder.format()
            let transcript = longTranscript(messages: 10)
            _ = try write(transcript, good)
            let before = openDescriptors()
            for lines in ["cat", "exit 3", "echo hello", "kill -9 $$", "exec sleep 1000", "echo '{\"body\":\"b\"}'; exec sleep 1000"] {
                let limits = ExternalLimits(silence: 0.3, description: 20)
                for _ in 0..<5 {
                    let format = try folder.format(read: lines, write: lines, limits: limits)
                    _ = try? write(transcript, format)
                    _ = try? read("{\"body\":\"b\"}", format)
                    var reader = try? format.makeReader(format.makeInput(MemorySource("x")))
                    _ = try? reader?.readHeader()
                }
            }
            #expect(openDescriptors() == before)
            var status: CInt = 0
            #expect(waitpid(-1, &status, WNOHANG) == -1)
            #expect(errno == ECHILD)
        }
    }
}

/// The numbers of open descriptors.
private func openDescriptors() -> [CInt] { (0..<1024).filter { fcntl($0, F_GETFD) >= 0 } }
