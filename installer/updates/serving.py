"""A real central server on 127.0.0.1 that offers an update site, behind a line that counts what passes."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.updates.pc import Fault, wait
from installer.updates.programs import SERVER
from tests.bench.slow_line import Shape, SlowLine, slow_line

CENTRE = "KSB1"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Central:
    """One server's folder; desks know it by `port` for good, whichever copy of it answers there."""

    def __init__(self, folder: Path, port: int, template: Path | None = None) -> None:
        self.folder, self.port = folder, port
        if template is not None:
            shutil.copytree(template, folder)
            return
        folder.mkdir(parents=True)
        self.ask("migrate")
        self.ask("centre", "add", CENTRE, "--name-ar", "مركز سند التجريبي", "--name-en", "Sanad Demo Centre")

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, *words: str) -> str:
        """`sanad-server`, and what it said; raises CalledProcessError."""
        command = [*SERVER, *words]
        done = subprocess.run(command, env=self._environment(), check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout.strip()

    def _environment(self) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("SANAD_SERVER_")}
        return {**plain, "SANAD_SERVER_FOLDER": str(self.folder)}

    def has(self, entries: int) -> bool:
        """Whether so much of the desk's journal has arrived."""
        return any(int(str(desk["head"])) >= entries for desk in self.desks())

    def desks(self) -> list[dict[str, object]]:
        return list(json.loads(self.ask("desk", "list", "--centre", CENTRE, "--json")))

    @contextmanager
    def serving(self, site: Path, shape: Shape | None = None) -> Iterator[SlowLine]:
        """With `site` as its `--updates-folder`; what passes is counted."""
        port = free_port()
        command = [*SERVER, "serve", "--port", str(port), "--updates-folder", str(site)]
        with (self.folder / "serve.log").open("ab") as log:
            process = subprocess.Popen(command, env=self._environment(), stdout=log, stderr=log)
        try:
            wait(lambda: _answers(port) or process.poll() is not None, "the server does not answer")
            if process.poll() is not None:
                raise Fault(f"the server ended with {process.returncode}")
            with slow_line(port, shape or Shape(), self.port) as line:
                yield line
        finally:
            process.terminate()
            process.wait()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
