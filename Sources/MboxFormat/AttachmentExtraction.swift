import TextScanning
import TranscriptCoding

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes attachments into a folder, and nowhere else: each under a name that is only a name, that no file there has,
/// and that is made for the file and not opened if it is there.
final class AttachmentExtraction {
    private let path: String
    /// The folder, open as long as this lives; opened with the first attachment.
    private var folder: Int32?
    /// The number that was given last to each name that was taken, so that many alike cost no search each.
    private var lastNumbers: [String: Int] = [:]

    init(folder path: String) { self.path = path }

    deinit {
        if let folder { close(folder) }
    }

    /// Writes a file with `content`, and returns its name in the folder.
    ///
    /// - Throws: `outputUnavailable` when the folder or the file cannot be made, `inputOutput` when writing fails.
    func write(_ content: [UInt8], name: String?, mediaType: [UInt8]) throws(ConversionError) -> String {
        let folder = try openFolder()
        let wanted = AttachmentName(name, mediaType: mediaType)
        var number = lastNumbers[wanted.text] ?? 0
        while true {
            number += 1
            let candidate = wanted.numbered(number)
            let file = openat(folder, candidate, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
            if file >= 0 {
                remember(number, for: wanted.text)
                do throws(ConversionError) {
                    try fill(file, with: content, candidate)
                } catch {
                    unlinkat(folder, candidate, 0)
                    throw error
                }
                return candidate
            }
            if errno != EEXIST || number > 1_000_000 { throw failure(.outputUnavailable, "cannot create \(candidate)") }
        }
    }

    private func remember(_ number: Int, for name: String) {
        // An archive has any number of names; what is forgotten is searched for again.
        if lastNumbers.count >= 10_000 { lastNumbers.removeAll() }
        lastNumbers[name] = number
    }

    private func openFolder() throws(ConversionError) -> Int32 {
        if let folder { return folder }
        if mkdir(path, 0o777) != 0, errno != EEXIST {
            throw failure(.outputUnavailable, "cannot make the folder \(path)")
        }
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(.outputUnavailable, "cannot open the folder \(path)") }
        folder = descriptor
        return descriptor
    }

    private func fill(_ file: Int32, with content: [UInt8], _ name: String) throws(ConversionError) {
        var written = 0
        while written < content.count {
            let count = content.withUnsafeBytes { bytes in
                systemWrite(file, UnsafeRawBufferPointer(rebasing: bytes[written...]))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                let error = failure(.inputOutput, "cannot write \(name)")
                close(file)
                throw error
            }
            written += count
        }
        if close(file) != 0 { throw failure(.inputOutput, "cannot write \(name)") }
    }

    private func failure(_ category: ConversionError.Category, _ message: String) -> ConversionError {
        let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
        return ConversionError(
            category, .extractionFailed, "\(message): \(reason.lowercased())",
            help: "--extract-attachments takes a folder that can be written to")
    }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(file, bytes.baseAddress, bytes.count)
}

/// A name for a file, made of what a stranger calls an attachment.
struct AttachmentName {
    private let stem: String
    private let suffix: String

    /// The longest name in bytes, which leaves room for a number under the 255 that file systems allow.
    private static let longest = 200

    /// Takes from `name` what is the last of its path, without what file systems here or elsewhere give a meaning to.
    init(_ name: String?, mediaType: [UInt8]) {
        let last = (name ?? "").split(whereSeparator: { $0 == "/" || $0 == "\\" || $0 == ":" }).last ?? ""
        var text = ""
        for scalar in last.unicodeScalars { text.unicodeScalars.append(Self.isAllowed(scalar) ? scalar : "_") }
        text = Self.trimmed(text)
        if text.isEmpty { text = "attachment" + Self.suffix(of: mediaType) }
        let dot = text.lastIndex(of: ".").flatMap { $0 == text.startIndex ? nil : $0 }
        let suffix = dot.map { String(text[$0...]) } ?? ""
        let keepsSuffix = suffix.utf8.count <= 20
        self.suffix = keepsSuffix ? suffix : ""
        let stem = keepsSuffix && dot != nil ? String(text[..<(dot ?? text.endIndex)]) : text
        let short = Self.shortened(stem, to: Self.longest - self.suffix.utf8.count)
        self.stem = Self.isReserved(short) ? "_" + short : short
    }

    var text: String { stem + suffix }

    /// The name for the file of this name that is number `number`: the first has none.
    func numbered(_ number: Int) -> String { number == 1 ? text : "\(stem)-\(number)\(suffix)" }

    /// No controls, nothing invisible that reverses text, and none of the characters that Windows refuses.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: !"<>:\"/\\|?*".unicodeScalars.contains(scalar)
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

    /// Names that are devices on Windows, whatever follows their first dot.
    private static func isReserved(_ stem: String) -> Bool {
        let name = (stem.split(separator: ".").first.map(String.init) ?? stem).uppercased()
        if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(name) { return true }
        return name.utf8.count == 4 && (name.hasPrefix("COM") || name.hasPrefix("LPT")) && name.last?.isNumber == true
    }

    private static func suffix(of mediaType: [UInt8]) -> String {
        switch String(decoding: mediaType, as: UTF8.self) {
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
