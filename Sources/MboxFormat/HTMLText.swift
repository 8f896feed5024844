import TextScanning

/// Makes of HTML the text that it shows: for mails that have no other.
///
/// It follows the outline of HTML's tokenizer (WHATWG, 13.2.5): tags, comments and the two elements that are no text.
/// Blocks and line breaks become line ends, a list's items get a hyphen, runs of white space become a space outside
/// `pre`, and a picture shows its `alt`.
struct HTMLText: ~Copyable {
    private let html: UnsafeBufferPointer<UInt8>
    private var output: OutputBuffer
    private var index = 0
    /// What is to come before the next character: line ends, and whether a space.
    private var pendingBreaks = 0
    private var pendingSpace = false
    private var preDepth = 0
    private var hasText = false

    /// Appends the text of `html`, which is UTF-8.
    static func append(_ html: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var text = HTMLText(html)
        text.run()
        text.output.withBytes { output.append($0) }
    }

    private init(_ html: UnsafeBufferPointer<UInt8>) {
        self.html = html
        output = OutputBuffer(capacity: html.count)
    }

    private mutating func run() {
        while index < html.count {
            switch html[index] {
            case UInt8(ascii: "<"): takeMarkup()
            case UInt8(ascii: "&"): takeReference()
            default: takeCharacter(html[index])
            }
        }
        if hasText { output.append(MboxSyntax.lineFeed) }
    }

    // MARK: Text

    private mutating func takeCharacter(_ byte: UInt8) {
        index += 1
        if preDepth > 0, byte != MboxSyntax.carriageReturn {
            if byte == MboxSyntax.lineFeed { pendingBreaks += hasText ? 1 : 0 } else { write(byte) }
        } else if byte.isBlank || byte.isLineEnd || byte == 0x0C {
            pendingSpace = true
        } else {
            write(byte)
        }
    }

    private mutating func write(_ byte: UInt8) {
        if pendingBreaks > 0 {
            for _ in 0..<pendingBreaks { output.append(MboxSyntax.lineFeed) }
        } else if pendingSpace, hasText {
            output.append(MboxSyntax.space)
        }
        (pendingBreaks, pendingSpace, hasText) = (0, false, true)
        output.append(byte)
    }

    /// Asks for at least `count` line ends before what comes next.
    private mutating func breakLine(_ count: Int) {
        if hasText { pendingBreaks = max(pendingBreaks, count) }
        pendingSpace = false
    }

    private mutating func takeReference() {
        let rest = html.slice(index + 1..<min(index + 40, html.count))
        guard let length = rest.firstIndex(of: UInt8(ascii: ";"), from: 0),
            let scalar = HTMLReference.scalar(rest.slice(0..<length))
        else {
            write(html[index])
            index += 1
            return
        }
        index += length + 2
        if scalar == "\u{A0}", preDepth == 0 {
            pendingSpace = true
            return
        }
        for byte in String(scalar).utf8 { write(byte) }
    }

    // MARK: Markup

    private mutating func takeMarkup() {
        if html.starts(with: "<!--", at: index) {
            index = html.firstIndex(of: "-->", from: index + 4).map { $0 + 3 } ?? html.count
            return
        }
        let next = index + 1 < html.count ? html[index + 1] : 0
        guard next.isASCIILetter || next == UInt8(ascii: "/") || next == UInt8(ascii: "!") || next == UInt8(ascii: "?")
        else {
            write(html[index])
            index += 1
            return
        }
        let closes = next == UInt8(ascii: "/")
        let nameStart = index + (closes ? 2 : 1)
        var nameEnd = nameStart
        while nameEnd < html.count, html[nameEnd].isASCIILetter || html[nameEnd].isASCIIDigit { nameEnd += 1 }
        let tagEnd = endOfTag(from: nameEnd)
        let name = html.slice(nameStart..<nameEnd)
        let attributes = nameEnd..<tagEnd
        index = min(tagEnd + 1, html.count)
        if closes { close(name) } else { open(name, attributes) }
    }

