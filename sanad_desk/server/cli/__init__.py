"""The command `sanad-server`: every verb of whoever runs the central server."""

from sanad_desk.server.cli.main import main

__all__ = ["main"]
