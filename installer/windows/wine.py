"""A PC with Windows as far as Wine makes one: a folder of its own, with what installers leave there."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"
PLEX = "IBM Plex Sans Arabic"
WINE = shutil.which("wine64") or "/usr/lib/wine/wine64"
PATIENCE_S = 60
WINE_SERVER = shutil.which("wineserver64") or "/usr/lib/wine/wineserver64"
UNINSTALL = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Sanad Desk"


class Pc:
    """Made anew, with C: in `drive`; `close` ends all that runs in it."""

    def __init__(self, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "home").mkdir(parents=True)
        self.drive = folder / "prefix" / "drive_c"
        # Without these it would ask whether to download browser and .NET.
        quiet = {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml=;winemenubuilder.exe=", "LC_ALL": "C.UTF-8"}
        # A home of its own: Wine would make the real one's folders into those of its user.
        here = {"WINEPREFIX": str(folder / "prefix"), "HOME": str(folder / "home"), "WINEARCH": "win64"}
        self.environment = {**os.environ, **quiet, **here}
        self.environment.pop("DISPLAY", None)
        self.run("wineboot", "--init")
        self.write_value(r"HKCU\Software\Wine", "Version", "win10")
        for file in FONTS.glob("*.ttf"):
            shutil.copy(file, self.drive / "windows" / "Fonts")
        for missing in ("Segoe UI", "Tahoma", "MS Shell Dlg", "MS Shell Dlg 2"):
            self.write_value(r"HKCU\Software\Wine\Fonts\Replacements", missing, PLEX)

    @property
    def home(self) -> Path:
        return next(path for path in (self.drive / "users").iterdir() if path.name != "Public")

    @property
    def local(self) -> Path:
        return self.home / "AppData" / "Local"

    @property
    def programs(self) -> Path:
        """What the Start menu shows."""
        return self.home / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs"

    def start(
        self, *command: str | Path, also: Mapping[str, str] | None = None, file_limit: int | None = None
    ) -> subprocess.Popen[bytes]:
        """`file_limit` in bytes: no file can grow beyond it, as on a full disk."""

        def limit() -> None:
            if file_limit is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

        return subprocess.Popen(
            [WINE, *map(str, command)],
            env={**self.environment, **(also or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            preexec_fn=limit,
        )

    def run(
        self, *command: str | Path, also: Mapping[str, str] | None = None, file_limit: int | None = None
    ) -> tuple[int, str]:
        """The exit code and what was printed; raises TimeoutExpired after two minutes."""
        process = self.start(*command, also=also, file_limit=file_limit)
        printed, _ = process.communicate(timeout=120)
        return process.returncode, printed.decode("utf-8", "replace")

    def write_value(self, key: str, name: str, value: str) -> None:
        code, said = self.run("reg", "add", key, "/v", name, "/d", value, "/f")
        if code != 0:
            raise RuntimeError(f"{key} {name}: {said}")

    def values(self, key: str) -> dict[str, str]:
        """Those of a registry key by name; none where there is no key."""
        code, said = self.run("reg", "query", key)
        if code != 0:
            return {}
        parts = [line.split("    ") for line in said.splitlines() if line.startswith("    ")]
        return {part[1]: part[3].strip() for part in parts}

    def close(self) -> None:
        """Its server is not there when nothing runs, which is no fault."""
        for order in ("--kill", "--wait"):
            subprocess.run([WINE_SERVER, order], env=self.environment, check=False)


def wait_for(fact: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not fact():
        if time.monotonic() > until:
            raise AssertionError("waited in vain")
        time.sleep(0.02)
