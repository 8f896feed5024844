"""Targets that no single row is about: the size of the executable, and the peak memory of everything that ran."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from files import MEGABYTE, remove
from results import RowResult, Verdict
from rows import CHATCONV

EXECUTABLE_MEGABYTES = 20
# For each number of threads.
PEAK_MEGABYTES = {1: 32, 2: 64}


@dataclass(frozen=True)
class Fact:
    title: str
    measured: str
    verdict: Verdict | None = None


def facts(executable: Path, folder: Path, results: list[RowResult]) -> list[Fact]:
    return [_executable_size(executable, folder), *_peaks(results)]


def _executable_size(executable: Path, folder: Path) -> Fact:
    title = "static executable, stripped"
    if shutil.which("strip") is None:
        return Fact(title, "not measured: strip is absent (Debian: apt-get install binutils)")
    stripped = folder / "chatconv.stripped"
    done = subprocess.run(["strip", "--strip-unneeded", "-o", stripped, executable], capture_output=True)
    if done.returncode != 0:
        return Fact(title, "not measured: strip failed")
    size = stripped.stat().st_size / MEGABYTE
    remove(stripped)
    return Fact(title, f"{size:.1f} MB", Verdict(f"under {EXECUTABLE_MEGABYTES} MB", size < EXECUTABLE_MEGABYTES))


def _peaks(results: list[RowResult]) -> list[Fact]:
    made = []
    for threads, limit in PEAK_MEGABYTES.items():
        runs = [
            (line.peak / MEGABYTE, f"{result.row.name}, {line.entry.label}")
            for result in results
            for line in result.lines
            if line.entry.program == CHATCONV and line.entry.threads == threads and line.samples
        ]
        if runs:
            peak, where = max(runs)
            words = "one thread" if threads == 1 else f"{threads} threads"
            made.append(Fact(
                f"peak memory of all runs with {words}", f"{peak:.1f} MB ({where})",
                Verdict(f"under {limit} MB", peak < limit)))
    return made
