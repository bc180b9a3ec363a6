"""Where newer versions of the program lie beside the installed one; standard library alone, as it is asked first."""

from __future__ import annotations

import os
import sys
from pathlib import Path

MANIFEST_FILE = "program.json"  # beside the files of a version that lies here


def program_folder() -> Path:
    """A folder of the person who works here, apart from the store: a version is no data of a centre."""
    named = os.environ.get("SANAD_DESK_PROGRAM")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Sanad Desk Program"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "sanad-desk-program"
