import ChatConv
import SystemPackage

/// What `--anonymize` needs beside the names: its key, its report, and other names for files that are called after people.
struct AnonymizationSetup {
    let settings: Settings
    let streams: CommandStreams
    let anonymization: Anonymization
    private let tally: AnonymizationTally?

    init(_ names: KnownNames, _ settings: Settings, _ streams: CommandStreams) throws(ConversionError) {
        self.settings = settings
        self.streams = streams
        tally = settings.anonymizationReport == nil ? nil : AnonymizationTally()
        anonymization = Anonymization(names, key: try Self.key(settings, streams), tally: tally)
    }

    /// What was replaced and left out; nil where nobody asks.
    var report: AnonymizationReport? {
        tally.map { AnonymizationReport(anonymization: anonymization, counts: $0.counts) }
    }

    // MARK: Key

    /// The variable that holds the key where no option does: it is in no list of processes and in no history of a shell.
    static let keyVariable = "CHATCONV_ANONYMIZE_KEY"

    private static func key(_ settings: Settings, _ streams: CommandStreams) throws(ConversionError) -> String {
        if let file = settings.anonymizationKeyFile { return try key(in: file) }
        if !settings.anonymizationKey.isEmpty { return settings.anonymizationKey }
        return streams.environment(keyVariable) ?? ""
    }

    /// The file's text without the line's end that editors put behind it.
    private static func key(in file: Argument) throws(ConversionError) -> String {
        let name = file.text
        var bytes: [UInt8] = []
        do {
            let descriptor = try FileDescriptor.open(file.path, .readOnly)
            defer { try? descriptor.close() }
            var part = [UInt8](repeating: 0, count: 4096)
            while bytes.count <= 1 << 20 {
                let count = try part.withUnsafeMutableBytes { try descriptor.read(into: $0) }
                if count == 0 { break }
                bytes += part[..<count]
            }
        } catch {
            throw ConversionError(.inputUnavailable, .inputFailed, "cannot read the key in \(name): \(error)")
        }
        while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
        if bytes.isEmpty || bytes.count > 1 << 20 {
            throw ConversionError(.usage, .invalidOption, "\(name) holds no key", help: "a key is a line of text that nobody can guess")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    // MARK: Names of files

    /// Gives outputs other names that are called after people: exporters call the file of a talk of two after the other one.
    func rename(_ plan: inout OutputPlan) {
        guard let folder = settings.output, !folder.isStandardStream else { return }
        for index in plan.jobs.indices {
            guard let target = plan.jobs[index].target else { continue }
            if target == folder { warn(of: target) } else {
                plan.jobs[index].target = renamed(target, below: folder.bytes.count + 1, ending: plan.ending)
            }
        }
    }

    private func renamed(_ target: Argument, below start: Int, ending: [UInt8]) -> Argument {
        let path = String(decoding: target.bytes.dropFirst(start).dropLast(ending.count), as: UTF8.self)
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            anonymization.fileName(for: Text(part)).map { String($0) } ?? String(part)
        }
        let changed = parts.joined(separator: "/")
        return changed == path ? target : Argument(bytes: target.bytes.prefix(start) + Array(changed.utf8) + ending)
    }

    /// The name of a single output was chosen on the command line.
    private func warn(of target: Argument) {
        let stem = target.path.lastComponent?.stem ?? ""
        if settings.isQuiet || anonymization.fileName(for: Text(stem)) == nil { return }
        DiagnosticPrinter(streams, name: target.text).show(
            Diagnostic(.warning, .nameInFileName, "the output's own name looks like somebody's"))
    }
}

extension DiagnosticCode {
    static let nameInFileName = DiagnosticCode("anonymize.file-name", "an anonymized output is called after somebody")
}
