import ChatConvCommand
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

private let day = "{\"chatconv\":1}\n{\"timestamp\":\"2018-01-23T10:00:00\",\"body\":\"hello\"}\n"

@Suite(.tags(.concurrent)) struct CompressedFileTests {
    let work: Workspace

    init() throws {
        work = try Workspace()
        try work.put(day, "chat.jsonl")
    }

    private func run(_ line: String) -> CommandRun {
        CommandRun(line.split(separator: " ").map { String($0.replacing("@", with: work.folder.string + "/")) })
    }

    @Test("the name of an output tells that it is compressed, and the content of an input", arguments: ["gz", "zst"])
    func thereAndBack(suffix: String) {
        #expect(run("@chat.jsonl -o @chat.xml.\(suffix)").error == "")
        #expect(work.text("chat.xml.\(suffix)")?.contains("hello") == false)
        #expect(run("@chat.xml.\(suffix) -t jsonl").output == day)
        #expect(run("detect @chat.xml.\(suffix)").output.contains("certain"))
        #expect(run("info @chat.xml.\(suffix)").output.contains("compression    \(suffix == "gz" ? "gzip" : "zstd")"))
        #expect(run("info --json @chat.xml.\(suffix)").output.contains("\"compression\":"))
        rename(work.folder.appending("chat.xml.\(suffix)").string, work.folder.appending("noname").string)
        #expect(run("@noname -t jsonl").output == day)
    }

    @Test func aFolderOfCompressedFilesComesBack() throws {
        work.makeFolder("in")
        try work.put(day, "in/a.jsonl")
        #expect(run("@in -o @gz -t markdown --compress gzip").error == "")
        #expect(work.names(in: "gz") == ["a.md.gz"])
        #expect(run("@gz -o @back -t jsonl").error == "")
        #expect(work.text("back/a.jsonl") == day)
        #expect(run("@chat.jsonl --split day -o @days/{part}.jsonl.zst").error == "")
        #expect(run("@days/2018-01-23.jsonl.zst -t jsonl").output == day)
        #expect(run("@chat.jsonl --split day -t jsonl --compress gzip -o @days2").error == "")
        #expect(work.names(in: "days2") == ["2018-01-23.jsonl.gz"])
        #expect(run("@days2/2018-01-23.jsonl.gz @chat.jsonl --dedupe -t jsonl").output == day)
    }

    @Test func inputsInOtherEncodingsAreDecompressedFirst() throws {
        try work.put("---\ndate: 2018-01-23\n---\n> 10:00:00  Ann  \n   \ncaf?  \n   \n", "latin.md")
        #expect(run("@latin.md -o @latin.md.gz --input-encoding ISO-8859-1").error == "")
        #expect(run("@latin.md.gz -t jsonl --input-encoding ISO-8859-1").output.contains("caf"))
    }

    @Test func whatIsCutOffIsToldSo() throws {
        let bytes = (0..<5000).map { "{\"body\":\"\($0 &* 7919 % 10007)\"}\n" }.joined()
        try work.put(bytes, "long.jsonl")
        #expect(run("@long.jsonl -o @long.jsonl.gz").error == "")
        let file = work.folder.appending("long.jsonl.gz").string
        truncate(file, 5000)
        let cut = run("@long.jsonl.gz -o @out.xml")
        #expect(cut.status == .malformedInput)
        #expect(cut.error.contains("error: the compressed data end before they are complete [input.compression]"))
        #expect(!work.names().contains("out.xml"))
    }

    @Test func standardOutputIsCompressedOnDemand() throws {
        let output = MemoryDestination()
        let streams = CommandStreams(input: MemorySource(day), output: output, error: MemoryDestination())
        #expect(Command().run(["-t", "jsonl", "--compress", "zstd"], streams) == .done)
        #expect(Compression(startOf: output.bytes) == .zstd)
        let source = try DecompressingSource(MemorySource(output.bytes), .zstd)
        #expect(try Transcript(reading: source).messages.count == 1)
        #expect(run("@chat.jsonl -t jsonl --compress lzma").error.contains("'lzma' is no value for --compress: it takes gzip or zstd"))
    }
}
