import SubtitleCues
import TextScanning
import TranscriptCoding

/// Tags and overrides in the text of cues, as players know them: `<i>`, `</font>`, `{b}`, `{\an8}`.
enum Markup {
    /// The place after the markup that starts at `start` of a line; nil when there is none.
    static func end(of line: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
        switch line[start] {
        case UInt8(ascii: "<"): return endOfTag(line, start, closing: UInt8(ascii: ">"), allowsAttributes: true)
        case UInt8(ascii: "{"):
            if line[safely: start + 1] == UInt8(ascii: "\\") {
                return line.firstIndex(of: UInt8(ascii: "}"), from: start).map { $0 + 1 }
            }
            return endOfTag(line, start, closing: UInt8(ascii: "}"), allowsAttributes: false)
        default: return nil
        }
    }

    /// What it is that is left out with the markup that starts at `start`.
    static func kind(of line: UnsafeBufferPointer<UInt8>, at start: Int) -> OmissionKind {
        line[safely: start + 1] == UInt8(ascii: "\\") ? .overrides : .formatting
    }

    /// What a tag that starts at `start` says of the text behind it, if other formats have the same tag; nil for any other.
    static func style(
        of line: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> (style: TextFormatting.Style, isOpen: Bool)? {
        let isOpen = line[safely: start + 1] != UInt8(ascii: "/")
        let name = start + (isOpen ? 1 : 2)
        guard let letter = line[safely: name], let next = line[safely: name + 1],
            next == UInt8(ascii: ">") || next == UInt8(ascii: "}")
        else { return nil }
        switch letter | 0x20 {
        case UInt8(ascii: "b"): return (.bold, isOpen)
        case UInt8(ascii: "i"): return (.italics, isOpen)
        case UInt8(ascii: "u"): return (.underline, isOpen)
        default: return nil
        }
    }

    private static func endOfTag(
        _ line: UnsafeBufferPointer<UInt8>, _ start: Int, closing: UInt8, allowsAttributes: Bool
    ) -> Int? {
        var index = start + 1
        if line[safely: index] == UInt8(ascii: "/") { index += 1 }
        let nameStart = index
        while let byte = line[safely: index], (byte | 0x20) &- UInt8(ascii: "a") < 26 { index += 1 }
        let name = line.slice(nameStart..<index)
        guard isKnown(name), let next = line[safely: index] else { return nil }
        if next == closing { return index + 1 }
        guard allowsAttributes, next == 0x20, let end = line.firstIndex(of: closing, from: index) else { return nil }
        // `a <b and c> d` is text.
        let attributes = line.slice(index..<end)
        let areAttributes = name.count > 1 || attributes.contains(UInt8(ascii: "=")) || attributes.allSatisfy { $0 <= 0x20 || $0 == UInt8(ascii: "/") }
        return areAttributes ? end + 1 : nil
    }

    private static func isKnown(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        if name.count == 1 {
            switch name[0] | 0x20 {
            case UInt8(ascii: "b"), UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "s"): return true
            default: return false
            }
        }
        return name.count == 4 && zip(name, "font".utf8).allSatisfy { $0 | 0x20 == $1 }
    }
}
