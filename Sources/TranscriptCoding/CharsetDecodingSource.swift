import TextScanning

/// A source in some encoding, turned into UTF-8 by the C library's iconv.
///
/// Bytes that are none of the encoding stop it at their place, again and again, or become U+FFFD where they are to be mended.
public final class CharsetDecodingSource: ByteSource {
    private let source: any ByteSource
    private let converter: CharsetConverter
    /// Allocated when nothing can be thrown any more: an object that was never whole has no end either.
    private let raw: UnsafeMutableRawBufferPointer
    private var rawStart = 0
    private var rawEnd = 0
    /// Bytes of the source before `raw`'s first.
    private var rawOffset = 0
    private var sourceIsAtEnd = false
    /// What the source failed with, which comes after all that it gave.
    private var failure: ConversionError?
    private var isFinished = false
    /// What was decoded and did not fit where it was wanted, or was decoded to be judged as a whole.
    private var decoded: [UInt8] = []
    private var decodedStart = 0
    private var counter = PlaceCounter()

    /// Whether bytes that are none of the encoding become U+FFFD.
    var mends = false
    private var tally = ReplacementTally()

    /// What is read into has to have so much room, or is given what was decoded elsewhere.
    private static let leastRoom = 64
    private static let rawSize = ReplacementTally.regionSize

    /// Decodes `source` from `encoding`.
    ///
    /// - Throws: `usage` when the C library does not know it.
    public init(_ source: any ByteSource, from encoding: CharacterEncoding) throws(ConversionError) {
        guard let converter = CharsetConverter(from: encoding) else { throw Self.unknown(encoding.name) }
        self.source = source
        self.converter = converter
        raw = .allocate(byteCount: Self.rawSize, alignment: 16)
    }

    /// Decodes `source` from the encoding of any name: `GB18030`, `shift_jis`, `UTF-16LE`.
    ///
    /// - Throws: `usage` when nobody here knows the name.
    public convenience init(_ source: any ByteSource, charset: String) throws(ConversionError) {
        guard let encoding = CharacterEncoding(label: charset) else { throw Self.unknown(charset) }
        try self.init(source, from: encoding)
    }

    deinit { raw.deallocate() }

    private static func unknown(_ name: String) -> ConversionError {
        ConversionError(
            .usage, .unknownEncoding, "unknown encoding '\(name)'", help: "`iconv -l` lists the names that this system knows")
    }

    public var isLive: Bool { source.isLive }
    public var isComputed: Bool { true }
    public var decoder: CharsetDecodingSource? { self }
    public var awaitedDescriptor: CInt? {
        rawStart < rawEnd || decodedStart < decoded.count ? nil : source.awaitedDescriptor
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        if decodedStart == decoded.count {
            let count = try readDirectly(into: buffer)
            if count != nil || decodedStart == decoded.count { return count ?? 0 }
        }
        let count = min(buffer.count, decoded.count - decodedStart)
        buffer.copyBytes(from: decoded[decodedStart..<decodedStart + count])
        decodedStart += count
        counter.pass(UnsafeRawBufferPointer(rebasing: buffer[..<count]).bindMemory(to: UInt8.self))
        return count
    }

    /// What was replaced in what was handed out, as far as it is told.
    func takeReplacements(before offset: Int) -> [Replacement] { tally.take(before: offset) }

