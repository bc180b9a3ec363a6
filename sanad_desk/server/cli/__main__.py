"""`python -m sanad_desk.server.cli`, where the console script is not on the path."""

from sanad_desk.server.cli import main

raise SystemExit(main())
