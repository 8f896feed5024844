import ChatConv
import ExternalFormat

/// Every code that validation can report, of all formats.
struct KnownCodes {
    let all: [DiagnosticCode]

    init(_ registry: FormatRegistry) {
        var all = DiagnosticCode.ofAllFormats
        var known = Set(all)
        for format in registry.formats where format.descriptor.isReadable {
            // One that no input can show is about a run's output.
            let codes = format.descriptor.diagnostics.filter { $0.explanation != nil }
            for code in codes where known.insert(code).inserted { all.append(code) }
        }
        for code in DiagnosticCode.ofExternalFormats where known.insert(code).inserted { all.append(code) }
        self.all = all
    }

    /// The code with this name.
    ///
    /// - Throws: `usage` when there is none, with the nearest one.
    func code(named name: String) throws(ConversionError) -> DiagnosticCode {
        if let code = all.first(where: { $0.id == name }) { return code }
        throw unknown(name)
    }

    /// The codes of this name: one, or all of a group, which is what stands before the dot.
    ///
    /// - Throws: `usage` when there is none.
    func codes(named name: String) throws(ConversionError) -> [DiagnosticCode] {
        let codes = all.filter { $0.id == name || $0.id.hasPrefix(name + ".") }
        if codes.isEmpty { throw unknown(name) }
        return codes
    }

    private func unknown(_ name: String) -> ConversionError {
        let named = all.map(\.id).filter { $0.hasSuffix("." + name) }
        let meant = named.first ?? nearest(to: name, among: all.map(\.id))
        return ConversionError(
            .usage, .invalidOption, "there is no code '\(name)'",
            help: meant.map { "did you mean \($0)?" } ?? "chatconv formats NAME lists the codes of a format")
    }
}
