import TranscriptModel

/// What of a file's name and type says what kind of file it is, and nothing of who made it.
enum FileExtension {
    /// The extension with its dot, where it is a usual one; else nothing.
    static func known(in path: Text) -> String {
        let name = String(path).prefix { $0 != "?" && $0 != "#" }
        guard let dot = name.lastIndex(of: ".") else { return "" }
        let ending = name[name.index(after: dot)...].lowercased()
        return usual.contains(ending) ? ".\(ending)" : ""
    }

    /// Whether it is a type of the usual trees, without parameters, which hold file names.
    static func isMediaType(_ type: Text) -> Bool {
        let parts = String(type).split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, trees.contains(parts[0]), parts[1].utf8.count < 80 else { return false }
        return !parts[1].isEmpty && parts[1].utf8.allSatisfy {
            UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || ".+-".utf8.contains($0)
        }
    }

    private static let trees: Set<Substring> = ["image", "video", "audio", "text", "application", "message", "multipart", "font", "model"]

    private static let usual: Set<String> = Set(
        """
        jpg jpeg png gif webp heic heif svg bmp tif tiff mp4 mov avi mkv webm 3gp m4v mp3 m4a ogg oga opus wav aac flac amr wma pdf doc docx
        xls xlsx ppt pptx odt ods odp rtf txt csv tsv md html htm xml json zip gz tgz tar 7z rar vcf ics eml mbox epub apk tgs
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}

/// Emoji, and the names that programs give to those of all; a workspace's own are often called after people.
enum EmojiName {
    static func isFree(_ emoji: Text) -> Bool {
        let text = String(emoji)
        guard text.unicodeScalars.contains(where: { $0.properties.isAlphabetic && $0.value < 0x1F000 }) else { return text.count < 4 }
        return usual.contains(text.filter { $0 != ":" }.lowercased())
    }

    private static let usual: Set<String> = Set(
        """
        +1 -1 thumbsup thumbsdown heart joy smile smiley laughing grinning wink tada eyes fire clap pray ok_hand wave rocket 100 x
        white_check_mark heavy_check_mark like love loved liked haha laugh laughed wow sad angry care question questioned exclamation
        emphasized disliked dislike cry sob thinking thinking_face raised_hands muscle party blush slightly_smiling_face
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
