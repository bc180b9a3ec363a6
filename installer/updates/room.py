"""What every scenario begins with: a desk with a full outbox, its server, and a newer version that came to it."""

from __future__ import annotations

import random
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from installer.updates.facts import Facts, facts_of
from installer.updates.pc import Pc, must
from installer.updates.programs import Programs
from installer.updates.serving import CENTRE, Central, free_port
from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.store import desk_book
from sanad_desk.updates.versions import wrong_files
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.sync_now import sync_now
from sanad_desk.wire.program import MANIFEST_FILE

_OPERATORS = {"Sample Operator One": "135790", "Sample Operator Two": "112358"}


@dataclass(slots=True)
class Room:
    """Each scenario has a folder of its own below `folder`, and copies of what was prepared."""

    folder: Path
    programs: Programs
    central: Central
    dice: random.Random

    @property
    def desk(self) -> Path:
        """Works in the older version, shifts closed, most of its journal sent, the rest not."""
        return self.folder / "prepared" / "desk"

    @property
    def ready(self) -> Path:
        """The same, with the newer version ready beside."""
        return self.folder / "prepared" / "ready"

    def pc(self, name: str, template: Path | None = None) -> Pc:
        return Pc(self.folder / name, self.programs, template or self.desk)

    def central_of(self, name: str) -> Central:
        """A copy of the server as it was when the desk joined."""
        return Central(self.folder / name, self.central.port, self.central.folder)

    def prepare(self) -> str:
        programs = self.programs
        pc = Pc(self.desk, programs)
        done(pc, "simulate", "--days", "2", "--per-day", "20", "--odd", "--seed", "1")
        with self.central.serving(programs.empty_site):
            join(pc, self.central)
        done(pc, "simulate", "--days", "1", "--per-day", "20", "--odd", "--seed", "2")
        facts = facts_of(pc.store)
        must(facts.unsent > 20, f"no outbox: {facts.unsent}")
        ready = Pc(self.ready, programs, self.desk)
        done(ready, "update", "from", programs.site)
        must(ready.state.ready == programs.new, f"not ready: {ready.state}")
        return f"{facts.receipts} receipts, {facts.unsent} of {facts.entries} entries unsent, {programs.new} beside"

    def look_at_installed(self) -> str:
        """Not a byte of it has changed, and nothing was written beside it."""
        program, manifest = self.programs.program(self.programs.old), self.programs.manifest(self.programs.old)
        wrong = [file.path for file in wrong_files(program, manifest)]
        known = {file.path for file in manifest.files} | {MANIFEST_FILE}
        found = {path.relative_to(program).as_posix() for path in program.rglob("*") if not path.is_dir()}
        must(not wrong and found == known, f"changed {wrong}, there are also {sorted(found - known)}")
        return f"{len(known)} files as they were built"


def new_room(folder: Path, programs: Programs, seed: int) -> Room:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Room(folder, programs, Central(folder / "prepared" / "central", free_port()), random.Random(seed))


def done(pc: Pc, *words: object) -> dict[str, object]:
    """`sanadctl`, which must end well."""
    said = pc.ctl(*words)
    must(said.status == 0, f"sanadctl {' '.join(map(str, words))}: {said.out}{said.err}")
    return said.told


def join(pc: Pc, central: Central) -> None:
    """On the evening of its last played day, so that more days can follow, and sends what it has so far."""
    clock = SetClock(0)
    desk = open_desk(pc.store, clock=clock)
    try:
        with desk.store.reading() as connection:
            clock.at = desk_book.last_fact_at(connection) + 60_000
        manager = next(one for one in list_operators(desk) if Role.MANAGER in one.roles)
        who = SignedIn(manager.id, manager.name, manager.roles)
        join_server(desk, who, central.address, central.ask("enrol-code", "--centre", CENTRE))
        outcome = sync_now(desk)
        must(outcome.is_online, f"not joined: {outcome.code}")
    finally:
        desk.close()
    pc.give()


def open_a_shift(pc: Pc) -> None:
    """Sales whose drawers stay open."""
    done(pc, "simulate", "--days", "1", "--per-day", "4", "--seed", "3")


def close_shifts(pc: Pc) -> None:
    """By the command; whoever had none open is passed over."""
    pin = pc.folder / "pin"
    for operator, digits in _OPERATORS.items():
        pin.write_text(f"{digits}\n", encoding="ascii")
        pin.chmod(0o644)
        late = ("--approve-later", "--reason", "counted late", "--count", "0")
        said = pc.ctl("close-shift", "--operator", operator, "--pin-file", pin, *late)
        must(said.status == 0 or said.code == "shift_not_open", f"close-shift: {said.out}{said.err}")
    pin.unlink()


def must_be_whole(pc: Pc, before: Facts) -> Facts:
    """Every row as it was, and true by whichever version runs here."""
    now = facts_of(pc.store)
    changed = now.differs_from(before)
    must(not changed, f"rows changed in {', '.join(changed)}")
    told = done(pc, "verify")
    must(told["ok"] and told["entries"] == before.entries, f"verify: {told}")
    return now


def must_work(pc: Pc, before: Facts, version: str) -> None:
    """That version stands in its window, nothing of the store has changed, and it goes on selling."""
    with pc.window(tries=True) as shown:
        must(shown == version, f"{shown} stands, not {version}: {pc.state}")
    must_be_whole(pc, before)
    must(pc.version() == version, f"{pc.version()} answers, not {version}")
    done(pc, "simulate", "--days", "1", "--per-day", "2", "--odd", "--seed", "9")
    told = done(pc, "verify")
    must(told["ok"] and int(str(told["receipts"])) > before.receipts, f"after more sales: {told}")


def start_again(pc: Pc) -> str:
    """The version that stands after another start, whatever was left."""
    pc.end(signal.SIGKILL)
    with pc.window(tries=True) as version:
        return version


Scenario = Callable[[Room], str]
