import TextScanning

/// Uuencode (POSIX.1, uuencode, the historical algorithm), which carried files in mail before base64 did:
///
///     begin 644 picture.gif
///     #86)C
///     `
///     end
///
/// It takes lines as they come, in pieces of any number of them.
struct UuencodeDecoder {
    private enum Place { case before, inside, behind }

    private var place = Place.before

    /// Whether the line that ends it has come.
    var isWhole: Bool { place == .behind }

    /// Appends what lines stand for. Returns the place of the first that stands for nothing; what is before the beginning or behind
    /// the end is appended as it is.
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) -> Int? {
        var damage: Int?
        var index = 0
        while index < bytes.count {
            let line = bytes.line(at: index, to: bytes.count)
            if !take(bytes.slice(index..<line.end), to: &output) { damage = damage ?? index }
            index = line.next
        }
        return damage
    }

    private mutating func take(_ line: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) -> Bool {
        if takesMark(line) { return true }
        if place == .inside { return Uuencode.append(line, to: &output) }
        if line.allSatisfy({ $0.isBlank }) { return true }
        output.append(line)
        output.append(MboxSyntax.lineFeed)
        return false
    }

    /// How many bytes the next line stands for.
    fileprivate mutating func count(_ line: UnsafeBufferPointer<UInt8>) -> Int {
        if takesMark(line) { return 0 }
        if place == .inside { return Uuencode.count(line) }
        return line.allSatisfy { $0.isBlank } ? 0 : line.count + 1
    }

    /// Goes on where the line is the first or the last. Returns whether it is.
    private mutating func takesMark(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        switch place {
        case .before where Uuencode.name(inFirst: line) != nil: place = .inside
        case .inside where line.equals("end"): place = .behind
        default: return false
        }
        return true
    }
}

/// The lines of uuencode.
enum Uuencode {
    /// How many bytes `UuencodeDecoder` appends for lines. O(number of lines), without decoding them.
    static func decodedCount(_ lines: UnsafeBufferPointer<UInt8>) -> Int {
        var counter = UuencodeDecoder()
        var count = 0
        var index = 0
        while index < lines.count {
            let line = lines.line(at: index, to: lines.count)
            count += counter.count(lines.slice(index..<line.end))
            index = line.next
        }
        return count
    }

    /// The name that the line with which it begins gives the file; nil where the line is none.
    static func name(inFirst line: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
        guard line.starts(with: "begin ") else { return nil }
        let start = "begin ".utf8.count
        let digits = line.slice(start..<line.count).prefix { (0x30...0x37).contains($0) }.count
        guard (3...4).contains(digits), start + digits < line.count, line[start + digits] == MboxSyntax.space else { return nil }
        return start + digits + 1..<line.count
    }

    /// The name that a part in this encoding gives its file; nil where it gives none.
    static func name(in part: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        var index = 0
        while index < part.count {
            let range = part.line(at: index, to: part.count)
            let line = part.slice(index..<range.end)
            if let name = name(inFirst: line) { return name.isEmpty ? nil : line.slice(name) }
            index = range.next
        }
        return nil
    }

    /// How many bytes the lines inside stand for.
    static func decodedCount(inside lines: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        var index = 0
        while index < lines.count {
            let line = lines.line(at: index, to: lines.count)
            let text = lines.slice(index..<line.end)
            if !text.equals("end") { count += Self.count(text) }
            index = line.next
        }
        return count
    }

    /// Appends what a line inside stands for. Returns false where it is none.
    fileprivate static func append(_ line: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) -> Bool {
        guard let first = line.first, isDigit(first) else { return line.isEmpty }
        let count = value(first)
        // Blanks at its end, which stand for zeros, may have been cut on the way.
        func digit(_ place: Int) -> UInt32 { place < line.count ? UInt32(value(line[place])) : 0 }
        for start in stride(from: 0, to: count, by: 3) {
            let place = 1 + start / 3 * 4
            let bits = digit(place) << 18 | digit(place + 1) << 12 | digit(place + 2) << 6 | digit(place + 3)
            output.append(UInt8(truncatingIfNeeded: bits >> 16))
            if count - start > 1 { output.append(UInt8(truncatingIfNeeded: bits >> 8)) }
            if count - start > 2 { output.append(UInt8(truncatingIfNeeded: bits)) }
        }
        // Some programs add a byte by which the others can be checked.
        return line.allSatisfy(isDigit) && line.count <= 2 + (count + 2) / 3 * 4
    }

    /// How many bytes a line inside stands for.
    fileprivate static func count(_ line: UnsafeBufferPointer<UInt8>) -> Int {
        guard let first = line.first, isDigit(first) else { return 0 }
        return value(first)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x20...0x60).contains(byte) }

    /// A grave accent stands for zero as a space does.
    private static func value(_ byte: UInt8) -> Int { Int((byte &- 0x20) & 0x3F) }
}
