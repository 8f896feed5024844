/// Something sent with a message that is not text.
public struct Attachment: Sendable, Hashable {
    public enum Kind: Text, Sendable, Hashable, CaseIterable {
        case image, video, audio, file, link, sticker, place, contact, poll
    }

    /// Whether the thing itself is to be had.
    public enum State: Text, Sendable, Hashable, CaseIterable {
        /// It is where `url` or `path` says.
        case present
        /// The exporter left it out on purpose.
        case omitted
        /// It should be there and is not.
        case missing
    }

    public var kind: Kind
    public var url: Text?
    /// A path relative to the transcript's file.
    public var path: Text?
    /// The title or caption.
    public var title: Text?
    /// A media type such as `image/png` (RFC 6838).
    public var mediaType: Text?
    /// The size in bytes.
    public var size: Int64?
    public var state: State?
    public var extensions: Members

    public init(
        kind: Kind, url: Text? = nil, path: Text? = nil, title: Text? = nil, mediaType: Text? = nil,
        size: Int64? = nil, state: State? = nil, extensions: Members = Members()
    ) {
        self.kind = kind
        self.url = url
        self.path = path
        self.title = title
        self.mediaType = mediaType
        self.size = size
        self.state = state
        self.extensions = extensions
    }
}
