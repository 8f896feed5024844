"""Runs a row: first each entry once, to see that what comes out is right, then the rounds that are measured."""

from collections.abc import Callable
from pathlib import Path

from converter import Converter
from files import digest, remove, tree_digest
from inputs import GROWTH, CannotMake, Inputs
from measure import CommandFailed, Sample, Stopwatch
from peers import Absent, Peers
from results import Line, RowResult
from rows import CHATCONV, NUMBER, Entry, Output, Row


class Runner:
    """`show_progress` is told in a few words what is being done."""

    def __init__(
        self, folder: Path, inputs: Inputs, peers: Peers, converter: Converter, stopwatch: Stopwatch,
        show_progress: Callable[[str], None],
    ):
        self._output = folder / "output"
        self._trash = folder / "trash"
        self._trashed = 0
        self.clean_up()
        self._inputs = inputs
        self._peers = peers
        self._converter = converter
        self._stopwatch = stopwatch
        self._show_progress = show_progress

    def run(self, row: Row, rounds: int) -> RowResult:
        """Runs a row. What goes wrong with one entry is told in its line, and the others are run."""
        rounds = row.fixed_rounds or rounds * row.more_rounds
        lines = [self._prepared(entry) for entry in row.entries]
        digests: dict[str, str] = {}
        for line in lines:
            if not line.problem:
                self._show_progress(f"{row.name}: checking {line.entry.label}")
                self._guard(line, lambda: self._check(row, line, is_first=line is lines[0], digests=digests))
        for number in range(rounds):
            for line in lines:
                if not line.problem:
                    self._show_progress(f"{row.name}: round {number + 1} of {rounds}: {line.entry.label}")
                    self._guard(line, lambda: self._sample(line))
        result = RowResult(row, lines)
        result.conclude()
        return result

    def clean_up(self) -> None:
        """Removes what runs have left. To be called at the end."""
        remove(self._output)
        remove(self._trash)

    def _discard_output(self) -> None:
        """Takes the output out of the way of the next run.

        Folders are removed at the end only: after thousands of files have been deleted, some file systems (ext4 is one) take
        seconds to make new ones, because they do not use the same places again at once.
        """
        if self._output.is_dir():
            self._trash.mkdir(exist_ok=True)
            self._trashed += 1
            self._output.rename(self._trash / str(self._trashed))
        else:
            remove(self._output)

    def _prepared(self, entry: Entry) -> Line:
        line = Line(entry)
        try:
            if entry.program != CHATCONV:
                self._peers[entry.program]
            if entry.data:
                line.dataset = self._inputs[entry.data]
                if entry.output is not Output.NONE:
                    self._inputs.require_room(line.dataset.bytes * GROWTH, "the output")
        except Absent as absence:
            line.problem = str(absence)
        except CannotMake as problem:
            line.problem = f"skipped: {problem}"
        except CommandFailed as failure:
            line.problem, line.is_fault = f"no input: {failure}", True
        return line

    def _guard(self, line: Line, action: Callable[[], None]) -> None:
        """Does something for a line; when it fails, the line has no samples and says why."""
        try:
            action()
        except CommandFailed as failure:
            line.samples.clear()
            line.problem = f"failed: {failure}"
            line.is_fault = line.entry.program == CHATCONV

    def _sample(self, line: Line) -> None:
        try:
            line.samples.append(self._run_once(line))
        finally:
            self._discard_output()

    def _run_once(self, line: Line) -> Sample:
        entry = line.entry
        paths = {"{input}": str(line.dataset.path) if line.dataset else "", "{output}": str(self._output)}
        program = [str(self._converter.executable)] if entry.program == CHATCONV else self._peers[entry.program].command
        arguments = [paths.get(argument, argument) for argument in entry.arguments]
        return self._stopwatch.run(
            [*program, *arguments], stdout=self._output if entry.output is Output.STREAM else None, statuses=entry.statuses)

    # --- Checks

    def _check(self, row: Row, line: Line, *, is_first: bool, digests: dict[str, str]) -> None:
        """Runs an entry once and looks at what comes out. Raises `CommandFailed` when chatconv's is not right."""
        is_ours = line.entry.program == CHATCONV
        try:
            self._run_once(line)
            if line.entry.makes:
                expected = line.dataset.messages
                count = self._count(line)
                if count != expected and is_ours:
                    raise CommandFailed(f"{count} messages came out of {expected}")
                if count != expected:
                    line.remark = f"{count:,} messages by {line.entry.label}, {expected:,} by chatconv"
            if row.same_output and is_ours:
                digests[line.entry.label] = tree_digest(self._output)
                if len(set(digests.values())) > 1:
                    raise CommandFailed(f"other bytes came out than from {next(iter(digests))}")
            if row.gives_back and is_first and tree_digest(self._output) != digest([self._inputs[row.gives_back].path]):
                raise CommandFailed(f"what came out is not {self._inputs[row.gives_back].path.name}")
        finally:
            self._discard_output()

    def _count(self, line: Line) -> int:
        if line.entry.makes == NUMBER:
            return int(self._output.read_text().split()[-1])
        return self._converter.count_messages(self._output, line.entry.makes)
