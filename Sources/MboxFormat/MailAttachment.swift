import TextScanning
import TranscriptCoding

/// A part of a mail that is to become a file. It is read from the mailbox once more when it is written, piece by piece.
struct MailAttachment: AttachedFile {
    let mailbox: RecordFile
    /// Where it stands in the mailbox.
    let range: Range<Int>
    let encoding: TransferEncoding
    let quoting: MailRecord.Quoting
    /// The place of its first byte.
    let place: SourceLocation

    private static let pieceSize = 64 * 1024

    func copy(into destination: any ByteDestination) throws(ConversionError) -> AttachedFileDamage? {
        var decoding = PartDecoding(encoding, quoting)
        var output = OutputBuffer(capacity: Self.pieceSize * 2)
        func passOn() throws(ConversionError) {
            try output.withBytes { bytes throws(ConversionError) in try destination.write(UnsafeRawBufferPointer(bytes)) }
            output.removeAll()
        }
        try mailbox.forEachPiece(of: range, size: Self.pieceSize) { bytes throws(ConversionError) in
            decoding.append(bytes, to: &output)
            try passOn()
        }
        decoding.finish(to: &output)
        try passOn()
        return decoding.damage.map { damage(at: $0) }
    }

    private func damage(at offset: Int) -> AttachedFileDamage {
        let start = min(range.lowerBound + offset, range.upperBound)
        let place = SourceLocation(byteOffset: place.byteOffset + start - range.lowerBound, line: place.line, column: place.column)
        return AttachedFileDamage(
            Diagnostic(.warning, .damagedEncoding, encoding.fault, at: place),
            Omission(.damagedText, byteCount: range.upperBound - start, at: place))
    }
}

/// Decodes a part that comes in pieces.
struct PartDecoding: ~Copyable {
    private let encoding: TransferEncoding
    private let quoting: MailRecord.Quoting
    /// What came and cannot be decoded yet: an unfinished line, some digits, all that stands behind the padding of base64.
    private var held = OutputBuffer(capacity: 4096)
    private var lines = OutputBuffer(capacity: 4096)
    private var startsLine = true
    private var uuencode = UuencodeDecoder()
    /// How many bytes were decoded.
    private var decodedCount = 0
    /// The first byte that cannot be what the encoding says it is.
    private(set) var damage: Int?

    /// A line that is longer is taken in pieces.
    private static let longestLine = 256 * 1024
    /// More that stands behind padding is decoded as it comes.
    private static let mostBehindPadding = 1 << 20

    init(_ encoding: TransferEncoding, _ quoting: MailRecord.Quoting) {
        self.encoding = encoding
        self.quoting = quoting
    }

    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        held.append(bytes)
        let count = held.withBytes { whole($0) }
        decode(count, to: &output)
    }

    mutating func finish(to output: inout OutputBuffer) {
        decode(held.count, to: &output)
        if encoding == .uuencode, !uuencode.isWhole { damage = damage ?? decodedCount }
    }

    /// How many of the bytes can be decoded by themselves.
    private func whole(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        switch encoding {
        case .base64: Base64.countOfWhole(bytes, mostBehindPadding: Self.mostBehindPadding)
        case .identity, .quotedPrintable, .uuencode:
            if let feed = bytes.lastIndex(of: MboxSyntax.lineFeed) {
                feed + 1
            } else if bytes.count < Self.longestLine {
                0
            } else {
                // Neither inside an escape nor between a carriage return and its line feed.
                bytes.slice(bytes.count - 3..<bytes.count).firstIndex {
                    $0 == UInt8(ascii: "=") || $0 == MboxSyntax.carriageReturn || $0.isBlank
                }.map { bytes.count - 3 + $0 } ?? bytes.count
            }
        }
    }

    private mutating func decode(_ count: Int, to output: inout OutputBuffer) {
        if count == 0 { return }
        lines.removeAll()
        var rest = OutputBuffer(capacity: 4096)
        let (quoting, startsLine) = (quoting, startsLine)
        let endsLine = held.withBytes { bytes in
            // The rest of a line has no quoting in front.
            let start = startsLine ? 0 : min(count, bytes.firstIndex(of: MboxSyntax.lineFeed, from: 0).map { $0 + 1 } ?? count)
            lines.append(bytes.slice(0..<start))
            LineUnquoting.append(bytes.slice(start..<count), quoting, keepsReturns: true, to: &lines)
            rest.append(bytes.slice(count..<bytes.count))
            return bytes[count - 1] == MboxSyntax.lineFeed
        }
        var uuencode = uuencode
        let place = lines.withBytes { [encoding] in
            encoding == .uuencode ? uuencode.append($0, to: &output) : encoding.append($0, to: &output)
        }
        self.uuencode = uuencode
        if let place { damage = damage ?? decodedCount + place }
        decodedCount += count
        self.startsLine = endsLine
        swap(&held, &rest)
    }
}

extension TransferEncoding {
    /// What is wrong where it cannot be decoded.
    var fault: String {
        switch self {
        case .base64: "the base64 is damaged or cut here"
        case .uuencode: "the uuencode is damaged or cut here"
        case .identity, .quotedPrintable: "this = is no quoted-printable"
        }
    }
}

extension Base64 {
    /// How many of the first bytes can be decoded apart from those behind them: whole groups of four digits before any padding.
    /// With padding, it is none until there is more behind it than `mostBehindPadding`.
    static func countOfWhole(_ bytes: UnsafeBufferPointer<UInt8>, mostBehindPadding: Int) -> Int {
        if let padding = bytes.firstIndex(of: UInt8(ascii: "="), from: 0) {
            let before = endOfGroups(bytes.slice(0..<padding))
            // What follows has to be seen whole to tell whether it is base64.
            return bytes.count - before < mostBehindPadding ? before : bytes.count
        }
        return endOfGroups(bytes)
    }

    /// The place after the last whole group.
    private static func endOfGroups(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var excess = digitCount(bytes) % 4
        var end = bytes.count
        while excess > 0, end > 0 {
            end -= 1
            if isDigit(bytes[end]) == 1 { excess -= 1 }
        }
        return end
    }
}
