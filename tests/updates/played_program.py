"""What a program of a test does: begins as a frozen one does, and behaves as its version is said to."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path

from sanad_desk.updates import launch
from sanad_desk.version import VERSION


def main(behaviour: str) -> None:
    """A `plain` one has no store; the others import what they need when they need it, as that takes its time."""
    launch.begin(sys.argv)
    if behaviour == "good" and Path(sys.argv[0]).name == "sanadctl":
        from sanad_desk.ctl.main import main as sanadctl

        sys.exit(sanadctl())
    parser = argparse.ArgumentParser()
    parser.add_argument("--store", type=Path)
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        _be_tried(options.store, behaviour)
    else:
        _work(options.store, behaviour)


def _be_tried(store: Path, behaviour: str) -> None:
    if behaviour == "good":
        from dataclasses import asdict

        from sanad_desk.bootstrap import open_desk
        from sanad_desk.usecases.self_test import self_test

        desk = open_desk(store)
        found = self_test(desk)
        desk.close()
        print(json.dumps(asdict(found) | {"passed": found.is_passed}))
        return
    if behaviour.startswith("migrates"):
        migrate(store)
    print(json.dumps({"passed": True, "version": VERSION}))


def _work(store: Path, behaviour: str) -> None:
    _note("begins")
    if behaviour.startswith("migrates"):
        migrate(store)
    if behaviour.endswith("dies"):
        sys.exit(3)
    if behaviour == "good":
        from sanad_desk.bootstrap import open_desk
        from sanad_desk.domain.errors import StoreError
        from sanad_desk.usecases.start_newer import start_newer
        from sanad_desk.usecases.switch_program import switch_program

        try:
            desk = open_desk(store)
        except StoreError:
            if start_newer(launch.running_program()):
                launch.watch(sys.argv)
            sys.exit("the store cannot be opened")
        if switch_program(desk):
            launch.watch(sys.argv)
        desk.close()
    if launch.running_program().executable.stem == "sanad-desk":  # type: ignore[union-attr]
        launch.confirm()
    _note("stands")


def migrate(store: Path, *, revision: str = "9999", and_write: bool = False) -> None:
    """As another program leaves a store: by itself at a revision that nobody here knows."""
    from sanad_desk.store import keys
    from sanad_desk.store.encrypted_file import connect
    from sanad_desk.store.store import FILE

    connection = connect(store / FILE, keys.find_key(store))
    connection.execute("CREATE TABLE of_the_future (id INTEGER)")
    connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    if and_write:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(journal)") if row[1] != "seq"]
        connection.execute(
            f"INSERT INTO journal (seq, {', '.join(columns)}) "
            f"SELECT seq + 1, {', '.join(columns)} FROM journal ORDER BY seq DESC LIMIT 1"
        )
    connection.close()


def _note(what: str) -> None:
    with open(os.environ["PLAYED_DIARY"], "a", encoding="utf-8") as file:
        file.write(f"{VERSION} {what}\n")
