"""Versions that are signed and whole and do not work: taken back, told, and not tried again; and disks that lie."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from installer.frozen.build import PROGRAM
from installer.updates.facts import facts_of
from installer.updates.pc import Pc, must
from installer.updates.programs import ROOT, sign, spoil
from installer.updates.room import Room, Scenario, done, must_be_whole, must_work
from sanad_desk.domain.program_update import UpdateStage
from sanad_desk.store.migrate import SCHEMA_REVISION
from sanad_desk.updates.launch import START_FAILED
from sanad_desk.updates.switch_state import version_folder
from sanad_desk.updates.try_version import SELF_TEST_FAILED
from tests.updates.site import flip

_NEXT_REVISION = f"{int(SCHEMA_REVISION) + 1:04}"
_MIGRATION = f'''"""A table of the future."""

import sqlalchemy as sa
from alembic import op

revision = "{_NEXT_REVISION}"
down_revision = "{SCHEMA_REVISION}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("of_the_future", sa.Column("id", sa.Integer(), primary_key=True), sqlite_strict=True)
'''
# The self-test comes through; what is begun in earnest ends when its store is open and its first view about to come.
_DIES = """
import os, sys
if "--self-test" not in sys.argv:
    os._exit(3)
"""
_CRASHES = """
import os, signal, sys
if "--self-test" not in sys.argv:
    os.kill(os.getpid(), signal.SIGSEGV)
"""


def _text(name: str) -> str:
    """A module of the source; those of the window lie in a folder above."""
    place = ROOT / name
    return (place if place.is_file() else ROOT / "ui" / name).read_text(encoding="utf-8")


def _misfit() -> dict[str, str | None]:
    """A migration to a schema that the program itself does not have."""
    revised = _text("sanad_desk/store/migrate.py").replace(f'"{SCHEMA_REVISION}"', f'"{_NEXT_REVISION}"')
    return {
        "sanad_desk/store/migrate.py": revised,
        f"sanad_desk/store/migrations/versions/{_NEXT_REVISION}_the_future.py": _MIGRATION,
    }


def _with_migration() -> dict[str, str | None]:
    table = 'of_the_future = _table("of_the_future", _key("id", Integer))\n'
    return {**_misfit(), "sanad_desk/store/tables.py": _text("sanad_desk/store/tables.py") + table}


def _with_first(name: str, words: str) -> dict[str, str | None]:
    """`words` run when that module is read."""
    return {
        name: _text(name).replace(
            "from __future__ import annotations\n", f"from __future__ import annotations\n{words}"
        )
    }


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What is changed in the newest version, and the reason for which it is taken back."""

    changed: Mapping[str, str | None]
    reason: str


SPOILT = {
    "a module missing": Spoilt({"sanad_ui/signin/page.py": None}, SELF_TEST_FAILED),
    "ends at once": Spoilt({"sanad_ui/main.py": "raise SystemExit(0)\n"}, SELF_TEST_FAILED),
    "says another version": Spoilt({"sanad_desk/version.py": _text("sanad_desk/version.py")}, SELF_TEST_FAILED),
    "a migration that does not fit": Spoilt(_misfit(), SELF_TEST_FAILED),
    "dies before it stands": Spoilt(_with_first("sanad_ui/line/watch.py", _DIES), START_FAILED),
    "migrates and crashes": Spoilt(
        {**_with_migration(), **_with_first("sanad_ui/line/watch.py", _CRASHES)}, START_FAILED
    ),
}


def _offered(pc: Pc, room: Room, changed: Mapping[str, str | None]) -> Path:
    """The spoilt version lies ready, brought by a stick, which is returned."""
    programs, folder = room.programs, pc.folder.with_name(pc.folder.name + "-site")
    spoilt = spoil(programs.program(programs.new), folder / "program", programs.newest, changed)
    shutil.copytree(programs.office, folder / "office")
    sign("add", "--site", folder / "office", "--keys", programs.keys, spoilt)
    done(pc, "update", "from", folder / "office")
    must(pc.state.ready == programs.newest, f"not ready: {pc.state}")
    return folder / "office"


