"""What stands against a change of the update site."""

from __future__ import annotations

from sanad_desk.domain.errors import SanadError


class UpdateRefused(SanadError):
    """By code; server.cli says it in a sentence."""
