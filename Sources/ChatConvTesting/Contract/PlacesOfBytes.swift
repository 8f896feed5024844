#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension [UInt8] {
    /// Where `part` stands in these, one behind the other. O(n).
    ///
    /// By the C library, because some dozen words are looked for in each of thousands of inputs, mostly by tests that are not
    /// optimized: without it, that took longer than reading them.
    func places(of part: [UInt8]) -> [Int] {
        withUnsafeBytes { bytes in
            part.withUnsafeBytes { part in
                guard let base = bytes.baseAddress, let first = part.baseAddress, let byte = part.first else { return [] }
                var found: [Int] = []
                var start = 0
                // Where a part that begins there would still fit.
                let end = bytes.count - part.count + 1
                while start < end, let place = memchr(base + start, Int32(byte), end - start) {
                    let index = base.distance(to: UnsafeRawPointer(place))
                    let isHere = memcmp(base + index, first, part.count) == 0
                    if isHere { found.append(index) }
                    start = index + (isHere ? part.count : 1)
                }
                return found
            }
        }
    }
}
