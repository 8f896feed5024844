import TextScanning

/// The elements of HTML that mean something for what a page shows; all others are a run of text.
enum HTMLElement: UInt8 {
    case other
    case a, address, article, aside, blockquote, body, br, button, caption, center, dd, details, dialog, dir, div, dl, dt
    case fieldset, figcaption, figure, footer, form, head, header, heading, hgroup, hr, html, iframe, img, legend, li, main
    case marquee, menu, nav, noembed, noframes, object, ol, optgroup, option, p, plaintext, pre, q, script, search, section
    case select, style, summary, table, td, template, textarea, title, tr, tableSection, ul, xml, xmp
    /// Elements without an end tag that show nothing here.
    case void

    static let count = Int(HTMLElement.void.rawValue) + 1

    init(_ name: UnsafeBufferPointer<UInt8>) {
        self = name.count > Self.longestName ? .other : Self.named[Self.key(name)] ?? .other
        // A key has the first eight letters.
        if name.count > 8, !name.equalsIgnoringCase(Self.longName(self)) { self = .other }
    }

    private static func longName(_ element: HTMLElement) -> StaticString {
        switch element {
        case .blockquote: "blockquote"
        case .figcaption: "figcaption"
        case .plaintext: "plaintext"
        default: ""
        }
    }

    private static let longestName = 10

    /// The first eight letters of a name in lower case.
    private static func key(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        name.prefix(8).reduce(0) { $0 << 8 | UInt64($1.lowercased) }
    }

    private static let named: [UInt64: HTMLElement] = {
        let names: [(String, HTMLElement)] = [
            ("a", .a), ("address", .address), ("article", .article), ("aside", .aside), ("blockquote", .blockquote), ("body", .body),
            ("br", .br), ("button", .button), ("caption", .caption), ("center", .center), ("dd", .dd), ("details", .details),
            ("dialog", .dialog), ("dir", .dir), ("div", .div), ("dl", .dl), ("dt", .dt), ("fieldset", .fieldset),
            ("figcaption", .figcaption), ("figure", .figure), ("footer", .footer), ("form", .form), ("head", .head),
            ("header", .header), ("h1", .heading), ("h2", .heading), ("h3", .heading), ("h4", .heading), ("h5", .heading),
            ("h6", .heading), ("hgroup", .hgroup), ("hr", .hr), ("html", .html), ("iframe", .iframe), ("img", .img),
            ("legend", .legend), ("li", .li), ("main", .main), ("marquee", .marquee), ("menu", .menu), ("nav", .nav),
            ("noembed", .noembed), ("noframes", .noframes), ("object", .object), ("ol", .ol), ("optgroup", .optgroup),
            ("option", .option), ("p", .p), ("plaintext", .plaintext), ("pre", .pre), ("listing", .pre), ("q", .q),
            ("script", .script), ("search", .search), ("section", .section), ("select", .select), ("style", .style),
            ("summary", .summary), ("table", .table), ("tbody", .tableSection), ("tfoot", .tableSection), ("thead", .tableSection),
            ("td", .td), ("th", .td), ("template", .template), ("textarea", .textarea), ("title", .title), ("tr", .tr), ("ul", .ul),
            ("xml", .xml), ("xmp", .xmp), ("area", .void), ("base", .void), ("basefont", .void), ("bgsound", .void), ("col", .void),
            ("embed", .void), ("frame", .void), ("input", .void), ("keygen", .void), ("link", .void), ("meta", .void),
            ("param", .void), ("source", .void), ("track", .void), ("wbr", .void),
        ]
        var known: [UInt64: HTMLElement] = [:]
        for (name, element) in names { known[Array(name.utf8).withUnsafeBufferPointer(key)] = element }
        return known
    }()

    // MARK: What it means

    /// How many line ends are before and after it: two leave a blank line.
    var breaks: Int {
        switch self {
        case .p, .heading, .blockquote, .ul, .ol, .dir, .menu, .dl, .pre, .table, .figure, .fieldset, .xmp: 2
        case .address, .article, .aside, .body, .caption, .center, .dd, .details, .dialog, .div, .dt, .figcaption, .footer, .form,
            .header, .hgroup, .hr, .html, .legend, .li, .main, .nav, .optgroup, .option, .search, .section, .summary, .tr,
            .tableSection, .textarea, .plaintext: 1
        default: 0
        }
    }

    /// Whether nothing of what is in it is shown.
    var isHidden: Bool {
        switch self {
        case .script, .style, .template, .title, .iframe, .noembed, .noframes, .xml: true
        default: false
        }
    }

    /// Whether tags in it are none, up to its own end tag.
    var holdsRawText: Bool {
        switch self {
        case .script, .style, .iframe, .noembed, .noframes, .xmp, .title, .textarea: true
        default: false
        }
    }

    /// Whether it has no end tag.
    var isVoid: Bool { self == .void || self == .br || self == .hr || self == .img }

    /// Whether it is a list, of which each item has a mark.
    var isList: Bool { self == .ul || self == .ol || self == .dir || self == .menu }

    /// Whether what is open outside of it is not ended inside it (HTML Standard, 13.2.4.2).
    var isScope: Bool {
        switch self {
        case .td, .table, .caption, .template, .object, .marquee, .button: true
        default: false
        }
    }

    /// Whether a paragraph ends where it starts.
    var endsParagraph: Bool {
        switch self {
        case .other, .a, .q, .button, .object, .select, .option, .optgroup, .img, .br, .void, .td, .tr, .tableSection, .caption: false
        default: true
        }
    }
}
