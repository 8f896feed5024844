import TextScanning
import TranscriptCoding
import TranscriptJSON
import TranscriptModel

/// JSON that comes in, taken element by element. An element is parsed where it lies in the window; when the window
/// ends inside it, its end is looked for in the new bytes alone before it is parsed again, so that the work stays
/// linear however slowly the bytes come.
struct ElementInput {
    let buffer: InputBuffer
    let decoder: ModelDecoder
    /// Whether elements are objects on lines.
    let endsAtLineFeed: Bool
    /// How many times an element that had to wait for bytes was parsed anew.
    private(set) var reparseCount = 0

    /// - Parameter isLenient: Whether to mend what can be mended; what the buffer says, unless told.
    init(_ buffer: InputBuffer, endsAtLineFeed: Bool = false, isLenient: Bool? = nil) {
        self.buffer = buffer
        self.endsAtLineFeed = endsAtLineFeed
        decoder = ModelDecoder(limits: buffer.limits, isLenient: isLenient ?? buffer.isLenient)
    }

    /// How deep the scanner may go: values may be as deep as the limit inside of what the notation puts around them,
    /// which is most for an extension of an attachment of a revision of a message.
    private var scannerDepth: Int { buffer.limits.depth + 8 }

    // MARK: Between elements

    /// Moves past a byte order mark.
    func skipByteOrderMark() throws(ConversionError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        // The window only ever holds whole characters.
        _ = try buffer.fill(atLeast: 1)
        if buffer.withUnread({ $0.prefix(3).elementsEqual(mark) }) { buffer.consume(mark.count) }
    }

    /// Moves past white space. Returns the byte after it, or nil at the end of the input.
    func significantByte() throws(ConversionError) -> UInt8? {
        while true {
            let (count, byte) = buffer.withUnread { bytes -> (Int, UInt8?) in
                let index = bytes.firstIndex { !($0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09) }
                return (index ?? bytes.count, index.map { bytes[$0] })
            }
            buffer.consume(count)
            if let byte { return byte }
            if try !buffer.fill() { return nil }
        }
    }

    /// Makes the first unread byte a significant one. Returns whether it had to move or to wait for that, so that
    /// what failed there is worth another try; nil at the end of the input.
    func moveToSignificantByte() throws(ConversionError) -> Bool? {
        let isThere = buffer.withUnread { bytes in
            bytes.first.map { !($0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09) } ?? false
        }
        if isThere { return false }
        return try significantByte() == nil ? nil : true
    }

    // MARK: Elements

    /// Takes what `body` takes from a cursor at the first unread byte.
    ///
    /// - Parameters:
    ///   - goal: What `body` takes, so that its end can be found when it is not there yet.
    ///   - consumes: Whether to move past it.
    ///   - name: What it is, for the error when the input ends inside it.
    mutating func take<Part>(
        _ goal: JSONScanner.Goal, consumes: Bool = true, _ name: @autoclosure () -> String,
        _ body: (inout JSONCursor) throws(JSONFailure) -> Part
    ) throws(ConversionError) -> Part {
        var broken: JSONFailure?
        while true {
            switch attempt(body) {
            case .success(let (part, end)):
                if consumes { buffer.consume(end) }
                return part
            case .failure(let failure) where failure.kind == .incomplete:
                broken = try awaitEnd(of: goal, knownBroken: broken, name())
            case .failure(let failure): throw error(failure)
            }
        }
    }

    /// Calls `body` with a cursor at the first unread byte, and gives what it took and where that ends.
    func attempt<Part>(
        _ body: (inout JSONCursor) throws(JSONFailure) -> Part
    ) -> Result<(part: Part, end: Int), JSONFailure> {
        buffer.withUnread { bytes in
            let window = buffer.text(0..<bytes.count)
            guard var cursor = JSONCursor(bytes, of: window, decoder: decoder, endsAtLineFeed: endsAtLineFeed) else {
                return .failure(.incomplete(at: 0))
            }
            do throws(JSONFailure) {
                let part = try body(&cursor)
                report(cursor.warnings)
                return .success((part, cursor.index))
            } catch {
                return .failure(error)
            }
        }
    }

    /// Adds bytes until the element at the first unread byte, which was not whole, has ended or turns out to be no
    /// JSON. Then it is to be parsed again, because what is wrong in it first may be something else. If it still is
    /// not whole, this is called with the failure that it returned, and throws it.
    mutating func awaitEnd(
        of goal: JSONScanner.Goal, knownBroken broken: JSONFailure?, _ name: @autoclosure () -> String
    ) throws(ConversionError) -> JSONFailure? {
        if let broken { throw error(broken) }
        var scanner = JSONScanner(goal, depthLimit: scannerDepth)
        var scanned = 0
        var end = scan(with: &scanner, from: &scanned)
        // A line that ended already was no reason to wait.
        if case .lineEnd(let place) = end {
            reparseCount += 1
            return .lineEndsInside(at: place)
        }
        if buffer.isExhausted {
            // What is no JSON comes before what is no text after it.
            if case .failed(let failure) = end { return failure }
            _ = try buffer.fill()
            throw endOfInput(inside: name())
        }
        reparseCount += 1
        repeat {
            if case .failed(let failure) = end { return failure }
            if try !fillWindow() { break }
            end = scan(with: &scanner, from: &scanned)
        } while !end.isKnown
        if case .failed(let failure) = end { return failure }
        return nil
    }

