"""Makes transcripts of any size: the pages of real days, one after the other, on a calendar that runs forward.

Everything is made from pages as the archive of the seed has them: front matter, then messages that begin with
`> HH:MM:SS  NAME  `. Day after day gets the next date; once all pages have been used, they come again with other times
and names. Nothing is random, and a smaller page is the beginning of a larger one.
"""

import datetime
import itertools
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

# The date of the first day.
FIRST_DAY = datetime.date(2018, 1, 23)
# How many different copies of a page there are, before they come again with nothing but new dates.
VARIANTS = 8
# By how much the times of each copy are later than those of the one before.
SHIFT_SECONDS = 97
LAST_SECOND = 24 * 60 * 60 - 1
# A subtitle clock cannot stand still for a night: in a talk, one message follows the other at this distance. Short, because
# subtitles are made for less than 100 hours, and pysubs2 reads no more: this is enough for 250 MB.
TALK_MILLISECONDS = 200

_MESSAGE_START = re.compile(rb"^> (?=\d\d:\d\d:\d\d  )", re.MULTILINE)
_MESSAGE = re.compile(rb"\d\d:\d\d:\d\d  ([^\n]+?)  \n   \n(.+?)  \n   \n", re.DOTALL)


class Pages:
    """The days that transcripts are made of."""

    def __init__(self, files: list[Path]):
        self._files = files

    def __len__(self) -> int:
        return len(self._files)

    def write_page(self, output: BinaryIO, limit: int | None, days: int | None) -> int:
        """Writes one page of at most `limit` bytes and `days` days; returns how many messages it has."""
        head = _front_matter(FIRST_DAY)
        output.write(head)
        room = None if limit is None else limit - len(head)
        count = 0
        for date, messages in self._days(days):
            # The page's own day is not said again in its messages.
            mark = b"> " if date == FIRST_DAY else b"> %s " % date.isoformat().encode()
            if room is not None:
                messages, room = _beginning(messages, len(mark), room)
            output.writelines(mark + message for message in messages)
            count += len(messages)
            if room == 0:
                break
        return count

    def write_folder(self, folder: Path, limit: int | None, days: int | None) -> int:
        """Writes one page for each day, in a folder for each year; returns how many messages they have."""
        count = size = 0
        for date, messages in self._days(days):
            page = _front_matter(date) + b"".join(b"> " + message for message in messages)
            size += len(page)
            if limit is not None and size > limit and count > 0:
                break
            year = folder / str(date.year)
            year.mkdir(parents=True, exist_ok=True)
            (year / f"{date.isoformat()}-WeChat.md").write_bytes(page)
            count += len(messages)
        return count

    def write_talk(self, output: BinaryIO, limit: int) -> int:
        """Writes the texts of all days in JSON Lines as one talk, with times since its start; returns their number."""
        output.write(b'{"chatconv":1,"title":"Talk"}\n')
        size = count = 0
        for _, messages in self._days(None):
            for message in messages:
                parts = _MESSAGE.fullmatch(message)
                if parts is None or parts[2].startswith(b"!["):
                    continue
                name, body = (json.dumps(text.decode(), ensure_ascii=False) for text in parts.groups())
                seconds, milliseconds = divmod(count * TALK_MILLISECONDS, 1000)
                line = f'{{"timestamp":"{_clock(seconds)}.{milliseconds:03}","sender":{{"name":{name}}},"body":{body}}}\n'.encode()
                size += len(line)
                if size > limit:
                    return count
                output.write(line)
                count += 1
        raise ValueError("the pages have no texts")

    def _days(self, count: int | None) -> Iterator[tuple[datetime.date, list[bytes]]]:
        """The messages of each day, without the `> ` and the date in front of them; for ever when `count` is None."""
        for number in itertools.count() if count is None else range(count):
            copy, page = divmod(number, len(self._files))
            yield FIRST_DAY + datetime.timedelta(days=number), _messages(self._files[page], copy % VARIANTS)


@lru_cache(maxsize=None)
def _messages(file: Path, variant: int) -> list[bytes]:
    if variant > 0:
        return [_varied(message, variant) for message in _messages(file, 0)]
    page = file.read_bytes().replace(b"\r\n", b"\n")
    if not page.endswith(b"\n"):
        page += b"\n"
    return _MESSAGE_START.split(page)[1:]


def _varied(message: bytes, variant: int) -> bytes:
    """The same message a little later, from somebody of a like name."""
    header, rest = message.split(b"\n", 1) if b"\n" in message else (message, b"")
    hours, minutes, seconds = (int(digits) for digits in header[:8].split(b":"))
    time = min(hours * 3600 + minutes * 60 + seconds + variant * SHIFT_SECONDS, LAST_SECOND)
    name = header[8:]
    if name.endswith(b"  ") and name.strip():
        name = b"%s %d  " % (name[:-2], variant)
    return _clock(time).encode() + name + b"\n" + rest


def _beginning(messages: list[bytes], mark: int, room: int) -> tuple[list[bytes], int]:
    """Those of the first messages that there is room for with `mark` bytes before each, and the room that is left;
    none when not all had room."""
    for index, message in enumerate(messages):
        room -= mark + len(message)
        if room < 0:
            return messages[:index], 0
    return messages, room


def _front_matter(date: datetime.date) -> bytes:
    return f"""---
layout:     source
title:      "{date.isoformat()}-WeChat"
date:       {date.isoformat()} 12:00:00
tag:        [chat]
---
""".encode()


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}"
