"""Server and line as processes of their own, for tests that make something happen to them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sanad_desk.server.keys import make_keys
from sanad_desk.server.migrate import migrate


@contextmanager
def server_process(folder: Path, database: str, *options: str) -> Iterator[int]:
    """`sanad-server serve` on a migrated database; its port. Gone at the end, as politely as systemd would ask."""
    folder.mkdir(exist_ok=True)
    migrate(database)
    make_keys(folder)
    environment = {**os.environ, "SANAD_SERVER_DATABASE": database, "SANAD_SERVER_FOLDER": str(folder)}
    command = [sys.executable, "-m", "sanad_desk.server.cli", "serve", "--port", "0", *options]
    with (folder / "stderr.log").open("ab") as errors:
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=errors)
        assert process.stdout is not None
        reader: threading.Thread | None = None
        try:
            for line in process.stdout:
                said = json.loads(line)
                if said.get("event") == "listening":
                    break
            else:
                raise AssertionError((folder / "stderr.log").read_text())
            # Its log is read on: a server whose pipe is full stands still.
            reader = threading.Thread(target=deque, args=(process.stdout, 0))
            reader.start()
            yield int(said["port"])
        finally:
            process.terminate()
            process.wait()
            if reader is not None:
                reader.join()
            process.stdout.close()


@dataclass(frozen=True, slots=True)
class LineProcess:
    """A running `line_proxy`."""

    port: int
    process: subprocess.Popen[str]

    def faults(self) -> int:
        """How many requests something happened to so far."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


@contextmanager
def line_process(to: int, **options: int | float) -> Iterator[LineProcess]:
    """The proxy before a server's port; options as its own command line names them."""
    named = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", str(value))]
    command = [sys.executable, "-m", "tests.faults.line_proxy", "--to", str(to), *named]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield LineProcess(int(process.stdout.readline()), process)
    finally:
        process.kill()
        process.stdin.close()
        process.stdout.close()
        process.wait()