    /// Adds bytes. Returns false where the window ends for good, also before what is no text: that is an error only
    /// when nothing before it is.
    func fillWindow() throws(ConversionError) -> Bool {
        if buffer.isExhausted { return false }
        do throws(ConversionError) {
            return try buffer.fill()
        } catch {
            if buffer.isExhausted { return false }
            throw error
        }
    }

    private enum ElementEnd {
        case notYet, ended
        case lineEnd(Int)
        case failed(JSONFailure)

        var isKnown: Bool { if case .notYet = self { false } else { true } }
    }

    /// Looks for the element's end in the bytes that are new since `scanned`.
    private func scan(with scanner: inout JSONScanner, from scanned: inout Int) -> ElementEnd {
        let start = scanned
        scanned = buffer.unreadCount
        return buffer.withUnread { bytes in
            let lineFeed = endsAtLineFeed ? bytes.firstIndex(of: 0x0A, from: start) : nil
            switch scanner.scan(bytes.slice(0..<(lineFeed ?? bytes.count)), from: start) {
            case .failed(let failure): return .failed(failure)
            case .ended: return .ended
            case .needsMore: return lineFeed.map { .lineEnd($0) } ?? .notYet
            }
        }
    }

    /// Moves past a value of any size without keeping it, and checks that it is JSON.
    func skip(_ goal: JSONScanner.Goal, _ name: @autoclosure () -> String) throws(ConversionError) {
        var scanner = JSONScanner(goal, depthLimit: scannerDepth)
        while true {
            switch buffer.withUnread({ scanner.scan($0) }) {
            case .ended(let end): return buffer.consume(end)
            case .failed(let failure): throw error(failure)
            case .needsMore: buffer.consume(buffer.unreadCount)
            }
            if try buffer.fill() { continue }
            if scanner.canEndHere { return }
            throw endOfInput(inside: name())
        }
    }

    // MARK: Errors

    /// The error that a failure at the first unread byte is.
    func error(_ failure: JSONFailure, help: String? = nil) -> ConversionError {
        ConversionError(
            failure.category, failure.code, failure.message, help: help, at: location(of: failure))
    }

    /// The place of a failure at the first unread byte: what is JSON, and not what belongs there, is all of a value.
    private func location(of failure: JSONFailure) -> SourceLocation {
        let token = failure.kind == .model ? buffer.withUnread { $0.rangeOfToken(at: failure.offset) } : nil
        return buffer.location(of: token ?? failure.offset..<failure.offset)
    }

    /// A syntax error at the first unread byte.
    func unexpected(_ expectation: StaticString) -> ConversionError {
        let found = buffer.withUnread { foundPhrase($0) }
        return ConversionError(
            .malformedInput, .jsonSyntax, "expected \(expectation), found \(found)", at: buffer.location(at: 0))
    }

    /// The error for a value at the first unread byte that is not of the type that belongs there.
    func mismatch(_ expectation: StaticString, path: String) -> ConversionError {
        let found = buffer.withUnread { valuePhrase($0) }
        return ConversionError(
            .malformedInput, .jsonType, "\(path)\(path.isEmpty ? "" : ": ")expected \(expectation), found \(found)",
            at: buffer.location(of: buffer.withUnread { $0.rangeOfToken(at: 0) }))
    }

    func endOfInput(inside name: String) -> ConversionError {
        ConversionError(
            .malformedInput, .jsonSyntax, "the input ends inside \(name)", at: buffer.location(at: buffer.unreadCount))
    }

    func emptyInput() -> ConversionError {
        ConversionError(.malformedInput, .emptyInput, "the input is empty", at: buffer.location(at: 0))
    }

    /// The length of `\\uD83D`.
    private static var escapeLength: Int { 6 }

    private func report(_ warnings: [JSONFailure]) {
        for warning in warnings {
            let place = location(of: warning)
            let isReplacement = warning.code == .jsonLoneSurrogate
            let diagnostic = Diagnostic(.warning, warning.code, warning.message, at: place).stoppingStrictReading
            buffer.diagnostics.report(isReplacement ? diagnostic.leavingReplacement : diagnostic)
            // Of a member that was replaced, nothing is known any more but that it was there.
            buffer.omissions.add(
                isReplacement ? Omission(.damagedText, byteCount: Self.escapeLength, at: place)
                    : Omission(.repeatedMembers, byteCount: 0, at: place))
        }
    }
}
