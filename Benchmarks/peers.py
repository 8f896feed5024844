"""The programs that chatconv is compared with: where they are, and which version."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measure import first_line

PROGRAMS = Path(__file__).parent / "peer_programs"
# Long enough for a slow network, short enough for none.
PIP_SECONDS = 120


class Absent(Exception):
    """A peer is not here; the message says how to get it."""


@dataclass(frozen=True)
class Peer:
    """A peer that is there: what its commands begin with, and its version."""

    command: list[str]
    version: str


class Peers:
    """Finds each peer once. `folder` is where Python packages may be installed."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._found: dict[str, Peer | Absent] = {}

    def __getitem__(self, name: str) -> Peer:
        """The peer `name`. Raises `Absent`."""
        if name not in self._found:
            try:
                self._found[name] = self._FINDERS[name](self)
            except Absent as reason:
                self._found[name] = reason
        found = self._found[name]
        if isinstance(found, Absent):
            raise found
        return found

    def described(self) -> list[tuple[str, str]]:
        """Name and version, or reason of absence, of each peer that was asked for."""
        return [(name, str(found) if isinstance(found, Absent) else found.version) for name, found in self._found.items()]

    def _on_path(self, program: str, package: str, version_option: str = "--version") -> Peer:
        path = shutil.which(program)
        if path is None:
            raise Absent(f"absent (Debian: apt-get install {package})")
        answer = subprocess.run([path, version_option], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        version = first_line(answer.stdout) or first_line(answer.stderr)
        return Peer([path], re.sub(r" Copyright.*| version|^.*using ", "", version))

    def _python_mailbox(self) -> Peer:
        return Peer([sys.executable, str(PROGRAMS / "read_mailbox.py")], f"Python {sys.version.split()[0]}")

    def _pysubs2(self) -> Peer:
        """pysubs2 in a Python environment of its own."""
        python = self._folder / "python" / "bin" / "python3"
        ask = [python, "-c", "import pysubs2; print(pysubs2.__version__)"]
        if not python.exists() or _run(ask).returncode != 0:
            made = _run([sys.executable, "-m", "venv", "--clear", self._folder / "python"])
            if made.returncode != 0:
                raise Absent("absent (python3 makes no environment; Debian: apt-get install python3-venv)")
            installed = _run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "pysubs2"])
            if installed.returncode != 0:
                raise Absent(f"absent (pip: {first_line(installed.stderr)[:60]})")
        program = [str(python), str(PROGRAMS / "convert_subtitles.py")]
        return Peer(program, f"pysubs2 {first_line(_run(ask).stdout)}, Python {sys.version.split()[0]}")

    _FINDERS: dict[str, Callable[["Peers"], Peer]] = {
        # Every system has these two, and not every one tells its version.
        "sh": lambda peers: Peer(["sh"], "the system's"),
        "cp": lambda peers: Peer(["cp"], "the system's"),
        "ffmpeg": lambda peers: peers._on_path("ffmpeg", "ffmpeg", "-version"),
        "jq": lambda peers: peers._on_path("jq", "jq"),
        "pandoc": lambda peers: peers._on_path("pandoc", "pandoc"),
        "xmllint": lambda peers: peers._on_path("xmllint", "libxml2-utils"),
        "Python's mailbox": _python_mailbox,
        "pysubs2": _pysubs2,
    }


def _run(command: list) -> subprocess.CompletedProcess:
    try:
        return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=PIP_SECONDS)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer in {PIP_SECONDS} seconds")
