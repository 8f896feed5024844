import Foundation
import TestSupport

/// What other libraries read of mailboxes, as JSON: a line a file, each `{"file": …, "python": [mail …], "gmime": [mail …]}`, where a mail
/// has `name`, `address`, `date`, `subject`, and `body` if that is plain text.
enum OracleScript {
    /// The Python that Debian's packages are for, whatever other is on the path.
    static let python = Tool.debianPython

    static let canRun =
        ProcessInfo.processInfo.environment["CHATCONV_REQUIRE_TOOLS"] == "1"
        || (try? python.run(["-c", "import gi; gi.require_version('GMime', '3.0')"]).status) == 0

    static let text = #"""
        import email, email.header, email.policy, email.utils, json, mailbox, sys, warnings
        import gi
        gi.require_version("GMime", "3.0")
        from gi.repository import GMime

        warnings.simplefilter("ignore")
        GMime.init()


        def decoded(value):
            try:
                return str(email.header.make_header(email.header.decode_header(value)))
            except Exception:
                return value


        def date(fields, offset):
            return "%04d-%02d-%02dT%02d:%02d:%02d" % tuple(fields) + ("" if offset is None else "%+d" % offset)


        def python_mail(raw):
            old = email.message_from_bytes(raw, policy=email.policy.compat32)
            new = email.message_from_bytes(raw, policy=email.policy.default)
            name, address = email.utils.parseaddr(str(old["from"] or ""))
            mail = {"name": decoded(name), "address": address, "date": None, "subject": None}
            try:
                fields = email.utils.parsedate_tz(str(old["date"]))
                if fields:
                    mail["date"] = date(fields[:6], fields[9])
            except Exception:
                pass
            try:
                mail["subject"] = None if new["subject"] is None else str(new["subject"])
            except Exception:
                mail["subject"] = decoded(str(old["subject"]))
            try:
                body = new.get_body(preferencelist=("plain", "html"))
                if body is None:
                    mail["body"] = ""
                elif body.get_content_type() == "text/plain":
                    mail["body"] = body.get_content()
            except Exception as error:
                mail["body"] = repr(error)
            return mail


        def python_mails(path, raw):
            if not raw.lstrip(b"\r\n").startswith(b"From "):
                return [python_mail(raw)]
            box = mailbox.mbox(path, create=False)
            return [python_mail(box.get_bytes(key)) for key in box.keys()]


        def texts(part):
            if isinstance(part, GMime.Multipart):
                found = [texts(part.get_part(index)) for index in range(part.get_count())]
                found = [each for each in found if each]
                if part.get_content_type().get_media_subtype() != "alternative":
                    return [text for each in found for text in each]
                plain = [each for each in found if each[0][0] != "html"]
                return (plain or found[-1:] or [[]])[0]
            if isinstance(part, GMime.TextPart) and part.get_disposition() != "attachment":
                try:
                    return [(part.get_content_type().get_media_subtype(), part.get_text() or "")]
                except Exception as error:
                    return [("plain", repr(error))]
            return []


        def gmime_mail(message):
            senders = message.get_from()
            sender = senders.get_address(0) if senders and senders.length() else None
            time = message.get_date()
            mail = {
                "name": sender.get_name() if sender else None,
                "address": sender.get_addr() if isinstance(sender, GMime.InternetAddressMailbox) else None,
                "date": date(
                    (time.get_year(), time.get_month(), time.get_day_of_month(), time.get_hour(), time.get_minute(), time.get_second()),
                    time.get_utc_offset() // 1000000) if time else None,
                "subject": message.get_subject(),
            }
            found = texts(message.get_mime_part()) if message.get_mime_part() else []
            if all(kind != "html" for kind, _ in found):
                mail["body"] = "\n".join(text for _, text in found)
            return mail


        def gmime_mails(raw):
            parser = GMime.Parser.new_with_stream(GMime.StreamMem.new_with_buffer(raw))
            is_box = raw.lstrip(b"\r\n").startswith(b"From ")
            parser.set_format(GMime.Format.MBOX if is_box else GMime.Format.MESSAGE)
            mails = []
            while not parser.eos():
                message = parser.construct_message(None)
                if message is None:
                    break
                mails.append(gmime_mail(message))
            return mails


        for path in open(sys.argv[1], encoding="utf-8").read().split("\n"):
            if path:
                raw = open(path, "rb").read()
                print(json.dumps({"file": path, "python": python_mails(path, raw), "gmime": gmime_mails(raw)}))
        """#
}
