import ChatConv
import ExternalFormat
import SystemPackage

/// Finds programs for the formats that a command line names and chatconv does not know.
///
/// A program runs only because of what the command line says: the name of its format, or an extension that was given to
/// it. After that its format is one like any other, and nothing else here or in the library can tell.
struct ExternalFormats {
    private let streams: CommandStreams

    init(_ streams: CommandStreams) { self.streams = streams }

    /// `registry` with the formats that are programs and may be used in a run with these settings.
    ///
    /// - Throws: `unknownFormat` when a program is named that cannot be used.
    func extend(
        _ registry: FormatRegistry, for call: (command: CommandName, settings: Settings)
    ) throws(ConversionError) -> FormatRegistry {
        let settings = call.settings
        if settings.asksForHelp || settings.asksForVersion { return registry }
        var registry = registry
        var names: [String] = []
        switch call.command {
        case .convert, .validate, .info, .compare: names = [settings.from, settings.to].compactMap { $0 }
        case .conformance: try addProgram(settings.operands.first, to: &registry, settings.external)
        case .formats where settings.operands.isEmpty: addAll(to: &registry, settings.external)
        case .formats: names = settings.operands.prefix(1).map(\.text)
        case .detect, .schema, .completion, .help: return registry
        }
        for name in names { try add(name, to: &registry, settings.external) }
        if [.convert, .validate, .info, .compare].contains(call.command) { try assignExtensions(in: &registry, settings) }
        return registry
    }

    // MARK: Programs

    /// Adds the format called `name` if it is none that is known and a program is found for it.
    private func add(
        _ name: String, to registry: inout FormatRegistry, _ settings: ExternalSettings
    ) throws(ConversionError) {
        guard registry.format(named: name) == nil, !settings.isSandboxed else { return }
        let search = search(settings)
        if let program = try search.program(named: name) {
            return try registry.add(ExternalFormat(program, limits: limits(settings)))
        }
    }

    /// Adds the program that `conformance` is to judge: by its path, or by its format's name.
    private func addProgram(
        _ operand: Argument?, to registry: inout FormatRegistry, _ settings: ExternalSettings
    ) throws(ConversionError) {
        guard let operand else { return }
        guard operand.text.contains("/") else { return try add(operand.text, to: &registry, settings) }
        if settings.isSandboxed { return }
        try registry.add(ExternalFormat(ExternalProgram(at: operand.path), limits: limits(settings)))
    }

    /// Adds the formats of all programs that are found. One that cannot be used is told and left out.
    private func addAll(to registry: inout FormatRegistry, _ settings: ExternalSettings) {
        if settings.isSandboxed { return }
        var limits = limits(settings)
        limits.description = min(limits.description, 5)
        for program in search(settings).programs() {
            do throws(ConversionError) {
                try registry.add(ExternalFormat(program, limits: limits))
            } catch {
                let printer = DiagnosticPrinter(streams, name: program.path.string)
                printer.log.report(
                    Diagnostic(.warning, error.code, error.message, help: error.diagnostic.help))
            }
        }
    }

    private func search(_ settings: ExternalSettings) -> ProgramSearch {
        ProgramSearch(first: settings.folders, environment: streams.environment)
    }

    private func limits(_ settings: ExternalSettings) -> ExternalLimits {
        var limits = ExternalLimits()
        if let silence = settings.silence { (limits.silence, limits.description) = (silence, min(silence, limits.description)) }
        return limits
    }

    // MARK: Extensions

    /// Gives extensions to formats as the command line says, then as the environment does: those that this run may meet.
    private func assignExtensions(in registry: inout FormatRegistry, _ settings: Settings) throws(ConversionError) {
        let inherited = try ExternalSettings.extensions(in: streams.environment("CHATCONV_EXTENSIONS"))
        for assigned in inherited + settings.external.extensions where isMet(assigned.name, by: settings) {
            try add(assigned.format, to: &registry, settings.external)
            try registry.assign(assigned.format, toExtension: assigned.name)
        }
    }

    private func isMet(_ name: String, by settings: Settings) -> Bool {
        (settings.operands + [settings.output].compactMap { $0 }).contains { file in
            FormatRegistry.extension(of: file.text) == name || FolderKind(file.path) == .folder
        }
    }
}
