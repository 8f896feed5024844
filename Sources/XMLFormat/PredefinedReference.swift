import TextScanning
import TranscriptModel

/// A reference to one of the characters that every document may name (XML 1.0, section 4.6).
enum PredefinedReference: CaseIterable {
    case ampersand, lessThan, greaterThan, quotationMark, apostrophe

    var spelling: StaticString {
        switch self {
        case .ampersand: "&amp;"
        case .lessThan: "&lt;"
        case .greaterThan: "&gt;"
        case .quotationMark: "&quot;"
        case .apostrophe: "&apos;"
        }
    }

    var length: Int { spelling.utf8CodeUnitCount }

    /// What it stands for.
    var byte: UInt8 {
        switch self {
        case .ampersand: UInt8(ascii: "&")
        case .lessThan: UInt8(ascii: "<")
        case .greaterThan: UInt8(ascii: ">")
        case .quotationMark: UInt8(ascii: "\"")
        case .apostrophe: UInt8(ascii: "'")
        }
    }

    /// The reference that stands at a place; nil where none of these does.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) {
        guard let found = Self.allCases.first(where: { bytes.starts(with: $0.spelling, at: place) }) else { return nil }
        self = found
    }
}

extension TextArena {
    /// Makes a text of UTF-8 in which there are such references. O(n).
    mutating func makeText(resolving utf8: UnsafeBufferPointer<UInt8>) -> Text {
        makeText(upTo: utf8.count) { room in
            var written = 0
            var start = 0
            func copy(upTo end: Int) {
                guard let base = utf8.baseAddress, end > start else { return }
                (room + written).update(from: base + start, count: end - start)
                written += end - start
            }
            while let place = utf8.firstIndex(of: UInt8(ascii: "&"), from: start) {
                let reference = PredefinedReference(utf8, at: place)
                copy(upTo: reference == nil ? place + 1 : place)
                start = place + (reference?.length ?? 1)
                if let reference {
                    room[written] = reference.byte
                    written += 1
                }
            }
            copy(upTo: utf8.count)
            return written
        }
    }
}
