import TranscriptCoding

extension DiagnosticCode {
    public static let imageWithoutTarget = DiagnosticCode(
        "message.image-without-target", "an image says neither where it is nor that it was left out",
        Explanation(
            """
            An image without URL and path shows nothing and cannot be found again. Where an exporter left images out, formats \
            that can say so have the state `omitted` for it.
            """,
            fails: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \n![2018-01-23 10:27:03]() \n   \n",
            passes: "---\ndate: 2018-01-23\n---\n> 10:27:03  Ann  \n   \n![2018-01-23 10:27:03](1.jpg) \n   \n"))
}

/// Looks for images that are nowhere.
enum ImagesWithoutTarget {
    static func check(_ attachment: Attachment, ofMessage index: Int, _ findings: Findings) {
        guard attachment.kind == .image, attachment.url?.isEmpty ?? true, attachment.path?.isEmpty ?? true,
            attachment.state == nil || attachment.state == .present
        else { return }
        let place: Findings.Place
        if let title = attachment.title {
            place = .text(title, 0..<title.utf8Count, ofMessage: index)
        } else {
            place = .message(index)
        }
        findings.report(.warning, .imageWithoutTarget, "the image has no target", at: place)
    }
}
