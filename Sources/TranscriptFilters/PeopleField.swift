import TranscriptModel

/// Fields of metadata and extensions whose values are people: header fields of mails, and what exporters call them.
enum PeopleField {
    static func isOne(_ name: Text) -> Bool {
        let own = String(name).lowercased().split(separator: ":").last ?? ""
        return names.contains(own.filter { $0 != "_" && $0 != "-" && $0 != " " })
    }

    private static let names: Set<String> = Set(
        """
        from to cc bcc sender replyto deliveredto envelopeto xoriginalto originalto returnpath resentfrom resentto resentcc resentsender
        errorsto mailfollowupto dispositionnotificationto received receivedspf authenticationresults xenvelopefrom xsender xauthor fromline
        author authors creator owner user users username login nick nickname handle displayname realname fullname firstname lastname
        givenname surname name names member members participant participants people person recipient recipients contact contacts phone
        phonenumber telephone mobile email mail address emails invitee inviter invitedby actor target mention mentions by editedby
        deletedby pinnedby forwardedfrom alias aliases profile screenname pushname notifyname authorname sendername fromname toname
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// The names and addresses in a list of mail addresses (RFC 5322, 3.4), and any other name as it stands.
    static func names(in field: Text) -> [Text] {
        let text = String(field)
        guard text.contains("@") else { return [field] }
        var names = text.withAddresses
        for mailbox in mailboxes(in: text) { names += self.names(ofMailbox: mailbox) }
        return names
    }

    /// A list cut at its commas, but for those in quotes, angles and parentheses.
    private static func mailboxes(in list: String) -> [Substring] {
        var mailboxes: [Substring] = []
        var start = list.startIndex
        var isQuoted = false
        var depth = 0
        for index in list.indices {
            switch list[index] {
            case "\"": isQuoted.toggle()
            case "<", "(": if !isQuoted { depth += 1 }
            case ">", ")": if !isQuoted { depth = max(0, depth - 1) }
            case ",", ";":
                if isQuoted || depth > 0 { continue }
                mailboxes.append(list[start..<index])
                start = list.index(after: index)
            default: break
            }
        }
        return mailboxes + [list[start...]]
    }

    /// What stands before an address, and in a comment behind it.
    private static func names(ofMailbox mailbox: Substring) -> [Text] {
        var names: [Text] = []
        if let angle = mailbox.lastIndex(of: "<") { names.append(Text(trimmed(mailbox[..<angle]))) }
        if let open = mailbox.firstIndex(of: "("), let close = mailbox.lastIndex(of: ")"), open < close {
            names.append(Text(trimmed(mailbox[mailbox.index(after: open)..<close])))
        }
        // What a machine writes in such places is no name.
        return names.filter { !$0.isEmpty && !String($0).contains { "=[]".contains($0) } && $0.utf8Count < 80 }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        let isOuter: (Character) -> Bool = { $0.isWhitespace || $0 == "\"" || $0 == "'" }
        while let first = text.first, isOuter(first) { text.removeFirst() }
        while let last = text.last, isOuter(last) { text.removeLast() }
        return text
    }
}

extension String {
    fileprivate var withAddresses: [Text] {
        var copy = self
        return copy.withUTF8 { utf8 in ContactSearch(utf8, [:]).found.filter { $0.kind == .address }.map(\.owner) }
    }
}
