import TranscriptCoding
import TranscriptJSON

extension DiagnosticCode {
    static let noSignature = DiagnosticCode("webvtt.no-signature", "the file does not start with WEBVTT")
    static let droppedBlock = DiagnosticCode(
        "webvtt.dropped-block", "a block is no cue, style, region or note, and players pass over it")
    static let invalidTiming = DiagnosticCode(
        "webvtt.invalid-timing", "a line with an arrow does not tell times, so players drop the cue")
    static let lateBlock = DiagnosticCode(
        "webvtt.late-block", "a style or region stands after the first cue, where players pass over it")
    static let ignoredSetting = DiagnosticCode(
        "webvtt.ignored-setting", "a setting says nothing that the specification knows")
    static let endBeforeStart = DiagnosticCode("webvtt.end-before-start", "a cue does not end after it starts")
    static let outOfOrder = DiagnosticCode("webvtt.out-of-order", "a cue starts before the one before it")
    static let timeOutOfRange = DiagnosticCode("webvtt.time-range", "a time is later than the model can tell")
    static let severalVoices = DiagnosticCode(
        "webvtt.several-voices", "several voices speak in one cue, so their names stay in its text")
    static let replacedNUL = DiagnosticCode("webvtt.nul", "a NUL is read as U+FFFD, as the specification has it")
    static let invalidNote = DiagnosticCode(
        "webvtt.invalid-note", "a chatconv note does not hold what such a note holds")

    static let allOfWebVTT: [DiagnosticCode] = [
        noSignature, droppedBlock, invalidTiming, lateBlock, ignoredSetting, endBeforeStart, outOfOrder, timeOutOfRange,
        severalVoices, replacedNUL, invalidNote,
    ] + notationCodes
}
