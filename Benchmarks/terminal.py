"""The table on the terminal, which grows as rows are done."""

import os
import sys

from cells import COLUMNS, LEFT_ALIGNED, row_cells
from facts import Fact
from results import Line, RowResult, Verdict

_BOLD, _GREEN, _RED, _YELLOW, _PLAIN = "\x1b[1m", "\x1b[32m", "\x1b[31m", "\x1b[33m", "\x1b[0m"
_CLEAR_LINE = "\r\x1b[K"


class Terminal:
    """Prints to standard output; what is going on is shown on one line of standard error when that is a terminal."""

    def __init__(self):
        self._has_colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._shows_progress = sys.stderr.isatty()

    def show_progress(self, text: str) -> None:
        if self._shows_progress:
            print(f"{_CLEAR_LINE}{text[: self._width() - 1]}", end="", file=sys.stderr, flush=True)

    def clear_progress(self) -> None:
        if self._shows_progress:
            print(_CLEAR_LINE, end="", file=sys.stderr, flush=True)

    def say(self, text: str = "") -> None:
        self.clear_progress()
        print(text, flush=True)

    def section(self, title: str) -> None:
        self.say()
        self.say(self._coloured(title, _BOLD))
        self.say(_aligned([name for name, _ in COLUMNS]))

    def row(self, result: RowResult) -> None:
        self.say()
        self.say(f"{self._coloured(result.row.title, _BOLD)}  [{result.row.name}]")
        if result.row.note:
            self.say(f"  {result.row.note}")
        for line in result.lines:
            self.say(self._line(line))
            if line.remark:
                self.say(f"    {line.remark}")

    def facts(self, all_facts: list[Fact]) -> None:
        self.say()
        self.say(self._coloured("Over all runs", _BOLD))
        for fact in all_facts:
            verdict = f"   {self._verdict(fact.verdict)}" if fact.verdict else ""
            self.say(f"  {fact.title}: {fact.measured}{verdict}")

    def summary(self, met: int, missed: list[str], unknown: list[str]) -> None:
        self.say()
        self.say(f"Targets met: {met}, missed: {len(missed)}, not measured: {len(unknown)}")
        for name in missed:
            self.say(f"  {self._coloured('missed', _RED)}: {name}")
        for name in unknown:
            self.say(f"  {self._coloured('not measured', _YELLOW)}: {name}")

    def _line(self, line: Line) -> str:
        if line.problem:
            colour = _RED if line.is_fault else _YELLOW
            return _aligned([line.entry.label]) + " " + self._coloured(line.problem, colour)
        cells = row_cells(line)
        if line.verdict:
            cells[-1] = self._verdict(line.verdict)
        return _aligned(cells)

    def _verdict(self, verdict: Verdict) -> str:
        return self._coloured(str(verdict), _GREEN if verdict.is_met else _RED)

    def _coloured(self, text: str, colour: str) -> str:
        return f"{colour}{text}{_PLAIN}" if self._has_colour else text

    def _width(self) -> int:
        try:
            return os.get_terminal_size(sys.stderr.fileno()).columns
        except OSError:
            return 80


def _aligned(cells: list[str]) -> str:
    parts = []
    for cell, (name, width) in zip(cells, COLUMNS):
        # Two spaces in front of a column of text that follows one of numbers.
        parts.append(f"  {cell:<{width}}" if name in LEFT_ALIGNED else f"{cell:>{width}}")
    return "".join(parts).rstrip() if len(cells) == len(COLUMNS) else "".join(parts)
