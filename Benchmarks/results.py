"""What came out of a row: medians, ratios with their spread, and whether targets are met."""

import statistics
from dataclasses import dataclass, field

from inputs import Dataset
from measure import Sample
from rows import AtMost, Clock, Entry, Faster, Linear, Row, Target, Within


# From so many rounds on, the range of a ratio leaves out one in twenty at either end: among hundreds of runs of a
# millisecond each there is always one that another program got in the way of.
MANY_ROUNDS = 20
# A run of a few microseconds of CPU time may be counted as none.
SHORTEST = 1e-6


@dataclass(frozen=True)
class Ratio:
    """How many times as long as the row's first entry another one takes: the median of the rounds, and their range."""

    median: float
    lowest: float
    highest: float

    def values(self) -> tuple[float, float, float]:
        return self.median, self.lowest, self.highest


@dataclass(frozen=True)
class Verdict:
    """Whether a target is met."""

    target: str
    is_met: bool
    # What one has to know beside: that not all rounds agree, or that the other clock says otherwise.
    reservation: str = ""

    @property
    def outcome(self) -> str:
        return ("met" if self.is_met else "missed") + (f" ({self.reservation})" if self.reservation else "")

    def __str__(self) -> str:
        return f"{self.target}: {self.outcome}"


@dataclass
class Line:
    """What is known of one entry."""

    entry: Entry
    dataset: Dataset | None = None
    samples: list[Sample] = field(default_factory=list)
    # Why there are no samples: the entry is absent, failed, or has no input.
    problem: str = ""
    # Whether the problem is one of chatconv's, and so one of the whole run.
    is_fault: bool = False
    # A difference between what came out here and elsewhere.
    remark: str = ""
    ratios: dict[Clock, Ratio] = field(default_factory=dict)
    verdict: Verdict | None = None

    def times(self, clock: Clock) -> list[float]:
        return [sample.cpu if clock is Clock.CPU else sample.wall for sample in self.samples]

    def median(self, clock: Clock) -> float:
        return statistics.median(self.times(clock))

    @property
    def peak(self) -> int:
        return max(sample.peak for sample in self.samples)


@dataclass
class RowResult:
    row: Row
    lines: list[Line]

    def conclude(self) -> None:
        """Fills in ratios and verdicts from the samples."""
        first = self.lines[0]
        for line in self.lines:
            if not line.samples or not first.samples:
                continue
            if line is not first and self.row.compares:
                line.ratios = {clock: _ratio(line, first, clock) for clock in Clock}
            if line.entry.target:
                line.verdict = _judge(line.entry.target, line)


def _ratio(line: Line, first: Line, clock: Clock) -> Ratio:
    scale = _work(first, line) / _work(line, first)
    rounds = sorted(
        max(mine, SHORTEST) * scale / max(others, SHORTEST) for mine, others in zip(line.times(clock), first.times(clock)))
    outliers = len(rounds) // 20 if len(rounds) >= MANY_ROUNDS else 0
    return Ratio(statistics.median(rounds), rounds[outliers], rounds[-1 - outliers])


def _work(line: Line, other: Line) -> float:
    """By what a time is divided before it is compared with that of `other`."""
    datasets = line.dataset, other.dataset
    if None in datasets or line.entry.data.kind != other.entry.data.kind:
        return 1
    return line.dataset.bytes


def _judge(target: Target, line: Line) -> Verdict:
    if isinstance(target, Within):
        rounds = line.times(Clock.WALL)
        return Verdict(str(target), statistics.median(rounds) <= target.seconds)
    holds = {
        clock: [_holds(target, value) for value in ratio.values()]
        for clock, ratio in line.ratios.items()
    }
    is_met, *all_rounds = holds[target.clock]
    reservation = ""
    if any(round_met != is_met for round_met in all_rounds):
        reservation = "not in all rounds"
    elif target.clock is Clock.CPU and holds[Clock.WALL][0] != is_met:
        reservation = f"{'missed' if is_met else 'met'} in wall time"
    return Verdict(str(target), is_met, reservation)


def _holds(target: Target, ratio: float) -> bool:
    match target:
        case AtMost(times=times):
            return 1 <= times * ratio
        case Faster(times=times):
            return ratio >= times
        case Linear(times=times):
            return ratio <= times
    raise TypeError(f"{target} is not about a ratio")
