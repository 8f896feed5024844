import TextScanning

/// A start tag as it stands in the input, from its `<` on (XML 1.0, section 3.1), which libxml2 found to be one.
extension UnsafeBufferPointer<UInt8> {
    /// How many bytes belong to the tag that ends, or nearly ends, right before these: libxml2 hands a tag out before it has
    /// passed the `>` or `/>`.
    var countOfTagEnd: Int {
        if starts(with: ">") { return 1 }
        return starts(with: "/>") ? 2 : 0
    }

    /// Where the name of an attribute and its value, without the quotes, stand in the tag. O(length of the tag).
    func placesInTag(ofAttribute spelling: String) -> (name: Range<Int>, value: Range<Int>)? {
        let wanted = Array(spelling.utf8)
        var index = endOfName(from: 1)
        while true {
            while index < count, self[index].isXMLSpace { index += 1 }
            let name = index..<endOfName(from: index)
            guard !name.isEmpty, let opening = self[name.upperBound...].firstIndex(where: { $0 == 0x22 || $0 == 0x27 }),
                let closing = firstIndex(of: self[opening], from: opening + 1)
            else { return nil }
            if slice(name).elementsEqual(wanted) { return (name, opening + 1..<closing) }
            index = closing + 1
        }
    }

    private func endOfName(from start: Int) -> Int {
        var end = Swift.min(start, count)
        while end < count, !self[end].isXMLSpace, self[end] != UInt8(ascii: "="), self[end] != UInt8(ascii: ">"),
            self[end] != UInt8(ascii: "/")
        {
            end += 1
        }
        return end
    }
}
