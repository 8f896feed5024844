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
                guard let base = bytes.baseAddress, let first = part.baseAddress, !part.isEmpty else { return [] }
                var found: [Int] = []
                var start = 0
                while let place = memmem(base + start, bytes.count - start, first, part.count) {
                    let index = base.distance(to: UnsafeRawPointer(place))
                    found.append(index)
                    start = index + part.count
                }
                return found
            }
        }
    }
}
