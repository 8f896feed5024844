import TextScanning
import TranscriptCoding

/// The name that a part of a mail gives of its encoding.
enum Charset: Hashable, Sendable {
    /// None, or US-ASCII, which many programs say and do not keep to.
    case undeclared
    case utf8
    case named(String)

    init(label: UnsafeBufferPointer<UInt8>) {
        if label.equalsIgnoringCase("utf-8") || label.equalsIgnoringCase("utf8") {
            self = .utf8
        } else if label.isEmpty || label.equalsIgnoringCase("us-ascii") || label.equalsIgnoringCase("ascii") {
            self = .undeclared
        } else {
            let name = String(decoding: label, as: UTF8.self).uppercased()
            self = Self.meaningless.contains(name) ? .undeclared : .named(Self.knownNames[name] ?? name)
        }
    }

    /// Names that say that nobody knew.
    private static let meaningless: Set<String> = [
        "UNKNOWN", "UNKNOWN-8BIT", "X-UNKNOWN", "DEFAULT", "DEFAULT_CHARSET", "8BIT", "BINARY", "NONE",
        "ANSI_X3.4-1968", "X-USER-DEFINED", "ISO-10646",
    ]

    /// Names that mails use and the C library does not know, or knows something smaller by: a program that writes
    /// GB2312 means its extension.
    private static let knownNames: [String: String] = [
        "GB2312": "GB18030", "GBK": "GB18030", "X-GBK": "GB18030", "GB_2312-80": "GB18030", "X-SJIS": "CP932",
        "SHIFT_JIS": "CP932", "SHIFT-JIS": "CP932", "X-EUC-JP": "EUC-JP", "KS_C_5601-1987": "CP949",
        "KS_C_5601": "CP949", "EUC-KR": "CP949", "X-MAC-ROMAN": "MACINTOSH", "MAC": "MACINTOSH",
        "MACROMAN": "MACINTOSH", "X-WINDOWS-949": "CP949", "X-X-BIG5": "BIG5-HKSCS", "BIG5": "BIG5-HKSCS",
        "UNICODE-1-1-UTF-7": "UTF-7", "ISO-8859-8-I": "ISO-8859-8", "ISO-8859-8-E": "ISO-8859-8",
        "LATIN-1": "ISO-8859-1", "LATIN1": "ISO-8859-1", "CP-850": "CP850", "X-CP1252": "CP1252",
        "WINDOWS-1252": "CP1252", "ISO-8859-1": "ISO-8859-1",
    ]
}

/// Turns bytes in any character set into UTF-8.
final class CharsetDecoder {
    enum Problem: Hashable {
        /// Bytes beyond ASCII where no charset is named, and they are not UTF-8: the fallback was taken.
        case undeclared
        /// Bytes that the charset does not have; U+FFFD stands for them.
        case invalid(String)
        /// Nobody here knows the charset: the fallback was taken.
        case unknown(String)
    }

    /// The name of what bytes are that are not UTF-8 and of no known charset.
    private let fallback: String
    /// Converters by name; nil for names that are not known.
    private var converters: [String: CharsetConverter?] = [:]

    init(fallback: String) {
        var label = fallback
        if case .named(let name) = label.withUTF8({ Charset(label: $0) }) { label = name }
        self.fallback = label
    }

    static func isKnown(_ name: String) -> Bool { isName(name) && CharsetConverter(from: name) != nil }

    /// Appends the UTF-8 of `bytes`.
    func append(
        _ bytes: UnsafeBufferPointer<UInt8>, from charset: Charset, to output: inout OutputBuffer
    ) -> Problem? {
        switch charset {
        case .utf8, .undeclared:
            if Self.isUTF8(bytes) {
                output.append(bytes)
                return nil
            }
            if charset == .utf8 {
                output.append(utf8: String(decoding: bytes, as: UTF8.self))
                return .invalid("UTF-8")
            }
            _ = convert(bytes, from: fallback, to: &output)
            return .undeclared
        case .named(let name):
            if Self.extendsASCII(name), bytes.allSatisfy({ $0 < 0x80 }) {
                output.append(bytes)
                return nil
            }
            if let isWhole = convert(bytes, from: name, to: &output) { return isWhole ? nil : .invalid(name) }
            _ = append(bytes, from: .undeclared, to: &output)
            return .unknown(name)
        }
    }

    /// Whether bytes under 0x80 are ASCII in it wherever they stand, so that a text of them needs no converter.
    private static func extendsASCII(_ name: String) -> Bool {
        ["ISO-8859-", "WINDOWS-125", "CP125", "KOI8-", "GB18030", "CP949", "EUC-"].contains { name.hasPrefix($0) }
    }

    static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        validUTF8Prefix(of: bytes).validCount == bytes.count
    }

    private static func isName(_ name: String) -> Bool {
        (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "+")
            }
    }

    private func converter(for name: String) -> CharsetConverter? {
        if let known = converters[name] { return known }
        // A mail can name any number of them.
        if converters.count >= 64 { converters.removeAll() }
        let converter = Self.isName(name) ? CharsetConverter(from: name) : nil
        converters[name] = .some(converter)
        return converter
    }

    /// Appends what `bytes` are in `name`. Returns false when some were replaced; nil, with nothing appended, when the
    /// name is not known.
    private func convert(_ bytes: UnsafeBufferPointer<UInt8>, from name: String, to output: inout OutputBuffer) -> Bool?
    {
        if Windows1252.isMeant(by: name) {
            Windows1252.append(bytes, to: &output)
            return true
        }
        guard let converter = converter(for: name) else { return nil }
        converter.reset()
        let start = output.count
        var isWhole = true
        // iconv does not write to its input, though its declaration says so.
        var rest = UnsafeMutableRawBufferPointer(mutating: UnsafeRawBufferPointer(bytes))
        while rest.count > 0 {
            let (piece, room) = (rest, min(rest.count * 2 + 64, 64 * 1024))
            var step: (consumed: Int, produced: Int, stop: CharsetConverter.Stop) = (0, 0, .needsInput)
            output.appendUpTo(room) { free in
                step = converter.convert(piece, into: UnsafeMutableRawBufferPointer(start: free, count: room))
                return step.produced
            }
            rest = UnsafeMutableRawBufferPointer(rebasing: rest[step.consumed...])
            if step.stop == .needsRoom || rest.isEmpty { continue }
            output.append("\u{FFFD}")
            isWhole = false
            rest = UnsafeMutableRawBufferPointer(rebasing: rest[1...])
        }
        let isValid = output.withBytes { Self.isUTF8($0.slice(start..<$0.count)) }
        if isValid { return isWhole }
        let repaired = output.withBytes { String(decoding: $0.slice(start..<$0.count), as: UTF8.self) }
        output.truncate(to: start)
        output.append(utf8: repaired)
        return false
    }
}
