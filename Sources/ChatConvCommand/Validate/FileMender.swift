import ChatConv
import TextScanning

/// Changes files by what findings say mends them, or shows what would change.
struct FileMender {
    private let settings: Settings
    private let streams: CommandStreams

    init(_ settings: Settings, _ streams: CommandStreams) {
        self.settings = settings
        self.streams = streams
    }

    /// Replaces a file by its mended form, once that is whole. A file that cannot be written to stays as it is.
    func mend(_ file: InputFile, by plan: MendPlan) throws(ConversionError) {
        guard let argument = file.argument else { return }
        let output = try AtomicFile(
            at: argument.path, overwrites: true, isDurable: settings.isDurable, willCreate: streams.willCreateTemporary)
        if output.partsHardLink { streams.noticeHardLink(argument.path, settings) }
        // On every way out but the last line, the new file goes when `output` does.
        try plan.apply(to: file.open(streams), into: output)
        try output.commit()
    }

    /// Shows a diff of a file and its mended form.
    func show(_ file: InputFile, by plan: MendPlan) throws(ConversionError) {
        var output = OutputBuffer()
        var diff = UnifiedDiff(
            name: file.displayName, isForTerminal: streams.isOutputTerminal,
            style: Style(isColored: streams.colorsReports))
        try plan.forEachLine(of: file.open(streams)) { old, new throws(ConversionError) in
            diff.add(old, new, into: &output)
            if output.count >= 64 * 1024 { try write(&output) }
        }
        diff.end(into: &output)
        try write(&output)
    }

    private func write(_ output: inout OutputBuffer) throws(ConversionError) {
        try output.withBytes { bytes throws(ConversionError) in
            try streams.output.write(UnsafeRawBufferPointer(bytes))
        }
        output.removeAll()
    }
}
