package import TextScanning

/// Makes of HTML the text that its reader sees: for mails that have no other.
///
/// What stands in lines stands in lines, paragraphs have a blank line between them, what is quoted has `> ` in front as in plain mail,
/// lists have marks and are indented in lists, the cells of a row are on one line with tabs between them. A link's target stands behind
/// its text in angle brackets (RFC 3986, appendix C) unless the text is the target; a picture shows its `alt`. What is hidden is not shown:
/// comments, scripts, and what the attribute `hidden` or a style of its own hides.
///
/// O(n), and besides the text memory of a fixed size. Nothing is loaded and nothing runs.
package struct HTMLText: ~Copyable {
    private let html: UnsafeBufferPointer<UInt8>
    private var tokens: HTMLTokenizer
    private var elements = HTMLOpenElements()
    private var lines: TextLines
    /// What the row that is open is to have behind it.
    private var rowBreaks = 0

    /// Appends the text of `html`, which is UTF-8. It ends with a line feed, unless there is none.
    package static func append(_ html: UnsafeBufferPointer<UInt8>, to output: inout OutputBuffer) {
        var text = HTMLText(html)
        text.run()
        let lines = (consume text).takeLines()
        lines.withLines { output.append($0) }
    }

    private init(_ html: UnsafeBufferPointer<UInt8>) {
        self.html = html
        tokens = HTMLTokenizer(html)
        lines = TextLines(capacity: html.count / 2)
    }

    private consuming func takeLines() -> TextLines { lines }

    private mutating func run() {
        while let token = tokens.next() {
            switch token {
            case .text(let range): show(range)
            case .start(let tag): open(tag)
            case .end(let name): close(name)
            }
        }
        endElements(from: 0)
    }

    // MARK: Text

    private var isHidden: Bool { elements.all.last.map { $0.isHidden || $0.hasNoSize } ?? false }
    private var keepsSpace: Bool { elements.all.last?.keepsSpace ?? false }

    private mutating func show(_ range: Range<Int>) {
        if isHidden { return }
        let keepsSpace = keepsSpace
        var index = range.lowerBound
        while index < range.upperBound {
            let start = index
            while index < range.upperBound, Self.isPlain(html[index]) { index += 1 }
            lines.append(html.slice(start..<index))
            if index < range.upperBound { index = showSpecial(at: index, keepsSpace) }
        }
    }

    /// Whether a byte is shown as it is: no white space, no `&`, no control, and not the first of a no-break space.
    @inline(__always)
    private static func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte != UInt8(ascii: "&") && byte != 0xC2 }

    /// Shows what takes a closer look. Returns the place after it.
    private mutating func showSpecial(at index: Int, _ keepsSpace: Bool) -> Int {
        switch html[index] {
        case UInt8(ascii: "&"):
            guard let reference = CharacterReference(html, at: index) else { break }
            show(reference.first, keepsSpace)
            if let second = reference.second { show(second, keepsSpace) }
            return reference.end
        case 0xC2:
            guard index + 1 < html.count, html[index + 1] == 0xA0 else { break }
            lines.space()
            return index + 2
        case 0x0D where index + 1 < html.count && html[index + 1] == 0x0A: return index + 1
        case let byte where byte <= 0x20:
            show(Unicode.Scalar(byte), keepsSpace)
            return index + 1
        default: break
        }
        lines.append(html.slice(index..<index + 1))
        return index + 1
    }

    private mutating func show(_ scalar: Unicode.Scalar, _ keepsSpace: Bool) {
        switch scalar {
        case "\u{A0}": lines.space()
        case " ", "\u{0C}": keepsSpace ? lines.space() : lines.collapsibleSpace()
        case "\n", "\r": keepsSpace ? lines.lineEnd() : lines.collapsibleSpace()
        case "\t" where !keepsSpace: lines.collapsibleSpace()
        // It is no character of HTML, and browsers drop it.
        case "\0": break
        default: lines.append(scalar)
        }
    }

    // MARK: Elements that start

    private mutating func open(_ tag: HTMLToken.Tag) {
        let element = HTMLElement(html.slice(tag.name))
        if element.holdsRawText { return showRawText(of: element, tag) }
        switch element {
        case .head: return
        case .html, .body: return breakLines(of: element)
        case .plaintext: return show(tokens.takeRest())
        default: break
        }
        endWhatEnds(before: element)
        let attributes = Attributes(html, in: tag.attributes)
        if element.isVoid { return show(element, attributes) }
        push(element, tag, attributes)
    }

    private mutating func showRawText(of element: HTMLElement, _ tag: HTMLToken.Tag) {
        let text = tokens.takeRawText(of: tag.name)
        if element.isHidden || isHidden { return }
        breakLines(of: element)
        var raw = HTMLOpenElement(element)
        raw.keepsSpace = true
        raw.prefixLength = lines.prefixLength
        guard elements.push(raw) else { return }
        show(text)
        if let raw = elements.pop() { end(raw) }
    }

    private mutating func endWhatEnds(before element: HTMLElement) {
        if let index = elements.index(endedBy: element) { endElements(from: index) }
        guard let index = elements.paragraph(endedBy: element) else { return }
        // A link that the paragraph is in goes on in what comes.
        let link = elements.all[index...].first { $0.element == .a }
        if let link, let place = elements.all.lastIndex(where: { $0.element == .a }) {
            elements.unlink(at: place)
            endElements(from: index)
            _ = elements.push(link)
        } else {
            endElements(from: index)
        }
    }

    private mutating func show(_ element: HTMLElement, _ attributes: Attributes) {
        if isHidden || attributes.isHidden { return }
        switch element {
        case .br: lines.lineEnd()
        case .hr:
            lines.breakLine(1)
            lines.append(literal: "---")
            lines.breakLine(1)
        case .img:
            guard let alternative = attributes.alternative else { return }
            showAttribute(alternative)
        default: break
        }
    }

    private mutating func push(_ element: HTMLElement, _ tag: HTMLToken.Tag, _ attributes: Attributes) {
        var open = HTMLOpenElement(element)
        let parent = elements.all.last
        open.name = element == .other ? tag.name : 0..<0
        open.isHidden = parent?.isHidden ?? false || element.isHidden || attributes.isHidden
        open.hasNoSize = attributes.style.hasNoSize ?? parent?.hasNoSize ?? false
        open.keepsSpace = attributes.style.keepsSpace ?? (element == .pre || parent?.keepsSpace ?? false)
        open.prefixLength = lines.prefixLength
        open.hasNoMarker = attributes.style.hasNoMarker || !element.isList && parent?.hasNoMarker ?? false
        open.breaks = breaks(of: element, attributes, in: parent)
        if !open.isHidden { begin(&open, attributes, in: parent) }
        if !elements.push(open) { lines.shortenPrefix(to: open.prefixLength) }
    }

    /// How many line ends are around an element.
    private func breaks(of element: HTMLElement, _ attributes: Attributes, in parent: HTMLOpenElement?) -> Int {
        switch element {
        case .p where attributes.style.hasNoMargin || attributes.isWordParagraph: 1
        case .ul, .ol, .dir, .menu: elements.isOpen(.li) || parent?.element.isList ?? false ? 1 : 2
        default: element.breaks
        }
    }

    private mutating func begin(_ open: inout HTMLOpenElement, _ attributes: Attributes, in parent: HTMLOpenElement?) {
        if open.breaks > 0 { lines.breakLine(open.breaks) }
        switch open.element {
        case .blockquote where attributes.isQuote:
            lines.beginQuote()
            lines.indent(by: "> ")
        case .blockquote, .dd: lines.indent(by: 2)
        case .ul, .dir, .menu:
            if parent?.element.isList ?? false { lines.indent(by: 2) }
        case .ol:
            if parent?.element.isList ?? false { lines.indent(by: 2) }
            open.number = attributes.number(.start) ?? 1
            open.numbering = attributes.numbering
        case .li: beginItem(open, attributes)
        case .td: open.lineStart = lines.beginCell()
        case .q: lines.append(literal: "\"")
        case .a:
            open.target = attributes.target
            open.textStart = lines.end
        case .pre:
            // A line end right behind the tag is none.
            tokens.passLineEnd()
        default: break
        }
    }

    private mutating func beginItem(_ item: HTMLOpenElement, _ attributes: Attributes) {
        if item.hasNoMarker { return }
        let mark = elements.countItem(numbered: attributes.number(.value))
        lines.beginItem(mark)
        lines.indent(by: mark.utf8.count + 1)
    }

    // MARK: Elements that end

    private mutating func close(_ range: Range<Int>) {
        let name = html.slice(range)
        let element = HTMLElement(name)
        switch element {
        case .html, .body: return breakLines(of: element)
        case .br where !isHidden: return lines.lineEnd()
        default: break
        }
        if elements.takeExcess() { return breakLines(of: element) }
        guard let index = elements.index(ending: element, name, in: html) else { return }
        if element == .a, elements.all[index...].contains(where: { $0.breaks > 0 }) {
            // It ends, and what is in it goes on.
            showTarget(of: elements.all[index])
            return elements.unlink(at: index)
        }
        endElements(from: index)
    }

    private mutating func endElements(from index: Int) {
        while elements.all.count > index, let last = elements.pop() { end(last) }
    }

    private mutating func end(_ open: HTMLOpenElement) {
        lines.shortenPrefix(to: open.prefixLength)
        if open.isHidden { return }
        var breaks = open.breaks
        switch open.element {
        case .a: showTarget(of: open)
        case .q: lines.append(literal: "\"")
        case .td: rowBreaks = max(rowBreaks, lines.endCell(from: open.lineStart))
        case .tr:
            breaks = max(breaks, rowBreaks)
            rowBreaks = 0
        default: break
        }
        if breaks > 0 { lines.breakLine(breaks) }
    }

    private mutating func breakLines(of element: HTMLElement) {
        if element.breaks > 0, !isHidden { lines.breakLine(element.breaks) }
    }

    // MARK: Links

    /// Shows where a link leads, unless its text says it.
    private mutating func showTarget(of link: HTMLOpenElement) {
        guard let range = link.target, !link.isHidden, !link.hasNoSize else { return }
        let target = LinkTarget(html, in: range)
        guard !target.isEmpty, !lines.withText(from: link.textStart, { target.isShown(by: $0) }) else { return }
        if lines.end > link.textStart {
            lines.appendBehindText { output in
                output.append(0x20)
                target.append(to: &output)
            }
        } else {
            target.withBracketedBytes { lines.append($0) }
        }
    }

    private mutating func showAttribute(_ range: Range<Int>) {
        var index = range.lowerBound
        while index < range.upperBound {
            if html[index] == UInt8(ascii: "&"), let reference = CharacterReference(html, at: index, inAttribute: true),
                reference.end <= range.upperBound
            {
                show(reference.first, false)
                if let second = reference.second { show(second, false) }
                index = reference.end
            } else if html[index] <= 0x20 {
                lines.collapsibleSpace()
                index += 1
            } else {
                let start = index
                index += 1
                while index < range.upperBound, html[index] > 0x20, html[index] != UInt8(ascii: "&") { index += 1 }
                lines.append(html.slice(start..<index))
            }
        }
    }
}

extension HTMLOpenElements {
    /// The mark of the next item of the innermost list.
    fileprivate mutating func countItem(numbered number: Int?) -> String {
        guard let index = all.lastIndex(where: { $0.element.isList }), all[index].numbering != .none else { return "-" }
        let number = number ?? all[index].number
        setNumber(number == .max ? number : number + 1, at: index)
        return all[index].numbering.mark(number)
    }
}
