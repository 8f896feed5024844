import Testing
import TextScanning
import TranscriptJSON

@Suite("Finding the end of a value")
struct JSONScannerTests {
    /// Where a value at the start of `json` ends when it comes in pieces; nil when it does not, or is no JSON.
    private func end(of json: String, _ goal: JSONScanner.Goal = .value, pieces: Int = 1000) -> Int? {
        var scanner = JSONScanner(goal, depthLimit: 20)
        let bytes = Array(json.utf8)
        var position = 0
        while position < bytes.count {
            let piece = bytes[position..<min(position + pieces, bytes.count)]
            let progress = Array(piece).withUnsafeBufferPointer { scanner.scan($0) }
            switch progress {
            case .ended(let end): return position + end
            case .failed: return nil
            case .needsMore: position += piece.count
            }
        }
        return scanner.canEndHere ? bytes.count : nil
    }

    @Test(
        "A value ends where it ends, in whatever pieces it comes",
        arguments: [
            ("{} x", 2), ("[1,[2,{\"a\":\"]\\\"}\"}]] ", 20), ("\"a\\\\\" ", 5), (" 12.5e-3,", 8), ("true]", 4), ("0 ", 1), ("-1", 2),
            ("{\"a\" : {\"b\":[]}}\n", 16), ("null", 4), ("\"\\u00e9é\"\"", 10),
        ])
    func ends(_ json: String, _ position: Int) {
        for pieces in 1...8 { #expect(end(of: json, pieces: pieces) == position) }
    }

    @Test("A name and a member end where they end")
    func goals() {
        for pieces in 1...8 {
            #expect(end(of: " \"a\\\"b\" : 1, ", .string, pieces: pieces) == 7)
            #expect(end(of: " \"a\\\"b\" : [1], ", .member, pieces: pieces) == 13)
            #expect(end(of: "\"a\":12,", .member, pieces: pieces) == 6)
        }
    }

    @Test(
        "What is no JSON has no end",
        arguments: [
            "", "{", "[1,]", "{\"a\":}", "{a:1}", "{\"a\":1,}", "\"a\n\"", "\"\\x\"", "\"\\u12\"", "tru ", "nulL", "1. ", "1e ", "01", "-",
            "+1", ".5", "[1 2]", "{\"a\" 1}", "{\"a\":1]", "[1}", String(repeating: "[", count: 21),
        ])
    func failures(_ json: String) {
        for pieces in 1...8 { #expect(end(of: json, pieces: pieces) == nil) }
    }
}
