import TextScanning
import TranscriptModel

/// Goes through what a plain message is made of.
struct PlainCursor {
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var place: Int
    /// Whether something that was asked for was not there because the bytes end in it.
    private(set) var isCut = false
    /// The line feeds that were passed.
    private(set) var lineFeedCount = 0

    @inline(__always)
    init(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        self.bytes = bytes
        self.place = place
    }

    @inline(__always)
    mutating func skipSpace() {
        while place < bytes.count, bytes[place].isXMLSpace {
            if bytes[place] == 0x0A { lineFeedCount &+= 1 }
            place &+= 1
        }
    }

    @inline(__always)
    mutating func take(_ literal: StaticString) -> Bool {
        if bytes.starts(with: literal, at: place) {
            place &+= literal.utf8CodeUnitCount
            return true
        }
        if bytes.count &- place < literal.utf8CodeUnitCount { lookAtEnd(of: literal) }
        return false
    }

    private mutating func lookAtEnd(of literal: StaticString) {
        let rest = bytes.slice(place..<bytes.count)
        if literal.withUTF8Buffer({ rest.elementsEqual($0.prefix(rest.count)) }) { isCut = true }
    }

    @inline(__always)
    mutating func takeTime() -> PlainTime? {
        if bytes.count &- place < PlainTime.longest, bytes.slice(place..<bytes.count).allSatisfy(Self.isOfTime) {
            isCut = true
            return nil
        }
        return PlainTime(bytes, at: place, &place)
    }

    /// Takes the attribute that says when the message ended; nil where there is none.
    @inline(never)
    mutating func takeEnd() -> PlainTime? { take("\" end=\"") ? takeTime() : nil }

    private static func isOfTime(_ byte: UInt8) -> Bool { byte.isASCIIDigit || "T:-.".utf8.contains(byte) }

    /// Takes an attribute's value, up to what ends it or makes it another than plain.
    @inline(__always)
    mutating func takeValue() -> PlainText {
        takeText { _, byte in
            // Only in a text may `>` end something.
            byte == UInt8(ascii: ">")
        }
    }

    /// Takes an element's text, in which line feeds, tabs and quotation marks stand as they are.
    @inline(__always)
    mutating func takeContent() -> PlainText {
        takeText { cursor, byte in
            if byte == 0x0A { cursor.lineFeedCount &+= 1 }
            return byte == 0x0A || byte == 0x09 || byte == UInt8(ascii: "\"")
        }
    }

    /// Takes all up to a special byte of which `standsForItself` says that it does not.
    @inline(__always)
    private mutating func takeText(_ standsForItself: (inout PlainCursor, UInt8) -> Bool) -> PlainText {
        let start = place
        var hasReferences = false
        place = bytes.firstSpecial(from: start)
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "&") {
                guard takeReference() else { break }
                hasReferences = true
                place = bytes.firstSpecial(from: place)
            } else {
                guard standsForItself(&self, bytes[place]) else { break }
                place = bytes.firstSpecial(from: place &+ 1)
            }
        }
        return PlainText(range: start..<place, hasReferences: hasReferences)
    }

    private mutating func takeReference() -> Bool {
        if let reference = PredefinedReference(bytes, at: place) {
            place &+= reference.length
            return true
        }
        // None is there; perhaps the bytes end in one.
        for reference in PredefinedReference.allCases { _ = take(reference.spelling) }
        return false
    }

    mutating func takeKind() -> Attachment.Kind? {
        let word = bytes.slice(takeValue().range)
        if place == bytes.count { isCut = true }
        return Attachment.Kind.allCases.first { $0.rawValue.withUTF8 { $0.hasSameBytes(as: word) } }
    }
}
