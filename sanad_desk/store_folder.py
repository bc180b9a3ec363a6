"""Where the store lies when nobody says so; apart from the store, as the window asks before it loads anything."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_store_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Sanad Desk"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "sanad-desk"
