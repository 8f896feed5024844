import SystemPackage
import TranscriptCoding

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One run of a program: bytes go in, bytes come out, and what it says on standard error is gathered meanwhile.
///
/// Nothing here waits for one stream alone, so that a program may read and write in any order, and one that does
/// neither is found out. All happens on the caller's thread.
final class ProgramRun {
    private let program: ExternalProgram
    private let limits: ExternalLimits
    private let child: ChildProcess
    private var relay: MessageRelay
    private var givenCount = 0
    private var takenCount = 0

    /// Starts the program.
    ///
    /// - Parameter omissions: what it may tell that it leaves out, where it is to read.
    /// - Throws: `unknownFormat` when it cannot be started.
    init(
        _ program: ExternalProgram, _ arguments: [String], _ limits: ExternalLimits, omissions: [OmissionKind]? = nil
    ) throws(ConversionError) {
        self.program = program
        relay = MessageRelay(omissions: omissions)
        self.limits = limits
        do {
            child = try ChildProcess(program.path, arguments)
        } catch {
            throw ConversionError(
                .unknownFormat, .externalUnavailable, "\(program.path.string) cannot be started: \(reason(error))",
                help: error.rawValue == ENOEXEC ? "its first line has to name what runs it, such as #!/bin/sh" : nil)
        }
    }

    // MARK: Waiting

    struct Readiness: OptionSet {
        let rawValue: UInt8
        /// The program takes input, or has closed it.
        static let input = Readiness(rawValue: 1)
        /// The program has given output, or has ended it.
        static let output = Readiness(rawValue: 2)
        /// The descriptor that was also waited for.
        static let awaited = Readiness(rawValue: 4)
    }

    /// Waits until something can be done.
    ///
    /// - Parameters:
    ///   - hasInput: whether there are bytes to give.
    ///   - descriptor: where more bytes to give may come from. While they are waited for, the program may be silent.
    /// - Throws: `inputOutput` when the program does nothing for too long, `limitExceeded` when it prints messages
    ///   without end.
    func wait(hasInput: Bool, or descriptor: CInt? = nil) throws(ConversionError) -> Readiness {
        while true {
            // poll(2) passes over negative descriptors.
            var events = [
                pollfd(fd: hasInput && child.input.isOpen ? child.input.descriptor : -1, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: child.output.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: child.error.isOpen ? child.error.descriptor : -1, events: Int16(POLLIN), revents: 0),
            ]
            let count = poll(&events, nfds_t(events.count), descriptor == nil ? milliseconds(limits.silence) : -1)
            if count < 0, errno == EINTR { continue }
            if count == 0 { throw hang("does nothing") }
            if events[3].revents != 0 { try takeMessages() }
            var readiness: Readiness = []
            if events[0].revents != 0 { readiness.insert(.input) }
            if events[1].revents != 0 { readiness.insert(.output) }
            if events[2].revents != 0 { readiness.insert(.awaited) }
            if !readiness.isEmpty { return readiness }
        }
    }

    private func milliseconds(_ seconds: Double) -> CInt { CInt(max(1, min(seconds * 1000, 1e9))) }

    // MARK: Moving bytes

    /// Gives as many bytes as the program takes now. Returns how many; nil when it takes no more at all.
    func give(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        guard child.input.isOpen else { return nil }
        switch child.input.write(bytes) {
        case .moved(let count):
            givenCount += count
            return count
        case .waits: return 0
        case .closed, .failed:
            child.input.close()
            return nil
        }
    }

    /// Tells the program that there is no more input.
    func endInput() { child.input.close() }

