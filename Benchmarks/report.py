"""The results as a Markdown document."""

import shlex
from pathlib import Path

import cells
from cells import COLUMNS, LEFT_ALIGNED
from facts import Fact
from results import Line, RowResult
from rows import CHATCONV, Clock, Entry, Output, Section, Within

BEGIN_MARK = "<!-- results: written by make bench UPDATE_DOCS=1 -->"
END_MARK = "<!-- end of results -->"


class CannotInsert(Exception):
    """A document has no place for results."""


def report(
    facts_of_run: list[tuple[str, str]], sources: list[str], sections: list[tuple[Section, list[RowResult]]], facts: list[Fact],
) -> str:
    """All results, with headings of the third level."""
    parts = ["### The run\n", _table(["", ""], facts_of_run)]
    parts.append("".join(f"- {source}\n" for source in sources))
    parts += ["### Targets\n", _targets(sections, facts)]
    for section, results in sections:
        parts.append(f"### {section.title}\n")
        for result in results:
            parts.append(_row(result))
    parts += ["### Commands\n", _commands(sections)]
    return "\n".join(parts)


def insert(results: str, document: Path) -> None:
    """Puts results between the marks of a document. Raises `CannotInsert` when it has none."""
    text = document.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN_MARK)
    _, end, after = rest.partition(END_MARK)
    if not begin or not end:
        raise CannotInsert(f"{document.name} has no lines {BEGIN_MARK} and {END_MARK}")
    document.write_text(f"{before}{begin}\n\n{results}\n{end}{after}", encoding="utf-8")


def _targets(sections: list[tuple[Section, list[RowResult]]], facts: list[Fact]) -> str:
    rows = []
    for _, results in sections:
        for result in results:
            for line in result.lines:
                if line.entry.target:
                    rows.append([f"{result.row.title}: {line.entry.label}", *_target_cells(line)])
    for fact in facts:
        verdict = fact.verdict
        rows.append([fact.title, fact.measured, verdict.target if verdict else "", verdict.outcome if verdict else ""])
    return _table(["work", "measured", "target", ""], rows)


def _target_cells(line: Line) -> list[str]:
    target = line.entry.target
    if line.verdict is None:
        return [line.problem or "not measured", str(target), "unknown"]
    if isinstance(target, Within):
        return [f"{line.median(Clock.WALL) * 1000:.2f} ms", str(target), line.verdict.outcome]
    return [f"{cells.ratio(line.ratios[target.clock])}, {target.clock.value} time", str(target), line.verdict.outcome]


def _row(result: RowResult) -> str:
    parts = [f"**{result.row.title}** (`{result.row.name}`)\n"]
    if result.row.note:
        parts.append(f"{result.row.note}.\n")
    rows = []
    for line in result.lines:
        rows.append([line.entry.label, line.problem, *[""] * (len(COLUMNS) - 2)] if line.problem else cells.row_cells(line))
    parts.append(_table([title for title, _ in COLUMNS], rows, {title for title, _ in COLUMNS} - LEFT_ALIGNED))
    parts += [f"{line.remark}.\n" for line in result.lines if line.remark]
    return "\n".join(parts)


def _commands(sections: list[tuple[Section, list[RowResult]]]) -> str:
    lines = dict.fromkeys(
        _command(line.entry) for _, results in sections for result in results for line in result.lines)
    return "".join(f"    {line}\n" for line in lines)


def _command(entry: Entry) -> str:
    words = " ".join(word if word in ("{input}", "{output}") else shlex.quote(word) for word in entry.arguments)
    words = words.replace("{input}", "INPUT").replace("{output}", "OUTPUT")
    target = {Output.STREAM: " > OUTPUT", Output.NAMED: "", Output.NONE: " > /dev/null"}[entry.output]
    name = entry.program if entry.program != CHATCONV else "chatconv"
    return f"{name} {words}{target}"


def _table(titles: list[str], rows: list[list[str]] | list[tuple[str, str]], right_aligned: set[str] = frozenset()) -> str:
    marks = ["---:" if title in right_aligned else "---" for title in titles]
    return "".join(f"| {' | '.join(parts)} |\n" for parts in [titles, marks, *rows])
