import TranscriptCoding

extension DiagnosticCode {
    static let notMail = DiagnosticCode(
        "mbox.no-mail", "the input starts with neither a `From ` line nor a mail's header",
        Explanation(
            """
            A mailbox starts with a line `From ADDRESS DATE`, and a single mail with the fields of its header. This is \
            another kind of file.
            """,
            fails: "hello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n"))
    static let noSeparator = DiagnosticCode(
        "mbox.no-from-line", "the input is one mail without a `From ` line before it",
        Explanation(
            """
            A single mail, as mail programs save one, is read as a mailbox of one. A `From ` line before it makes it a \
            mailbox.
            """,
            fails: "From: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n"))
    static let unquotedSeparator = DiagnosticCode(
        "mbox.unquoted-from", "a line of text starts with `From ` and is not quoted",
        Explanation(
            """
            A line that starts with `From ` begins a mail (RFC 4155), and a program that is less careful takes this one \
            for that. Such a line of text is written with `>` in front.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n\nFrom here on\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n\n>From here on\n"))
    static let wrongLength = DiagnosticCode(
        "mbox.content-length", "Content-Length does not lead to the end of a mail",
        Explanation(
            """
            The field counts the bytes of the body. Where no mail ends there, the mail was changed after it was counted, \
            and programs that heed the field cut it.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Length: 3\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Length: 6\n\nhello\n"))
    static let headerWithoutEnd = DiagnosticCode(
        "mbox.header-end", "a mail's header does not end in a blank line",
        Explanation(
            """
            A blank line stands between header and body (RFC 5322, 2.1). Without it, the first line that is no field \
            begins the body.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n"))
    static let tooManyFields = DiagnosticCode(
        "mbox.fields-limit", "a mail has more header fields than the limit",
        Explanation(
            """
            Thousands of header fields are no mail that anybody sent. The limit keeps the work for one mail small.
            """,
            fails: .init(
                "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n"
                    + String(repeating: "X-A: b\n", count: 10_010) + "\nhello\n"),
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n"))
    static let tooManyParts = DiagnosticCode(
        "mbox.parts-limit", "a mail has more parts than the limit",
        Explanation(
            """
            Thousands of parts are no mail that anybody sent. The limit keeps the work for one mail small.
            """,
            fails: .init(
                "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: multipart/mixed; boundary=b\n\n"
                    + String(repeating: "--b\n\na\n", count: 10_010) + "--b--\n"),
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n"))
    static let nestedParts = DiagnosticCode(
        "mbox.nesting-limit", "a mail has parts nested deeper than the limit",
        Explanation(
            """
            Parts in parts in parts, a hundred deep, are no mail that anybody sent. The limit keeps the work for one \
            mail small.
            """,
            fails: .init(
                "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: multipart/mixed; boundary=b0\n\n"
                    + (0..<120).map { "--b\($0)\nContent-Type: multipart/mixed; boundary=b\($0 + 1)\n\n" }.joined() + "hello\n"),
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n"))
    static let unclosedBoundary = DiagnosticCode(
        "mbox.unclosed-boundary", "a multipart does not end in its boundary",
        Explanation(
            """
            The last part ends in `--boundary--` (RFC 2046, 5.1.1). Without it, the mail was probably cut.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b--\n"))
    static let noBoundary = DiagnosticCode(
        "mbox.no-boundary", "a multipart names no boundary",
        Explanation(
            """
            The parameter `boundary` of a multipart is required (RFC 2046, 5.1.1); without it, nobody can tell its \
            parts.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: multipart/mixed\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b--\n"))
    static let invalidDate = DiagnosticCode(
        "mbox.invalid-date", "the date of a mail cannot be read",
        Explanation(
            """
            The field `Date` is none that RFC 5322, 3.3 or its older forms describe, or a day that the calendar has not. \
            The time of the `From ` line stands in for it.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: yesterday\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n"))
    static let unknownZone = DiagnosticCode(
        "mbox.unknown-zone", "the date of a mail names a zone that nobody knows",
        Explanation(
            """
            A zone is digits, or one of a few names (RFC 5322, 3.3 and 4.3). The time is kept without a zone, and the field \
            as `mbox:Date`. Letters of the military are such names too: programs had them the wrong way round.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 XYZT\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 EST\n\nhello\n"))
    static let missingDate = DiagnosticCode(
        "mbox.no-date", "a mail has no date",
        Explanation(
            """
            The field `Date` is required (RFC 5322, 3.6). The time of the `From ` line, which is when the mail arrived, \
            stands in for it.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n"))
    static let dateMismatch = DiagnosticCode(
        "mbox.date-mismatch", "the date of a mail is more than a month from that of its `From ` line",
        Explanation(
            """
            The `From ` line tells when a mail arrived, and `Date` when it was written, by the sender's clock. A month and \
            more between them is a clock that was wrong, or a line that a program made up when it moved the mail.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Thu, 1 Jan 1970 00:00:00 +0000\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nhello\n"))
    static let damagedEncoding = DiagnosticCode(
        "mbox.transfer-encoding", "a part is not quite in the transfer encoding that it names",
        Explanation(
            """
            Base64 or quoted-printable holds characters that it cannot have, or ends too early (RFC 2045, 6): some of \
            the part is lost.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Transfer-Encoding: base64\n\naGVs*bG8=\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Transfer-Encoding: base64\n\naGVsbG8=\n"))
    static let undeclaredCharset = DiagnosticCode(
        "mbox.undeclared-charset", "text that is not ASCII names no charset and was read in the fallback",
        Explanation(
            """
            Text without a charset is ASCII (RFC 2046, 4.1.2). What is neither that nor UTF-8 is read as Windows-1252, \
            or as `--fallback-charset` says.
            """,
            fails: .init(Array("From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\n\nna".utf8) + [0xEF] + Array("ve\n".utf8)),
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: text/plain; charset=utf-8\n\nnaïve\n"))
    static let unknownCharset = DiagnosticCode(
        "mbox.unknown-charset", "text names a charset that is not known here",
        Explanation(
            """
            The C library does not know the charset, so the text is read as far as it is ASCII. `iconv -l` lists those \
            that it knows.
            """,
            fails: .init(Array("From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: text/plain; charset=x-klingon\n\nna".utf8) + [0xEF] + Array("ve\n".utf8)),
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: text/plain; charset=utf-8\n\nnaïve\n"))
    static let invalidCharacters = DiagnosticCode(
        "mbox.invalid-characters", "text has bytes that its charset has not, which became U+FFFD",
        Explanation(
            """
            The charset that the part names is not the one that it is in, or some of its bytes are damaged.
            """,
            fails: .init(Array("From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: text/plain; charset=utf-8\n\nna".utf8) + [0xEF] + Array("ve\n".utf8)),
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nContent-Type: text/plain; charset=utf-8\n\nnaïve\n"))
    static let invalidOwnField = DiagnosticCode(
        "mbox.invalid-field", "an X-Chatconv field does not hold what such a field holds",
        Explanation(
            """
            What a mail cannot say of its message stands in a field of chatconv's own, as JSON. One that was changed by \
            hand and is no JSON any more is passed over.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nX-Chatconv: {\"body\":1}\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nX-Chatconv: {\"generatedBy\":\"bot\"}\n\nhello\n"))
    static let contradictingOwnField = DiagnosticCode(
        "mbox.contradicting-field", "an X-Chatconv field says other than its mail shows, and is left out",
        Explanation(
            """
            The field adds what a mail cannot say: reactions, a fraction of a second, an id that is no address. It is \
            believed only where writing what it gives would make the same sender, time, identifiers and text as the mail \
            shows. Anybody can send a mail with such a field, and what everybody sees is what holds.
            """,
            fails: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nX-Chatconv: {\"sender\":{\"name\":\"Bob\"}}\n\nhello\n",
            passes: "From ann@example.org Tue Jan 23 10:27:03 2018\nFrom: Ann <ann@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0000\nX-Chatconv: {\"timestamp\":\"2018-01-23T10:27:03.5+00:00\"}\n\nhello\n"))
    static let allOfMbox: [DiagnosticCode] = [
        notMail, noSeparator, unquotedSeparator, wrongLength, headerWithoutEnd, tooManyFields, tooManyParts,
        nestedParts, unclosedBoundary, noBoundary, invalidDate, unknownZone, missingDate, dateMismatch, damagedEncoding, undeclaredCharset, unknownCharset,
        invalidCharacters, invalidOwnField, contradictingOwnField,
    ]
}
