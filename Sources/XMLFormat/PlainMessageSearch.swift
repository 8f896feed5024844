import TextScanning

/// Tells where a plain message stands behind another message.
///
/// Whether one is taken for plain depends on its bytes alone, and not on how they came in: reports tell places in the texts of
/// these more exactly. So one that has begun is waited for, up to a length.
struct PlainMessageSearch {
    enum Finding { case plain, begun, other }

    /// In bytes, white space before it included: one that is longer is not plain.
    let longest: Int

    /// What stands at `place`.
    ///
    /// - Parameter isWhole: whether no more bytes come.
    func finding(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int, isWhole: Bool) -> Finding {
        var isCut = false
        if let message = PlainMessage(bytes, at: place, isCut: &isCut) {
            return message.end - place <= longest ? .plain : .other
        }
        return isCut && !isWhole && bytes.count - place < longest ? .begun : .other
    }

    /// The first end of a message behind `place`, and not behind `end`, where a plain message stands or has begun. O(n).
    func firstPlace(_ bytes: UnsafeBufferPointer<UInt8>, behind place: Int, upTo end: Int, isWhole: Bool) -> Int? {
        let searched = bytes.slice(0..<end)
        var place = place
        while let next = searched.endOfMessage(endingBehind: place) {
            if finding(bytes, at: next, isWhole: isWhole) != .other { return next }
            place = next
        }
        return nil
    }
}
