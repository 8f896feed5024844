import TranscriptCoding

/// Makes diagnostics of the lines that a program prints on standard error.
///
/// A line may say how bad it is: `error: …`, `warning: …`, `note: …`; any other is a warning. The last error is kept
/// back, because it says why the program fails if it does. Lines are cut, and of very many only the first are told.
struct MessageRelay {
    private var line: [UInt8] = []
    private var isCut = false
    private var diagnostics: [Diagnostic] = []
    private var toldCount = 0
    private var leftOutCount = 0
    private var byteCount = 0
    /// The last line that is an error.
    private var error: String?
    /// The last line of any kind.
    private var last: String?
    /// What is told of omissions; nil where a program that does not read has none to tell.
    private var omissions: OmissionRelay?

    private static let longestLine = 500
    private static let mostLines = 1000

    /// - Parameter omissions: what the program may tell that it leaves out; nil where it does not read.
    init(omissions: [OmissionKind]?) { self.omissions = omissions.map { OmissionRelay($0) } }

    /// Takes what was printed. Returns whether it is too much by now.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        byteCount += bytes.count
        for byte in bytes {
            if byte == 0x0A {
                endLine()
            } else if line.count < Self.longestLine {
                line.append(byte)
            } else {
                isCut = true
            }
        }
        return byteCount <= ExternalLimits.messageBytes
    }

    /// Takes what was noticed since this was called last.
    mutating func take() -> [Diagnostic] {
        defer { diagnostics.removeAll() }
        return diagnostics
    }

    /// Takes what was told of omissions since this was called last.
    mutating func takeOmissions() -> [Omission] { omissions?.takeOmissions() ?? [] }

    /// What is wrong with a line that tells of an omission.
    var problem: String? { omissions?.problem }

    /// Ends the last line, and tells all that was kept back. To be called when the program has ended well.
    mutating func finish() {
        endLine()
        if let error { tell(.error, error) }
        error = nil
        tellLeftOut()
    }

    /// Why the program has failed, as far as it said so: its last error, else the last line of all, which is told twice
    /// then: a program that crashes says the most important last.
    mutating func takeCause() -> String? {
        endLine()
        tellLeftOut()
        defer { error = nil }
        return error ?? last
    }

    private mutating func endLine() {
        defer { (line, isCut) = ([], false) }
        while line.last == 0x0D || line.last == 0x20 { line.removeLast() }
        if line.isEmpty { return }
        let printed = String(decoding: line, as: UTF8.self)
        if omissions?.take(printed) ?? false { return }
        let text = printable(printed) + (isCut ? " ..." : "")
        for severity in Diagnostic.Severity.allCases {
            guard text.hasPrefix("\(severity.rawValue): ") else { continue }
            return sort(severity, String(text.dropFirst(severity.rawValue.utf8.count + 2)))
        }
        sort(.warning, text)
    }

    private mutating func sort(_ severity: Diagnostic.Severity, _ text: String) {
        last = text
        guard severity == .error else { return tell(severity, text) }
        if let error { tell(.error, error) }
        error = text
    }

    private mutating func tell(_ severity: Diagnostic.Severity, _ text: String) {
        if toldCount == Self.mostLines {
            leftOutCount += 1
        } else {
            toldCount += 1
            diagnostics.append(Diagnostic(severity, .externalMessage, text))
        }
    }

    private mutating func tellLeftOut() {
        guard leftOutCount > 0 else { return }
        diagnostics.append(Diagnostic(.warning, .externalMessage, "\(leftOutCount) more messages of the program are left out"))
        leftOutCount = 0
    }
}

/// `text` with control characters as `\u{1B}`: nothing that a terminal would obey.
func printable(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        if scalar.properties.generalCategory == .control, scalar != "\t" {
            result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        } else {
            result.unicodeScalars.append(scalar)
        }
    }
    return result
}
