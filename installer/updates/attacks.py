"""Sites that no desk may follow: damaged, old, forged, expired, and poisoned ones; each leaves the desk as it was."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import zstandard

from installer.updates.facts import facts_of
from installer.updates.pc import Pc, Said, must
from installer.updates.room import Room, Scenario, done, must_be_whole, must_work
from sanad_desk.server.updates.site import refresh_site
from sanad_desk.wire.program import ProgramFile, ProgramManifest, manifest_bytes, this_platform
from tests.updates.site import Publisher, begin, flip

_CHANGED = "_internal/sanad_desk/version.pyc"
_MEMORY = 1_500_000_000  # bytes of addresses, ten times what a look needs
_MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Attack:
    """`prepare` spoils a copy of the good site; `lasts` where the right key itself has signed what was wrong."""

    code: str
    prepare: Callable[[Publisher, Room], object]
    lasts: bool = False


def _piece(site: Publisher, room: Room) -> Path:
    """One that a desk has to fetch."""
    return site.pieces_of(room.programs.program(room.programs.new) / _CHANGED)[0]


def _flip_piece(site: Publisher, room: Room) -> None:
    flip(_piece(site, room))


def _cut_piece(site: Publisher, room: Room) -> None:
    piece = _piece(site, room)
    piece.write_bytes(piece.read_bytes()[:-20])


def _bomb(site: Publisher, room: Room) -> None:
    """Eight gigabytes of nothing, packed into less than a piece."""
    packer = zstandard.ZstdCompressor(level=19).compressobj()
    nothing = bytes(64 * 2**20)
    _piece(site, room).write_bytes(b"".join(packer.compress(nothing) for _ in range(128)) + packer.flush())


def _other_piece(site: Publisher, room: Room) -> None:
    """A good piece of another file in its place."""
    other = site.pieces_of(room.programs.program(room.programs.new) / "LICENSES.txt")[0]
    shutil.copy(other, _piece(site, room))


def _flip_metadata(role: str, site: Publisher, _: Room) -> None:
    flip(site.metadata(role))


def _cut_timestamp(site: Publisher, _: Room) -> None:
    timestamp = site.metadata("timestamp")
    timestamp.write_bytes(timestamp.read_bytes()[:-20])


def _later_timestamp(site: Publisher, _: Room) -> None:
    """Good for another century, says whoever has no key."""
    timestamp = site.metadata("timestamp")
    timestamp.write_bytes(timestamp.read_bytes().replace(b'"expires":"2', b'"expires":"3'))


def _endless(site: Publisher, _: Room) -> None:
    site.metadata("timestamp").write_bytes(b" " * 64 * 2**20)


def _other_keys(site: Publisher, room: Room) -> None:
    """The same programs, everything in order, and signed by somebody else."""
    other = begin(site.site.parent / "other")
    manifest = site.target().read_bytes()
    other.publish_raw(manifest)
    _take_metadata_of(other.site, site.site)


def _take_metadata_of(other: Path, site: Path) -> None:
    for name in ("metadata", "targets"):
        shutil.rmtree(site / name)
        shutil.copytree(other / name, site / name)


def _own_root(site: Publisher, room: Room) -> None:
    """The same, with the true first root before his own as the second, which the true keys have not signed."""
    true_root = site.metadata("root").read_bytes()
    _other_keys(site, room)
    (site.site / "metadata" / "1.root.json").rename(site.site / "metadata" / "2.root.json")
    (site.site / "metadata" / "1.root.json").write_bytes(true_root)


def _expired(site: Publisher, room: Room) -> None:
    """What was in force a month ago, shown for ever."""
    refresh_site(site.site, room.programs.keys, datetime.now(UTC) - _MONTH)


def _signed(change: Callable[[ProgramManifest], ProgramManifest], site: Publisher, room: Room) -> None:
    """What the thief of the targets key could let out."""
    keyed = replace(site, keys=room.programs.keys)
    keyed.publish_raw(manifest_bytes(change(room.programs.manifest(room.programs.new))))


def _with_file(file: ProgramFile) -> Callable[[Publisher, Room], None]:
    def add(manifest: ProgramManifest) -> ProgramManifest:
        return ProgramManifest(manifest.version, manifest.platform, (*manifest.files, file))

    return partial(_signed, add)


def _stray(path: str) -> ProgramFile:
    return ProgramFile(path, 4, (hashlib.sha256(b"evil").hexdigest(),))


def _through_a_link(manifest: ProgramManifest) -> ProgramManifest:
    files = (ProgramFile("out", link="../../../home"), _stray("out/.bashrc"))
    return ProgramManifest(manifest.version, manifest.platform, (*manifest.files, *files))


def _older(manifest: ProgramManifest) -> ProgramManifest:
    return ProgramManifest("0.5.9", manifest.platform, manifest.files)


def _for_others(manifest: ProgramManifest) -> ProgramManifest:
    other = "windows-x86_64" if this_platform() == "linux-x86_64" else "linux-x86_64"
    return ProgramManifest(manifest.version, other, manifest.files)


ATTACKS = {
    "a bit flipped in a piece": Attack("update_damaged", _flip_piece),
    "a piece cut short": Attack("update_damaged", _cut_piece),
    "a piece that unpacks to 8 GiB": Attack("update_damaged", _bomb),
    "another piece in its place": Attack("update_damaged", _other_piece),
    "a piece missing": Attack("update_missing", lambda site, room: _piece(site, room).unlink()),
    "a bit flipped in the manifest": Attack("update_damaged", lambda site, _: flip(site.target())),
    "a bit flipped in targets": Attack("update_damaged", partial(_flip_metadata, "targets")),
    "a bit flipped in snapshot": Attack("update_damaged", partial(_flip_metadata, "snapshot")),
    "a timestamp cut short": Attack("update_damaged", _cut_timestamp),
    "a later date in the timestamp": Attack("update_forged", _later_timestamp),
    "an endless timestamp": Attack("update_damaged", _endless),
    "other keys": Attack("update_forged", _other_keys),
    "other keys behind a root of their own": Attack("update_forged", _own_root),
    "an old state shown for ever": Attack("update_expired", _expired, lasts=True),
    "an older version, signed": Attack("update_older", partial(_signed, _older), lasts=True),
    "a version for other machines, signed": Attack("update_unusable", partial(_signed, _for_others), lasts=True),
    "a file above the program, signed": Attack("update_unusable", _with_file(_stray("../../evil")), lasts=True),
    "a file at a place of its own, signed": Attack("update_unusable", _with_file(_stray("/tmp/evil")), lasts=True),
    "a file through a link, signed": Attack("update_unusable", partial(_signed, _through_a_link), lasts=True),
    "no manifest at all, signed": Attack(
        "update_unusable",
        lambda site, room: replace(site, keys=room.programs.keys).publish_raw(b"[]"),
        lasts=True,
    ),
}
# With the code where it is another one: an answer without an end is a line that does not work.
_BY_LINE = {
    "a bit flipped in a piece": "",
    "an endless timestamp": "server_unreachable",
    "other keys": "",
    "an old state shown for ever": "",
}


def attack(name: str, by_line: bool, room: Room) -> str:
    """The old version stands, sells, and the store has not changed; then the true site is followed."""
    planned = ATTACKS[name]
    code = (_BY_LINE[name] if by_line else "") or planned.code
    folder = "".join(letter if letter.isalnum() else "-" for letter in name) + ("-line" if by_line else "")
    pc = room.pc(folder)
    site = Publisher(Path(shutil.copytree(room.programs.site, room.folder / f"{folder}-site" / "site")), Path())
    planned.prepare(site, room)
    before = facts_of(pc.store)
    said = _look(pc, room, folder, site.site) if by_line else _take(pc, site.site)
    must(said.status == 1 and said.code == code, f"{said.status}, {said.code}: {said.out}{said.err}")
    must(not pc.state.ready, f"ready: {pc.state}")
    must(not list(room.folder.rglob("*evil*")), "a file was written outside")
    shutil.rmtree(site.site.parent)
    must_be_whole(pc, before)
    must_work(pc, before, room.programs.old)
    if planned.lasts:
        return code
    done(pc, "update", "from", room.programs.site)
    must(pc.state.ready == room.programs.new, f"the true site is not followed afterwards: {pc.state}")
    return f"{code}; the true site is followed afterwards"


def _take(pc: Pc, site: Path) -> Said:
    return pc.ctl("update", "from", site, limits=(f"--as={_MEMORY}",))


def _look(pc: Pc, room: Room, name: str, site: Path) -> Said:
    with room.central_of(f"{name}-server").serving(site):
        return pc.ctl("update", "look", limits=(f"--as={_MEMORY}",))


def replayed(room: Room) -> str:
    """A desk that knows of the newer version is shown the true state of before."""
    pc = room.pc("replayed")
    before = facts_of(pc.store)
    done(pc, "update", "from", room.programs.site)
    said = _take(pc, room.programs.empty_site)
    must(said.code == "update_older", f"{said.status}: {said.out}{said.err}")
    must_be_whole(pc, before)
    must_work(pc, before, room.programs.new)
    return f"{said.code}; what came before it is still switched to"


SCENARIOS: dict[str, Scenario] = {
    **{f"attack: {name}": partial(attack, name, False) for name in ATTACKS},
    **{f"attack by line: {name}": partial(attack, name, True) for name in _BY_LINE},
    "attack: the true state of before": replayed,
}
