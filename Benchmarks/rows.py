"""What a row of the benchmark is made of. `plan.py` has the rows."""

from dataclasses import dataclass
from enum import Enum

from inputs import Data


NUMBER = "number"
CHATCONV = "chatconv"


class Output(Enum):
    """Where a command's output goes."""

    # To a file, as `> FILE`.
    STREAM = "stream"
    # To what its arguments name as {output}: a file, or a folder.
    NAMED = "named"
    # Nowhere: it is not written at all, or to /dev/null, where disks cannot disturb.
    NONE = "none"


class Clock(Enum):
    """Which of the two times a target is about."""

    # Seconds of processors. Other programs on the machine hardly change it.
    CPU = "CPU"
    WALL = "wall"


@dataclass(frozen=True)
class AtMost:
    """The first entry takes at most `times` the time of the one that has this target."""

    times: float
    clock: Clock = Clock.CPU

    def __str__(self) -> str:
        return f"at most {self.times:g}×"


@dataclass(frozen=True)
class Faster:
    """The first entry is at least `times` as fast as the one that has this target."""

    times: float
    clock: Clock = Clock.CPU

    def __str__(self) -> str:
        return f"at least {self.times:g}×"


@dataclass(frozen=True)
class Linear:
    """For each megabyte, the entry that has this target takes at most `times` the time of the first one."""

    times: float
    clock: Clock = Clock.CPU

    def __str__(self) -> str:
        return f"at most {self.times:g}× a MB"


@dataclass(frozen=True)
class Within:
    """The entry that has this target takes at most so many seconds of wall time."""

    seconds: float

    def __str__(self) -> str:
        return f"at most {self.seconds * 1000:g} ms"


Target = AtMost | Faster | Linear | Within


@dataclass(frozen=True)
class Entry:
    """One of the commands that a row runs in turn."""

    label: str
    # `CHATCONV`, or the name of a peer.
    program: str
    # {input} and {output} stand for paths.
    arguments: tuple[str, ...]
    data: Data | None = None
    output: Output = Output.STREAM
    # The format of what comes out, in which its messages are counted before anything is timed; `NUMBER` when it is
    # their number itself. Empty: not counted.
    makes: str = ""
    # The exit statuses of a run that has done its work.
    statuses: frozenset[int] = frozenset({0})
    # How many threads chatconv works with, where that is said; the limit of memory depends on it.
    threads: int | None = None
    target: Target | None = None


@dataclass(frozen=True)
class Row:
    """Commands that are run A B C, A B C …, and compared with the first of them.

    Where two of them have inputs of one kind and different sizes, their times for each megabyte are compared.
    """

    name: str
    title: str
    entries: tuple[Entry, ...]
    # What a reader has to know, in one line.
    note: str = ""
    # How many rounds are run for each one that the user asked for, or how many in all.
    more_rounds: int = 1
    fixed_rounds: int | None = None
    # False: the entries do different work, and no ratio means anything.
    compares: bool = True
    # All that chatconv writes must be the same bytes.
    same_output: bool = False
    # What chatconv's first entry writes must be the same bytes as this input.
    gives_back: Data | None = None


@dataclass(frozen=True)
class Section:
    """Rows that belong together in the tables."""

    title: str
    rows: tuple[Row, ...]
