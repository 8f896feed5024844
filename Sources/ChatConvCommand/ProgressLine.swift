import ChatConv

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One line at the bottom of a terminal that tells how far a run is:
///
///     120 of 343 files, 2.1 of 5.0 MB, 84 MB/s, 0:01 left
///
/// It is taken away before anything else is written, and at the end.
struct ProgressLine {
    private let terminal: any ByteDestination
    private let fileCount: Int
    private let byteCount: Int
    private let start = Self.now()
    private var isShown = false

    /// A run that is over sooner than this shows no progress, in seconds.
    private static let patience = 0.3

    init(_ terminal: any ByteDestination, files: Int, bytes: Int) {
        self.terminal = terminal
        fileCount = files
        byteCount = bytes
    }

    mutating func show(files: Int, bytes: Int) {
        let elapsed = Self.now() - start
        if elapsed < Self.patience { return }
        isShown = true
        let text = Self.text(files: files, of: fileCount, bytes: bytes, of: byteCount, elapsed: elapsed)
        try? terminal.write("\r\(text)\u{1B}[K")
    }

    mutating func hide() {
        guard isShown else { return }
        isShown = false
        try? terminal.write("\r\u{1B}[K")
    }

    /// - Parameter elapsed: seconds.
    static func text(files: Int, of fileCount: Int, bytes: Int, of byteCount: Int, elapsed: Double) -> String {
        // Files that grow are read past the size they had.
        let whole = max(bytes, byteCount)
        var parts = ["\(files) of \(fileCount) files", "\(megabytes(bytes)) of \(megabytes(whole)) MB"]
        let rate = Double(bytes) / max(elapsed, 0.001)
        parts.append("\(megabytes(Int(rate))) MB/s")
        if rate > 0 { parts.append("\(clock(Double(whole - bytes) / rate)) left") }
        return parts.joined(separator: ", ")
    }

    /// With one decimal below ten.
    private static func megabytes(_ bytes: Int) -> String {
        let tenths = (bytes + 50_000) / 100_000
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10)" : "\((bytes + 500_000) / 1_000_000)"
    }

    /// `0:07`, `12:30`, `1:02:03`.
    private static func clock(_ seconds: Double) -> String {
        let seconds = Int(min(max(seconds, 0), 359_999).rounded(.up))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = seconds / 60 % 60
        return seconds < 3600
            ? "\(minutes):\(two(seconds % 60))" : "\(seconds / 3600):\(two(minutes)):\(two(seconds % 60))"
    }

    /// Seconds on a clock that nobody sets.
    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
