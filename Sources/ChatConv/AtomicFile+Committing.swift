import SystemPackage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension AtomicFile {
    /// Gives files their names together. First what they hold is put on the disk, of many files in one go where the system can;
    /// then they get their names; then these are put on the disk as well.
    ///
    /// - Returns: for each file why it has no name, or why its name may be lost in a power cut; nil where all went well.
    public static func commit(_ files: [AtomicFile]) -> [ConversionError?] {
        var failures = syncContents(of: files)
        for index in files.indices where failures[index] == nil {
            do throws(ConversionError) { try files[index].takeName() } catch { failures[index] = error }
        }
        syncNames(of: files, &failures)
        return failures
    }

    /// Until here, to put them on the disk one by one costs less than all that the system holds in memory for others.
    private static let fewFiles = 3

    private static func syncContents(of files: [AtomicFile]) -> [ConversionError?] {
        let kept = files.filter(\.isToBeSynced)
        if kept.count > fewFiles, syncFileSystems(of: kept) { return Array(repeating: nil, count: files.count) }
        return files.map { file in
            guard file.isToBeSynced else { return nil }
            do {
                try file.withDescriptor { try FileSync.content(of: $0) }
                return nil
            } catch {
                file.discard()
                return FileDestination.failure(error)
            }
        }
    }

    /// Puts on the disk all that the system holds for the file systems of files. False where it cannot, or where something went
    /// wrong: each file by itself can tell whether it is its own trouble.
    private static func syncFileSystems(of files: [AtomicFile]) -> Bool {
        var synced: Set<UInt64> = []
        for file in files {
            let isSynced = try? file.withDescriptor { descriptor in
                var status = stat()
                guard fstat(descriptor.rawValue, &status) == 0 else { return false }
                if !synced.insert(UInt64(truncatingIfNeeded: status.st_dev)).inserted { return true }
                return try FileSync.fileSystem(of: descriptor)
            }
            if isSynced != true { return false }
        }
        return true
    }

    private static func syncNames(of files: [AtomicFile], _ failures: inout [ConversionError?]) {
        var results: [FilePath: ConversionError?] = [:]
        for (index, file) in files.enumerated() where failures[index] == nil {
            guard let folder = file.folderToSync else { continue }
            let result: ConversionError?
            if let known = results[folder] {
                result = known
            } else {
                do {
                    try FileSync.names(in: folder)
                    result = nil
                } catch {
                    result = FileDestination.failure(error)
                }
                results[folder] = result
            }
            failures[index] = result
        }
    }
}
