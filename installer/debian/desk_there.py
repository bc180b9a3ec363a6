"""The desk installed in a clean tree, asked and used from outside as its user would."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from installer.clean_tree import NotDone, Tree

USER = "clerk"
HOME = Path("home") / USER
STORE = HOME / ".local/share/sanad-desk"
PROGRAM = Path("usr/lib/sanad-desk")
PATIENCE_S = 60
# Made anew whenever the database is read.
PASSING = (".db-shm", ".db-wal", ".lock")
_FIND = "xdotool search --onlyvisible --class sanad-desk"
_TELL_CLASS = f'xprop -id "$({_FIND} | tail -1)" WM_CLASS'
_TAKE_PICTURE = "import -window root window.png && convert window.png rgb:- | md5sum"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a store says of itself: the hash of every entry in order, the receipts' numbers, the sums."""

    journal: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    totals: str = ""

    def starts_with(self, before: Facts) -> bool:
        entries, receipts = len(before.journal), len(before.numbers)
        return self.journal[:entries] == before.journal and self.numbers[:receipts] == before.numbers

    def __str__(self) -> str:
        return f"{len(self.numbers)} receipts in {len(self.journal)} entries"


class Desk:
    """The package as dpkg knows it, and its commands run by an ordinary user."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def line(self, *words: str, **settings: str) -> list[str]:
        given = [f"{name}={value}" for name, value in {"HOME": f"/{HOME}", **settings}.items()]
        return ["env", "-C", f"/{HOME}", *given, *words]

    def run(self, *words: str, expected: int = 0, **settings: str) -> str:
        return self._tree.run(*self.line(*words, **settings), user=USER, expected=expected)

    def start(self, *words: str, **settings: str) -> subprocess.Popen[bytes]:
        line = self._tree.command(*self.line(*words, **settings), user=USER)
        return subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def ctl(self, *words: str, expected: int = 0) -> str:
        return self.run("sanadctl", *words, expected=expected)

    def packages(self) -> list[str]:
        return self._tree.run("dpkg-query", "-W", "-f", "${Package}\n").split()

    def version(self) -> str:
        return self._tree.run("dpkg-query", "-W", "-f", "${Version}", "sanad-desk")

    def owned(self) -> list[str]:
        """Files and links of the package, without folders."""
        listed = self._tree.run("dpkg", "-L", "sanad-desk").splitlines()
        there = {path: self._tree.root / path.lstrip("/") for path in listed}
        return [path for path, file in there.items() if file.is_symlink() or not file.is_dir()]

    def schema(self) -> str:
        """The newest one that the installed program knows, and so makes of every store it opens."""
        versions = self._tree.root / PROGRAM / "_internal/sanad_desk/store/migrations/versions"
        return max(path.name[:4] for path in versions.glob("[0-9]*"))

    def facts(self) -> Facts:
        """Raises NotDone when `sanadctl verify` finds a fault."""
        self.ctl("verify")
        entries = [json.loads(line) for line in self.ctl("journal").splitlines()]
        numbers = tuple(entry["fact"]["number"] for entry in entries if entry["kind"] == "transaction_completed")
        return Facts(tuple(entry["hash"] for entry in entries), numbers, self.ctl("totals"))

    def paper(self, number: str, to: Path) -> None:
        """The receipt as PDF, and as a picture beside it."""
        self.ctl("receipt", number, "--out", "receipt.pdf")
        self.run("pdftoppm", "-r", "150", "-png", "-singlefile", "receipt.pdf", "receipt")
        for kind in (".pdf", ".png"):
            to.with_suffix(kind).write_bytes((self._tree.root / HOME / f"receipt{kind}").read_bytes())

    def figures(self, number: str) -> list[str]:
        """Every number and Latin word of the receipt; how labels are worded in Arabic is each version's own."""
        self.ctl("receipt", number, "--out", "receipt.pdf")
        text = self.run("pdftotext", "-layout", "receipt.pdf", "-")
        return sorted(re.findall(r"[0-9A-Za-z][\w.:-]*", text, re.ASCII))

    def store(self) -> dict[str, str]:
        """The hash of every file of the store."""
        folder = self._tree.root / STORE
        files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.endswith(PASSING)]
        return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def files_below(self, *places: str) -> dict[str, str]:
        """Every file and link as the tree names it, with its size or where it leads."""
        root, found = self._tree.root, {}
        for place in places:
            for folder, folders, names in os.walk(root / place):
                for path in (Path(folder, name) for name in [*folders, *names]):
                    if path.is_symlink() or not path.is_dir():
                        said = os.readlink(path) if path.is_symlink() else str(path.stat().st_size)
                        found[f"/{path.relative_to(root)}"] = said
        return found


class Window:
    """The program on an X server of its own, ended as a session that ends does it."""

    def __init__(self, tree: Tree, desk: Desk, *words: str) -> None:
        self._tree, self._desk, self._words = tree, desk, words

    def __enter__(self) -> Window:
        reader, writer = os.pipe()
        screen = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
        quiet = subprocess.DEVNULL
        self._x = subprocess.Popen(self._tree.command(*screen), pass_fds=[writer], stdout=quiet, stderr=quiet)
        os.close(writer)
        with os.fdopen(reader) as answer:
            self._display = f":{answer.readline().strip()}"
        self._program = self._desk.start("sanad-desk", *self._words, DISPLAY=self._display)
        return self

    def look(self, keep: Path) -> str:
        """Waits until the picture stands still for three seconds, keeps it, and tells the window's WM_CLASS."""
        self._ask(f"timeout {PATIENCE_S} {_FIND.replace('search', 'search --sync')}")
        ends = time.monotonic() + PATIENCE_S
        before, still_since = "", time.monotonic()
        while time.monotonic() - still_since < 3:
            time.sleep(0.5)
            now = self._ask(_TAKE_PICTURE)
            if now != before:
                before, still_since = now, time.monotonic()
            if time.monotonic() > ends:
                raise NotDone("the window never stands still")
        keep.write_bytes((self._tree.root / HOME / "window.png").read_bytes())
        return self._ask(_TELL_CLASS).partition("=")[2].strip()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self._program, self._x):
            process.terminate()
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _ask(self, line: str) -> str:
        return self._desk.run("bash", "-c", line, DISPLAY=self._display)


def different(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def lines_of(paths: Iterable[str]) -> str:
    """The first few, for a sentence."""
    return ", ".join(sorted(paths)[:5])
