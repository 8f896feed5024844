public import TextScanning
package import TranscriptModel

/// How all lines of a file end whose plain cues are taken at one look. Real files have either.
public enum PlainLineEnd: Sendable {
    case lf, crlf

    @inlinable @inline(__always)
    public var length: Int { self == .lf ? 1 : 2 }

    @inlinable @inline(__always)
    public var firstByte: UInt8 { self == .lf ? 0x0A : 0x0D }

    /// Whether this line end stands at `index`; not outside `bytes`.
    @inlinable @inline(__always)
    public func stands(at index: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard index >= 0, bytes.count &- index >= length, bytes[index] == firstByte else { return false }
        return self == .lf || bytes[index &+ 1] == 0x0A
    }
}

extension OutputBuffer {
    @inlinable @inline(__always)
    public mutating func append(_ lineEnd: PlainLineEnd) {
        switch lineEnd {
        case .lf: append("\n" as StaticString)
        case .crlf: append("\r\n" as StaticString)
        }
    }

    /// Appends `lines`, which end in LF, with `lineEnd`.
    @inlinable @inline(__always)
    public mutating func append(_ lines: UnsafeBufferPointer<UInt8>, _ lineEnd: PlainLineEnd) {
        switch lineEnd {
        case .lf: append(lines)
        case .crlf: appendPaired(lines)
        }
    }

    @usableFromInline
    mutating func appendPaired(_ lines: UnsafeBufferPointer<UInt8>) {
        var start = 0
        while let feed = lines.firstIndex(of: 0x0A, from: start) {
            append(lines.slice(start..<feed))
            append("\r\n" as StaticString)
            start = feed + 1
        }
        append(lines.slice(start..<lines.count))
    }
}

extension TextArena {
    /// The text of `lines` with LF for each CRLF. The bytes are known to be UTF-8, and a window's, so under 4 GiB. O(n).
    package mutating func text(ofPairedLines lines: UnsafeBufferPointer<UInt8>) -> Text {
        makeText(upTo: lines.count) { out in
            var written = 0
            var start = 0
            func take(to end: Int) {
                let part = lines.slice(start..<end)
                if let source = part.baseAddress { (out + written).update(from: source, count: part.count) }
                written += part.count
                start = end
            }
            var searched = 0
            while let found = lines.firstIndex(of: 0x0D, from: searched) {
                searched = found + 1
                guard searched < lines.count, lines[searched] == 0x0A else { continue }
                take(to: found)
                start = searched
            }
            take(to: lines.count)
            return written
        }
    }
}
