import Testing
import TranscriptCoding
import TranscriptModel

@testable import WebVTTFormat

@Suite("Settings of WebVTT cues")
struct CueSettingsTests {
    private func settings(_ text: String) -> CueSettings { Text(text).withUTF8 { CueSettings($0) } }

    @Test(
        "A number is the nearest there is, however many digits it has",
        arguments: [
            "0", "-0", "7", "-12", "0.1", "0.3", "2.675", "123456789012345", "1234567890123456.5", "9007199254740993",
            "0.000000000000001", "0.0000000000000000000001", "99999999999999999999", "100000000000000.5",
        ])
    func number(_ text: String) {
        #expect(settings("line:\(text)").line == Double(text))
    }

    @Test("What is no number is ignored", arguments: ["", "-", ".5", "5.", "1.2.3", "1e2", "+1", "1,", "5,left", "x", "1%5", "101%", "-1%"])
    func noNumber(_ text: String) {
        let settings = settings("align:left line:\(text)")
        #expect(settings.line == nil)
        #expect(settings.ignored == [11..<11 + 5 + text.utf8.count])
        #expect(settings.alignment == .left)
    }

    @Test("A place may say how the cue is aligned there")
    func alignments() {
        #expect(settings("line:10%,end").lineAlignment == .end)
        #expect(settings("line:10%,end").snapsToLines == false)
        #expect(settings("position:10%,line-right").positionAlignment == .lineRight)
        #expect(settings("position:10%,right").position == nil)
    }

    @Test("A region counts only where nothing else places the cue", arguments: ["line:1", "size:50%", "vertical:rl"])
    func region(_ other: String) {
        #expect(settings("region:r1\talign:end").region == "r1")
        #expect(settings("region:r1 \(other)").region == nil)
    }

    @Test("What is ignored is told with what can stand there", arguments: [
        ("algn:left", "did you mean 'align'?"), ("align:middle", "'align' is start, center, end, left or right"),
        ("size:50", "'size' is a percentage from 0% to 100%"), ("position:", "a setting is NAME:VALUE, without spaces"),
        ("loud", "a setting is NAME:VALUE, without spaces"), ("colour:red", nil),
    ])
    func help(_ text: String, _ help: String?) {
        var suggestions = Suggestions()
        let said = Text(text).withUTF8 { SettingList($0).map { $0.help(CueSettings.Name.self, &suggestions) } }
        #expect(said == [help])
    }
}