def taken_back(name: str, room: Room) -> str:
    spoilt, programs = SPOILT[name], room.programs
    pc = room.pc("spoilt-" + name.replace(" ", "-"))
    _offered(pc, room, spoilt.changed)
    before = facts_of(pc.store)
    with pc.window(tries=True) as version:
        must(version == programs.old, f"{version} stands")
        must(pc.state.failed == {programs.newest: spoilt.reason}, f"{pc.state}")
    now = must_be_whole(pc, before)
    must(now.schema == before.schema, f"schema {now.schema}")
    told = pc.ctl("update", "state")
    must(told.told["stage"] == UpdateStage.FAILED and told.code == spoilt.reason, f"told: {told.out}")
    _is_not_tried_again(pc, programs.old)
    must_work(pc, before, programs.old)
    return f"{spoilt.reason}; {programs.old} goes on by itself, says so, and does not try it again"


def _is_not_tried_again(pc: Pc, version: str) -> None:
    log = pc.beside / "self-test.log"
    tried_at = log.stat().st_mtime_ns
    with pc.window() as shown:
        must(shown == version, f"{shown} stands at the next start")
    must(log.stat().st_mtime_ns == tried_at, "it was tried again")


def migrates(room: Room) -> str:
    """A good version with a newer schema: the same work; and where it is lost, nothing but itself opens the store."""
    pc, programs = room.pc("migrates"), room.programs
    stick = _offered(pc, room, _with_migration())
    before = facts_of(pc.store)
    with pc.window(tries=True) as version:
        must(version == programs.newest, f"{version} stands: {pc.state}")
    now = must_be_whole(pc, before)
    must(now.schema == _NEXT_REVISION, f"schema {now.schema}")
    (version_folder(pc.beside, programs.newest) / PROGRAM).unlink()
    said = pc.ctl("simulate")
    must(said.code == "store_newer", f"{said.status}: {said.out}{said.err}")
    done(pc, "update", "from", stick)
    must_work(pc, before, programs.newest)
    return f"schema {before.schema} to {now.schema}, every row there; lost, {said.code}; from the stick again, sells on"


def rotten_before(room: Room) -> str:
    """A byte of the version that lies ready is no longer what it was: it comes once more."""
    pc, programs = room.pc("rotten-before", room.ready), room.programs
    _rot(version_folder(pc.beside, programs.new) / "_internal" / "sanad_desk" / "version.pyc")
    before = facts_of(pc.store)
    with pc.window(tries=True) as version:
        must(version == programs.old, f"{version} stands")
    must(not pc.state.ready and not pc.state.failed, f"{pc.state}")
    must_be_whole(pc, before)
    done(pc, "update", "from", programs.site)
    must_work(pc, before, programs.new)
    return f"{programs.old} stands; fetched anew, {programs.new} stands"


def lost_after(what: str, room: Room) -> str:
    """The installed version goes on with the same store where the other one is gone, whole or in part."""
    pc, programs = room.pc("lost-after-" + what.rpartition("/")[2], room.ready), room.programs
    before = facts_of(pc.store)
    with pc.window(tries=True) as version:
        must(version == programs.new, f"{version} stands")
    place = version_folder(pc.beside, programs.new) / what
    (found,) = place.parent.glob(place.name)
    shutil.rmtree(found) if found.is_dir() else found.unlink()
    with pc.window() as version:
        must(version == programs.old, f"{version} stands")
    must_be_whole(pc, before)
    done(pc, "update", "from", programs.site)
    must_work(pc, before, programs.new)
    return f"{programs.old} stands; fetched anew, {programs.new} stands"


def _rot(file: Path) -> None:
    """The other PCs of the try have links to the same file."""
    own = file.with_name("own")
    shutil.copy(file, own)
    own.replace(file)
    flip(file)


SCENARIOS: dict[str, Scenario] = {
    **{f"spoilt version: {name}": partial(taken_back, name) for name in SPOILT},
    "a version with a newer schema": migrates,
    "a byte rotten before the switch": rotten_before,
    **{
        f"lost after the switch: {told}": partial(lost_after, what)
        for told, what in {
            "its folder": "",
            "its command": PROGRAM,
            "a library": "_internal/libpython*",
            "a module": "_internal/sanad_ui/main.pyc",
        }.items()
    },
}
