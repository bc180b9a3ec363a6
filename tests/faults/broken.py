"""`python -m tests.faults.broken MUTANT …` is sanadctl with one line wrong; MUTANT `none` is sanadctl itself."""

from __future__ import annotations

import sys

from sanad_desk.ctl.main import main
from tests.faults.mutants import MUTANTS

if __name__ == "__main__":
    if sys.argv[1] != "none":
        MUTANTS[sys.argv[1]](lambda _: None)
    sys.exit(main(sys.argv[2:]))
