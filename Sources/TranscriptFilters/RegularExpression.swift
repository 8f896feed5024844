import CPCRE2
import TranscriptCoding
import TranscriptModel

/// A regular expression in the language of Perl, by PCRE2 and its compiler of machine code.
///
/// Looking for some expressions takes time that grows exponentially with a text. Here it stops at a limit and says so.
final class RegularExpression {
    /// The limit was reached, and nobody knows whether the text matches.
    struct LimitReached: Error {}

    private let code: OpaquePointer
    private let match: OpaquePointer
    private let context: OpaquePointer

    /// How often a search can go back from one place of a text: some tenths of a second.
    private static let mostSteps: UInt32 = 1_000_000
    private static let mostHeapKibibytes: UInt32 = 65_536

    /// - Throws: `usage` when `pattern` is no regular expression.
    init(_ pattern: String) throws(ConversionError) {
        var failure: Int32 = 0
        var place = 0
        var pattern = pattern
        let compiled = pattern.withUTF8 { utf8 in
            pcre2_compile_8(utf8.baseAddress, utf8.count, Self.options, &failure, &place, nil)
        }
        guard let compiled else {
            throw ConversionError(
                .usage, .invalidOption, "'\(pattern)' is no regular expression: \(Self.message(failure)) (at character \(Self.character(place, of: pattern)))")
        }
        guard let match = pcre2_match_data_create_from_pattern_8(compiled, nil), let context = pcre2_match_context_create_8(nil)
        else {
            pcre2_code_free_8(compiled)
            throw ConversionError(.defect, .invalidOption, "there is no memory for a regular expression")
        }
        (code, self.match, self.context) = (compiled, match, context)
        pcre2_set_match_limit_8(context, Self.mostSteps)
        pcre2_set_depth_limit_8(context, Self.mostSteps)
        pcre2_set_heap_limit_8(context, Self.mostHeapKibibytes)
        // Where there is no machine code for it, it is interpreted.
        _ = pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE))
    }

    deinit {
        pcre2_match_data_free_8(match)
        pcre2_match_context_free_8(context)
        pcre2_code_free_8(code)
    }

    /// Whether the text matches somewhere.
    func matches(_ text: Text) throws(LimitReached) -> Bool {
        let result = text.withUTF8 { utf8 in
            // A text is UTF-8 already.
            pcre2_match_8(code, utf8.baseAddress, utf8.count, 0, UInt32(PCRE2_NO_UTF_CHECK), match, context)
        }
        if result >= 0 { return true }
        if result == PCRE2_ERROR_NOMATCH { return false }
        throw LimitReached()
    }

    /// A character is a Unicode scalar, `\w` and `\b` know all letters, and `$` is the end of the text alone.
    private static let options =
        UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | UInt32(PCRE2_DOLLAR_ENDONLY) | UInt32(PCRE2_NEVER_BACKSLASH_C)

    private static func message(_ failure: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = buffer.withUnsafeMutableBufferPointer { pcre2_get_error_message_8(failure, $0.baseAddress, $0.count) }
        return count < 0 ? "error \(failure)" : String(decoding: buffer.prefix(Int(count)), as: UTF8.self)
    }

    /// The number of the character at a byte of the pattern, counted from 1.
    private static func character(_ place: Int, of pattern: String) -> Int {
        String(decoding: pattern.utf8.prefix(place), as: UTF8.self).unicodeScalars.count + 1
    }
}
