"""Runs first in the frozen program: what it starts (a browser, a printer's dialog, itself) must not get its libraries.

The bootloader named them to the system's loader, which has read the name by now and keeps to it in this process.
"""

import os


def _forget() -> None:
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is None:
        os.environ.pop("LD_LIBRARY_PATH", None)
    else:
        os.environ["LD_LIBRARY_PATH"] = before
    for name in [name for name in os.environ if name.startswith("_PYI_")]:
        del os.environ[name]


_forget()
