import Foundation

/// What `make soak` is told: how many generated transcripts to try, and from which seed on.
enum SoakSettings {
    static let transcripts: Int? = number("TRANSCRIPTS")
    static let seed: UInt64? = number("SEED")

    private static func number<Number: FixedWidthInteger>(_ name: String) -> Number? {
        ProcessInfo.processInfo.environment["CHATCONV_SOAK_\(name)"].flatMap { Number($0) }
    }
}
