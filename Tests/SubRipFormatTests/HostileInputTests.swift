import SubRipFormat
import TestSupport
import Testing
import TranscriptCoding
import TranscriptModel

@Suite("SRT input that is no SRT")
struct HostileInputTests {
    private func failure(_ bytes: [UInt8], limits: Limits = Limits()) -> ConversionError? {
        do throws(ConversionError) {
            _ = try SubRipFormat().read(bytes, limits: limits)
            return nil
        } catch { return error }
    }

    @Test("Nothing, and nothing but text, is refused", arguments: [("", "input.empty"), ("1", "srt.no-cues"), ("hello\nworld\n", "srt.no-cues")])
    func noCues(_ text: String, _ code: String) {
        let error = failure(Array(text.utf8))
        #expect(error?.code.id == code && error?.category == .malformedInput && error?.location?.line == 1)
    }

    @Test("A blank file holds no cues, and is what is written where there are none")
    func blank() throws {
        #expect(try SubRipFormat().read("\n").messages.isEmpty)
        #expect(try SubRipFormat().write(Transcript()) == Array("\n".utf8))
    }

    @Test("One endless line passes the limit")
    func endlessLine() {
        let line = Array("1\n00:00:00,000 --> 00:00:01,000\n".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        let error = failure(line, limits: Limits(recordBytes: 64 * 1024))
        #expect(error?.category == .limitExceeded && error?.code == .recordTooLong)
    }

    @Test("A NUL is refused with its place")
    func nul() {
        let error = failure(Array("1\n00:00:00,000 --> 00:00:01,000\na\u{0}b\n".utf8))
        #expect(error?.code == .nulByte && error?.location?.line == 3 && error?.location?.column == 2)
    }

    @Test("An end before its start, no duration, and many hours are read")
    func oddTimes() throws {
        let text = "1\n00:00:00,000 --> 00:00:00,000\na\n\n2\n00:00:05,000 --> 00:00:04,000\nb\n\n3\n1000:00:00,000 --> 1000:00:01,000\nc\n"
        let recorder = DiagnosticRecorder()
        let transcript = try SubRipFormat().read(Array(text.utf8), diagnostics: recorder.log)
        #expect(transcript.messages.map(SampleCue.init) == [
            SampleCue(0, 0, "a"), SampleCue(5000, 4000, "b"), SampleCue(3_600_000_000, 3_600_001_000, "c"),
        ])
        #expect(recorder.diagnostics.filter { $0.severity == .warning }.map(\.location?.line) == [2, 6])
        #expect(try SubRipFormat().write(transcript) == Array(text.utf8))
    }
}
