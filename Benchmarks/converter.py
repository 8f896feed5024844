"""chatconv, as inputs and checks need it: what is in a file, and a file in another format."""

import json
import subprocess
from pathlib import Path

from files import files_in
from measure import CommandFailed, first_line

# The names of all files of a large folder are too much for one command line.
FILES_AT_ONCE = 500


class Converter:
    def __init__(self, executable: Path):
        self.executable = executable

    @property
    def version(self) -> str:
        return self._run(["--version"]).strip().removeprefix("chatconv ")

    def convert(
        self, source: Path, source_format: str, output: Path, output_format: str, options: tuple[str, ...] = (),
    ) -> None:
        """Writes `source` to `output`, where nothing may be. Raises `CommandFailed`."""
        self._run([source, "-f", source_format, "-o", output, "-t", output_format, "--quiet", *options])

    def count_messages(self, path: Path, format_name: str) -> int:
        """How many messages a file has, or all files of a folder have. Raises `CommandFailed`."""
        files = files_in(path)
        count = 0
        for start in range(0, len(files), FILES_AT_ONCE):
            batch = files[start : start + FILES_AT_ONCE]
            told = self._run(["info", "--json", "--quiet", "-f", format_name, *batch])
            count += sum(json.loads(line)["messages"] for line in told.splitlines())
        return count

    def _run(self, arguments: list) -> str:
        """Standard output of a run. Raises `CommandFailed`."""
        done = subprocess.run([self.executable, *arguments], stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode != 0:
            message = first_line(done.stderr.decode("utf-8", "replace"))
            raise CommandFailed(message or f"{self.executable.name} ended with status {done.returncode}")
        return done.stdout.decode("utf-8", "replace")
