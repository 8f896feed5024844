public import TranscriptCoding

extension DiagnosticCode {
    public static let externalUnavailable = DiagnosticCode(
        "external.unavailable", "the format's program is not there or cannot be started")
    public static let externalDescription = DiagnosticCode(
        "external.description", "the program does not describe its format as it has to")
    public static let externalVersion = DiagnosticCode(
        "external.version", "the program speaks a version of the protocol that is not known here")
    public static let externalHang = DiagnosticCode(
        "external.hang", "the program neither reads nor writes, nor does it end")
    public static let externalFlood = DiagnosticCode("external.flood", "the program prints without end")
    public static let externalDied = DiagnosticCode("external.died", "the program ended before its work was done")
    public static let externalGarbage = DiagnosticCode(
        "external.garbage", "what the program prints is no transcript in JSON Lines")
    public static let externalRefused = DiagnosticCode("external.refused", "the program refuses its input or its options")
    public static let externalMessage = DiagnosticCode("external.message", "the program says something")

    /// What a run of any format that is an external program may report.
    static let external: [DiagnosticCode] = [
        .externalUnavailable, .externalHang, .externalFlood, .externalDied, .externalGarbage, .externalRefused,
        .externalMessage,
    ]
}
