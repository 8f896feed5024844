@testable import ChatConv
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite(.tags(.concurrent)) struct AtomicFileTests {
    /// How a new file is made: without a name, where the system has such files, or always with a temporary one.
    static let ways = [false, true]

    @Test(arguments: ways)
    func theFileAppearsWhenItIsWhole(alwaysNamed: Bool) throws {
        try withFolder { folder in
            let file = try AtomicFile(at: folder.appending("out"), overwrites: false, alwaysNamed: alwaysNamed)
            try file.write("whole")
            #expect(names(in: folder).filter { $0 == "out" }.isEmpty)
            try file.commit()
            #expect(names(in: folder) == ["out"])
            #expect(contents(of: folder.appending("out")) == "whole")
        }
    }

    @Test(arguments: ways)
    func whatIsNotCommittedLeavesNothing(alwaysNamed: Bool) throws {
        try withFolder { folder in
            do {
                let file = try AtomicFile(at: folder.appending("out"), overwrites: false, alwaysNamed: alwaysNamed)
                try file.write("half")
                #expect(names(in: folder).count == (alwaysNamed || !hasUnnamedFiles(folder) ? 1 : 0))
            }
            #expect(names(in: folder).isEmpty)
        }
    }

    /// A process that is killed leaves what has a name.
    @Test func aNewFileHasNoNameBeforeItIsWholeWhereTheSystemCanDoWithout() throws {
        try withFolder { folder in
            guard hasUnnamedFiles(folder) else { return }
            let file = try AtomicFile(at: folder.appending("out")) { path in
                Issue.record("\(path) was told")
                return {}
            }
            try file.write("half")
            #expect(names(in: folder).isEmpty)
            try file.commit()
            #expect(names(in: folder) == ["out"])
        }
    }

    #if os(Linux)
        @Test func aFileSystemWithoutUnnamedFilesIsTold() throws {
            #expect(try UnnamedFile.make(for: "/proc/chatconv-tests", permissions: .ownerReadWrite) == nil)
            let error = #expect(throws: ConversionError.self) { try AtomicFile(at: "/proc/chatconv-tests") }
            #expect(error?.category == .outputUnavailable)
            #expect(error?.message == "cannot create the output: no such file or directory")
        }
    #endif

    @Test(arguments: ways)
    func aSuspendedFileIsWrittenOnAtItsEnd(alwaysNamed: Bool) throws {
        try withFolder { folder in
            var isGone = false
            let file = try AtomicFile(at: folder.appending("out"), overwrites: false, alwaysNamed: alwaysNamed) { _ in
                { isGone = true }
            }
            try file.write("one ")
            try file.suspend()
            #expect(!isGone)
            // A closed file is kept by its name.
            #expect(names(in: folder).count == 1)
            try file.write("two ")
            try file.suspend()
            try file.write("three")
            try file.commit()
            #expect(isGone)
            #expect(names(in: folder) == ["out"])
            #expect(contents(of: folder.appending("out")) == "one two three")
        }
    }

    @Test(arguments: ways)
    func whatWasWrittenCanBeReadBeforeItHasItsName(alwaysNamed: Bool) throws {
        try withFolder { folder in
            let file = try AtomicFile(at: folder.appending("out"), overwrites: false, alwaysNamed: alwaysNamed)
            try file.write("so far")
            #expect(String(decoding: try all(of: file.reopened()), as: UTF8.self) == "so far")
            try file.write(", and on")
            try file.commit()
            #expect(contents(of: folder.appending("out")) == "so far, and on")
        }
    }

    @Test(arguments: ways)
    func nothingIsWrittenAfterTheEnd(alwaysNamed: Bool) throws {
        try withFolder { folder in
            let file = try AtomicFile(at: folder.appending("out"), overwrites: false, alwaysNamed: alwaysNamed)
            try file.commit()
            #expect(throws: ConversionError.self) { try file.write("more") }
            file.discard()
            #expect(contents(of: folder.appending("out")) == "")
        }
    }

    @Test func anExistingFileIsRefusedAtOnce() throws {
        try withFolder { folder in
            put("old", at: folder.appending("out"))
            let error = #expect(throws: ConversionError.self) { try AtomicFile(at: folder.appending("out")) }
            #expect(error?.category == .outputUnavailable)
            #expect(error?.code == .outputExists)
            #expect(names(in: folder) == ["out"])
        }
    }

    @Test(arguments: ways)
    func aFileThatAppearsInTheMeantimeIsNotReplaced(alwaysNamed: Bool) throws {
        try withFolder { folder in
            let file = try AtomicFile(at: folder.appending("out"), overwrites: false, alwaysNamed: alwaysNamed)
            try file.write("new")
            put("other", at: folder.appending("out"))
            let error = #expect(throws: ConversionError.self) { try file.commit() }
            #expect(error?.code == .outputExists)
            #expect(contents(of: folder.appending("out")) == "other")
            #expect(names(in: folder) == ["out"])
        }
    }

    @Test func overwritingReplacesTheFileAndKeepsItsPermissions() throws {
        try withFolder { folder in
            let path = folder.appending("out")
            put("old", at: path)
            _ = path.withPlatformString { chmod($0, 0o640) }
            let file = try AtomicFile(at: path, overwrites: true)
            try file.write("new")
            #expect(contents(of: path) == "old")
            try file.commit()
            #expect(contents(of: path) == "new")
            #expect(mode(of: path) == 0o640)
            #expect(names(in: folder) == ["out"])
        }
    }

    @Test(arguments: ways)
    func aNewFileHonoursTheUmask(alwaysNamed: Bool) throws {
        try withFolder { folder in
            let file = try AtomicFile(at: folder.appending("out"), overwrites: false, alwaysNamed: alwaysNamed)
            try file.commit()
            let mask = umask(0)
            umask(mask)
            #expect(mode(of: folder.appending("out")) == 0o666 & ~mask)
        }
    }

    @Test func overwritingThroughALinkKeepsTheLink() throws {
        try withFolder { folder in
            put("old", at: folder.appending("file"))
            _ = symlink("file", folder.appending("link").string)
            let file = try AtomicFile(at: folder.appending("link"), overwrites: true)
            try file.write("new")
            try file.commit()
            #expect(contents(of: folder.appending("file")) == "new")
            #expect(contents(of: folder.appending("link")) == "new")
        }
    }

    @Test func aLinkThatPointsNowhereIsAnExistingFile() throws {
        try withFolder { folder in
            _ = symlink("nowhere", folder.appending("link").string)
            #expect(throws: ConversionError.self) { try AtomicFile(at: folder.appending("link")) }
        }
    }

    @Test func aDeviceIsWrittenToInPlace() throws {
        let file = try AtomicFile(at: "/dev/null")
        try file.write("gone")
        try file.commit()
        var status = stat()
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test(arguments: ["missing/out", ".", "file/out"], [false, true])
    func aPlaceWhereNoFileCanBeIsRefused(name: String, overwrites: Bool) throws {
        try withFolder { folder in
            put("", at: folder.appending("file"))
            let error = #expect(throws: ConversionError.self) {
                try AtomicFile(at: FilePath(folder.string + "/" + name), overwrites: overwrites)
            }
            #expect(error?.category == .outputUnavailable)
            #expect(names(in: folder) == ["file"])
        }
    }

    @Test(arguments: ways)
    func whatStandsWhereNothingWasToBeIsKept(alwaysNamed: Bool) throws {
        try withFolder { folder in
            put("another's", at: folder.appending("out"))
            let file = try AtomicFile(at: folder.appending("out"), overwrites: false, isNew: true, alwaysNamed: alwaysNamed)
            try file.write("ours")
            let error = #expect(throws: ConversionError.self) { try file.commit() }
            #expect(error?.code == .outputExists)
            #expect(names(in: folder) == ["out"])
            #expect(contents(of: folder.appending("out")) == "another's")
        }
    }

    @Test func theTemporaryNameIsToldBeforeTheFileIsThere() throws {
        try withFolder { folder in
            var told: [FilePath] = []
            var isGone = false
            let file = try AtomicFile(at: folder.appending("out"), overwrites: false, alwaysNamed: true) { path in
                told.append(path)
                #expect(names(in: folder).isEmpty)
                return { isGone = true }
            }
            #expect(told.compactMap(\.lastComponent?.string) == names(in: folder))
            #expect(!isGone)
            file.discard()
            #expect(isGone)
        }
    }
}

