"""Does a scenario's work once, for the recorder: `python -m tests.faults.recorded_work SCENARIO FOLDER [MUTANT]`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.faults.mutants import MUTANTS
from tests.faults.power_cut import TOLD
from tests.faults.scenarios import SCENARIOS


def main() -> None:
    name, folder, *mutant = sys.argv[1:]

    def announce(text: str) -> None:
        told = os.open(Path(folder) / TOLD, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(told, f"{text}\n".encode())
        os.close(told)

    if mutant:
        MUTANTS[mutant[0]](announce)
    SCENARIOS[name].work(Path(folder), lambda: None, announce)


if __name__ == "__main__":
    main()
