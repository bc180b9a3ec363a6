"""Goes through every page of the installer and the uninstaller in both languages and keeps a picture of each."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installer.windows.wine import UNINSTALL, Pc, wait_for

PATIENCE_S = 30
LONG_S = 2.5  # longer than a bar of progress stands still
SCREEN = "1024x768x24"


class Screen:
    """A display nobody looks at; pictures are numbered in the order in which they are taken."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.taken = 0
        self.blank = self.last = self._grab()

    def take(self, title: str, still_s: float = 0.5) -> None:
        """Waits until the picture is another one than the last, shows something, and only a cursor blinks in it."""
        started = since = time.monotonic()
        seen = {self.last, self.blank}
        now = self.last
        while now in (self.last, self.blank) or time.monotonic() - since < still_s:
            if time.monotonic() - started > PATIENCE_S:
                raise AssertionError(f"{title}: nothing new was shown")
            time.sleep(0.2)
            now = self._grab()
            if now not in seen:
                since = time.monotonic()
                seen.add(now)
        self.last = now
        self.taken += 1
        (self.folder / f"{self.taken:02}-{title}.png").write_bytes(now)

    def press(self, key: str) -> None:
        subprocess.run(["xdotool", "key", key], env={"DISPLAY": self.name}, check=True)

    def write(self, text: str) -> None:
        subprocess.run(["xdotool", "type", "--delay", "30", text], env={"DISPLAY": self.name}, check=True)

    def _grab(self) -> bytes:
        grab = ["import", "-window", "root", "-define", "png:exclude-chunks=date,time,tIME", "png:-"]
        return subprocess.run(grab, env={"DISPLAY": self.name}, check=True, capture_output=True).stdout


@contextmanager
def shown(folder: Path) -> Iterator[Screen]:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdout is not None
    display = f":{server.stdout.readline().decode().strip()}"
    environment = {**os.environ, "DISPLAY": display}
    wait_for(
        lambda: subprocess.run(["xdotool", "getmouselocation"], env=environment, capture_output=True).returncode == 0
    )
    # Without a window manager nobody gives the keyboard to a new window.
    windows = subprocess.Popen(
        ["openbox", "--sm-disable"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )
    try:
        yield Screen(display, folder)
    finally:
        windows.terminate()
        windows.wait(PATIENCE_S)
        server.terminate()
        server.wait(PATIENCE_S)
        server.stdout.close()


def look_at_pages(pc: Pc, setup: Path, older: Path, folder: Path) -> None:
    """Leaves the PC without the program and with a store."""
    for language in ("ar", "en"):
        # What runs there without a display would go on without one.
        pc.close()
        with shown(folder / language) as screen:
            (pc.local / "Sanad Desk" / "desk.db").unlink(missing_ok=True)
            _install(pc, screen, setup, language)
            _refused(pc, screen, older, language)
            _remove(pc, screen)


def _install(pc: Pc, screen: Screen, setup: Path, language: str) -> None:
    also = {"DISPLAY": screen.name, "SANAD_TRY_EXIT": "1"}
    installing = pc.start(setup, also=also)
    screen.take("language")
    if language == "ar":
        # The system speaks English here; Arabic stands below it.
        screen.press("Down")
        screen.take("language-chosen")
    screen.press("Return")
    for title in ("welcome", "licence", "folder"):
        screen.take(title)
        screen.press("Return")
    screen.take("provisioning")
    screen.write(r"C:\windows\win.ini")
    screen.take("provisioning-chosen")
    screen.press("Return")
    wait_for(lambda: bool(pc.values(UNINSTALL)))
    screen.take("provisioning-refused", LONG_S)
    screen.press("Return")
    screen.take("finish", LONG_S)
    screen.press("Return")
    _ended(installing, 21)


def _refused(pc: Pc, screen: Screen, older: Path, language: str) -> None:
    refused = pc.start(older, "/LANG=" + language, also={"DISPLAY": screen.name})
    screen.take("newer-is-there")
    screen.press("Return")
    _ended(refused, 4)


def _remove(pc: Pc, screen: Screen) -> None:
    pc.start(pc.local / "Programs" / "Sanad Desk" / "program" / "uninstall.exe", also={"DISPLAY": screen.name})
    screen.take("remove")
    screen.press("Return")
    wait_for(lambda: not pc.values(UNINSTALL))
    screen.take("removed", LONG_S)
    screen.press("Return")


def _ended(process: subprocess.Popen[bytes], code: int) -> None:
    process.communicate(timeout=PATIENCE_S)
    if process.returncode != code:
        raise AssertionError(f"ended with {process.returncode} instead of {code}")
