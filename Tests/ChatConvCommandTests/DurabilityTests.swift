import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

private func page(_ count: Int, _ text: String) -> String {
    let messages = (0..<count).map { "> 10:00:00  Ann  \n   \n\(text) \($0)  \n   \n" }
    return "---\ndate: 2018-01-23\n---\n" + messages.joined()
}

#if os(Linux)
    /// A file that has its name is on the disk, whatever a run writes.
    @Suite(.serialized) struct DurabilityTests {
        let work: Workspace

        init() throws {
            work = try Workspace()
            try work.put(page(30, "text"), "chat.md")
            try work.put(page(100, "text"), "long.md")
            work.makeFolder("in")
            work.makeFolder("in/deep")
            for number in 100..<240 { try work.put(page(3, "\(number)"), "in/\(number % 3 == 0 ? "deep/" : "")\(number).md") }
            try work.put(page(2, "old"), "old.json")
            try work.put("---\ndate: 2018-01-23\nlines: 9\n---\n> 10:00:00  Ann  \n   \nhello  \n   \n", "wrong.md")
            try work.put(Self.mail, "mail.mbox")
        }

        private static let mail = """
            From ada@example.org Thu Jan  1 00:00:00 2018
            From: Ada <ada@example.org>
            Date: Thu, 1 Jan 2018 10:00:00 +0000
            Content-Type: multipart/mixed; boundary=b

            --b

            text
            --b
            Content-Disposition: attachment; filename="a.txt"

            attached
            --b--


            """

        /// Command lines, and how many files each gives a name.
        static let lines: [(String, Int)] = [
            ("chat.md -o chat.json", 1), ("chat.md -o old.json --overwrite", 1), ("chat.md -o new.json.gz --overwrite", 1),
            ("in -o out -t jsonl -j 2", 140), ("in -o made/of/more -t jsonl --if-newer -j 1", 140), ("in --merge -q -o all.jsonl", 1),
            ("chat.md --split 10 -o parts/{number}/x.json", 3), ("long.md --split 1 -o many/ -t json", 100),
            ("chat.md -q -o chat.srt --loss-report lost.json", 2), ("chat.md -o shared.json --anonymize-report names.json", 2),
            ("mail.mbox -q -o mail.json --extract-attachments files", 2), ("validate -q --fix wrong.md", 1),
            ("mail.mbox -q -o mails/{number}.json --split 1 --extract-attachments files2", 2),
        ]

        @Test(.enabled(if: Tools.has("strace"), "strace is not there"), arguments: lines)
        func aFileIsOnTheDiskBeforeItHasItsNameAndItsNameAfter(line: String, count: Int) throws {
            let calls = try SystemCalls(of: line, in: work.folder)
            #expect(calls.named.count == count)
            for name in calls.named {
                #expect(name.isSyncedBefore, "\(name.path) has its name before it is on the disk")
                #expect(name.isFolderSyncedAfter, "the name of \(name.path) is not on the disk")
            }
            // Many files are put on the disk together.
            if count >= 100 { #expect(calls.syncs < count / 2) }
        }

        @Test(.enabled(if: Tools.has("strace"), "strace is not there"), arguments: [
            "chat.md -o chat.json --no-sync", "in -o out -t jsonl --no-sync", "chat.md --split 10 -o parts/ -t json --no-sync",
            "chat.md -q -o chat.srt --loss-report lost.json --no-sync", "mail.mbox -q -o mail.json --extract-attachments files --no-sync",
            "validate -q --fix --no-sync wrong.md",
        ])
        func scratchWorkDoesNotWaitForTheDisk(line: String) throws {
            let calls = try SystemCalls(of: line, in: work.folder)
            #expect(calls.named.count > 0)
            #expect(calls.syncs == 0)
        }

        @Test(.enabled(if: Tools.has("strace"), "strace is not there"))
        func newFoldersAreOnTheDiskAsWell() throws {
            let calls = try SystemCalls(of: "in -o a/b -t jsonl", in: work.folder)
            for folder in ["", "/a", "/a/b", "/a/b/deep"] {
                #expect(calls.syncedFolders.contains(work.folder.string + folder), "\(folder)")
            }
        }

        @Test(.enabled(if: Tools.has("strace"), "strace is not there"))
        func whatIsNoFileIsNotSynced() throws {
            mkfifo(work.folder.appending("pipe").string, 0o600)
            for line in ["chat.md -t json", "chat.md -t json -o /dev/null", "chat.md -t json -o /dev/stdout"] {
                #expect(try SystemCalls(of: line, in: work.folder).syncs == 0)
            }
            let calls = try SystemCalls(of: "chat.md -t json -o pipe & cat pipe >whole; wait", in: work.folder)
            #expect(calls.syncs == 0)
            #expect(work.text("whole")?.hasSuffix("]}\n") == true)
        }

        /// What a power cut leaves: the disk as it is at some moment, with what the file system had in memory gone.
        @Test(.enabled(if: LoopDisk.isAllowed, "this process may not mount a file system on a loop device"), arguments: [
            "in -o disk/out -t jsonl -j 2", "in -o disk/out -t jsonl -j 2 --overwrite",
        ])
        func aPowerCutLeavesWholeFilesOnly(line: String) throws {
            for number in 300..<420 { try work.put(page(200, "\(number)"), "in/\(number).md") }
            #expect(try ChildProcess.shell("chatconv in -o whole -t jsonl --no-sync", in: work.folder).status == 0)
            let disk = try LoopDisk("disk", in: work.folder)
            let child = try ChildProcess(line.split(separator: " ").map(String.init), in: work.folder)
            var moments = 0
            while child.stop() {
                if moments < 24 {
                    try disk.keep(as: "moment-\(moments)")
                    moments += 1
                }
                child.resume()
                usleep(20_000)
            }
            #expect(child.wait() == 0)
            try disk.keep(as: "moment-\(moments)")
            for moment in 0...moments {
                let cut = try LoopDisk("cut", of: "moment-\(moment)", in: work.folder)
                let found = try ChildProcess.shell("cd cut/out 2>/dev/null && find . -type f -not -name '.chatconv-*'", in: work.folder).output
                let names = found.split(separator: "\n")
                for name in names { #expect(work.text("cut/out/\(name)") == work.text("whole/\(name)"), "\(name) at moment \(moment)") }
                // The run had ended: nothing is missing.
                if moment == moments { #expect(names.count == 260) }
                withExtendedLifetime(cut) {}
            }
        }
    }

    /// What a run asks of the system as far as its files and their names go, as strace tells it.
    private struct SystemCalls {
        struct Named {
            var path: String
            var isSyncedBefore: Bool
            var isFolderSyncedAfter = false
        }

        private(set) var named: [Named] = []
        /// How often something was put on the disk.
        private(set) var syncs = 0
        private(set) var syncedFolders: Set<String> = []
        /// Which files were put on the disk since they were last written to.
        private var synced: Set<Substring> = []
        private var written: Set<Substring> = []
        private let folder: String
        /// Calls that other threads' calls came between.
        private var unfinished: [Substring: Substring] = [:]

        init(of line: String, in folder: FilePath) throws {
            self.folder = folder.string
            let trace = "write,pwrite64,fdatasync,fsync,syncfs,link,linkat,rename,renameat,renameat2"
            let run = try ChildProcess.shell("strace -f -y -qq -e signal=none -e trace=\(trace) -o calls chatconv \(line)", in: folder)
            #expect(run.status == 0, "\(run.error)")
            let file = try FileDescriptor.open(folder.appending("calls"), .readOnly)
            defer { try? file.close() }
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
                if count == 0 { break }
                bytes += buffer[..<count]
            }
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") { take(line) }
        }

        private mutating func take(_ line: Substring) {
            guard let space = line.firstIndex(of: " ") else { return }
            let process = line[..<space]
            var call = line[space...].drop { $0 == " " }
            if let cut = call.firstRange(of: " <unfinished ...>") {
                unfinished[process] = call[..<cut.lowerBound]
                return
            }
            if call.hasPrefix("<... "), let end = call.firstRange(of: "resumed>"), let start = unfinished.removeValue(forKey: process) {
                call = Substring(start + call[end.upperBound...])
            }
            guard call.firstRange(of: ") = -1 ") == nil, let bracket = call.firstIndex(of: "(") else { return }
            let name = call[..<bracket]
            let arguments = call[call.index(after: bracket)...]
            switch name {
            case "write", "pwrite64": written(Self.file(arguments))
            case "fdatasync":
                syncs += 1
                synced.insert(Self.file(arguments))
            case "syncfs":
                syncs += 1
                synced.formUnion(written)
            case "fsync":
                syncs += 1
                folderIsSynced(String(Self.path(arguments)))
            default: isNamed(arguments)
            }
        }

        private mutating func written(_ file: Substring) {
            written.insert(file)
            synced.remove(file)
        }

        private mutating func isNamed(_ arguments: Substring) {
            let texts = arguments.split(separator: "\"", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
            guard let target = texts.last, let source = texts.first else { return }
            let file = source.isEmpty || source.hasPrefix("/proc/") ? Self.file(arguments) : source.split(separator: "/").last ?? ""
            if target.contains(".chatconv-") {
                // A temporary name, by which the file is known from now on.
                let name = target.split(separator: "/").last ?? ""
                if synced.remove(file) != nil { synced.insert(name) }
                if written.remove(file) != nil { written.insert(name) }
                return
            }
            let path = target.hasPrefix("/") ? String(target) : folder + "/" + target
            named.append(Named(path: path, isSyncedBefore: synced.contains(file)))
        }

        private mutating func folderIsSynced(_ folder: String) {
            syncedFolders.insert(folder)
            for index in named.indices where FilePath(named[index].path).removingLastComponent().string == folder {
                named[index].isFolderSyncedAfter = true
            }
        }

        /// The path that strace shows of a descriptor: `3</tmp/out/#17 (deleted)>`.
        private static func path(_ arguments: Substring) -> Substring {
            arguments.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }
        }

        /// What tells a file from others before it has its name.
        private static func file(_ arguments: Substring) -> Substring {
            path(arguments).split(separator: "/").last?.prefix { $0 != " " } ?? ""
        }
    }

    /// A disk that is a file, there as long as the value is.
    private final class LoopDisk {
        private let name: String
        private let image: String
        private let folder: FilePath

        /// - Parameter image: the file; a new one, with an empty file system, where there is none.
        init(_ name: String, of image: String? = nil, in folder: FilePath) throws {
            (self.name, self.image, self.folder) = (name, image ?? "\(name).image", folder)
            let make = image == nil ? "truncate -s 64M \(self.image) && mkfs.ext4 -q \(self.image) && " : ""
            let result = try ChildProcess.shell("\(make)mkdir -p \(name) && mount -o loop \(self.image) \(name)", in: folder)
            try #require(result.status == 0, "\(result.error)")
        }

        // Also while somebody else looks at it (MNT_DETACH).
        deinit { umount2(folder.appending(name).string, 2) }

        /// Keeps what is on the disk at this moment, once what the file system knows of names has got there by itself: of
        /// another file that is put on the disk, nothing of the others' contents is.
        func keep(as copy: String) throws {
            let other = try FileDescriptor.open(
                folder.appending("\(name)/other"), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
            _ = try other.writeAll("x".utf8)
            fsync(other.rawValue)
            try other.close()
            let result = try ChildProcess.shell("cp --sparse=always \(image) \(copy)", in: folder)
            try #require(result.status == 0, "\(result.error)")
        }

        /// Tried once: only root may, and not in every container.
        static let isAllowed: Bool = {
            guard let work = try? Workspace() else { return false }
            return (try? LoopDisk("disk", in: work.folder)) != nil
        }()
    }
#endif
