"""Where the store lies when the command line does not say; known without importing the store."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_store_folder() -> Path:
    """The same folder that bootstrap takes; a test holds the two together."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "Sanad Desk"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "sanad-desk"
