/// The words of an event as a program says it: `joined`, or `Ada added Grace`. People stand in them who never say a word, so that
/// of words with a capital letter only those stay that programs use.
enum EventSentence {
    /// The sentence with each name replaced; nil where there is none.
    static func replacing(in sentence: String, by pseudonym: (String) -> String) -> String? {
        var parts: [(text: String, isName: Bool)] = []
        for piece in pieces(of: sentence) {
            let isName = isName(piece)
            if isName, parts.count > 1, parts[parts.count - 1].text == " ", parts[parts.count - 2].isName {
                parts.removeLast()
                parts[parts.count - 1].text += " " + piece
            } else {
                parts.append((piece, isName))
            }
        }
        guard parts.contains(where: \.isName) else { return nil }
        return parts.map { $0.isName ? pseudonym($0.text) : $0.text }.joined()
    }

    /// Words, with the marks inside, and what stands between them.
    private static func pieces(of sentence: String) -> [String] {
        var pieces: [String] = []
        var isInWord = false
        for character in sentence {
            let isLetter = character.isLetter || character.isNumber || (isInWord && "-'’".contains(character))
            if !pieces.isEmpty, isLetter == isInWord { pieces[pieces.count - 1].append(character) } else { pieces.append(String(character)) }
            isInWord = isLetter
        }
        return pieces
    }

    private static func isName(_ piece: String) -> Bool {
        guard let first = piece.first, first.isUppercase else { return false }
        return !words.contains(piece.lowercased())
    }

    private static let words: Set<String> = Set(
        """
        you your i this the a an group chat channel conversation message messages missed voice video call security code disappearing
        whatsapp telegram signal slack discord teams zoom end-to-end admin admins name title topic description icon picture photo new no
        tap everyone someone waiting calls live location poll event meeting in on at to and is are was were changed created added removed
        joined left now only can january february march april may june july august september october november december monday tuesday
        wednesday thursday friday saturday sunday pm am utc gmt
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
