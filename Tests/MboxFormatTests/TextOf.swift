import TextScanning
import TranscriptCoding
import TranscriptModel

/// The written form of a timestamp.
struct TextOf: CustomStringConvertible {
    let description: String

    init(_ timestamp: Timestamp) {
        var output = OutputBuffer()
        output.append(timestamp)
        description = output.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}
