"""The central server of its own package, run in the same tree over a SQLite file."""

from __future__ import annotations

import json
import socket
import time
from types import TracebackType

from installer.clean_tree import NotDone
from installer.debian.desk_there import HOME, PATIENCE_S, Desk

_PROGRAM = "/usr/lib/sanad-server/sanad-server"
_NAMES = ["--name-ar", "مركز سند التجريبي · خصب", "--name-en", "Sanad Demo Centre · Khasab"]
_CENTRE = "KSB1"


class ServerThere:
    """Listens on 127.0.0.1 alone, and is gone when left."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = str(probe.getsockname()[1])

    def __enter__(self) -> ServerThere:
        self.ask("migrate")
        self.ask("centre", "add", _CENTRE, *_NAMES)
        self._serving = self._desk.start(_PROGRAM, "serve", "--port", self._port, **self._settings())
        return self

    def joining(self) -> list[str]:
        """What the desk's command line says to join."""
        code = self.ask("enrol-code", "--centre", _CENTRE)
        return ["--server", f"http://127.0.0.1:{self._port}", "--code", code]

    def wait_for(self, entries: int) -> int:
        """The head of the one desk's chain, once it has so many entries; raises NotDone when it never does."""
        ends, desks = time.monotonic() + PATIENCE_S, []
        while time.monotonic() < ends:
            desks = json.loads(self.ask("desk", "list", "--centre", _CENTRE, "--json"))
            if desks and desks[0]["head"] >= entries:
                return int(desks[0]["head"])
            time.sleep(0.5)
        raise NotDone(f"the server never got {entries} entries: {desks}")

    def ask(self, *words: str) -> str:
        return self._desk.run(_PROGRAM, *words, **self._settings())

    def _settings(self) -> dict[str, str]:
        return {"SANAD_SERVER_FOLDER": f"/{HOME}/server"}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._serving.terminate()
        self._serving.wait(PATIENCE_S)