private func withFolder(_ body: (FilePath) throws -> Void) throws {
    var template = Array("/tmp/chatconv-tests-XXXXXX".utf8CString)
    let folder = try #require(template.withUnsafeMutableBufferPointer { name in
        name.baseAddress.flatMap { mkdtemp($0) }.map { FilePath(platformString: $0) }
    })
    defer {
        for name in names(in: folder) { unlink(folder.appending(name).string) }
        rmdir(folder.string)
    }
    try body(folder)
}

/// Whether files can be made in `folder` that have no name.
private func hasUnnamedFiles(_ folder: FilePath) -> Bool {
    guard let file = try? UnnamedFile.make(for: folder.appending("x"), permissions: .ownerReadWrite) else { return false }
    try? file.close()
    return true
}

private func names(in folder: FilePath) -> [String] {
    guard let handle = opendir(folder.string) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
}

private func put(_ text: String, at path: FilePath) {
    guard let file = try? FileDescriptor.open(path, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
    else { return }
    _ = try? file.writeAll(text.utf8)
    try? file.close()
}

private func contents(of path: FilePath) -> String? {
    (try? FileSource.open(path)).flatMap { try? all(of: $0) }.map { String(decoding: $0, as: UTF8.self) }
}

private func mode(of path: FilePath) -> mode_t? {
    var status = stat()
    return stat(path.string, &status) == 0 ? status.st_mode & 0o777 : nil
}