    /// Decodes to where bytes are wanted; nil where they are in `decoded`, or there are no more.
    private func readDirectly(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int? {
        (decoded, decodedStart) = ([], 0)
        if buffer.count < Self.leastRoom {
            var failure: ConversionError?
            decoded = [UInt8](unsafeUninitializedCapacity: 4 * Self.leastRoom) { room, count in
                do throws(ConversionError) {
                    count = try decode(into: UnsafeMutableRawBufferPointer(room)) ?? 0
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            if decoded.isEmpty { decoded = takeRegion() }
            return nil
        }
        guard let count = try decode(into: buffer) else {
            decoded = takeRegion()
            return nil
        }
        counter.pass(UnsafeRawBufferPointer(rebasing: buffer[..<count]).bindMemory(to: UInt8.self))
        return count
    }

    /// Decodes what comes next, 0 bytes at the end; nil before what is to be mended.
    private func decode(into room: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int? {
        while true {
            let step = converter.convert(unread, into: room)
            drop(step.consumed)
            if step.produced > 0 { return step.produced }
            switch step.stop {
            case .invalid:
                if mends { return nil }
                throw undecodable("byte 0x\(hexadecimal(raw[rawStart])) is not \(converter.encoding.name)")
            case .needsInput where sourceIsAtEnd:
                if rawStart < rawEnd {
                    if mends { return nil }
                    throw undecodable("the input ends inside a character")
                }
                if let failure { throw failure }
                if isFinished { return 0 }
                isFinished = true
                return converter.finish(into: room)
            case .needsInput, .needsRoom: break
            }
            if step.stop == .needsInput { try readMore() }
        }
    }

    private var unread: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: raw[rawStart..<rawEnd]) }

    private func drop(_ count: Int) {
        rawStart += count
        rawOffset += count
    }

    /// Reads behind what is unread, which is moved to the front.
    private func readMore() throws(ConversionError) {
        raw.copyMemory(from: UnsafeRawBufferPointer(unread))
        (rawStart, rawEnd) = (0, rawEnd - rawStart)
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: raw[rawEnd...]))
        if count == 0 { sourceIsAtEnd = true }
        rawEnd += min(max(count, 0), raw.count - rawEnd)
    }

    private func undecodable(_ message: String) -> ConversionError {
        ConversionError(
            .malformedInput, .undecodable, "\(message) (byte \(rawOffset) of the input)",
            help: "check --input-encoding, or use --lenient to replace such bytes by U+FFFD", at: counter.location)
    }
}

// Mending: what begins with bytes that are none of the encoding is decoded in a piece of fixed length, for it to be judged as a
// whole.
extension CharsetDecodingSource {
    /// Decodes a region with its invalid bytes mended.
    private func takeRegion() -> [UInt8] {
        guard mends, rawStart < rawEnd else { return [] }
        while !sourceIsAtEnd, !source.isLive, rawEnd - rawStart < raw.count {
            do throws(ConversionError) {
                try readMore()
            } catch {
                (failure, sourceIsAtEnd) = (error, true)
            }
        }
        var region = OutputBuffer(capacity: 4 * ReplacementTally.regionSize)
        var replacements: [Replacement] = []
        let bytes = Array(unread)
        while rawStart < rawEnd {
            var step: CharsetConverter.Step = (0, 0, .needsInput)
            region.appendUpTo(4096) { room in
                step = converter.convert(unread, into: UnsafeMutableRawBufferPointer(start: room, count: 4096))
                return step.produced
            }
            drop(step.consumed)
            switch step.stop {
            case .needsRoom: break
            case .needsInput where rawStart == rawEnd || !sourceIsAtEnd:
                return told(region, replacements, of: bytes.prefix(bytes.count - (rawEnd - rawStart)))
            case .needsInput: replace(rawEnd - rawStart, in: &region, &replacements)
            case .invalid(let count): replace(count, in: &region, &replacements)
            }
        }
        return told(region, replacements, of: bytes[...])
    }

    private func replace(_ count: Int, in region: inout OutputBuffer, _ replacements: inout [Replacement]) {
        replacements.append(
            Replacement(
                offset: counter.location.byteOffset + region.count, byteCount: count, encoding: converter.encoding.name))
        region.append("\u{FFFD}")
        drop(count)
    }

    private func told(
        _ region: borrowing OutputBuffer, _ replacements: [Replacement], of bytes: ArraySlice<UInt8>
    ) -> [UInt8] {
        let text = region.withBytes { Array($0) }
        tally.add(replacements, validCount: text.count { $0 >= 0xC0 } - replacements.count, of: bytes)
        return text
    }
}
