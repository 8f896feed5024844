import TextScanning

/// Reads pieces of a source ahead of whoever takes them.
///
/// Sendable because `source` and `unfinished` belong to the thread until `stop` has joined it, and then to whoever takes the
/// pieces; the queues are only touched while `monitor` is locked; and a piece belongs to one of the two at a time.
final class ReadAheadThread: @unchecked Sendable {
    private var source: any ByteSource
    /// The same source, where it knows whether what it gives is UTF-8.
    private let utf8Source: (any UTF8Source)?
    private let judges: Bool
    /// The start of a character that the next piece begins with.
    private var unfinished: [UInt8]
    private var thread: WorkerThreads?

    private let monitor = Monitor()
    private var ready: [ReadAheadPiece] = []
    private var spares: [ReadAheadPiece]
    private var isStopped = false

    /// One that is handed out, one that is read, and one between them.
    private static var pieceCount: Int { 3 }

    /// Starts to read; nil where the system allows no thread.
    ///
    /// - Parameters:
    ///   - utf8Source: `source`, where it knows whether what it gives is UTF-8.
    ///   - unfinished: what the first piece begins with: bytes that were read from `source` before.
    ///   - judges: whether pieces are to be judged, where the source does not say it of itself.
    init?(_ source: any ByteSource, _ utf8Source: (any UTF8Source)?, after unfinished: [UInt8], judges: Bool) {
        self.source = source
        self.utf8Source = utf8Source
        self.unfinished = unfinished
        self.judges = judges
        spares = (0..<Self.pieceCount).map { _ in ReadAheadPiece() }
        guard let thread = WorkerThreads(running: { [self] in work() }) else { return nil }
        self.thread = thread
    }

    // MARK: Whoever takes the pieces

    /// The next piece, when it is there. After `stop` and what had been read by then, it is read here.
    func next(givingBack used: ReadAheadPiece?) -> ReadAheadPiece {
        let piece: ReadAheadPiece? = monitor.locked {
            if let used {
                spares.append(used)
                monitor.signal()
            }
            while ready.isEmpty, !isStopped { monitor.wait() }
            return ready.isEmpty ? nil : ready.removeFirst()
        }
        if let piece { return piece }
        let own = monitor.locked { spares.popLast() } ?? ReadAheadPiece()
        read(own)
        return own
    }

    /// Lets the thread end, and waits for it.
    func stop() {
        monitor.locked {
            isStopped = true
            monitor.signal()
        }
        thread?.join()
        thread = nil
    }

    /// A source of what no piece has been taken of yet; nil where that cannot be had. Called after `stop`.
    func independentCopy() -> (any ByteSource)? {
        guard let rest = source.independentCopy() else { return nil }
        return PrefixedSource(ready.flatMap { Array($0.bytes[..<$0.count]) } + unfinished, then: rest)
    }

    /// Keeps the rest of the source in a temporary file. Called after `stop`.
    func spool() throws(ConversionError) {
        if let utf8Source { return try utf8Source.spool() }
        source = try FileSource.spooling(source)
    }

    // MARK: The thread

    private func work() {
        while let piece = spare() {
            read(piece)
            let isEnd = piece.isEnd
            monitor.locked {
                ready.append(piece)
                monitor.signal()
            }
            if isEnd { return }
        }
    }

    /// A piece to read into; nil when there is no more to be read.
    private func spare() -> ReadAheadPiece? {
        monitor.locked {
            while spares.isEmpty, !isStopped { monitor.wait() }
            return isStopped ? nil : spares.removeLast()
        }
    }

    // MARK: Either

    private func read(_ piece: ReadAheadPiece) {
        piece.begin(with: unfinished)
        unfinished = []
        do throws(ConversionError) {
            let count = try source.read(into: piece.room)
            piece.count += count
            piece.isLast = count == 0 || source.isKnownToBeAtEnd
        } catch {
            piece.failure = error
        }
        if let utf8Source {
            piece.isUTF8 = utf8Source.lastReadIsUTF8
            piece.replacements = utf8Source.takeReplacements()
        } else if judges {
            judge(piece)
        }
    }

    /// Leaves the start of a character to the next piece. What is not UTF-8 is for whoever knows its place.
    private func judge(_ piece: ReadAheadPiece) {
        let prefix = validUTF8Prefix(of: piece.read)
        piece.isUTF8 = prefix.rest == .nothing || (prefix.rest == .incomplete && !piece.isEnd)
        guard piece.isUTF8 else { return }
        unfinished = Array(piece.read[prefix.validCount...])
        piece.count = prefix.validCount
    }
}

/// A piece of what was read, with room to be used again.
///
/// It belongs to one thread at a time.
final class ReadAheadPiece {
    let bytes: UnsafeMutableRawBufferPointer
    var count = 0
    /// Whether it is whole characters of valid UTF-8.
    var isUTF8 = false
    var replacements: [Replacement] = []
    /// Whether nothing comes after it.
    var isLast = false
    /// What comes after it.
    var failure: ConversionError?

    /// A little less than a block, so that one has room for a piece behind what it begins with.
    private static var size: Int { 224 * 1024 }

    init() { bytes = .allocate(byteCount: Self.size, alignment: 16) }

    deinit { bytes.deallocate() }

    var isEnd: Bool { isLast || failure != nil }
    var room: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: bytes[count...]) }
    var read: UnsafeBufferPointer<UInt8> { UnsafeRawBufferPointer(rebasing: bytes[..<count]).bindMemory(to: UInt8.self) }

    func begin(with start: [UInt8]) {
        bytes.copyBytes(from: start)
        (count, isUTF8, replacements, isLast, failure) = (start.count, false, [], false, nil)
    }
}
