import SubtitleCues
import TextScanning
import TranscriptCoding

/// The first line of an input that tells times, where the input does not begin with `WEBVTT`: what its cues look like.
struct UnsignedCues {
    /// Whether the times have points, as WebVTT has them and SRT has not.
    let hasPoints: Bool
    /// Whether settings or a voice follow that only WebVTT has.
    let hasOwnSyntax: Bool

    /// Nil where no line tells times.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var position = 0
        while let arrow = bytes.firstIndex(of: UInt8(ascii: ">"), from: position) {
            let start = bytes[..<arrow].lastIndex(where: WebVTTSyntax.isLineEnd).map { $0 + 1 } ?? 0
            let end = bytes[arrow...].firstIndex(where: WebVTTSyntax.isLineEnd) ?? bytes.count
            if bytes.holdsArrow(in: start..<end), let timing = TimingLine(bytes, start..<end) {
                hasPoints = bytes.slice(start..<timing.rest.lowerBound).contains(UInt8(ascii: "."))
                hasOwnSyntax = Self.holdsSetting(bytes.slice(timing.rest)) || Self.holdsVoice(bytes, at: end)
                return
            }
            position = end
        }
        return nil
    }

    private static func holdsSetting(_ rest: UnsafeBufferPointer<UInt8>) -> Bool {
        rest.split(whereSeparator: WebVTTSyntax.isWhitespace).contains { word in
            guard let colon = word.firstIndex(of: UInt8(ascii: ":")) else { return false }
            return CueSettings.Name(rawValue: String(decoding: word[..<colon], as: UTF8.self)) != nil
        }
    }

    /// Whether the line behind the line end at `end` begins with a voice.
    private static func holdsVoice(_ bytes: UnsafeBufferPointer<UInt8>, at end: Int) -> Bool {
        let isPair = bytes.starts(with: "\r\n", at: end)
        let start = end + (isPair ? 2 : 1)
        return bytes.starts(with: "<v ", at: start) || bytes.starts(with: "<v.", at: start)
    }
}

extension UnsignedCues {
    /// What speaks for WebVTT: a name alone makes a file with times one; without a name, only what no other format has.
    var judgement: ProbeResult {
        if hasPoints, hasOwnSyntax {
            return ProbeResult(.likely, ifNamed: .certain, "times with points and settings or a voice, and no WEBVTT before them")
        }
        let times = hasPoints ? "times with points" : "times with commas"
        return ProbeResult(.none, ifNamed: .certain, "\(times), and no WEBVTT before them")
    }

    /// What to do about the lack of a signature.
    var help: String {
        hasPoints
            ? "write `WEBVTT` and a blank line before it; --lenient reads it as it stands"
            : "write `WEBVTT` and a blank line before it, and points for the commas in its times; --lenient reads it as it stands, "
                + "--from srt takes it for SRT"
    }
}
