import TextScanning
import TranscriptCoding

/// The settings of a cue or a region: words of the form `NAME:VALUE` (W3C WebVTT, sections 6.2 and 6.3).
struct SettingList: Sequence, IteratorProtocol {
    /// What stands between white space, be it a setting or not.
    struct Word {
        let range: Range<Int>
        let bytes: UnsafeBufferPointer<UInt8>

        /// Where it stands, of a list that starts at `start`.
        func range(from start: Int) -> Range<Int> { start + range.lowerBound..<start + range.upperBound }

        /// Name and value around the first colon; nil where there is none, or either is empty.
        var pair: (name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>)? {
            guard let colon = bytes.firstIndex(of: UInt8(ascii: ":"), from: 0), colon > 0, colon + 1 < bytes.count else {
                return nil
            }
            return (bytes.slice(0..<colon), bytes.slice(colon + 1..<bytes.count))
        }
    }

    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func next() -> Word? {
        while position < bytes.count, WebVTTSyntax.isWhitespace(bytes[position]) { position += 1 }
        if position == bytes.count { return nil }
        let start = position
        while position < bytes.count, !WebVTTSyntax.isWhitespace(bytes[position]) { position += 1 }
        return Word(range: start..<position, bytes: bytes.slice(start..<position))
    }
}

/// The names of settings, each with what its value can be.
protocol SettingName: CaseIterable, RawRepresentable<String> {
    /// As in "it is ...".
    var valuePhrase: String { get }
}

extension SettingList.Word {
    /// How to mend a word that is ignored where the settings are those of `Name`.
    func help<Name: SettingName>(_: Name.Type, _ suggestions: inout Suggestions) -> String? {
        guard let (name, _) = pair else { return "a setting is NAME:VALUE, without spaces" }
        if let known: Name = name.keyword() { return "'\(known.rawValue)' is \(known.valuePhrase)" }
        let written = String(decoding: name, as: UTF8.self)
        let meant = suggestions.nearest(to: written, in: "\(Name.self)") { Name.allCases.map(\.rawValue) }
        return meant.map { "did you mean '\($0)'?" }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// The keyword that these bytes are.
    func keyword<Keyword: CaseIterable & RawRepresentable<String>>(_: Keyword.Type = Keyword.self) -> Keyword? {
        Keyword.allCases.first { word in
            let utf8 = word.rawValue.utf8
            return utf8.count == count && utf8.elementsEqual(self)
        }
    }

    /// The parts before and after the first comma; the second is nil where there is no comma.
    var partsAroundComma: (first: UnsafeBufferPointer<UInt8>, second: UnsafeBufferPointer<UInt8>?) {
        guard let comma = firstIndex(of: UInt8(ascii: ","), from: 0) else { return (self, nil) }
        return (slice(0..<comma), slice(comma + 1..<count))
    }

    /// The percentage that these bytes are, 0 to 100 (section 6.1, "parse a percentage string").
    var percentage: Double? {
        guard last == UInt8(ascii: "%"), let number = slice(0..<count - 1).decimalNumber else { return nil }
        return (0...100).contains(number) ? number : nil
    }

    /// The number that digits are, and perhaps a point and more digits behind it. It is the nearest there is, or infinite.
    var decimalNumber: Double? {
        var value = 0
        var digits = 0
        var fractionDigits: Int?
        for byte in self {
            if byte == UInt8(ascii: "."), fractionDigits == nil, digits > 0 {
                fractionDigits = 0
                continue
            }
            guard byte.isASCIIDigit else { return nil }
            digits += 1
            fractionDigits = fractionDigits.map { $0 + 1 }
            if digits <= Self.exactDigits { value = value * 10 + Int(byte - UInt8(ascii: "0")) }
        }
        if digits == 0 || fractionDigits == 0 { return nil }
        if digits > Self.exactDigits { return Double(String(decoding: self, as: UTF8.self)) }
        var scale = 1.0
        for _ in 0..<(fractionDigits ?? 0) { scale *= 10 }
        return Double(value) / scale
    }

    /// So many digits are a whole number that a Double holds exactly, as it does a power of ten with as many zeros, so that
    /// dividing one by the other gives the nearest number there is.
    private static var exactDigits: Int { 15 }
}
