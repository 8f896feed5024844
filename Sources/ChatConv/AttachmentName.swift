/// A name for a file, made of what a stranger calls an attachment.
struct AttachmentName {
    private let stem: String
    private let suffix: String

    /// The longest name in bytes, which leaves room for a number under the 255 that file systems allow.
    private static let longest = 200

    /// Takes from `name` what is the last of its path, without what file systems here or elsewhere give a meaning to.
    init(_ name: String?, mediaType: String?) {
        let last = (name ?? "").split(whereSeparator: { $0 == "/" || $0 == "\\" || $0 == ":" }).last ?? ""
        var text = ""
        for scalar in last.unicodeScalars { text.unicodeScalars.append(Self.isAllowed(scalar) ? scalar : "_") }
        text = Self.trimmed(text)
        if text.isEmpty { text = "attachment" + Self.suffix(of: mediaType ?? "") }
        let dot = text.lastIndex(of: ".").flatMap { $0 == text.startIndex ? nil : $0 }
        let suffix = dot.map { String(text[$0...]) } ?? ""
        let keepsSuffix = suffix.utf8.count <= 20
        self.suffix = keepsSuffix ? suffix : ""
        let stem = keepsSuffix && dot != nil ? String(text[..<(dot ?? text.endIndex)]) : text
        let short = Self.shortened(stem, to: Self.longest - self.suffix.utf8.count)
        self.stem = PortableName.isReserved(short) ? "_" + short : short
    }

    var text: String { stem + suffix }

    /// The name for the file of this name that is number `number`: the first has none.
    func numbered(_ number: Int) -> String { number == 1 ? text : "\(stem)-\(number)\(suffix)" }

    /// No controls, nothing invisible that reverses text, and none of the characters that Windows refuses.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: UInt8(exactly: scalar.value).map { PortableName.canHold($0) } ?? true
        }
    }

    /// No dot in front, which hides a file or names a folder; no dot or space behind, which Windows drops.
    private static func trimmed(_ text: String) -> String {
        // By scalars: a dot is one whatever accent is on it.
        var part = text.unicodeScalars[...]
        while let first = part.first, first == "." || first == " " { part.removeFirst() }
        while let last = part.last, last == "." || last == " " { part.removeLast() }
        return String(part)
    }

    private static func shortened(_ text: String, to count: Int) -> String {
        var result = ""
        var used = 0
        for scalar in text.unicodeScalars {
            used += String(scalar).utf8.count
            if used > count { return trimmed(result) }
            result.unicodeScalars.append(scalar)
        }
        return result
    }

    private static func suffix(of mediaType: String) -> String {
        switch mediaType {
        case "message/rfc822": ".eml"
        case "text/plain": ".txt"
        case "text/html": ".html"
        case "text/calendar": ".ics"
        case "image/jpeg": ".jpg"
        case "image/png": ".png"
        case "image/gif": ".gif"
        case "application/pdf": ".pdf"
        default: ""
        }
    }
}
