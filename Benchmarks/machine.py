"""What a reader has to know of the machine that numbers come from."""

import datetime
import os
import platform
import subprocess
from pathlib import Path

_MEMORY_UNIT = 1024


def describe(repository: Path) -> list[tuple[str, str]]:
    """Names and values: date, commit, processor, cores, memory, kernel, load."""
    return [
        ("date", datetime.datetime.now().strftime("%Y-%m-%d %H:%M")),
        ("commit", _commit(repository)),
        ("processor", _processor()),
        ("cores", str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count())),
        ("memory", _memory()),
        ("system", f"{platform.system()} {platform.release()}"),
        ("load before", " ".join(f"{load:.2f}" for load in os.getloadavg()) + " (1, 5, 15 minutes)"),
    ]


def _commit(repository: Path) -> str:
    def git(*arguments: str) -> str:
        done = subprocess.run(["git", "-C", repository, *arguments], capture_output=True, text=True)
        return done.stdout.strip() if done.returncode == 0 else ""

    commit = git("rev-parse", "--short", "HEAD")
    return (commit + (" with changes" if git("status", "--porcelain") else "")) or "unknown"


def _processor() -> str:
    return _field(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine()


def _memory() -> str:
    total = _field(Path("/proc/meminfo"), "MemTotal")
    return f"{int(total.split()[0]) * _MEMORY_UNIT / 1e9:.0f} GB" if total else "unknown"


def _field(file: Path, name: str) -> str:
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return ""
    return next((line.split(":", 1)[1].strip() for line in lines if line.split(":")[0].strip() == name), "")
