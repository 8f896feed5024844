/// What a letter is compared as when names are looked for: without case, marks and width, so that `É`, `e` with an accent behind it,
/// and `ｅ` are all `e`.
enum LetterFolding {
    /// What a scalar is in a text that is cut into words.
    enum Class: UInt32 {
        /// It stands between words.
        case separator
        /// A letter or digit of a word.
        case letter
        /// Of no weight: a mark above or below a letter, a control of the direction of writing, a soft hyphen.
        case ignored
        /// A letter of a script that puts no spaces between words.
        case alone
    }

    struct Fold {
        let bits: UInt32

        init(_ kind: Class, _ scalar: UInt32, isLong: Bool = false) {
            bits = kind.rawValue << 30 | (isLong ? 1 << 29 : 0) | scalar
        }

        var kind: Class { Class(rawValue: bits >> 30) ?? .separator }
        /// The scalar that it is compared as; with `isLong`, the first of several.
        var scalar: UInt32 { bits & 0x1F_FFFF }
        var isLong: Bool { bits & 1 << 29 != 0 }
    }

    /// O(1) for what lies in the first plane of Unicode.
    static func fold(_ scalar: UInt32) -> Fold {
        switch scalar {
        case ..<alphabetsEnd: alphabets[Int(scalar)]
        // Most of the rest are ideographs, which are what they are.
        case 0x4E00...0x9FFF: Fold(.alone, scalar)
        case wideForms: wide[Int(scalar - wideForms.lowerBound)]
        case ..<0x1_0000: others[Int(scalar - alphabetsEnd)]
        default: computed(scalar)
        }
    }

    /// All that the scalar is compared as: `ss` for `ß`.
    static func scalars(of scalar: UInt32) -> [UInt32] {
        decomposed(narrow(scalar)).flatMap { part -> [UInt32] in
            guard let known = Unicode.Scalar(part), !isIgnored(known) else { return [] }
            return lowercased(known)
        }
    }

    private static let alphabetsEnd: UInt32 = 0x3100
    private static let alphabets: [Fold] = (0..<alphabetsEnd).map(computed)
    private static let wideForms: ClosedRange<UInt32> = 0xFF00...0xFFEF
    private static let wide: [Fold] = wideForms.map(computed)
    /// Made when a text has one of them, since it takes longer than to convert a short transcript.
    private static let others: [Fold] = (alphabetsEnd..<0x1_0000).map(computed)

    private static func computed(_ value: UInt32) -> Fold {
        guard let scalar = Unicode.Scalar(value) else { return Fold(.separator, value) }
        if isIgnored(scalar) { return Fold(.ignored, 0) }
        let folded = scalars(of: value)
        guard let first = folded.first, let known = Unicode.Scalar(first) else { return Fold(.ignored, 0) }
        guard known.properties.isAlphabetic || known.properties.numericType == .decimal else { return Fold(.separator, value) }
        return Fold(standsAlone(first) ? .alone : .letter, first, isLong: folded.count > 1)
    }

    private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return true
        default: return false
        }
    }

    /// From U+2E80 on are the scripts of East Asia; before it, those of Thailand, Laos, Myanmar and Cambodia.
    private static func standsAlone(_ value: UInt32) -> Bool {
        value >= 0x2E80 || (0x0E00...0x0EFF).contains(value) || (0x1000...0x109F).contains(value) || (0x1780...0x17FF).contains(value)
    }

    /// The letter itself for one that is only drawn otherwise: full width, in a circle, or in an alphabet of mathematics.
    static func narrow(_ value: UInt32) -> UInt32 {
        switch value {
        case 0xFF01...0xFF5E: value - 0xFEE0
        case 0x24B6...0x24CF: value - 0x24B6 + 0x41
        case 0x24D0...0x24E9: value - 0x24D0 + 0x61
        case 0x1D400...0x1D6A3:
            (value - 0x1D400) % 52 < 26 ? (value - 0x1D400) % 52 + 0x41 : (value - 0x1D400) % 52 - 26 + 0x61
        case 0x1D7CE...0x1D7FF: (value - 0x1D7CE) % 10 + 0x30
        default: value
        }
    }

    private static func decomposed(_ value: UInt32) -> [UInt32] {
        guard value >= 0xC0, let parts = CanonicalDecompositions.all[value] else { return [value] }
        return parts.flatMap { decomposed($0) }
    }

    private static func lowercased(_ scalar: Unicode.Scalar) -> [UInt32] {
        if let spelled = spelledOut[scalar.value] { return spelled }
        if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
            return [0x30 + UInt32(value)]
        }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars.filter { !isIgnored($0) }.map(\.value)
        return lower.flatMap { spelledOut[$0] ?? [$0] }
    }

    /// Letters that Unicode does not take apart and people do.
    private static let spelledOut: [UInt32: [UInt32]] = {
        let pairs: [(Unicode.Scalar, String)] = [
            ("ß", "ss"), ("ẞ", "ss"), ("æ", "ae"), ("œ", "oe"), ("ø", "o"), ("đ", "d"), ("ð", "d"), ("ł", "l"), ("þ", "th"), ("ħ", "h"),
            ("ŧ", "t"), ("ı", "i"), ("ς", "σ"), ("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬅ", "st"), ("ﬆ", "st"),
        ]
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.value, $1.unicodeScalars.map(\.value)) })
    }()
}