    /// Takes as many bytes as there are. Returns how many: 0 when there are none yet; nil when there will be no more.
    ///
    /// - Throws: `limitExceeded` when there were far too many for what the program was given.
    func take(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int? {
        switch child.output.read(into: buffer) {
        case .moved(let count):
            takenCount += count
            if limits.isFlood(output: takenCount, input: givenCount) {
                throw flood("has printed \(takenCount) bytes for an input of \(givenCount)")
            }
            return count
        case .waits: return 0
        case .closed: return nil
        case .failed(let code):
            throw ConversionError(
                .inputOutput, .externalDied,
                "reading from \(program.fileName) failed: \(reason(Errno(rawValue: code)))")
        }
    }

    private func takeMessages() throws(ConversionError) {
        var isBearable = true
        withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 16) { buffer in
            switch child.error.read(into: buffer) {
            case .moved(let count): isBearable = relay.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            case .waits: break
            case .closed, .failed: child.error.close()
            }
        }
        if !isBearable { throw flood("prints messages without end") }
    }

    /// What the program has said since this was asked last.
    func takeDiagnostics() -> [Diagnostic] { relay.take() }

    /// What the program has told since this was asked last that it left out.
    ///
    /// - Throws: `inputOutput` when it has told that in other words than it has to.
    func takeOmissions() throws(ConversionError) -> [Omission] {
        guard let problem = relay.problem else { return relay.takeOmissions() }
        child.kill()
        throw ConversionError(
            .inputOutput, .externalGarbage, "\(program.fileName) does not tell what it leaves out as it has to: \(problem)",
            help: "docs/plugins.md says how omissions are told")
    }

    // MARK: The end

    /// Waits for the program's end, when it has given all of its output.
    ///
    /// - Throws: `malformedInput` or `usage` when the program says that its input or its options are wrong, `inputOutput`
    ///   when it fails otherwise or does not end.
    func finish() throws(ConversionError) {
        endInput()
        let end = try awaitEnd()
        while child.error.isOpen, hasMessages(within: 0) { try takeMessages() }
        if end == .exited(0) { return relay.finish() }
        throw failure(end)
    }

    private func awaitEnd() throws(ConversionError) -> ChildProcess.End {
        let deadline = ContinuousClock.now + .seconds(limits.silence)
        while true {
            if let end = child.poll() { return end }
            if ContinuousClock.now > deadline { throw hang("does not end") }
            // Standard error mostly closes as the program ends, which is noticed at once.
            if child.error.isOpen {
                if hasMessages(within: 5) { try takeMessages() }
            } else {
                usleep(500)
            }
        }
    }

    private func hasMessages(within milliseconds: CInt) -> Bool {
        var event = pollfd(fd: child.error.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&event, 1, milliseconds) > 0
    }

    // MARK: Errors

    /// sysexits.h: what a program ends with that blames its caller or its input.
    private static let usageStatus: CInt = 64
    private static let malformedStatus: CInt = 65

    private func failure(_ end: ChildProcess.End) -> ConversionError {
        let cause = relay.takeCause()
        let suffix = cause.map { ": \($0)" } ?? ""
        switch end {
        case .exited(Self.malformedStatus):
            return ConversionError(
                .malformedInput, .externalRefused, cause ?? "\(program.fileName) says that its input is malformed")
        case .exited(Self.usageStatus):
            return ConversionError(
                .usage, .externalRefused, cause ?? "\(program.fileName) says that it was called wrongly",
                help: "`chatconv formats \(program.name)` shows its options")
        case .exited(let status):
            return ConversionError(
                .inputOutput, .externalDied, "\(program.fileName) failed with status \(status)\(suffix)")
        case .signalled(let signal):
            return ConversionError(
                .inputOutput, .externalDied, "\(program.fileName) was ended by signal \(signal)\(suffix)")
        }
    }

    private func hang(_ what: String) -> ConversionError {
        child.kill()
        return ConversionError(
            .inputOutput, .externalHang, "\(program.fileName) \(what) for \(Self.number(limits.silence)) seconds",
            help: "it was ended; --plugin-timeout SECONDS gives it more time")
    }

    private func flood(_ what: String) -> ConversionError {
        child.kill()
        return ConversionError(.limitExceeded, .externalFlood, "\(program.fileName) \(what)", help: "it was ended")
    }

    private static func number(_ seconds: Double) -> String {
        Int(exactly: seconds).map { "\($0)" } ?? "\(seconds)"
    }
}
