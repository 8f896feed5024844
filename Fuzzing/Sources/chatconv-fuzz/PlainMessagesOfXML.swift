import ChatConv

/// Messages of XML that are read without the parser, beside the same ones that the parser sees because there are apostrophes
/// around their times. Every byte stands at the same place in both.
enum PlainMessagesOfXML {
    /// What is read of a document when the parser sees all of it, and is not read of it as it is; nil where both are alike.
    static func fault(in document: [UInt8]) -> String? {
        // In a comment, a section or an instruction, apostrophes are others.
        for opening in ["<!", "<?"] where document.firstRange(of: Array(opening.utf8)) != nil { return nil }
        let parsed = withApostrophes(document)
        if parsed == document { return nil }
        let (found, expected) = (reading(document), reading(parsed))
        return found == expected ? nil : "read as \(found), and by the parser as \(expected)"
    }

    private static func withApostrophes(_ document: [UInt8]) -> [UInt8] {
        var bytes = document
        let opening = Array("<message timestamp=\"".utf8)
        var rest = bytes[...]
        while let range = rest.firstRange(of: opening) {
            let end = bytes[range.upperBound...].firstIndex { $0 != 0x2D && $0 != 0x3A && $0 != 0x54 && !(0x30...0x39).contains($0) }
            if let end, bytes[end] == UInt8(ascii: "\"") {
                bytes[range.upperBound - 1] = UInt8(ascii: "'")
                bytes[end] = UInt8(ascii: "'")
            }
            rest = bytes[range.upperBound...]
        }
        return bytes
    }

    private static func reading(_ document: [UInt8]) -> String {
        do throws(ConversionError) {
            return "\(try Transcript(reading: document, as: "xml"))"
        } catch {
            return "\(error)"
        }
    }
}
