"""Tries the desk's package in a clean tree: python -m installer.debian.try --deb NEW.deb --older OLD.deb --out DIR.

Installed, used, upgraded with a full outbox, downgraded, removed, installed again, purged; with --server the outbox is
brought to it after the upgrade. Pictures and papers are left in --out. Ends with 1 at the first thing that is not as it
must be.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from installer.clean_tree import NotDone, Tree, clean_tree, enter_namespaces
from installer.debian.desk_there import PROGRAM, USER, Desk, Facts, Window, different, lines_of
from installer.debian.server_there import ServerThere

TOOLS = ["xvfb", "xdotool", "imagemagick", "x11-utils", "poppler-utils", "man-db", "debsums"]
TOOLS += ["desktop-file-utils", "appstream"]
# Where the system's own files lie: nothing of ours may stay there.
SYSTEM = ("usr", "etc", "opt")
METAINFO = "/usr/share/metainfo/om.sanad.desk.metainfo.xml"


def must(true: object, said: str) -> None:
    if not true:
        raise NotDone(said)


class Trial:
    """One tree, one desk, and the facts that every step must find again."""

    def __init__(self, tree: Tree, options: argparse.Namespace) -> None:
        self.tree, self.desk, self.facts = tree, Desk(tree), Facts()
        self.new, self.older, self.out = str(options.deb), str(options.older), options.out
        self.server = str(options.server or "")

    def steps(self) -> list[Callable[[], str]]:
        told = [self.tell_the_server] if self.server else []
        first = [self.install, self.use, self.look, self.upgrade, self.prove, self.go_back]
        return [*first, *told, self.remove, self.come_back, self.purge]

    def install(self) -> str:
        """With the archive alone, and nothing in the tree that the package does not ask for."""
        before = self.desk.packages()
        self.tree.install(self.older)
        self.tree.run("useradd", "-m", USER)
        began = time.monotonic()
        self.desk.run("sanad-desk", "--quit-when-painted", QT_QPA_PLATFORM="offscreen")
        painted = time.monotonic() - began
        brought = len(self.desk.packages()) - len(before)
        return (
            f"version {self.desk.version()} with {brought - 1} packages it needs; painted offscreen in {painted:.1f} s"
        )

    def use(self) -> str:
        """By an ordinary user, before any tool of the test is there."""
        self.desk.ctl("init", "--demo")
        self.desk.ctl("simulate", "--days", "2", "--per-day", "25", "--odd")
        self.desk.ctl("simulate", "--days", "1")
        self.facts = self.desk.facts()
        return f"{self.facts}, store of schema {self.desk.schema()}"

    def look(self) -> str:
        """A window on a real X server, and a paper."""
        self.tree.install(*TOOLS)
        with Window(self.tree, self.desk) as window:
            named = window.look(self.out / "window-older.png")
        self._found_again()
        self.desk.paper(self.facts.numbers[-1], self.out / "receipt-older")
        return f"WM_CLASS {named}, receipt {self.facts.numbers[-1]} on paper"

    def upgrade(self) -> str:
        """No server was ever told: every receipt lies on this PC alone."""
        before, schema, number = self.facts, self.desk.schema(), self.facts.numbers[0]
        figures = self.desk.figures(number)
        self.tree.install(self.new)
        with Window(self.tree, self.desk) as window:
            window.look(self.out / "window-new.png")
        self._found_again()
        must(self.facts.totals == before.totals, "the sums have changed")
        must(self.desk.figures(number) == figures, f"receipt {number} says something else")
        self.desk.paper(self.facts.numbers[-1], self.out / "receipt-new")
        became = f"version {self.desk.version()}, schema {schema} to {self.desk.schema()}"
        return f"{became}; {self.facts}, all unsent, sums and papers the same"

    def prove(self) -> str:
        """What Debian's own tools say of the package, after it was used."""
        for line in (
            ["dpkg", "--verify", "sanad-desk"],
            ["debsums", "--silent", "sanad-desk"],
            ["desktop-file-validate", "/usr/share/applications/sanad-desk.desktop"],
        ):
            must(not (said := self.tree.run(*line)), f"{line[0]}: {said}")
        self.tree.run("appstreamcli", "validate", "--no-net", METAINFO)
        pages = self.tree.run("man", "-w", "sanad-desk", "sanadctl").split()
        owned = set(self.desk.owned())
        stray = self.desk.files_below(str(PROGRAM)).keys() - owned
        must(not stray, f"written below /{PROGRAM}: {lines_of(stray)}")
        return f"{len(owned)} files as packed and none beside them; pages {', '.join(pages)}"

    def go_back(self) -> str:
        """An older program before a store that it cannot know."""
        store, schema = self.desk.store(), self.desk.schema()
        self.tree.run("dpkg", "--install", f"/tmp/{Path(self.older).name}")
        refuses = self.desk.schema() != schema
        said = self.desk.ctl("verify", expected=int(refuses))
        must(not refuses or "store_newer" in said, said)
        with Window(self.tree, self.desk) as window:
            window.look(self.out / "window-went-back.png")
        changed = different(store, self.desk.store())
        must(not (refuses and changed), f"the older program changed {lines_of(changed)}")
        version = self.desk.version()
        self.tree.install(self.new)
        self._found_again()
        told = "says so and leaves every file as it was" if refuses else "knows it and works"
        return f"version {version} before a store of schema {schema} {told}"

    def tell_the_server(self) -> str:
        """What was sold before the upgrade arrives, whole and in order."""
        self.tree.install(self.server)
        sold = len(self.facts.journal)
        with ServerThere(self.desk) as server:
            with Window(self.tree, self.desk, *server.joining()) as window:
                head = server.wait_for(sold)
                window.look(self.out / "window-joined.png")
            server.ask("verify")
        self.tree.run("apt-get", "purge", "-y", "-q", "sanad-server")
        self._found_again()
        return f"it holds {head} entries, the {sold} of before among them, and finds every one true"

    def remove(self) -> str:
        before, owned, store = self.desk.files_below(*SYSTEM), set(self.desk.owned()), self.desk.store()
        self.tree.run("apt-get", "remove", "-y", "-q", "sanad-desk")
        after = self.desk.files_below(*SYSTEM)
        must(not (left := owned & after.keys()), f"left behind: {lines_of(left)}")
        must(not (changed := different(before, after) - owned), f"other files changed: {lines_of(changed)}")
        must(not (self.tree.root / PROGRAM).exists(), f"/{PROGRAM} is left behind")
        must(self.desk.store() == store, "the store was touched")
        return f"{len(owned)} files gone, no other changed; the store's {len(store)} as they were"

    def come_back(self) -> str:
        before = self.facts
        self.tree.install(self.new)
        must(self.desk.facts() == before, "the store is not what it was")
        self.desk.ctl("simulate", "--days", "1")
        self._found_again()
        must(len(self.facts.numbers) > len(before.numbers), "nothing is sold")
        return f"goes on: {self.facts}"

    def purge(self) -> str:
        store = self.desk.store()
        self.tree.run("apt-get", "purge", "-y", "-q", "sanad-desk")
        must(self.desk.store() == store, "the store was touched")
        must("sanad-desk" not in self.desk.packages(), "dpkg still knows the package")
        return f"the store's {len(store)} files are as they were"

    def _found_again(self) -> None:
        now = self.desk.facts()
        must(now.starts_with(self.facts), f"there were {self.facts}, now {now} that are not the same")
        self.facts = now


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deb", type=Path, required=True, metavar="NEW.deb")
    parser.add_argument("--older", type=Path, required=True, metavar="OLD.deb")
    parser.add_argument("--server", type=Path, metavar="SERVER.deb")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--suite", default="bookworm")
    options = parser.parse_args()
    enter_namespaces()
    options.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    try:
        with clean_tree(options.suite) as tree:
            for step in Trial(tree, options).steps():
                since = time.monotonic()
                said = step()
                print(f"{time.monotonic() - since:6.1f} s  {step.__name__.replace('_', ' ')}: {said}", flush=True)
    except NotDone as fault:
        print(f"FAULT: {fault}", file=sys.stderr)
        return 1
    print(f"{time.monotonic() - began:6.1f} s  all as it must be; pictures and papers are in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
