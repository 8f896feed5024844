"""The files that conversions are measured on: made when they are first needed, kept for the next run.

Beside each is its recipe, a digest of all that it was made from. An input whose recipe is the same is used again.
"""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import mail
import pages
from converter import Converter
from files import MEGABYTE, digest, remove, size_of
from pages import Pages
from sources import Sources

# How many days the two inputs of days have: as many as there are of the seed's archive for local tests.
DAYS = 343
# How much larger an input can be than what it is converted from.
GROWTH = 2
# What is left free on the disk.
SPARE_BYTES = 500 * MEGABYTE


class CannotMake(Exception):
    """There is no room for an input or an output."""


@dataclass(frozen=True)
class Kind:
    """What an input is: its format, its file name's extension (none for a folder), what it is converted from and how."""

    format: str
    extension: str = ""
    source: str = ""
    options: tuple[str, ...] = ()


KINDS = {
    "seed": Kind("markdown", "md"),
    # One page of many days; the same number of messages on a page for each day.
    "page": Kind("markdown", "md"),
    "folder": Kind("markdown"),
    # The days of the archive, each once, whatever the size of the run: as a folder, and as one page.
    "days": Kind("markdown"),
    "page of days": Kind("markdown", "md"),
    # The texts of the pages, spoken one after the other: what subtitles can hold.
    "talk": Kind("jsonl", "jsonl"),
    "list mail": Kind("mbox", "mbox"),
    "mime mail": Kind("mbox", "mbox"),
    "mail with attachments": Kind("mbox", "mbox"),
    "page as json": Kind("json", "json", source="page"),
    "page as jsonl": Kind("jsonl", "jsonl", source="page"),
    "page as xml": Kind("xml", "xml", source="page"),
    "page as mbox": Kind("mbox", "mbox", source="page"),
    "talk as srt": Kind("srt", "srt", source="talk"),
    # The same without names: what most subtitle files are like.
    "talk as plain srt": Kind("srt", "srt", source="talk", options=("--speaker-prefix", "off")),
    "talk as webvtt": Kind("webvtt", "vtt", source="talk"),
}


@dataclass(frozen=True)
class Data:
    """Names an input."""

    kind: str
    # Megabytes of the pages, the talk or the mail that it is made from; None for the size that the whole run has.
    # A smaller input is the beginning of a larger one.
    size: float | None = None

    @property
    def format(self) -> str:
        return KINDS[self.kind].format


@dataclass(frozen=True)
class Dataset:
    """An input that is there."""

    path: Path
    format: str
    bytes: int
    # Mails and cues are messages, too.
    messages: int
    # Megabytes that it was made from.
    size: float

    @property
    def megabytes(self) -> float:
        return self.bytes / MEGABYTE


