public import TranscriptCoding

/// What the mbox reader can be told.
public struct MboxReaderOptions: FormatOptions {
    /// The variants of mbox, which differ in how they keep a line of text that starts with `From ` from ending a mail.
    public enum Variant: String, Sendable, Hashable, CaseIterable {
        /// Whatever the file looks like.
        case auto
        /// `From ` is written `>From `, and `>From ` as it is.
        case mboxo
        /// Every `>*From ` has one `>` more than the text.
        case mboxrd
        /// `Content-Length:` says where a mail ends; `From ` is quoted as in mboxo.
        case mboxcl
        /// `Content-Length:` says where a mail ends; nothing is quoted.
        case mboxcl2
    }

    /// How `From ` lines in texts are kept from ending a mail.
    public var variant = Variant.auto
    /// The charset of text that names none and is not UTF-8, by any name that `CharacterEncoding` knows.
    public var fallbackCharset = "windows-1252"
    /// The folder that attachments are written into; nil to leave them in the mailbox.
    public var attachmentFolder: String?

    public init() {}

    /// Whether a mailbox reads the same without these options, so that mails can be copied out of it.
    var keepsMeaning: Bool {
        variant == .auto && attachmentFolder == nil && fallbackCharset == MboxReaderOptions().fallbackCharset
    }

    public static var schema: [FormatOption<MboxReaderOptions>] {
        [
            .choice("variant", help: "the mailbox's variant; default: auto, which reads all but takes >From as mboxrd")
            {
                $0.variant = $1
            },
            .text(
                "fallback-charset", placeholder: "CHARSET",
                help: "the charset of text that names none and is not UTF-8; default: windows-1252"
            ) { $0.fallbackCharset = $1 },
            .text(
                "extract-attachments", placeholder: "DIR",
                help: "write attachments into the folder DIR, under new names where theirs are taken"
            ) { $0.attachmentFolder = $1 },
        ]
    }
}
