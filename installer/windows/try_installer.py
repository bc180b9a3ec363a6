"""Tries the Windows installer on a PC of Wine: silently in all its ways, then page by page with a picture of each.

The program in it is a stand-in, as no Python for Windows can be had here; what is tried is the installer.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
from functools import partial
from pathlib import Path

from installer.windows.build import build_installer, paint
from installer.windows.pages import look_at_pages
from installer.windows.wine import PATIENCE_S, UNINSTALL, Pc, wait_for

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / "out" / "windows" / "try"
LINK = "مكتب سند - Sanad Desk.lnk"
OLD, NEW, NEWEST = "0.5.9", "0.6.0", "0.10.0"


def stand_in(version: str) -> Path:
    """A folder like the frozen one, large enough to be killed in the middle of."""
    folder = WORK / f"program-{version}"
    inside = folder / "_internal"
    inside.mkdir(parents=True, exist_ok=True)
    for name in ("sanad-desk", "sanadctl"):
        told = [f"-D{key}={value}" for key, value in (("OUT", folder / f"{name}.exe"), ("NAME", name))]
        subprocess.run(["makensis", "-V1", *told, f"-DVERSION={version}", HERE / "standin.nsi"], check=True)
    chance = random.Random(version)
    for number in range(120):
        (inside / f"piece-{number}.bin").write_bytes(chance.randbytes(100_000))
    (inside / "large.bin").write_bytes(chance.randbytes(2_000_000))
    return folder


class Try:
    """One PC and the three installers; each `check_…` leaves the PC as the next one expects it."""

    def __init__(self) -> None:
        self.pc = Pc(WORK / "pc")
        self.setups = {version: WORK / f"setup-{version}.exe" for version in (OLD, NEW, NEWEST)}
        for version, setup in self.setups.items():
            build_installer(stand_in(version), version, setup)
        self.place = self.pc.local / "Programs" / "Sanad Desk"
        self.program = self.place / "program"
        self.store = self.pc.local / "Sanad Desk"

    def install(self, version: str, *options: str, **more: object) -> int:
        return self.pc.run(self.setups[version], "/S", *options, **more)[0]  # type: ignore[arg-type]

    def asked(self, name: str) -> list[str]:
        file = self.pc.home / f"{name}.txt"
        return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []

    def has_told(self, lines: list[str]) -> bool:
        return self.asked("sanad-desk") == lines

    def starts(self, version: str) -> bool:
        """Whether the program that is installed can be started and is of that version, with all its files."""
        if not (self.program / "sanad-desk.exe").is_file():
            return False
        self.pc.run(self.program / "sanad-desk.exe", "--hello")
        whole = len(list((self.program / "_internal").iterdir())) == 121
        return whole and self.asked("sanad-desk")[-1] == f"{version} --hello"

    def check_first_installation(self) -> None:
        equal(self.install(OLD, "/LANG=ar"), 0)
        true(self.starts(OLD))
        true((self.pc.programs / LINK).is_file())
        equal(list(self.pc.home.glob("Desktop/*.lnk")), [])
        values = self.pc.values(UNINSTALL)
        equal(values["DisplayVersion"], OLD)
        equal(values["Language"], "1025")
        true(values["QuietUninstallString"].endswith(r'\program\uninstall.exe" /S'))
        true(int(values["EstimatedSize"], 16) > 13_000)
        equal(sorted(path.name for path in self.place.iterdir()), ["program"])

    def check_upgrade(self) -> None:
        self.store.mkdir()
        (self.store / "desk.db").write_text("all the money", encoding="utf-8")
        equal(self.install(NEW, "/DESKTOP"), 0)
        true(self.starts(NEW))
        true((self.pc.home / "Desktop" / LINK).is_file())
        equal(self.pc.values(UNINSTALL)["DisplayVersion"], NEW)
        equal(self.install(NEW), 0)
        true(self.starts(NEW))

    def check_older_is_refused(self) -> None:
        equal(self.install(OLD), 4)
        true(self.starts(NEW))

    def check_running_is_refused(self) -> None:
        newer = self.pc.local / "Sanad Desk Program" / "versions" / "0.6.1"
        newer.mkdir(parents=True)
        (newer / "sanad-desk.exe").write_bytes((self.program / "sanad-desk.exe").read_bytes())
        for program in (self.program, newer):
            stay = WORK / "stay"
            stay.touch()
            told = [*self.asked("sanad-desk"), f"{NEW} --at-work"]
            running = self.pc.start(program / "sanad-desk.exe", "--at-work", also={"SANAD_TRY_STAY": f"Z:{stay}"})
            wait_for(partial(self.has_told, told))
            equal(self.install(NEWEST), 3)
            equal(self.uninstall_in_place(self.program), 3)
            stay.unlink()
            equal(running.wait(PATIENCE_S), 0)
            true(self.starts(NEW))

    def check_killed_half_way(self) -> None:
        arriving = self.place / "program.new" / "_internal"
        installing = self.pc.start(self.setups[NEWEST], "/S")
        wait_for(lambda: arriving.is_dir() and len(list(arriving.iterdir())) > 20)
        installing.kill()
        installing.wait(PATIENCE_S)
        true(arriving.is_dir() and len(list(arriving.iterdir())) < 121)
        true(self.starts(NEW))
        equal(self.pc.values(UNINSTALL)["DisplayVersion"], NEW)

    def check_full_disk(self) -> None:
        equal(self.install(NEWEST, file_limit=1_000_000), 2)
        true(self.starts(NEW))
        true(not (self.place / "program.new").exists())

    def check_cut_between_the_names(self) -> None:
        """The one moment without a program: Windows or the next installation puts it back."""
        self.program.rename(self.place / "program.old")
        place = self.windows(self.place)
        # What the installer leaves in RunOnce for this moment; Wine itself does not read that key.
        again = self.pc.drive / "again.bat"
        again.write_text(f'if not exist "{place}\\program" ren "{place}\\program.old" program\n', encoding="utf-8")
        self.pc.run("cmd", "/c", r"C:\again.bat")
        true(self.starts(NEW))
        self.program.rename(self.place / "program.old")
        equal(self.install(NEWEST, file_limit=1_000_000), 2)
        true(self.starts(NEW))

    def check_provisioning(self) -> None:
        self.remove()
        file = WORK / "a centre.sanad-provision"
        file.write_text("{}", encoding="utf-8")
        named = "Z:" + str(file).replace("/", "\\")
        equal(self.install(NEW, "/PROVISION=" + named), 0)
        equal(self.install(NEW, *f"/PROVISION={named}".split()), 0)
        equal(self.asked("sanadctl"), [f'{NEW} init --from "{named}"'] * 2)
        equal(self.install(NEW, "/PROVISION=" + named, also={"SANAD_TRY_EXIT": "2"}), 22)
        true(self.starts(NEW))
        true((self.place / "provision.txt").is_file())
        equal(self.install(NEWEST, "/PROVISION=Z:\\none.sanad-provision"), 6)
        true(self.starts(NEW))

    def check_another_folder(self) -> None:
        self.remove()
        elsewhere = self.pc.drive / "desk here"
        taken = self.pc.drive / "taken"
        (taken / "program").mkdir(parents=True)
        (taken / "program" / "letter.txt").touch()
        equal(self.install(NEW, "/D=C:\\taken"), 5)
        equal([path.name for path in (taken / "program").iterdir()], ["letter.txt"])
        equal(self.install(NEW, "/D=C:\\desk", "here"), 0)
        true((elsewhere / "program" / "sanad-desk.exe").is_file())
        equal(self.install(NEWEST), 0)
        true((elsewhere / "program" / "sanad-desk.exe").is_file() and not self.program.exists())
        equal(self.uninstall_in_place(elsewhere / "program"), 0)
        equal([path.name for path in elsewhere.rglob("*")], ["program", "uninstall.exe"])

    def check_removal(self) -> None:
        equal(self.install(NEW, "/DESKTOP"), 0)
        (self.pc.local / "Sanad Desk Program" / "versions" / "0.6.1").mkdir(parents=True, exist_ok=True)
        self.remove()
        equal(self.pc.values(UNINSTALL), {})
        true(not (self.pc.local / "Sanad Desk Program").exists())
        equal([path for folder in (self.pc.programs, self.pc.home) for path in folder.rglob(LINK)], [])
        equal((self.store / "desk.db").read_text(encoding="utf-8"), "all the money")

    def remove(self) -> None:
        """As Windows' own list of programs does it: from a copy of itself, which takes a moment longer."""
        equal(self.pc.run(self.program / "uninstall.exe", "/S")[0], 0)
        wait_for(lambda: not self.place.exists() and not self.pc.values(UNINSTALL))

    def uninstall_in_place(self, program: Path) -> int:
        """The exit code, which a copy of itself would keep; the folder comes last, with its spaces and no quotes."""
        return self.pc.run(program / "uninstall.exe", "/S", *f"_?={self.windows(program)}".split())[0]

    def windows(self, path: Path) -> str:
        return "C:\\" + str(path.relative_to(self.pc.drive)).replace("/", "\\")


def equal(found: object, expected: object) -> None:
    if found != expected:
        raise AssertionError(f"{found!r} instead of {expected!r}")


def true(fact: bool) -> None:
    equal(fact, True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", action="store_true", help="only the pages, no silent ways")
    options = parser.parse_args()
    os.chdir(ROOT)
    paint()
    tried = Try()
    checks = [getattr(tried, name) for name in vars(Try) if name.startswith("check_")]
    try:
        for check in checks if not options.pages else []:
            check()
            print(f"ok  {check.__name__.removeprefix('check_').replace('_', ' ')}", flush=True)
        look_at_pages(tried.pc, tried.setups[NEW], tried.setups[OLD], WORK / "pages")
    finally:
        tried.pc.close()
    print(f"The pages are in {WORK.relative_to(ROOT) / 'pages'}: look at them.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
