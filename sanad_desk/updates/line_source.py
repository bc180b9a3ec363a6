"""An update site behind the central server, asked as this desk."""

from __future__ import annotations

from sanad_desk.sync.session import Rejected, Session
from sanad_desk.updates.source import Missing, bounded


class LineSource:
    """Each file is one signed request; raises OfflineError, Missing, DomainError update_damaged."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def read(self, path: str, most: int) -> bytes:
        try:
            return bounded(self._session.get_bytes(f"/v1/updates/{path}"), most)
        except Rejected as rejected:
            if rejected.status == 404:
                raise Missing(path) from None
            raise
