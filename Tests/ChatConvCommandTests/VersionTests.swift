@testable import ChatConvCommand
import ChatConv
import Foundation
import Testing

@Suite("The versions of what is at work")
struct VersionTests {
    @Test("--version is one line, and with --verbose the libraries follow", arguments: [
        ["--version", "--verbose"], ["--verbose", "--version"], ["info", "--version", "--verbose"],
    ])
    func verbose(arguments: [String]) {
        let run = CommandRun(arguments)
        #expect(run.status == .done)
        var lines = run.output.split(separator: "\n")
        #expect(lines.removeFirst() == "chatconv \(version)")
        let names = lines.map { $0.split(separator: " ").first ?? "" }
        #expect(names == names.sorted())
        #expect(Set(["libxml2", "libyaml", "pcre2", "simdjson", "swift-system", "zlib", "zstd"]).isSubset(of: names))
        for line in lines { #expect(line.contains(/^  [a-z0-9-]+ +\d+\.\d+/), "\(line)") }
        #expect(CommandRun(["--version"]).output == "chatconv \(version)\n")
    }

    @Test("--verbose alone has nothing to say more of")
    func alone() { #expect(CommandRun(["--verbose", "chat.md"]).status == .usage) }

    @Test("The versions of packages are those that were resolved, within bounds")
    func packages() throws {
        struct Resolved: Decodable {
            struct Pin: Decodable {
                struct State: Decodable { var version: String }
                var identity: String
                var state: State
            }
            var pins: [Pin]
        }
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
        let resolved = try JSONDecoder().decode(Resolved.self, from: Data(contentsOf: root.appending(path: "Package.resolved")))
        #expect(resolved.pins.map { LibraryVersion($0.identity, $0.state.version) } == packageVersions)
        let manifest = try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
        let dependencies = manifest.split(separator: "\n").filter { $0.contains(".package(") }
        #expect(dependencies.count == packageVersions.count)
        // From a version up to the next major one.
        for line in dependencies { #expect(line.contains(/from: "\d+\.\d+\.\d+"/), "\(line)") }
    }
}
