public import TranscriptCoding
import TranscriptModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension TimeZoneRules {
    /// The zone with this name in the system's database: that in the folder `TZDIR`, or where systems keep it.
    ///
    /// Not by localtime(3), which knows one zone for all threads.
    ///
    /// - Throws: `usage` when the database has no such zone or there is no database.
    public init(named name: String) throws(ConversionError) {
        // What can be the zone of a timestamp has no dot in it, so no path can leave the folder.
        let zone = Text(name)
        let isName = Timestamp(date: CalendarDate(year: 1970, month: 1, day: 1), seconds: 0, zone: zone) != nil
        if isName, !name.hasPrefix("/") {
            for folder in Self.folders {
                if let bytes = Self.contents(of: "\(folder)/\(name)"), let rules = TimeZoneRules(zone, zoneFile: bytes) {
                    self = rules
                    return
                }
            }
        }
        throw ConversionError(
            .usage, .invalidOption, "the system's time zone database has no zone '\(name)'",
            help: "name one like Europe/Berlin or UTC; the package tzdata has the database")
    }

    private static var folders: [String] {
        let systems = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/var/db/timezone/zoneinfo", "/etc/zoneinfo"]
        guard let own = getenv("TZDIR") else { return systems }
        return [String(cString: own)] + systems
    }

    /// The bytes of a file of less than a megabyte; nil when there is none.
    private static func contents(of path: String) -> [UInt8]? {
        guard let source = try? FileSource.open(path), !source.isLive else { return nil }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 1)
        defer { buffer.deallocate() }
        var bytes: [UInt8] = []
        while bytes.count < 1 << 20, let count = try? source.read(into: buffer), count > 0 {
            bytes.append(contentsOf: buffer[..<count])
        }
        return bytes
    }

    /// Reads the format of RFC 9636: a header, tables with times of 32 bits, and from version 2 on the same again with
    /// 64 bits and a rule for the time after them. Nil when `bytes` are not that.
    init?(_ name: Text, zoneFile bytes: [UInt8]) {
        guard let old = ZoneFileHeader(bytes, at: 0) else { return nil }
        var header = old
        if old.version >= 2 {
            guard let new = ZoneFileHeader(bytes, at: old.end(timeSize: 4)) else { return nil }
            header = new
        }
        let timeSize = old.version >= 2 ? 8 : 4
        guard header.end(timeSize: timeSize) <= bytes.count, let tables = ZoneFileTables(bytes, header, timeSize) else {
            return nil
        }
        let footer = old.version >= 2 ? bytes[header.end(timeSize: timeSize)...].dropFirst().prefix { $0 != 0x0A } : []
        self.name = name
        (starts, offsets, firstOffset) = (tables.starts, tables.offsets, tables.firstOffset)
        rule = PosixZone(String(decoding: footer, as: UTF8.self))?.rule
    }
}

/// RFC 9636, 3.1.
private struct ZoneFileHeader {
    private static let size = 44
    let start: Int
    let version: Int
    let counts: [Int]

    init?(_ bytes: [UInt8], at start: Int) {
        guard bytes.count - start >= Self.size, start >= 0, bytes[start..<start + 4].elementsEqual("TZif".utf8) else { return nil }
        self.start = start
        // NUL for 1, then the digits.
        version = bytes[start + 4] == 0 ? 1 : Int(bytes[start + 4]) - 0x30
        counts = (0..<6).map { bytes.bigEndian(at: start + 20 + $0 * 4, size: 4) }
        guard counts.allSatisfy({ (0...1 << 20).contains($0) }), typeCount > 0 else { return nil }
    }

    private var utcIndicators: Int { counts[0] }
    private var standardIndicators: Int { counts[1] }
    private var leapSeconds: Int { counts[2] }
    var timeCount: Int { counts[3] }
    var typeCount: Int { counts[4] }
    private var nameBytes: Int { counts[5] }

    var tables: Int { start + Self.size }

    func end(timeSize: Int) -> Int {
        tables + timeCount * (timeSize + 1) + typeCount * 6 + nameBytes + leapSeconds * (timeSize + 4)
            + standardIndicators + utcIndicators
    }
}

/// RFC 9636, 3.2: when each type of local time began, and what its offset is.
private struct ZoneFileTables {
    let starts: [Int]
    let offsets: [Int]
    let firstOffset: Int

    /// - Precondition: the tables end inside `bytes`.
    init?(_ bytes: [UInt8], _ header: ZoneFileHeader, _ timeSize: Int) {
        let types = header.tables + header.timeCount * timeSize
        let records = types + header.timeCount
        func offset(ofType type: Int) -> Int { bytes.bigEndian(at: records + type * 6, size: 4) }
        var offsets: [Int] = []
        for index in 0..<header.timeCount {
            let type = Int(bytes[types + index])
            guard type < header.typeCount else { return nil }
            offsets.append(offset(ofType: type))
        }
        starts = (0..<header.timeCount).map { bytes.bigEndian(at: header.tables + $0 * timeSize, size: timeSize) }
        firstOffset = offset(ofType: 0)
        guard (offsets + [firstOffset]).allSatisfy({ $0.magnitude < 86_400 }), zip(starts, starts.dropFirst()).allSatisfy(<)
        else { return nil }
        self.offsets = offsets
    }
}

extension [UInt8] {
    /// A signed number of 4 or 8 bytes. The caller knows that they are there.
    fileprivate func bigEndian(at start: Int, size: Int) -> Int {
        let unsigned = self[start..<start + size].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size == 4 ? Int(Int32(truncatingIfNeeded: unsigned)) : Int(Int64(bitPattern: unsigned))
    }
}
