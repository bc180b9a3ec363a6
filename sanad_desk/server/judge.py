"""The judge: behind ingest it measures each chain by its own signatures, numbers and sums, and never moves a sale."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from itertools import groupby

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, delete, exc, insert, select, update

from sanad_desk.server.database import Database
from sanad_desk.server.incidents import open_incident
from sanad_desk.server.journal import Stretch, lineage
from sanad_desk.server.judged_facts import Finding, HeldEntry, Judged, Sums, Walk
from sanad_desk.server.logs import note_fault
from sanad_desk.server.tables import chain, entry, judgement, transaction_row
from sanad_desk.wire.entries import read_entry
from sanad_desk.wire.postings import postings_of

STEP = 1000  # entries that are judged in one commit
_CHAINS_AT_ONCE = 32
# Not the chain's fault: whoever called tries again.
_NO_DATABASE = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
_ChainKey = tuple[bytes, bytes, int]  # centre, desk, epoch
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Judged)


def judge_waiting(db: Database, now: int) -> int:
    """Judges every chain that has something new, the longest waiting ones first; how many entries it was."""
    judged = 0
    stuck: set[_ChainKey] = set()
    while True:
        waiting = _waiting(db, stuck)
        # Several judges at once: by chance they take different chains, and where they meet one of them drops its work.
        random.shuffle(waiting)
        step = 0
        for key in waiting:
            try:
                step += judge_chain(db, *key, now)
            except _NO_DATABASE:
                raise
            except Exception as error:  # what is wrong with one chain must not keep the nation's from being judged
                stuck.add(key)
                _tell_stuck(db, key, error, now)
        judged += step
        if not step and stuck.isdisjoint(waiting):
            return judged


def _tell_stuck(db: Database, key: _ChainKey, error: Exception, now: int) -> None:
    """Once for the place where it stands, however often it is tried again."""
    centre_id, desk_id, epoch = key
    code = "chain_unjudged"
    note_fault(code, error, centre=centre_id.hex(), desk=desk_id.hex(), epoch=epoch)
    with db.writing() as connection:
        begun = connection.execute(select(chain.c.judged_seq).where(*_is(chain, key))).scalar_one()
        open_incident(connection, centre_id, code, desk_id=desk_id, epoch=epoch, seq=begun + 1, params={}, now=now)


def judge_chain(db: Database, centre_id: bytes, desk_id: bytes, epoch: int, now: int, *, most: int = STEP) -> int:
    """Judges the next entries of a chain; how many, 0 also where another judge was faster.

    Everything is read and measured with no row locked, so that the desk's next batch never waits for it.
    """
    key = (centre_id, desk_id, epoch)
    with db.reading() as connection:
        place = select(chain.c.judged_seq, chain.c.head_seq).where(*_is(chain, key))
        begun, head_seq = connection.execute(place).one()
        if begun >= head_seq:
            return 0
        stretches = lineage(connection, *key)
        walk = _walk(connection, key, stretches, begun)
        held = _entries(connection, key, begun, min(head_seq, begun + most))
        findings = [(key, finding) for one in held for finding in walk.take(one)]
        findings += _twins(connection, key, held)
    with db.writing() as connection:
        mine = update(chain).where(*_is(chain, key), chain.c.judged_seq == begun).values(judged_seq=held[-1].seq)
        if connection.execute(mine).rowcount != 1:
            return 0
        connection.execute(delete(judgement).where(*_is(judgement, key)))
        state = _encoder.encode(walk.known)
        connection.execute(insert(judgement).values(centre_id=centre_id, desk_id=desk_id, epoch=epoch, state=state))
        for (_, at_desk, at_epoch), (code, seq, params) in findings:
            open_incident(connection, centre_id, code, desk_id=at_desk, epoch=at_epoch, seq=seq, params=params, now=now)
    return len(held)


def judge_again(connection: Connection, centre_id: bytes, desk_id: bytes) -> None:
    """All of a desk's chains from their beginning: entries can be read that could not be read before."""
    desk_chains = (chain.c.centre_id == centre_id, chain.c.desk_id == desk_id)
    connection.execute(update(chain).where(*desk_chains).values(judged_seq=chain.c.base_seq))
    connection.execute(delete(judgement).where(judgement.c.centre_id == centre_id, judgement.c.desk_id == desk_id))


def _is(table: Table, key: _ChainKey) -> tuple[ColumnElement[bool], ...]:
    return table.c.centre_id == key[0], table.c.desk_id == key[1], table.c.epoch == key[2]


