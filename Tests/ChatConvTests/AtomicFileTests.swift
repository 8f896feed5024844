import ChatConv
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite struct AtomicFileTests {
    @Test func theFileAppearsWhenItIsWhole() throws {
        try withFolder { folder in
            let file = try AtomicFile(at: folder.appending("out"))
            try file.write("whole")
            #expect(names(in: folder).filter { $0 == "out" }.isEmpty)
            try file.commit()
            #expect(names(in: folder) == ["out"])
            #expect(contents(of: folder.appending("out")) == "whole")
        }
    }

    @Test func whatIsNotCommittedLeavesNothing() throws {
        try withFolder { folder in
            do {
                let file = try AtomicFile(at: folder.appending("out"))
                try file.write("half")
                #expect(names(in: folder).count == 1)
            }
            #expect(names(in: folder).isEmpty)
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

    @Test func aFileThatAppearsInTheMeantimeIsNotReplaced() throws {
        try withFolder { folder in
            let file = try AtomicFile(at: folder.appending("out"))
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

    @Test func aNewFileHonoursTheUmask() throws {
        try withFolder { folder in
            let file = try AtomicFile(at: folder.appending("out"))
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

    @Test(arguments: ["missing/out", ".", "file/out"])
    func aPlaceWhereNoFileCanBeIsRefused(name: String) throws {
        try withFolder { folder in
            put("", at: folder.appending("file"))
            let error = #expect(throws: ConversionError.self) {
                try AtomicFile(at: FilePath(folder.string + "/" + name), overwrites: true)
            }
            #expect(error?.category == .outputUnavailable)
            #expect(names(in: folder) == ["file"])
        }
    }

    @Test func theTemporaryNameIsToldBeforeTheFileIsThere() throws {
        try withFolder { folder in
            var told: [FilePath] = []
            var isGone = false
            let file = try AtomicFile(at: folder.appending("out")) { path in
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
