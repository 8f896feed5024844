package import TextScanning
package import TranscriptModel

/// How the lines of a file end, where all of them end alike.
package enum LineEnding: Text, CaseIterable, Sendable {
    case lf, crlf, cr

    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    /// The same where plain cues are taken and written at one go: CR alone ends lines of hardly any file.
    package var ofPlainCues: PlainLineEnd? {
        switch self {
        case .lf: .lf
        case .crlf: .crlf
        case .cr: nil
        }
    }

    /// How the first line of `bytes` ends; nil where none does yet.
    package init?(ofFirstLine bytes: UnsafeBufferPointer<UInt8>, isAtEnd: Bool) {
        let first = bytes.firstIndex { $0 == Self.lineFeed || $0 == Self.carriageReturn }
        guard let first else { return nil }
        if bytes[first] == Self.lineFeed {
            self = .lf
        } else if first + 1 < bytes.count {
            self = bytes[first + 1] == Self.lineFeed ? .crlf : .cr
        } else if isAtEnd {
            self = .cr
        } else {
            return nil
        }
    }

    /// How all lines of `bytes` end; nil where they differ, or where there is none.
    package init?(of bytes: UnsafeBufferPointer<UInt8>) {
        guard let ending = LineEnding(ofFirstLine: bytes, isAtEnd: true), ending.endsAllLines(of: bytes) else { return nil }
        self = ending
    }

    // MARK: Reading

    /// The place after this line end at `place`; nil where another one stands there, or none.
    @inline(__always)
    package func end(in bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Int? {
        guard place < bytes.count else { return nil }
        if bytes[place] == Self.lineFeed { return self == .lf ? place + 1 : nil }
        guard bytes[place] == Self.carriageReturn else { return nil }
        let isPair = place + 1 < bytes.count && bytes[place + 1] == Self.lineFeed
        switch self {
        case .lf: return nil
        case .crlf: return isPair ? place + 2 : nil
        case .cr: return isPair ? nil : place + 1
        }
    }

    /// Whether no line of `bytes` ends in another way. O(n), many bytes at a time.
    package func endsAllLines(of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .lf: return bytes.firstIndex(of: Self.carriageReturn, from: 0) == nil
        case .cr: return bytes.firstIndex(of: Self.lineFeed, from: 0) == nil
        case .crlf:
            var start = 0
            while let feed = bytes.firstIndex(of: Self.lineFeed, from: start) {
                guard feed > start, bytes.slice(start..<feed).firstIndex(of: Self.carriageReturn, from: 0) == feed - 1 - start
                else { return false }
                start = feed + 1
            }
            return bytes.firstIndex(of: Self.carriageReturn, from: start) == nil
        }
    }

    // MARK: Writing

    package func appendLineEnd(to output: inout OutputBuffer) {
        switch self {
        case .lf: output.append("\n" as StaticString)
        case .crlf: output.append("\r\n" as StaticString)
        case .cr: output.append("\r" as StaticString)
        }
    }

    /// Appends `lines`, which end in LF, with this line end.
    package func append(_ lines: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        if self == .lf { return output.append(lines) }
        var start = 0
        while let feed = lines.firstIndex(of: Self.lineFeed, from: start) {
            output.append(lines.slice(start..<feed))
            appendLineEnd(to: &output)
            start = feed + 1
        }
        output.append(lines.slice(start..<lines.count))
    }
}
