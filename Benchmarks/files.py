"""Sizes, digests and removal of files and of folders of files, alike."""

import hashlib
import shutil
from collections.abc import Iterable
from pathlib import Path

MEGABYTE = 1_000_000


def files_in(path: Path) -> list[Path]:
    """The files below a folder, in order; a file itself."""
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def size_of(path: Path) -> int:
    return sum(file.stat().st_size for file in files_in(path))


def digest(paths: Iterable[Path]) -> str:
    """A digest of the bytes of all files, one after the other, and of where they end."""
    whole = hashlib.sha256()
    for path in paths:
        part = hashlib.sha256()
        with open(path, "rb") as file:
            while block := file.read(MEGABYTE):
                part.update(block)
        whole.update(part.digest())
    return whole.hexdigest()


def tree_digest(path: Path) -> str:
    """A digest of a file, or of a folder's files with their names."""
    if not path.is_dir():
        return digest([path])
    names = "\n".join(str(file.relative_to(path)) for file in files_in(path))
    return hashlib.sha256((names + digest(files_in(path))).encode("utf-8", "surrogateescape")).hexdigest()


def remove(path: Path) -> None:
    """Removes a file or a folder; nothing happens when it is not there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
