"""Catalogue releases come down: what the feed names is noted, what is wanted is fetched, checked and kept."""

from __future__ import annotations

import contextlib
import logging

from sanad_desk.catalogue.installed import begin_index, is_forgotten, note_release, take_release, wanted_releases
from sanad_desk.domain.clock import Clock
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.store import desk_book
from sanad_desk.store.store import Store
from sanad_desk.sync.session import Rejected, Session
from sanad_desk.wire.messages import ReleaseItem

_LOG = logging.getLogger(__name__)


def note(store: Store, item: ReleaseItem) -> None:
    """Published or recalled; a disk that refuses it costs nothing but this reading of the feed."""
    key = _server_key(store)
    if key is not None:
        note_release(store.folder, item, key)


def are_forgotten(store: Store) -> bool:
    """Releases are no part of a backup, and their folder may be lost."""
    key = _server_key(store)
    return key is not None and is_forgotten(store.folder, key)


def fetch_wanted(store: Store, session: Session, clock: Clock) -> None:
    """Raises OfflineError; a release that is unusable or finds no room is left aside and the last good one goes on."""
    key = _server_key(store)
    if key is None:
        return
    with contextlib.suppress(OSError):
        begin_index(store.folder, key)
    for item in wanted_releases(store.folder, key, business_date_at(clock.now())):
        try:
            raw = session.get_bytes(f"/v1/catalogue/{item.version}")
        except Rejected as rejected:
            if rejected.refusal.code == "release_unknown":
                continue  # recalled since the feed named it
            raise
        with contextlib.suppress(OSError):
            try:
                take_release(store.folder, item, raw, key)
            except DomainError as error:
                _LOG.warning("catalogue release %s: %s", item.version, error)


def _server_key(store: Store) -> bytes | None:
    with store.reading() as connection:
        desk = desk_book.desk(connection)
    return desk.server_key if desk else None
