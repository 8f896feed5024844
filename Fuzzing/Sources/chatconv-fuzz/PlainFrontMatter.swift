import ChatConv

/// Front matter that is read without libyaml, beside the same that libyaml reads because there is a comment before it.
enum PlainFrontMatter {
    private static let fence = Array("---\n".utf8)

    /// What is read of a page when libyaml reads its front matter, and is not read of it as it is; nil where both are alike.
    static func fault(in page: [UInt8]) -> String? {
        // A byte order mark may only stand before everything else.
        guard page.starts(with: fence), page.dropFirst(fence.count).first != 0xEF else { return nil }
        let commented = fence + Array("#\n".utf8) + page.dropFirst(fence.count)
        let (found, expected) = (reading(page), reading(commented))
        return found == expected ? nil : "read as \(found), and by libyaml as \(expected)"
    }

    /// What is read, without how the front matter is spelled. A failure says nothing here: its place is another.
    private static func reading(_ page: [UInt8]) -> String {
        do throws(ConversionError) {
            let transcript = try Transcript(reading: page, as: "markdown")
            return "\(transcript.header.metadata) \(transcript.messages)"
        } catch {
            return error.code.id
        }
    }
}
