import ChatConv
import SystemPackage

/// The files that the parts of a transcript go into. They get their names together, when all of them are whole.
final class SplitOutputs {
    private let template: OutputTemplate
    private let newFolders: NewFolders
    private let makeFile: (FilePath) throws(ConversionError) -> OutputFile
    private var files: [File] = []
    /// How many parts have each name. Names that differ only in case, or in how their letters are composed, are one on some systems.
    private var owners: [String: Int] = [:]
    /// Called with the path of each part whose name another has already.
    private let reportClash: (FilePath) -> Void
    /// Those that are open, the one that was written to last at the end.
    private var open: [File] = []

    /// How many files are open at a time: fewer than any system allows.
    private static let mostOpen = 64

    init(
        _ template: OutputTemplate, _ newFolders: NewFolders, reportClash: @escaping (FilePath) -> Void = { _ in },
        _ makeFile: @escaping (FilePath) throws(ConversionError) -> OutputFile
    ) {
        self.template = template
        self.newFolders = newFolders
        self.reportClash = reportClash
        self.makeFile = makeFile
    }

    /// The place for a part.
    ///
    /// - Throws: `usage` when the template gives two parts one path; what making a file throws.
    func destination(for part: SplitPart) throws(ConversionError) -> any ByteDestination {
        var path = template.path(of: part).path
        // Strings are equal where they are canonically equivalent.
        let name = path.string.lowercased()
        if var count = owners[name] {
            guard case .sender = part else {
                throw ConversionError(
                    .usage, .invalidOption, "two parts would both become \(path.string)",
                    help: "use {part} in the name of the output")
            }
            // Names that begin alike and were cut, or that differ in case.
            let given = path
            repeat {
                count += 1
                path = given.numbered(count)
            } while owners[path.string.lowercased()] != nil
            owners[name] = count
            reportClash(path)
        }
        owners[path.string.lowercased()] = 1
        self.path = path
        try newFolders.make(path.removingLastComponent())
        let file = File(try makeFile(path), path, part, outputs: self)
        files.append(file)
        return file
    }

    /// Gives all files their names, once each holds what `proofs` say it has to.
    func commit(proving proofs: [SplitPart: ConversionProof]) throws(ConversionError) {
        for file in files { try file.finish(proving: proofs[file.part]) }
        for (file, failure) in zip(files, OutputFile.commit(files.map(\.file), newFolders)) {
            path = file.path
            if let failure { throw failure }
        }
        path = nil
    }

    /// The paths of the files, in the order in which their parts came.
    var paths: [FilePath] { files.map(\.path) }

    /// That of the file that something went wrong with.
    private(set) var path: FilePath?

    private func willWrite(to file: File) throws(ConversionError) {
        path = file.path
        if open.last === file { return }
        open.removeAll { $0 === file }
        open.append(file)
        if open.count > Self.mostOpen { try open.removeFirst().file.suspend() }
    }

    private final class File: ByteDestination {
        let file: OutputFile
        let path: FilePath
        let part: SplitPart
        private unowned let outputs: SplitOutputs
        /// What is still to be written: a part mostly gets one message at a time.
        private var pending: [UInt8] = []

        private static let preferredSize = 4096

        init(_ file: OutputFile, _ path: FilePath, _ part: SplitPart, outputs: SplitOutputs) {
            self.file = file
            self.path = path
            self.part = part
            self.outputs = outputs
        }

        func write(_ bytes: UnsafeRawBufferPointer) throws(ConversionError) {
            pending.append(contentsOf: bytes)
            if pending.count >= Self.preferredSize { try flush() }
        }

        func flush() throws(ConversionError) {
            try outputs.willWrite(to: self)
            let bytes = pending
            pending = []
            try bytes.withUnsafeBufferPointer { bytes throws(ConversionError) in
                try file.write(UnsafeRawBufferPointer(bytes))
            }
        }

        func finish(proving proof: ConversionProof?) throws(ConversionError) {
            try flush()
            try file.finish(proving: proof)
        }
    }
}

extension FilePath {
    /// `name-2.md` of `name.md`.
    fileprivate func numbered(_ number: Int) -> FilePath {
        guard let last = lastComponent else { return self }
        let suffix = last.extension.map { ".\($0)" } ?? ""
        return removingLastComponent().appending("\(last.stem)-\(number)\(suffix)")
    }
}
