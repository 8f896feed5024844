import ChatConv
import SystemPackage

/// What a command line says of programs that are formats.
struct ExternalSettings: Sendable {
    /// Whether no program may run at all.
    var isSandboxed = false
    /// Folders to look into before all others.
    var folders: [FilePath] = []
    /// Seconds for which a program may do nothing.
    var silence: Double?
    var extensions: [AssignedExtension] = []

    /// A file name extension and the name of the format that its files are in.
    struct AssignedExtension: Sendable {
        var name: String
        var format: String

        /// Takes `EXT=FORMAT`.
        init?(_ text: some StringProtocol) {
            let parts = text.split(separator: "=", omittingEmptySubsequences: false)
            guard parts.count == 2, let name = parts.first, let format = parts.last, !format.isEmpty else { return nil }
            let bare = name.hasPrefix(".") ? name.dropFirst() : name[...]
            guard !bare.isEmpty, !bare.contains("."), !bare.contains("/") else { return nil }
            self.name = bare.lowercased()
            self.format = String(format)
        }
    }

    /// The extensions that `CHATCONV_EXTENSIONS` assigns, such as `txt=whatsapp,csv=csv`.
    static func extensions(in variable: String?) throws(ConversionError) -> [AssignedExtension] {
        try (variable ?? "").split(separator: ",").map { text throws(ConversionError) in
            if let assigned = AssignedExtension(text) { return assigned }
            throw ConversionError(
                .usage, .invalidOption, "'\(text)' in CHATCONV_EXTENSIONS is no extension with a format",
                help: "it holds EXT=FORMAT, with commas between several")
        }
    }
}

extension Flag {
    /// The options about programs that are formats.
    static var external: [Flag] {
        let users: Set<CommandName> = [.convert, .validate, .info, .formats, .conformance]
        let readers: Set<CommandName> = [.convert, .validate, .info]
        return [
            Flag("plugin-dir", takes: "FOLDER", in: .external, of: users, help: "look for programs chatconv-format-NAME here first; then in $CHATCONV_PLUGINS, the user's data folder and PATH") {
                $0.external.folders.append($1.path)
            },
            Flag("extension", takes: "EXT=FORMAT", in: .external, of: readers, help: "files named *.EXT are in FORMAT, whatever they hold; this is how a file's name may run a program") {
                (settings, value) throws(ConversionError) in
                guard let assigned = ExternalSettings.AssignedExtension(value.text) else {
                    throw ConversionError(
                        .usage, .invalidOption, "'\(value.text)' is no value for --extension: it takes EXT=FORMAT, such as txt=whatsapp")
                }
                settings.external.extensions.append(assigned)
            },
            Flag("plugin-timeout", takes: "SECONDS", in: .external, of: users, help: "end a program that does nothing for so long; default: 60") {
                (settings, value) throws(ConversionError) in
                guard let seconds = Double(value.text), seconds > 0, seconds <= 1e6 else {
                    throw ConversionError(
                        .usage, .invalidOption, "'\(value.text)' is no value for --plugin-timeout: it takes seconds, more than 0")
                }
                settings.external.silence = seconds
            },
            Flag("sandbox", in: .external, of: users, help: "run no external program") { $0.external.isSandboxed = true },
            Flag("transcripts", takes: "N", in: .other, of: [.conformance], help: "judge by so many generated transcripts; default: 20") {
                (settings, value) throws(ConversionError) in
                guard let count = Int(value.text), (0...1_000_000).contains(count) else {
                    throw ConversionError(.usage, .invalidOption, "'\(value.text)' is no value for --transcripts: it takes a number")
                }
                settings.transcriptCount = count
            },
            Flag("seed", takes: "N", in: .other, of: [.conformance], help: "the seed of the first transcript; default: 1") {
                (settings, value) throws(ConversionError) in
                guard let seed = UInt64(value.text) else {
                    throw ConversionError(.usage, .invalidOption, "'\(value.text)' is no value for --seed: it takes a number")
                }
                settings.seed = seed
            },
        ]
    }
}