    /// The `>` that ends a tag, which may have others in quotes; or the end.
    private func endOfTag(from start: Int) -> Int {
        var index = start
        var quote: UInt8 = 0
        while index < html.count {
            let byte = html[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: ">") {
                return index
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), html[index - 1] == UInt8(ascii: "=") {
                quote = byte
            }
            index += 1
        }
        // A quote that never ends: then it was none.
        return quote == 0 ? html.count : html.firstIndex(of: UInt8(ascii: ">"), from: start) ?? html.count
    }

    private mutating func open(_ name: UnsafeBufferPointer<UInt8>, _ attributes: Range<Int>) {
        if name.equalsIgnoringCase("br") {
            pendingBreaks += hasText ? 1 : 0
            pendingSpace = false
        } else if name.equalsIgnoringCase("script") {
            skip(to: "</script")
        } else if name.equalsIgnoringCase("style") {
            skip(to: "</style")
        } else if name.equalsIgnoringCase("title") {
            skip(to: "</title")
        } else if name.equalsIgnoringCase("img") {
            writeAlternative(attributes)
        } else if name.equalsIgnoringCase("li") {
            breakLine(1)
            write(UInt8(ascii: "-"))
            pendingSpace = true
        } else if name.equalsIgnoringCase("td") || name.equalsIgnoringCase("th") {
            pendingSpace = true
        } else {
            if name.equalsIgnoringCase("pre") { preDepth += 1 }
            let breaks = Self.breaks(around: name)
            if breaks > 0 { breakLine(breaks) }
        }
    }

    private mutating func close(_ name: UnsafeBufferPointer<UInt8>) {
        if name.equalsIgnoringCase("pre") { preDepth = max(0, preDepth - 1) }
        let breaks = name.equalsIgnoringCase("li") ? 1 : Self.breaks(around: name)
        if breaks > 0 { breakLine(breaks) }
    }

    /// How many line ends are before and after an element.
    private static func breaks(around name: UnsafeBufferPointer<UInt8>) -> Int {
        let paragraphs: [StaticString] = [
            "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "pre", "table",
        ]
        if paragraphs.contains(where: { name.equalsIgnoringCase($0) }) { return 2 }
        let blocks: [StaticString] = [
            "div", "tr", "hr", "body", "html", "head", "center", "form", "dt", "dd", "section", "article", "header",
            "footer", "address", "caption", "fieldset", "main", "nav", "aside", "figure",
        ]
        return blocks.contains { name.equalsIgnoringCase($0) } ? 1 : 0
    }

    /// Moves past the content of an element that is no text.
    private mutating func skip(to end: StaticString) {
        while let mark = html.firstIndex(of: UInt8(ascii: "<"), from: index) {
            index = mark
            if html.startsIgnoringCase(with: end, at: mark) { return }
            index = mark + 1
        }
        index = html.count
    }

    private mutating func writeAlternative(_ attributes: Range<Int>) {
        var place = attributes.lowerBound
        while place + 4 < attributes.upperBound {
            if html.startsIgnoringCase(with: "alt=", at: place), html[place - 1].isBlank || html[place - 1].isLineEnd {
                let quote = html[place + 4]
                guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
                    let end = html.firstIndex(of: quote, from: place + 5), end < attributes.upperBound
                else { return }
                let after = index
                index = place + 5
                while index < end {
                    if html[index] == UInt8(ascii: "&") { takeReference() } else { takeCharacter(html[index]) }
                }
                index = after
                return
            }
            place += 1
        }
    }
}

