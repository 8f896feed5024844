"""Makes mailboxes of any size from files with mail: mailboxes, and single mails that get a separator line."""

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
