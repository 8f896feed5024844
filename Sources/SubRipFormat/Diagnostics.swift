import TranscriptCoding

extension DiagnosticCode {
    static let noCues = DiagnosticCode("srt.no-cues", "no line of the file tells a cue's times")
    static let oddNumber = DiagnosticCode("srt.number", "a cue has no number, or one that does not follow the last")
    static let oddTiming = DiagnosticCode("srt.odd-timing", "a timing line is not written as 00:00:01,000 --> 00:00:02,000")
    static let brokenTiming = DiagnosticCode(
        "srt.invalid-timing", "a line with an arrow does not tell times, so the cue is dropped")
    static let missingTiming = DiagnosticCode("srt.missing-timing", "a cue has a number and no times, so it is dropped")
    static let strayText = DiagnosticCode("srt.stray-text", "lines belong to no cue")
    static let blankLine = DiagnosticCode("srt.blank-line", "a blank line stands inside a cue")
    static let noBlankLine = DiagnosticCode("srt.no-blank-line", "no blank line stands before a cue")
    static let endBeforeStart = DiagnosticCode("srt.end-before-start", "a cue does not end after it starts")
    static let overlap = DiagnosticCode("srt.overlap", "a cue starts before the one before it ends")

    static let allOfSubRip: [DiagnosticCode] = [
        noCues, oddNumber, oddTiming, brokenTiming, missingTiming, strayText, blankLine, noBlankLine, endBeforeStart,
        overlap,
    ]
}
