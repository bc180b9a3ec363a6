"""Starts the window of the frozen program."""

from __future__ import annotations

import sys

from sanad_desk.updates.launch import begin

# Before Qt is read: a newer version that lies here takes over.
begin(sys.argv)

from sanad_ui.main import main  # noqa: E402

sys.exit(main())
