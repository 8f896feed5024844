import ChatConv
import SystemPackage

/// A file that gets its name when it is whole, compressed when its name says so.
final class OutputFile: ByteDestination {
    private let file: AtomicFile
    private let compressor: CompressingDestination?
    private let isDurable: Bool
    /// How it is known later what it was made of; nil where nobody will trust it.
    private let mark: MadeMark?
    private var isEmpty = true

    init(
        at path: FilePath, in folder: TargetFolder = .given, marked mark: MadeMark? = nil, _ settings: Settings,
        _ streams: CommandStreams
    ) throws(ConversionError) {
        func create() throws(ConversionError) -> AtomicFile {
            try AtomicFile(
                at: path, overwrites: settings.overwrites || settings.onlyNewer, isNew: folder == .new,
                isDurable: settings.isDurable, willCreate: streams.willCreateTemporary)
        }
        do {
            file = try create()
        } catch {
            // Of the outputs of one folder only the first finds it missing: the others do not look.
            guard folder != .given, error.code == .outputUnavailable else { throw error }
            try streams.newFolders.make(path.removingLastComponent())
            file = try create()
        }
        isDurable = settings.isDurable
        self.mark = mark
        if file.partsHardLink { streams.noticeHardLink(path, settings) }
        if let compression = settings.compression ?? Compression(fileName: path.string) {
            compressor = try CompressingDestination(file, compression)
        } else {
            compressor = nil
        }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
        if !bytes.isEmpty { isEmpty = false }
        if let compressor { try compressor.write(bytes) } else { try file.write(bytes) }
    }

    /// Closes the file until it is written to again.
    func suspend() throws(ConversionError) { try file.suspend() }

    /// Writes what is still to be written, and reads all of it back if there is a proof to compare it with.
    func finish(proving proof: ConversionProof? = nil) throws(ConversionError) {
        try compressor?.finish()
        if let proof { try proof.check(file.reopened()) }
        if let mark { mark.set(on: file, isEmpty: isEmpty && compressor == nil) } else { file.setAttribute(MadeMark.attribute, nil) }
    }

    /// Gives files their names together. Called after `finish` of each.
    ///
    /// - Parameter newFolders: those that were made for them.
    /// - Returns: for each file why it has no name, or why that is not safe; nil where all went well.
    static func commit(_ files: [OutputFile], _ newFolders: NewFolders) -> [ConversionError?] {
        let failures = AtomicFile.commit(files.map(\.file))
        guard files.contains(where: \.isDurable) else { return failures }
        do throws(ConversionError) {
            try newFolders.sync()
        } catch {
            return failures.map { $0 ?? error }
        }
        return failures
    }
}

extension Conversion {
    /// Runs into a file, or into standard output where there is no path. A file gets its name once `check` and the proof
    /// let it, and where it is one of many, together with others.
    ///
    /// - Parameters:
    ///   - folder: what is known of the folder that the file is in.
    ///   - mark: what the file is marked with.
    ///   - isLive: whether what comes out shall be readable at once.
    consuming func run(
        into path: FilePath?, in folder: TargetFolder = .given, marked mark: MadeMark? = nil, isLive: Bool, _ settings: Settings, _ streams: CommandStreams,
        _ check: (ConversionOutcome) throws(ConversionError) -> Void
    ) throws(ConversionError) {
        if let path {
            let file = try OutputFile(at: path, in: folder, marked: mark, settings, streams)
            // On every way out but the last line, the file goes when `file` does.
            let outcome = try run(into: file)
            try check(outcome)
            try file.finish(proving: outcome.proof)
            if let held = streams.heldOutput { return held.hold(file) }
            if let failure = OutputFile.commit([file], streams.newFolders).first ?? nil { throw failure }
            return
        }
        guard let compression = settings.compression else { return try check(run(into: streams.output)) }
        let compressor = try CompressingDestination(streams.output, compression, flushesEachWrite: isLive)
        try check(run(into: compressor))
        try compressor.finish()
    }
}
