import TextScanning

/// What libyaml says is wrong, in words that say what to do, at the place where it is.
enum YAMLProblem {
    /// The failure for a problem at `place`. `context` is what libyaml was reading, and where that began: the fault is there where
    /// something was not finished, and the problem is only what came instead.
    static func failure(
        _ problem: String, at place: Int, isLater: Bool, while context: (text: String, place: Int)?
    ) -> YAMLFailure {
        let isUnfinished = problem == "could not find expected ':'" || problem == "found unexpected end of stream"
            || (isLater && context?.text.contains("flow") == true)
        return YAMLFailure(
            message: message(for: problem), help: help(for: problem),
            place: isUnfinished ? context?.place ?? place : place)
    }

    private static func message(for problem: String) -> String {
        switch problem {
        case "mapping values are not allowed in this context": "a value goes on with a colon and a space, which start another entry"
        case "could not find expected ':'": "the key has no colon behind it"
        case "found unexpected end of stream": "the quotation mark that opens here is not closed"
        default: problem
        }
    }

    private static func help(for problem: String) -> String? {
        switch problem {
        case "mapping values are not allowed in this context": "quote the value: `title: \"Chat: part 2\"`"
        case "could not find expected ':'": "write `key: value`, or indent the line where it goes on with the value above"
        case "found unexpected end of stream": "close it with the same mark; inside single quotes, write two for one"
        case "did not find expected key":
            "indent the keys alike; quote the whole of a value that begins with a quotation mark, a bracket or the like"
        case "did not find expected ',' or ']'": "close the list with `]`, or quote the value that begins with `[`"
        case "did not find expected ',' or '}'": "close the mapping with `}`, or quote the value that begins with `{`"
        case "found unknown escape character": "use single quotes, in which a backslash is one, or write it twice"
        case "found a tab character that violates indentation", "found a tab character where an indentation space is expected":
            "indent with spaces instead of tabs"
        default: nil
        }
    }
}

extension YAMLFailure {
    /// The same, where a character is at fault, with what it is. `yaml` is the text that was read.
    func explained(by yaml: UnsafeBufferPointer<UInt8>) -> YAMLFailure {
        guard message == "found character that cannot start any token", let offset = yaml.offsets(ofScalars: [place]).first else {
            return self
        }
        var failure = self
        if yaml[offset] == 0x09 {
            failure.message = "a tab is here, and YAML indents with spaces"
            failure.help = "write spaces instead of the tab"
        } else {
            let character = String(decoding: yaml[offset...].prefix(4), as: UTF8.self).unicodeScalars.first.map { String($0) } ?? ""
            failure.message = "no value can start with `\(character)`"
            failure.help = "quote the value"
        }
        return failure
    }
}
