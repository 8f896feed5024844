"""Makes mailboxes of any size from files with mail: mailboxes, and single mails that get a separator line."""

import base64
import itertools
import re
from pathlib import Path
from typing import BinaryIO

_SEPARATOR = b"From someone@example.org Tue Jan 23 10:27:03 2018\n"
_DATED_SEPARATOR = re.compile(rb"From [^\n]*\d\d:\d\d[^\n]*\d{4}")
_HEADER_LINE = re.compile(rb"[!-9;-~]+:")
_UNQUOTED = re.compile(rb"^(>*From )", re.MULTILINE)
# Dialects of mailboxes with lengths in their headers would be cut in the wrong places, quoted or moved as they are here.
_LENGTH = re.compile(rb"^Content-Length:", re.MULTILINE | re.IGNORECASE)

# What people send: as large as most servers take.
_ATTACHED_BYTES = 25_000_000
# So many bytes of plain mails stand between two mails with attachments.
_BETWEEN_ATTACHMENTS = 10_000_000


def mailbox_parts(files: list[Path]) -> list[bytes]:
    """Each file as a piece of a mailbox: separator lines before its mails, a blank line after them.

    A file that does not begin as a mailbox or a mail does is left out.
    """
    return [part for file in files if (part := _part(file.read_bytes())) is not None]


def _part(content: bytes) -> bytes | None:
    content = content.replace(b"\r\n", b"\n")
    if _LENGTH.search(content):
        return None
    if not _DATED_SEPARATOR.match(content):
        # A separator without a date is one at the start of a file only: further down, it could be a line of a text.
        content = re.sub(rb"\AFrom [^\n]*\n", b"", content)
        if not _HEADER_LINE.match(content):
            return None
        content = _SEPARATOR + _UNQUOTED.sub(rb">\1", content)
    return content.rstrip(b"\n") + b"\n\n"


def write_mailbox(output: BinaryIO, parts: list[bytes], limit: int) -> None:
    """Writes the parts again and again until the next would make more than `limit` bytes, and at least one."""
    size = 0
    for part in itertools.cycle(parts):
        if size > 0 and size + len(part) > limit:
            return
        output.write(part)
        size += len(part)


def write_mailbox_with_attachments(output: BinaryIO, parts: list[bytes], limit: int) -> None:
    """Writes the parts again and again, and among them mails of 34 MB with a picture, until the next would make more than `limit`
    bytes; at least one of these."""
    mail = _mail_with_attachment()
    output.write(mail)
    size, between = len(mail), 0
    for part in itertools.cycle(parts):
        piece = mail if between > _BETWEEN_ATTACHMENTS else part
        if size + len(piece) > limit:
            return
        output.write(piece)
        size += len(piece)
        between = 0 if piece is mail else between + len(piece)


def _mail_with_attachment() -> bytes:
    line = base64.encodebytes(bytes((index * 37 + index // 7) % 256 for index in range(57)))
    return (
        _SEPARATOR
        + b"From: Ada <ada@example.org>\nDate: Tue, 23 Jan 2018 10:27:03 +0800\nSubject: The picture\nMIME-Version: 1.0\n"
        + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nHere it is.\n'
        + b'--b\nContent-Type: image/png; name="picture.png"\nContent-Transfer-Encoding: base64\n'
        + b'Content-Disposition: attachment; filename="picture.png"\n\n'
        + line * (_ATTACHED_BYTES // 57) + b"--b--\n\n")