class Inputs:
    """Makes inputs in a folder, each once."""

    def __init__(self, folder: Path, sources: Sources, converter: Converter, size: float, say: Callable[[str], None]):
        self.size = size
        self._folder = folder
        self._sources = sources
        self._pages = Pages(sources.pages)
        self._converter = converter
        self._say = say
        self._made: dict[Data, Dataset] = {}
        self._recipes: dict[Path, str] = {}
        # Another executable may write other bytes, or count otherwise.
        self._makers = digest([converter.executable, Path(pages.__file__), Path(mail.__file__)])
        folder.mkdir(parents=True, exist_ok=True)
        for leftover in folder.glob("*.part"):
            remove(leftover)

    def __getitem__(self, data: Data) -> Dataset:
        """The input `data`, made now if it is not there.

        Raises `CannotMake` when there is no room for it, `CommandFailed` when chatconv fails to make it.
        """
        if data not in self._made:
            self._made[data] = self._find_or_make(data)
        return self._made[data]

    def require_room(self, needed: float, purpose: str) -> None:
        """Raises `CannotMake` unless so many bytes can be written to the disk."""
        free = shutil.disk_usage(self._folder).free - SPARE_BYTES
        if free < needed:
            raise CannotMake(f"{purpose} needs {needed / 1e9:.1f} GB of disk, {max(free, 0) / 1e9:.1f} GB can be used")

    def _find_or_make(self, data: Data) -> Dataset:
        kind = KINDS[data.kind]
        size = self.size if data.size is None else data.size
        if data.kind == "seed":
            seed = self._sources.seed
            count = self._converter.count_messages(seed, kind.format)
            return Dataset(seed, kind.format, size_of(seed), count, size_of(seed) / MEGABYTE)

        source = self[Data(kind.source, data.size)] if kind.source else None
        name = data.kind.replace(" ", "-") + ("" if "days" in data.kind else f"-{size:.12g}MB")
        path = self._folder / (f"{name}.{kind.extension}" if kind.extension else name)
        recipe = self._recipe(data.kind, size, source)
        self._recipes[path] = recipe
        recipe_file = self._folder / f"{name}.recipe"
        dataset = self._found(path, kind.format, recipe_file, recipe, size)
        if dataset is None:
            recipe_file.unlink(missing_ok=True)
            remove(path)
            messages = self._make(data.kind, path, size, source)
            dataset = Dataset(path, kind.format, size_of(path), messages, size)
            facts = {"recipe": recipe, "bytes": dataset.bytes, "messages": messages}
            recipe_file.write_text(json.dumps(facts) + "\n")
        return dataset

    def _recipe(self, kind: str, size: float, source: Dataset | None) -> str:
        if source:
            ingredients = self._recipes[source.path]
        else:
            ingredients = digest({
                "list mail": self._sources.list_mail,
                "mime mail": self._sources.mime_mail,
                "mail with attachments": self._sources.list_mail,
            }.get(kind, self._sources.pages))
        return hashlib.sha256("\n".join([kind, *KINDS[kind].options, f"{size:.12g}", self._makers, ingredients]).encode()).hexdigest()

    def _found(self, path: Path, format_name: str, recipe_file: Path, recipe: str, size: float) -> Dataset | None:
        try:
            facts = json.loads(recipe_file.read_text())
        except (OSError, ValueError):
            return None
        if facts.get("recipe") != recipe or not path.exists():
            return None
        return Dataset(path, format_name, facts["bytes"], facts["messages"], size)

    def _make(self, kind: str, path: Path, size: float, source: Dataset | None) -> int:
        """Makes the file or folder `path`, which appears when it is whole; returns how many messages it has."""
        needed = source.bytes * GROWTH if source else size * MEGABYTE
        self.require_room(needed, f"making {path.name}")
        self._say(f"making {path.name}")
        unfinished = path.with_name(f"{path.name}.part")
        try:
            if source:
                messages = self._derive(source, unfinished, KINDS[kind])
            else:
                messages = self._generate(kind, unfinished, int(size * MEGABYTE))
            unfinished.rename(path)
            return messages
        finally:
            remove(unfinished)

    def _generate(self, kind: str, path: Path, limit: int) -> int:
        if kind == "folder":
            return self._pages.write_folder(path, limit, None)
        if kind == "days":
            return self._pages.write_folder(path, None, DAYS)
        with open(path, "wb") as output:
            if kind == "page":
                return self._pages.write_page(output, limit, None)
            if kind == "page of days":
                return self._pages.write_page(output, None, DAYS)
            if kind == "talk":
                return self._pages.write_talk(output, limit)
            if kind == "mail with attachments":
                mail.write_mailbox_with_attachments(output, mail.mailbox_parts(self._sources.list_mail), limit)
                return self._converter.count_messages(path, KINDS[kind].format)
            files = self._sources.list_mail if kind == "list mail" else self._sources.mime_mail
            mail.write_mailbox(output, mail.mailbox_parts(files), limit)
        return self._converter.count_messages(path, KINDS[kind].format)

    def _derive(self, source: Dataset, path: Path, kind: Kind) -> int:
        self._converter.convert(source.path, source.format, path, kind.format, kind.options)
        messages = self._converter.count_messages(path, kind.format)
        if messages != source.messages:
            raise CannotMake(f"{path.stem} has {messages} messages, and {source.path.name} has {source.messages}")
        return messages
