/// What of a mail is shown as its text, and what is attached.
struct ShownParts {
    private(set) var texts: [MIMELeaf] = []
    /// Other forms of a text that is shown.
    private(set) var alternatives: [MIMELeaf] = []
    private(set) var attachments: [MIMELeaf] = []
    /// The nodes of texts that only say that another form is the text.
    private let stubs: Set<Int>

    init(_ tree: MIMETree, stubs: Set<Int>) {
        self.stubs = stubs
        if !tree.nodes.isEmpty { take(0, tree, isFirst: true, inRelated: false) }
    }

    /// Nodes are no deeper than the limit of the tree, and so is this.
    private mutating func take(_ index: Int, _ tree: MIMETree, isFirst: Bool, inRelated: Bool) {
        switch tree.nodes[index].content {
        case .leaf(let leaf):
            // RFC 8621, 4.1.4: a text that has a name is shown where it comes first.
            let isShown = leaf.isText && !leaf.isAttachment && (isFirst || (!inRelated && !leaf.hasName))
            if isShown { texts.append(leaf) } else { attachments.append(leaf) }
        case .multipart(let kind):
            let children = tree.nodes[index].children
            let chosen = kind == .alternative ? choice(among: children, tree) : nil
            for (position, child) in children.enumerated() {
                if let chosen, child != chosen {
                    takeRest(child, tree)
                } else {
                    take(child, tree, isFirst: position == 0 || chosen != nil, inRelated: kind == .related)
                }
            }
        }
    }

    /// Of what is another form of a text that is shown, what is no text: a picture in it, an invitation.
    private mutating func takeRest(_ index: Int, _ tree: MIMETree) {
        switch tree.nodes[index].content {
        case .leaf(let leaf):
            if !leaf.isText || leaf.isAttachment {
                attachments.append(leaf)
            } else if !leaf.body.isEmpty {
                alternatives.append(leaf)
            }
        case .multipart:
            for child in tree.nodes[index].children { takeRest(child, tree) }
        }
    }

    /// The first form that is plain text, else the last that is any (RFC 2046, 5.1.4). One without content is no form, and one
    /// that says that the text is in another is none where there is another.
    private func choice(among children: [Int], _ tree: MIMETree) -> Int? {
        func isForm(_ node: Int, _ leaf: MIMELeaf) -> Bool { leaf.isText && !leaf.isAttachment && !leaf.body.isEmpty }
        return children.first { Self.holds($0, tree) { isForm($0, $1) && !$1.isHTML && !stubs.contains($0) } }
            ?? children.last { Self.holds($0, tree) { isForm($0, $1) && !stubs.contains($0) } }
            ?? children.last { Self.holds($0, tree, isForm) } ?? children.first
    }

    private static func holds(_ index: Int, _ tree: MIMETree, _ condition: (Int, MIMELeaf) -> Bool) -> Bool {
        switch tree.nodes[index].content {
        case .leaf(let leaf): condition(index, leaf)
        case .multipart: tree.nodes[index].children.contains { holds($0, tree, condition) }
        }
    }
}

extension MIMELeaf {
    var hasName: Bool { type.hasName || disposition?.has("filename") ?? false }
}
