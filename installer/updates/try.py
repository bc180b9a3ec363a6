"""Tries updates with real frozen programs, a real server and real sticks: python -m installer.updates.try.

The first run builds two versions, which takes minutes; they are kept in --programs. Prints a line for each scenario and
ends with 1 where one of them failed; what it left lies in --out then. As root the person at the desk is `nobody`, as on
a PC where the program came as a package.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
import traceback
from pathlib import Path

from installer.clean_tree import enter_namespaces
from installer.updates import attacks, from_server, full_disk, kills, spoilt
from installer.updates.programs import ROOT, get_programs
from installer.updates.room import Room, Scenario, new_room

_PARTS = (from_server, attacks, full_disk, spoilt, kills)
SCENARIOS: dict[str, Scenario] = {name: run for part in _PARTS for name, run in part.SCENARIOS.items()}
SCENARIOS["the installed program after all this"] = Room.look_at_installed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kept = ROOT / "out" / "updates-try"
    parser.add_argument("--programs", type=Path, default=kept / "programs", metavar="DIR", help="built once, kept")
    parser.add_argument("--out", type=Path, default=kept / "tried", metavar="DIR", help="is emptied first")
    parser.add_argument("--only", default="", metavar="WORDS", help="scenarios with these words in their names")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the moments at which is killed")
    options = parser.parse_args()
    if os.geteuid() == 0:
        enter_namespaces()  # what is mounted and started ends with this program, even when that is killed
    print(f"seed {options.seed}", flush=True)
    programs = get_programs(options.programs.resolve())
    room = new_room(options.out.resolve(), programs, options.seed)
    chosen = {name: run for name, run in SCENARIOS.items() if options.only in name}
    if not _ran("prepared", Room.prepare, room):
        return 1
    failed = [name for name, run in chosen.items() if not _ran(name, run, room)]
    print(f"{len(chosen) - len(failed)} of {len(chosen)} scenarios are as they must be", flush=True)
    if not failed:
        for folder in [*room.folder.rglob("program/versions"), *room.folder.glob("*-site")]:
            shutil.rmtree(folder)  # the logs stay
    return 1 if failed else 0


def _ran(name: str, run: Scenario, room: Room) -> bool:
    begun = time.monotonic()
    try:
        said, is_right = run(room), True
    except Exception as fault:  # the others are still to be tried
        with (room.folder / "faults.txt").open("a", encoding="utf-8") as file:
            file.write(f"{name}\n{traceback.format_exc()}\n")
        said, is_right = f"{type(fault).__name__}: {fault}", False
    print(f"{'ok' if is_right else 'FAULT':6}{time.monotonic() - begun:6.1f} s  {name}: {said}", flush=True)
    return is_right


if __name__ == "__main__":
    sys.exit(main())
