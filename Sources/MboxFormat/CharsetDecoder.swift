import TextScanning
import TranscriptCoding

/// The name that a part of a mail gives of its encoding.
enum Charset: Hashable, Sendable {
    /// None, or US-ASCII, which many programs say and do not keep to.
    case undeclared
    case utf8
    case named(CharacterEncoding)
    /// What cannot be a name.
    case unknown(String)

    init(label: UnsafeBufferPointer<UInt8>) {
        if label.equalsIgnoringCase("utf-8") || label.equalsIgnoringCase("utf8") {
            self = .utf8
        } else if label.isEmpty || label.equalsIgnoringCase("us-ascii") || label.equalsIgnoringCase("ascii") {
            self = .undeclared
        } else {
            let name = String(decoding: label, as: UTF8.self)
            if Self.meaningless.contains(name.uppercased()) {
                self = .undeclared
            } else if let encoding = CharacterEncoding(label: name) {
                self = encoding.isUTF8 ? .utf8 : .named(encoding)
            } else {
                self = .unknown(name)
            }
        }
    }

    var isUnknown: Bool {
        if case .unknown = self { true } else { false }
    }

    /// Names that say that nobody knew.
    private static let meaningless: Set<String> = [
        "UNKNOWN", "UNKNOWN-8BIT", "X-UNKNOWN", "DEFAULT", "DEFAULT_CHARSET", "8BIT", "BINARY", "NONE",
        "ANSI_X3.4-1968", "X-USER-DEFINED", "ISO-10646", "US", "646", "ISO646-US", "ISO_646.IRV:1991", "CP367", "IBM367",
        "CSASCII", "ISO-IR-6",
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

    /// What bytes are in that are not UTF-8 and of no known charset.
    private let fallback: CharacterEncoding
    /// Converters by name; nil for names that are not known.
    private var converters: [String: CharsetConverter?] = [:]

    init(fallback: CharacterEncoding) { self.fallback = fallback }

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
                return .invalid(CharacterEncoding.utf8.name)
            }
            _ = convert(bytes, from: fallback, to: &output)
            return .undeclared
        case .named(let encoding):
            if encoding.extendsASCII, bytes.allSatisfy({ $0 < 0x80 }) {
                output.append(bytes)
                return nil
            }
            if let isWhole = convert(bytes, from: encoding, to: &output) { return isWhole ? nil : .invalid(encoding.name) }
            return append(bytes, from: .unknown(encoding.name), to: &output)
        case .unknown(let name):
            _ = append(bytes, from: .undeclared, to: &output)
            return .unknown(name)
        }
    }

    static func isUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        validUTF8Prefix(of: bytes).validCount == bytes.count
    }

    private func converter(for encoding: CharacterEncoding) -> CharsetConverter? {
        if let known = converters[encoding.name] { return known }
        // A mail can name any number of them.
        if converters.count >= 64 { converters.removeAll() }
        let converter = CharsetConverter(from: encoding)
        converters[encoding.name] = .some(converter)
        return converter
    }

    /// Appends what `bytes` are in `encoding`. Returns false when some were replaced; nil, with nothing appended, when the
    /// encoding is not known.
    private func convert(
        _ bytes: UnsafeBufferPointer<UInt8>, from encoding: CharacterEncoding, to output: inout OutputBuffer
    ) -> Bool? {
        if Windows1252.isMeant(by: encoding) {
            Windows1252.append(bytes, to: &output)
            return true
        }
        guard let converter = converter(for: encoding) else { return nil }
        converter.reset()
        let start = output.count
        var isWhole = true
        // iconv does not write to its input, though its declaration says so.
        var rest = UnsafeMutableRawBufferPointer(mutating: UnsafeRawBufferPointer(bytes))
        while rest.count > 0 {
            let (piece, room) = (rest, min(rest.count * 2 + 64, 64 * 1024))
            var step: CharsetConverter.Step = (0, 0, .needsInput)
            output.appendUpTo(room) { free in
                step = converter.convert(piece, into: UnsafeMutableRawBufferPointer(start: free, count: room))
                return step.produced
            }
            rest = UnsafeMutableRawBufferPointer(rebasing: rest[step.consumed...])
            if step.stop == .needsRoom || rest.isEmpty { continue }
            output.append("\u{FFFD}")
            isWhole = false
            // What is unfinished at the end is one character.
            let count = if case .invalid(let count) = step.stop { count } else { rest.count }
            rest = UnsafeMutableRawBufferPointer(rebasing: rest[min(count, rest.count)...])
        }
        output.appendUpTo(CharsetConverter.mostHeldBack) { free in
            converter.finish(into: UnsafeMutableRawBufferPointer(start: free, count: CharsetConverter.mostHeldBack))
        }
        let isValid = output.withBytes { Self.isUTF8($0.slice(start..<$0.count)) }
        if isValid { return isWhole }
        let repaired = output.withBytes { String(decoding: $0.slice(start..<$0.count), as: UTF8.self) }
        output.truncate(to: start)
        output.append(utf8: repaired)
        return false
    }
}
