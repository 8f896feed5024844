"""How numbers are written, on the terminal and in documents alike."""

from files import MEGABYTE
from results import Line, Ratio
from rows import Clock

# The columns of a table of entries, as (title, width on a terminal).
COLUMNS = (
    ("", 27), ("MB", 7), ("CPU s", 8), ("wall s", 8), ("MB/s", 7), ("peak MB", 8),
    ("CPU time", 24), ("wall time", 24), ("target", 0),
)
LEFT_ALIGNED = {"", "CPU time", "wall time", "target"}


def row_cells(line: Line) -> list[str]:
    """What stands in the columns for an entry that was measured."""
    dataset = line.dataset
    wall = line.median(Clock.WALL)
    # A rate means nothing for an input that takes no longer than the start of a process.
    has_rate = dataset is not None and dataset.bytes >= MEGABYTE
    return [
        line.entry.label,
        number(dataset.megabytes) if dataset else "",
        seconds(line.median(Clock.CPU)),
        seconds(wall),
        number(dataset.megabytes / wall) if has_rate and wall > 0 else "",
        number(line.peak / MEGABYTE),
        ratio(line.ratios.get(Clock.CPU)),
        ratio(line.ratios.get(Clock.WALL)),
        str(line.verdict or ""),
    ]


def number(value: float) -> str:
    """Three digits at least, and no more than are known."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def seconds(value: float) -> str:
    return f"{value:.4f}" if value < 0.1 else number(value)


def ratio(value: Ratio | None) -> str:
    """`43.1× slower (40.2–45.0)`: the entry takes 43.1 times as long as the row's first one, 40.2 to 45.0 in the rounds."""
    if value is None:
        return ""
    median, lowest, highest = value.values()
    word = "slower"
    if median < 1:
        # The fastest round of one is the slowest of the other.
        median, lowest, highest = 1 / median, 1 / highest, 1 / lowest
        word = "faster"
    words = f"{number(median)}× {word}" if number(median) != number(1) else "as fast"
    return f"{words} ({number(lowest)}–{number(highest)})"
