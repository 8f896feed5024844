"""Runs one command and measures it: CPU seconds, wall time and peak memory as the operating system counted them."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

# A run that takes longer is ended and counts as failed.
TIME_LIMIT_SECONDS = 900
# How much of what a command prints on standard error is kept, for the first line of it to be shown.
ERROR_BYTES = 4096

SOURCE = Path(__file__).parent / "stopwatch.c"


class CannotMeasure(Exception):
    """Something that the suite itself needs is not there."""


class CommandFailed(Exception):
    """A command ended with a status that was not expected, or took too long."""


@dataclass(frozen=True)
class Sample:
    """What one run of a command cost."""

    cpu: float  # seconds, user and system
    wall: float  # seconds
    peak: int  # bytes, of its largest process


class Stopwatch:
    """Runs commands through `stopwatch.c`, which says why it is not Python that does it."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._program = folder / "stopwatch"
        if not self._program.exists() or self._program.stat().st_mtime < SOURCE.stat().st_mtime:
            self._build()

    def _build(self) -> None:
        compiler = _find_compiler()
        built = subprocess.run([compiler, "-O2", "-o", self._program, SOURCE], capture_output=True, text=True)
        if built.returncode != 0:
            raise CannotMeasure(f"{compiler} cannot build {SOURCE.name}: {first_line(built.stderr)}")

    def run(self, command: list[str], *, stdout: Path | None = None, statuses: frozenset[int] = frozenset({0})) -> Sample:
        """Runs `command` to its end, with nothing on its standard input.

        Its standard output goes to the file `stdout`, or nowhere. Raises `CommandFailed` with the first line of what it
        printed on standard error when its status is not one of `statuses`.
        """
        error_path = self._folder / "stderr.txt"
        result_reader, result_writer = os.pipe()
        try:
            with open(stdout or os.devnull, "wb") as output, open(error_path, "wb") as errors:
                process = _spawn([str(self._program), str(result_writer), *command], output, errors, result_writer)
            os.close(result_writer)
            result_writer = -1
            _wait(process)
            result = os.read(result_reader, 200).split()
        finally:
            os.close(result_reader)
            if result_writer >= 0:
                os.close(result_writer)
        with open(error_path, "rb") as errors:
            message = first_line(errors.read(ERROR_BYTES).decode("utf-8", "replace"))
        if len(result) != 5:
            raise CommandFailed(message or "it could not be run")
        status, user, system, wall, peak = map(int, result)
        if status not in statuses:
            raise CommandFailed(message or f"it ended with status {status}")
        return Sample(cpu=(user + system) / 1e6, wall=wall / 1e9, peak=peak)


def _spawn(command, output, errors, result_writer: int) -> subprocess.Popen:
    """Starts the stopwatch as the leader of a process group, so that it can be killed along with what it runs."""
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        pass_fds=[result_writer],
        start_new_session=True,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )


def _wait(process: subprocess.Popen) -> None:
    try:
        process.wait(timeout=TIME_LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        _kill(process)
        raise CommandFailed(f"it took more than {TIME_LIMIT_SECONDS} seconds and was ended") from None
    except BaseException:
        _kill(process)
        raise


def _kill(process: subprocess.Popen) -> None:
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def _find_compiler() -> str:
    beside_swift = Path(os.environ.get("SWIFT", "")).with_name("clang") if os.environ.get("SWIFT") else None
    for name in [os.environ.get("CC"), "cc", "clang", "gcc", beside_swift]:
        if name and (found := shutil.which(str(name))):
            return found
    raise CannotMeasure(f"a C compiler is needed to build {SOURCE.name}; Debian has it in the package build-essential")


def first_line(text: str) -> str:
    """The first line of `text` that is not blank; empty when there is none."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")