/// Character references of HTML: numbers, and the names that mails use.
enum HTMLReference {
    /// The character that a reference stands for, which is given without `&` and `;`.
    static func scalar(_ name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        if name.first == UInt8(ascii: "#") {
            let isHexadecimal = name.count > 1 && name[1] | 0x20 == UInt8(ascii: "x")
            let digits = name.slice((isHexadecimal ? 2 : 1)..<max(name.count, isHexadecimal ? 2 : 1))
            guard digits.count <= 8,
                let value = UInt32(String(decoding: digits, as: UTF8.self), radix: isHexadecimal ? 16 : 10)
            else { return nil }
            return numbered(value)
        }
        return names[String(decoding: name, as: UTF8.self)]
    }

    /// WHATWG, 13.2.5.80: numbers of C1 controls mean Windows-1252; no character at all is U+FFFD.
    private static func numbered(_ value: UInt32) -> Unicode.Scalar {
        if (0x80...0x9F).contains(value), let known = windows[value] { return known }
        return value == 0 ? "\u{FFFD}" : Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    private static let windows: [UInt32: Unicode.Scalar] = [
        0x80: "€", 0x82: "‚", 0x83: "ƒ", 0x84: "„", 0x85: "…", 0x86: "†", 0x87: "‡", 0x88: "ˆ", 0x89: "‰", 0x8A: "Š",
        0x8B: "‹", 0x8C: "Œ", 0x8E: "Ž", 0x91: "‘", 0x92: "’", 0x93: "“", 0x94: "”", 0x95: "•", 0x96: "–", 0x97: "—",
        0x98: "˜", 0x99: "™", 0x9A: "š", 0x9B: "›", 0x9C: "œ", 0x9E: "ž", 0x9F: "Ÿ",
    ]

    private static let names: [String: Unicode.Scalar] = {
        // U+00A0 to U+00FF in their order, then others with their characters.
        let latin = """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute
            micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring
            AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml
            times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil
            egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash
            ugrave uacute ucirc uuml yacute thorn yuml
            """
        var names: [String: Unicode.Scalar] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "AMP": "&", "LT": "<", "GT": ">",
            "QUOT": "\"", "OElig": "Œ", "oelig": "œ", "Scaron": "Š", "scaron": "š", "Yuml": "Ÿ", "fnof": "ƒ",
            "circ": "ˆ", "tilde": "˜", "ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}",
            "zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}", "rlm": "\u{200F}", "ndash": "–", "mdash": "—",
            "lsquo": "‘", "rsquo": "’", "sbquo": "‚", "ldquo": "“", "rdquo": "”", "bdquo": "„", "dagger": "†",
            "Dagger": "‡", "bull": "•", "hellip": "…", "permil": "‰", "prime": "′", "Prime": "″", "lsaquo": "‹",
            "rsaquo": "›", "oline": "‾", "frasl": "⁄", "euro": "€", "trade": "™", "larr": "←", "uarr": "↑",
            "rarr": "→", "darr": "↓", "harr": "↔", "rArr": "⇒", "hArr": "⇔", "forall": "∀", "part": "∂", "exist": "∃",
            "empty": "∅", "isin": "∈", "sum": "∑", "minus": "−", "radic": "√", "infin": "∞", "and": "∧", "or": "∨",
            "cap": "∩", "cup": "∪", "int": "∫", "asymp": "≈", "ne": "≠", "equiv": "≡", "le": "≤", "ge": "≥",
            "sub": "⊂", "sup": "⊃", "loz": "◊", "spades": "♠", "clubs": "♣", "hearts": "♥", "diams": "♦", "Alpha": "Α",
            "Beta": "Β", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ",
            "Psi": "Ψ", "Omega": "Ω", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε",
            "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
            "xi": "ξ", "omicron": "ο", "pi": "π", "rho": "ρ", "sigma": "σ", "sigmaf": "ς", "tau": "τ", "upsilon": "υ",
            "phi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
        ]
        for (index, name) in latin.split(whereSeparator: { $0 == " " || $0 == "\n" }).enumerated() {
            names[String(name)] = Unicode.Scalar(0xA0 + UInt32(index))
        }
        return names
    }()
}