def _waiting(db: Database, stuck: Collection[_ChainKey]) -> list[_ChainKey]:
    query = (
        select(chain.c.centre_id, chain.c.desk_id, chain.c.epoch)
        .where(chain.c.judged_seq < chain.c.head_seq)
        .order_by(chain.c.seen_at)
        .limit(_CHAINS_AT_ONCE + len(stuck))
    )
    with db.reading() as connection:
        waiting = [(row.centre_id, row.desk_id, row.epoch) for row in connection.execute(query)]
    return [key for key in waiting if key not in stuck]


def _walk(connection: Connection, key: _ChainKey, stretches: Sequence[Stretch], begun: int) -> Walk:
    """Where the judge stands. A new epoch begins with what its parents were at its base."""

    def day_before(business_date: str, seq: int) -> Sums:
        return _fold_day(connection, key, stretches, business_date, seq)

    known, at = Judged(), 0
    for stretch in stretches:  # the newest first; a parent that was judged beyond the base is of no use
        row = _kept(connection, (key[0], key[1], stretch.epoch))
        if row is not None and row.judged_seq <= stretch.up_to:
            known, at = _decoder.decode(row.state), row.judged_seq
            break
    walk = Walk(known, day_before, signatures=False)
    for stretch in reversed(stretches):
        after, up_to = max(at, stretch.after), min(begun, stretch.up_to)
        while after < up_to:
            held = _entries(connection, (key[0], key[1], stretch.epoch), after, min(up_to, after + STEP))
            for one in held:
                walk.take(one)
            after = held[-1].seq
    return Walk(known, day_before)


def _kept(connection: Connection, key: _ChainKey) -> Row[int, bytes] | None:
    of_chain = (judgement.c.centre_id == chain.c.centre_id) & (judgement.c.desk_id == chain.c.desk_id)
    query = select(chain.c.judged_seq, judgement.c.state).join(
        judgement, of_chain & (judgement.c.epoch == chain.c.epoch)
    )
    return connection.execute(query.where(*_is(chain, key))).one_or_none()


def _entries(connection: Connection, key: _ChainKey, after: int, up_to: int) -> list[HeldEntry]:
    query = select(entry.c.seq, entry.c.entry, entry.c.hash, entry.c.received_at)
    found = connection.execute(
        query.where(*_is(entry, key), entry.c.seq > after, entry.c.seq <= up_to).order_by(entry.c.seq)
    )
    return [HeldEntry(*row) for row in found]


def _fold_day(
    connection: Connection, key: _ChainKey, stretches: Sequence[Stretch], business_date: str, before_seq: int
) -> Sums:
    sums = Sums()
    for stretch in reversed(stretches):
        place = (*_is(entry, (key[0], key[1], stretch.epoch)), entry.c.business_date == business_date)
        last = min(stretch.up_to, before_seq - 1)
        query = select(entry.c.entry).where(*place, entry.c.seq > stretch.after, entry.c.seq <= last)
        for raw in connection.execute(query.order_by(entry.c.seq)).scalars():
            try:
                read = read_entry(raw)
                fact = read.read()
                sums.folded.take(fact, postings_of(read, fact))
            except Exception:  # as it was when it came by itself
                sums.is_unsure = True
    return sums


def _twins(connection: Connection, key: _ChainKey, held: Sequence[HeldEntry]) -> list[tuple[_ChainKey, Finding]]:
    """Of receipts with one number the first place in the centre is left alone, whichever of them was judged first."""
    number, place = transaction_row.c.number, (*_is(transaction_row, key),)
    mine = select(number).where(*place, transaction_row.c.seq.between(held[0].seq, held[-1].seq))
    columns = (number, transaction_row.c.desk_id, transaction_row.c.epoch, transaction_row.c.seq)
    query = select(*columns).where(transaction_row.c.centre_id == key[0], number.in_(mine))
    query = query.order_by(*columns)
    found: list[tuple[_ChainKey, Finding]] = []
    for text, same in groupby(connection.execute(query), key=lambda row: row.number):
        first, *others = same
        for row in others:
            params = {"number": text, "other_desk": first.desk_id.hex(), "other_epoch": first.epoch}
            finding = Finding("twin_number", row.seq, {**params, "other_seq": first.seq})
            found.append(((key[0], row.desk_id, row.epoch), finding))
    return found
