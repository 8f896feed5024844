@testable import ChatConvCommand
import Testing

@Suite struct GlobTests {
    @Test("a pattern without a slash names the last part of a path", arguments: [
        ("*.md", "a.md", true), ("*.md", "2018/a.md", true), ("*.md", "a.md.bak", false), ("chat", "chat", true),
        ("chat", "2018/chat", true), ("?at", "cat", true), ("?", "早", true), ("?", "ab", false), ("*", "a/b", true),
        ("[ab]c", "ac", true), ("[ab]c", "cc", false), ("[!ab]c", "cc", true), ("[^ab]c", "ac", false),
        ("[a-c]", "b", true), ("[早-晚]", "早", true), ("[]]", "]", true), ("[", "[", true), ("[a", "[a", true),
        ("\\*", "*", true), ("\\*", "a", false), ("*a*b*", "xaxbx", true), ("*a*b*", "xbxax", false), ("a\\", "a", false),
    ])
    func names(pattern: String, path: String, matches: Bool) {
        #expect(Glob(Array(pattern.utf8)).matches(Array(path.utf8)) == matches)
    }

    @Test("a pattern with a slash names the whole path", arguments: [
        ("2018/*.md", "2018/a.md", true), ("2018/*.md", "2018/01/a.md", false), ("2018/**", "2018/01/a.md", true),
        ("**/a.md", "a.md", true), ("**/a.md", "x/y/a.md", true), ("**/a.md", "x/ba.md", false),
        ("x/**/a.md", "x/a.md", true), ("x/**/a.md", "x/y/z/a.md", true), ("/a.md", "a.md", true), ("drafts/", "x/drafts", true),
        ("a/b", "x/a/b", false), ("a/?", "a/b", true), ("a?b/c", "a/b/c", false), ("a[/]b/c", "a/b/c", false),
    ])
    func paths(pattern: String, path: String, matches: Bool) {
        #expect(Glob(Array(pattern.utf8)).matches(Array(path.utf8)) == matches)
    }

    @Test("a name that nearly matches takes no longer than others") func manyStars() {
        let path = [UInt8](repeating: UInt8(ascii: "a"), count: 4000)
        #expect(!Glob(Array((String(repeating: "*a", count: 60) + "b").utf8)).matches(path))
        #expect(!Glob(Array((String(repeating: "**/a", count: 60) + "/b").utf8)).matches(path))
        #expect(Glob(Array(String(repeating: "*a", count: 60).utf8)).matches(path))
    }

    @Test func bytesThatAreNotUTF8AreCharactersToo() {
        #expect(Glob(Array("a?b".utf8)).matches([0x61, 0xFF, 0x62]))
        #expect(Glob([0x2A, 0xFF]).matches([0x61, 0xFF]))
    }
}
