"""Which papers a returned or held case waits for, by their names."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sanad_desk.domain.case_life import CaseState, Move, Standing
from sanad_desk.domain.catalogue import Catalogue, Words
from sanad_desk.domain.row_words import row_words
from sanad_desk.store.encrypted_file import driver
from sanad_desk.usecases.whole_centre import WholeCentre

_ASKED_BY = {CaseState.RETURNED: Move.RETURN, CaseState.ON_HOLD: Move.HOLD}
_ROWS = (
    "SELECT m.turn, p.row_key FROM case_move m LEFT JOIN missing_paper p ON p.seq = m.seq "
    "WHERE m.case_id = ? AND m.move = ? ORDER BY m.turn DESC, m.moved_at DESC, p.position"
)


def papers_to_bring(centre: WholeCentre, catalogue: Catalogue, standing: Standing) -> tuple[Words, ...]:
    """As the last return or hold named them, whichever desk wrote it; none where it named none."""
    move = _ASKED_BY.get(standing.state)
    if move is None:
        return ()
    rows = max((_last_asked(chain, standing.case_id, move) for chain in centre.connections), default=(0, ()))[1]
    names = (row_words(catalogue, standing.service_code, key) for key in rows)
    return tuple(name for name in names if name)


def _last_asked(connection: Any, case_id: UUID, move: Move) -> tuple[int, tuple[str, ...]]:
    found = driver(connection).execute(_ROWS, (case_id.bytes, move.value)).fetchall()
    last = found[0][0] if found else 0
    return last, tuple(key for turn, key in found if turn == last and key)
