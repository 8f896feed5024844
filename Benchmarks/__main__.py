"""Measures chatconv beside the programs that a user would take instead. `make bench` runs it; docs/benchmarks.md says more.

    python3 Benchmarks --executable .build/release/chatconv --folder .build/bench [--size MB] [--rounds N] …
"""

import argparse
import os
import shutil
import signal
import sys
from pathlib import Path

import machine
import report
from converter import Converter
from facts import Fact, facts
from inputs import Inputs
from measure import CannotMeasure, CommandFailed, Stopwatch
from peers import Peers
from plan import make_plan
from results import RowResult
from rows import Section
from running import Runner
from sources import Sources
from terminal import Terminal

REPOSITORY = Path(__file__).resolve().parent.parent
DOCUMENT = REPOSITORY / "docs" / "benchmarks.md"
# Sizes for the row on scaling, in MB; of these, those that are at most so many times as large as the inputs of the run.
SIZES = (1, 10, 100, 1000, 2000)
SIZES_BEYOND = 10
# Exit statuses.
FAULTY, WRONG_USAGE, INTERRUPTED = 1, 64, 130


def main() -> int:
    options = _parse()
    terminal = Terminal()
    signal.signal(signal.SIGTERM, lambda *_: _interrupt())
    try:
        return _bench(options, terminal)
    except (CannotMeasure, CommandFailed, report.CannotInsert, OSError) as problem:
        terminal.clear_progress()
        print(f"bench: {problem}", file=sys.stderr)
        return FAULTY
    except KeyboardInterrupt:
        terminal.clear_progress()
        print("bench: interrupted", file=sys.stderr)
        return INTERRUPTED


def _interrupt() -> None:
    raise KeyboardInterrupt


def _parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure chatconv beside other programs.")
    parser.add_argument("--executable", type=Path, default=REPOSITORY / ".build/release/chatconv")
    parser.add_argument("--folder", type=Path, default=REPOSITORY / ".build/bench", help="for inputs, outputs and results")
    parser.add_argument("--size", type=float, default=200, metavar="MB", help="size of the inputs (200)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each command is run (5)")
    parser.add_argument("--only", default="", metavar="NAMES", help="run only rows with one of these in their names")
    parser.add_argument("--sizes", default="", metavar="MB…", help="sizes for the row on scaling, separated by spaces")
    parser.add_argument("--update-docs", action="store_true", help="put the results into docs/benchmarks.md")
    parser.add_argument("--list", action="store_true", help="list the rows and end")
    options = parser.parse_args()
    try:
        options.sizes = sorted({float(size) for size in options.sizes.split()}) or [
            size for size in SIZES if size <= SIZES_BEYOND * options.size]
    except ValueError:
        parser.error(f"--sizes takes numbers: {options.sizes}")
    if options.size < 1 or options.rounds < 1 or min(options.sizes) <= 0:
        parser.error("sizes and rounds are at least 1")
    if options.update_docs and options.only:
        parser.error("the document gets the results of all rows, not of some")
    return options


def _bench(options: argparse.Namespace, terminal: Terminal) -> int:
    plan = _chosen(make_plan(options.size, options.sizes), options.only.split())
    if options.list:
        for section in plan:
            for row in section.rows:
                terminal.say(f"{row.name:24}{row.title}")
        return 0
    if not plan:
        print(f"bench: no row is named {options.only}; --list shows them", file=sys.stderr)
        return WRONG_USAGE

    options.folder.mkdir(parents=True, exist_ok=True)
    converter = Converter(options.executable)
    sources = Sources(REPOSITORY)
    about = [("chatconv", converter.version), *machine.describe(REPOSITORY)]
    about += [("inputs", f"{options.size:.12g} MB"), ("rounds", str(options.rounds))]
    for name, value in about:
        terminal.say(f"{name:12}{value}")
    for line in sources.described:
        terminal.say(line)
    free = shutil.disk_usage(options.folder).free
    terminal.say(f"{options.folder} is on a disk with {free / 1e9:.0f} GB free")

    peers = Peers(options.folder)
    inputs = Inputs(options.folder / "inputs", sources, converter, options.size, terminal.show_progress)
    stopwatch = Stopwatch(options.folder)
    runner = Runner(options.folder, inputs, peers, converter, stopwatch, terminal.show_progress)
    sections: list[tuple[Section, list[RowResult]]] = []
    try:
        for section in plan:
            terminal.section(section.title)
            results: list[RowResult] = []
            sections.append((section, results))
            for row in section.rows:
                results.append(runner.run(row, options.rounds))
                terminal.row(results[-1])
    finally:
        runner.clean_up()

    all_results = [result for _, results in sections for result in results]
    over_all = facts(options.executable, options.folder, all_results)
    terminal.facts(over_all)
    _summarise(all_results, over_all, terminal)

    about += peers.described()
    about.append(("load after", " ".join(f"{load:.2f}" for load in os.getloadavg())))
    text = report.report(about, sources.described, sections, over_all)
    results_file = options.folder / "results.md"
    results_file.write_text(f"# Results of make bench\n\n{text}", encoding="utf-8")
    terminal.say(f"\nWritten to {results_file}")
    if options.update_docs:
        report.insert(text, DOCUMENT)
        terminal.say(f"Put into {DOCUMENT}")
    return FAULTY if any(line.is_fault for result in all_results for line in result.lines) else 0


def _chosen(plan: list[Section], names: list[str]) -> list[Section]:
    """The sections with those rows only that have one of the names in theirs; all when there are no names."""
    if not names:
        return plan
    chosen = [
        Section(section.title, tuple(row for row in section.rows if any(name in row.name for name in names)))
        for section in plan
    ]
    return [section for section in chosen if section.rows]


def _summarise(results: list[RowResult], over_all: list[Fact], terminal: Terminal) -> None:
    judged = [
        (f"{result.row.name}, {line.entry.label}: {line.entry.target}", line.verdict)
        for result in results for line in result.lines if line.entry.target]
    judged += [(f"{fact.title}: {fact.verdict.target}", fact.verdict) for fact in over_all if fact.verdict]
    met = [name for name, verdict in judged if verdict and verdict.is_met]
    missed = [name for name, verdict in judged if verdict and not verdict.is_met]
    terminal.summary(len(met), missed, [name for name, verdict in judged if verdict is None])


sys.exit(main())
