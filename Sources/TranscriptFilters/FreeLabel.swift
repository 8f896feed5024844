/// A short text, such as a title or a file's name, that certainly names nobody: dates, numbers, and words of a short list.
enum FreeLabel {
    static func isFree(_ text: String) -> Bool {
        // What is escaped may be anything.
        if text.utf8.contains(where: { "&%\\=".utf8.contains($0) }) { return false }
        let isWord: (Character) -> Bool = { $0.isLetter || $0.isNumber }
        return text.split { !isWord($0) }.allSatisfy { word in
            if word.allSatisfy({ $0.isASCII && $0.isNumber }) { return isDateOrCount(word) }
            // `10h`, `v2`, `lines3`.
            let letters = word.filter { $0.isLetter }.lowercased()
            return words.contains(letters) && word.count - letters.count < 5
        } && text.filter { $0.isNumber }.count < 18 && !mayBeNumber(text)
    }

    /// Whether digits are written as those of a telephone number are and dates are not.
    private static func mayBeNumber(_ text: String) -> Bool {
        let groups = text.split { !$0.isNumber }
        guard let first = groups.first, groups.reduce(0, { $0 + $1.count }) > 6 else { return false }
        return text.contains("+") || first.first == "0" && (first.count > 2 || groups.allSatisfy { $0.count == 2 })
    }

    /// A name that was chosen for its owner is hardly ever in small letters.
    static func looksLikeName(_ text: String) -> Bool {
        !isFree(text) && text.unicodeScalars.contains { $0.properties.isUppercase || $0.value > 0x7F }
    }

    private static func isDateOrCount(_ digits: Substring) -> Bool {
        digits.count < 7 || (digits.count == 8 && (digits.hasPrefix("19") || digits.hasPrefix("20")))
    }

    private static let words: Set<String> = Set(
        """
        chat chats transcript transcripts message messages log logs export exports exported archive archives day days week weeks month months
        year years part parts page post source default all whole full new old first last copy backup history conversation conversations
        january february march april may june july august september october november december jan feb mar apr jun jul aug sep oct nov dec
        monday tuesday wednesday thursday friday saturday sunday whatsapp telegram signal slack discord wechat imessage sms mms messenger
        instagram facebook teams zoom meet matrix irc skype viber line kakaotalk google hangouts mail mails mailbox mbox inbox outbox sent
        thread threads channel group direct meeting broadcast general random subtitle subtitles captions meetup utf ascii latin iso
        windows json jsonl xml html markdown md txt csv srt vtt webvtt v x t z h am pm ios android web desktop input output in out test
        sample file files data the a of and
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
