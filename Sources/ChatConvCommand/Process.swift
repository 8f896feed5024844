import CProcess
import ChatConv
import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Command {
    /// Runs the command line of this process on its own streams, and ends the process.
    public func runProcess() -> Never {
        Self.openStandardDescriptors()
        // A closed pipe, and a file that would pass a limit of the process, are then errors of write(2).
        _ = signal(SIGPIPE, SIG_IGN)
        _ = signal(SIGXFSZ, SIG_IGN)
        Interruption.install()
        chatconv_keep_freed_memory()
        let streams = CommandStreams(
            input: FileSource(.standardInput), output: FileDestination(.standardOutput),
            error: FileDestination(.standardError), isInputTerminal: isatty(STDIN_FILENO) == 1,
            isErrorTerminal: isatty(STDERR_FILENO) == 1, isOutputTerminal: isatty(STDOUT_FILENO) == 1,
            environment: { name in getenv(name).map { String(cString: $0) } },
            willCreateTemporary: { Interruption.removeOnSignal($0) })
        exit(run(Self.processArguments, streams).rawValue)
    }

    /// Opens what of standard input, output and error was closed: the next file that is opened would get its number, and a
    /// warning would be written into an output. What is written to a closed standard output fails.
    private static func openStandardDescriptors() {
        for (number, mode) in [(STDIN_FILENO, O_RDONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)] {
            // The lowest number that is free is the one that is given.
            if fcntl(number, F_GETFD) < 0 { _ = open("/dev/null", mode) }
        }
    }

    /// The arguments of this process as they are: `CommandLine.arguments` has lost the bytes that are not UTF-8, and all of
    /// them where /proc is not mounted.
    private static var processArguments: [Argument] {
        let kept = Int(chatconv_argument_count())
        let (count, arguments) = kept > 0 ? (kept, chatconv_arguments()) : (Int(CommandLine.argc), CommandLine.unsafeArgv)
        return (1..<max(1, count)).compactMap { index in
            arguments?[index].map { start in
                Argument(bytes: Array(UnsafeRawBufferPointer(start: start, count: strlen(start))))
            }
        }
    }
}
