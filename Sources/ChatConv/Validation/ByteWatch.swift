import TextScanning

/// A source that passes bytes on and looks at them on the way: at what no message shows, line ends and the input's end.
final class ByteWatch: ByteSource {
    private let source: any ByteSource
    private var lineEnds = MixedLineEnds()
    private var ending = TrailingJunk()
    private var found: [Diagnostic] = []
    private var counter = PlaceCounter()

    init(_ source: any ByteSource) { self.source = source }

    var isLive: Bool { source.isLive }
    var awaitedDescriptor: CInt? { source.awaitedDescriptor }
    func independentCopy() -> (any ByteSource)? { source.independentCopy() }
    func lastBytes(_ count: Int) -> [UInt8]? { source.lastBytes(count) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(ConversionError) -> Int {
        let count = try source.read(into: buffer)
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<max(0, min(count, buffer.count))])
            .bindMemory(to: UInt8.self)
        if let finding = lineEnds.look(at: bytes, from: counter) { found.append(finding) }
        ending.look(at: bytes, from: counter)
        counter.pass(bytes)
        return count
    }

    /// Looks at how the input ends.
    func finish() {
        if let finding = ending.finding(endOfInput: counter.location.byteOffset) { found.append(finding) }
    }

    /// Hands over what was found since this was asked last.
    func takeFound() -> [Diagnostic] {
        if found.isEmpty { return [] }
        defer { found = [] }
        return found
    }
}
