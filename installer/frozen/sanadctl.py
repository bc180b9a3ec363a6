"""Starts the frozen command line."""

from __future__ import annotations

import sys

from sanad_desk.updates.launch import begin

begin(sys.argv)

from sanad_desk.ctl.main import main  # noqa: E402

sys.exit(main())
