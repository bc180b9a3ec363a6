"""What several fault families begin with."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.sign_in import list_operators
from tests.conftest import MORNING
from tests.usecases.played import ready_visit

# Their recorder is preloaded, which Windows does not know.
collect_ignore = ["test_power_cut.py"] if sys.platform == "win32" else []


@pytest.fixture(scope="session")
def waiting_store(sold_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve sales, and a thirteenth visit that only wants to be paid."""
    folder = Path(shutil.copytree(sold_store, tmp_path_factory.mktemp("waiting") / "store"))
    desk = open_desk(folder, clock=SetClock(MORNING + 12 * 3_600_000))
    clerk = next(o for o in list_operators(desk) if Role.MANAGER not in o.roles)
    ready_visit(desk, SignedIn(clerk.id, clerk.name, clerk.roles))
    desk.close()
    return folder
