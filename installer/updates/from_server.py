"""Updates that go well: over the line by the window itself, and from a stick with no server at all."""

from __future__ import annotations

import time
from pathlib import Path

from installer.updates.facts import Facts, facts_of
from installer.updates.pc import Pc, must, wait
from installer.updates.room import Room, Scenario, close_shifts, done, must_be_whole, open_a_shift
from installer.updates.serving import Central
from sanad_desk.domain.program_update import UpdateStage
from sanad_desk.updates.versions import folders_of
from sanad_desk.usecases.switch_program import BEFORE_UPDATE


def over_the_line(room: Room) -> str:
    """The window looks, fetches and gets ready by itself; an open shift holds it back, a closed one does not."""
    pc, central, programs = room.pc("over-the-line"), room.central_of("over-the-line-server"), room.programs
    with central.serving(programs.site) as line:
        begun = time.monotonic()
        with pc.window() as version:
            must(version == programs.old, f"{version} stands")
            wait(lambda: pc.state.ready == programs.new, "the newer version does not come")
            fetched, took = line.down, time.monotonic() - begun
    open_a_shift(pc)
    held = facts_of(pc.store)
    with pc.window() as version:
        must(version == programs.old, f"{version} stands inside an open shift")
    must_be_whole(pc, held)
    must(pc.state.ready == programs.new, f"no longer ready: {pc.state}")
    close_shifts(pc)
    before = facts_of(pc.store)
    must(before.unsent > 5, f"only {before.unsent} unsent")
    seconds = _switches(pc, before, room)
    with central.serving(programs.site), pc.window() as version:
        must(version == programs.new, f"{version} stands")
        wait(lambda: central.has(before.entries), "the server does not get what was unsent")
        wait(lambda: central.desks()[0]["program"] == programs.new, "the server does not hear of the version")
    whole = sum(file.size for file in programs.manifest(programs.new).files)
    return (
        f"{fetched / 2**20:.2f} MiB over the line of {whole / 2**20:.0f} MiB, ready after {took:.1f} s; open shift: "
        f"{programs.old} stays; closed: {seconds:.1f} s until {programs.new} stands; {before.unsent} entries sent by it"
    )


def from_a_stick(room: Room) -> str:
    pc, programs = room.pc("from-a-stick"), room.programs
    open_a_shift(pc)
    stick = pc.folder / "stick" / "sanad"
    programs.copy_site(stick)
    begun = time.monotonic()
    told = done(pc, "update", "from", stick.parent)
    took = time.monotonic() - begun
    must(told["stage"] == UpdateStage.READY and pc.state.ready == programs.new, f"not ready: {told}")
    before = facts_of(pc.store)
    with pc.window() as version:
        must(version == programs.old, f"{version} stands inside an open shift")
    must_be_whole(pc, before)
    close_shifts(pc)
    seconds = _switches(pc, facts_of(pc.store), room)
    return f"ready after {took:.1f} s; {seconds:.1f} s until {programs.new} stands"


def by_the_servers_word(room: Room) -> str:
    """From the day that the office said no shift opens in the older version, unless the newer one cannot be had."""
    pc, central, programs = room.pc("required"), room.central_of("required-server"), room.programs
    central.ask("updates", "require", programs.new, "--from", "2026-01-01", "--by", "Sample Office")
    _hears(pc, central, programs.empty_site)
    done(pc, "simulate", "--days", "1", "--per-day", "2", "--odd", "--seed", "4")
    (pc.beside / "look.json").unlink(missing_ok=True)  # as some hours later
    with central.serving(programs.site), pc.window():
        wait(lambda: pc.state.ready == programs.new, "the newer version does not come")
    before = facts_of(pc.store)
    said = pc.ctl("simulate", "--days", "1", "--per-day", "2", "--odd", "--seed", "5")
    must(said.code == "update_first", f"a shift opens: {said.out}{said.err}")
    seconds = _switches(pc, before, room)
    done(pc, "simulate", "--days", "1", "--per-day", "2", "--odd", "--seed", "5")
    return f"sells on while it cannot be had; then {said.code}, {seconds:.1f} s until {programs.new} stands, sells on"


def _hears(pc: Pc, central: Central, site: Path) -> None:
    """The desk has had a round with the server and knows which version it is to run."""
    with central.serving(site), pc.window():
        wait(lambda: pc.ctl("update", "state").told["required_version"], "the desk does not hear which is required")


def _switches(pc: Pc, before: Facts, room: Room) -> float:
    """Seconds until the newer version stands, with everything there, and who answers from now on."""
    programs, begun = room.programs, time.monotonic()
    with pc.window(tries=True) as version:
        seconds = time.monotonic() - begun
        must(version == programs.new, f"{version} stands: {pc.state}")
        must(pc.state.current == programs.new and pc.state.previous == programs.old, f"{pc.state}")
    must_be_whole(pc, before)
    must(pc.version() == programs.new, "the installed command does not lead to the newer version")
    must((pc.store / BEFORE_UPDATE / f"{programs.old}.db").is_file(), "no copy of the store was kept")
    must([folder.name for folder in folders_of(pc.beside)] == [programs.new], f"{folders_of(pc.beside)}")
    return seconds


SCENARIOS: dict[str, Scenario] = {
    "over the line": over_the_line,
    "from a stick": from_a_stick,
    "by the server's word": by_the_servers_word,
}
