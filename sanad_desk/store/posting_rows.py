"""The ledger's rows of a fact, and what they add to the kept balances."""

from __future__ import annotations

from collections.abc import Iterator

from sanad_desk.store import tables
from sanad_desk.store.row_change import RowChange
from sanad_desk.wire.entries import Entry
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.postings import postings_of


def posting_rows(entry: Entry, fact: Fact) -> Iterator[RowChange]:
    """Nothing for a fact that moves no money."""
    postings = postings_of(entry, fact)
    for position, posting in enumerate(postings):
        yield RowChange(tables.posting, (entry.seq, position, posting.account, posting.detail, posting.amount))
    for posting in postings:
        yield RowChange(tables.balance, (posting.account, posting.detail, posting.amount))
