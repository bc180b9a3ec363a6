"""The desk while it is open: its store, clock, catalogue and keys in one hand, as every use case needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection
from uuid_utils.compat import uuid7

from sanad_desk.catalogue.cache import LoadedCatalogue
from sanad_desk.catalogue.installed import newest_catalogue
from sanad_desk.domain.catalogue import Catalogue
from sanad_desk.domain.centre import Centre, Desk
from sanad_desk.domain.clock import Clock
from sanad_desk.domain.errors import AuthError, Refused
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.domain.shift import Shift, business_date_at, clock_went_back, is_running
from sanad_desk.domain.working_days import WorkingCalendar
from sanad_desk.store import awaited_server, desk_book
from sanad_desk.store.replicas import Replicas
from sanad_desk.store.shifts import unclosed_shifts
from sanad_desk.store.store import Store
from sanad_desk.store.unit_of_work import UnitOfWork
from sanad_desk.sync.line import Line
from sanad_desk.updates.running import RunningProgram, running_program
from sanad_desk.wire.entries import DayClosed, Entry, Envelope, ShiftClosed
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.manifest import sign_closing

Identity = tuple[Centre, Desk, Ed25519PrivateKey]


@dataclass(slots=True)
class OpenDesk:
    """Built by bootstrap; who the desk is, is there once the first run is done."""

    store: Store
    clock: Clock
    loaded: LoadedCatalogue
    replicas: Replicas
    _identity: Identity | None = None  # exchanged as a whole: two threads read it
    shown: object = None  # what look_at_visit made of a draft last
    line: Line | None = None  # to the server, once it was asked for the first time
    failures: int = 0  # rounds with the server that failed in a row
    program: RunningProgram = field(default_factory=running_program)
    stays_as_it_is: bool = False  # a newer version could not take over at this start, as for want of room

    @property
    def catalogue(self) -> Catalogue:
        return self.loaded.catalogue

    @property
    def calendar(self) -> WorkingCalendar:
        """The catalogue's, with the days that this centre knows better."""
        return self.catalogue.calendar.with_own(self.centre.own_days if self.centre else ())

    @property
    def desk(self) -> Desk | None:
        return self._identity[1] if self._identity else None

    @property
    def centre(self) -> Centre | None:
        return self._identity[0] if self._identity else None

    @property
    def is_founded(self) -> bool:
        """Whether the first run is done."""
        return self._identity is not None

    def refresh(self) -> None:
        """Reads again who the desk and the centre are."""
        with self.store.reading() as connection:
            self._identity = _identity_of(connection)

    def reload_catalogue(self) -> bool:
        """Whether another catalogue is in force now; not while a visit is open, which it might price anew."""
        with self.store.reading() as connection:
            key = awaited_server.trusted_key(connection)
        loaded = newest_catalogue(self.store.folder, key, business_date_at(self.clock.now()))
        is_other = loaded.catalogue.version != self.catalogue.version
        if is_other:
            self.loaded = loaded
        return is_other

    def identity(self) -> Identity:
        """Raises Refused before the first run is done."""
        if self._identity is None:
            raise Refused("desk_not_founded")
        return self._identity

    def identity_in(self, connection: Connection) -> Identity:
        """As it is inside a unit of work: the line may have brought a new number and key a moment ago."""
        known = self._identity
        if known is None or desk_book.desk(connection) != known[1]:
            known = self._identity = _identity_of(connection)
        if known is None:
            raise Refused("desk_not_founded")
        return known

    def hang_up(self) -> None:
        """Ends a request that is under way: a window that closes waits for nobody."""
        if self.line is not None:
            self.line.hang_up()

    def close(self) -> None:
        if self.line is not None:
            self.line.close()
        self.replicas.close()
        self.store.close()


def _identity_of(connection: Connection) -> Identity | None:
    desk = desk_book.desk(connection)
    if desk is None:
        return None
    key = Ed25519PrivateKey.from_private_bytes(desk_book.signing_key(connection))
    return desk_book.centre(connection), desk, key


def new_id() -> UUID:
    """A time-ordered id: new rows land at the end of every index."""
    return uuid7()


def running_shift(desk: OpenDesk, connection: Connection, operator_id: UUID) -> Shift | None:
    """The operator's shift that money may count to now; neither a forgotten one nor one whose count is locked."""
    return _shift_of_now(desk, connection, operator_id, is_counted=False)


def locked_shift(desk: OpenDesk, connection: Connection, operator_id: UUID) -> Shift | None:
    """The operator's shift of now whose count is locked: all that is left of it is the closing."""
    return _shift_of_now(desk, connection, operator_id, is_counted=True)


def _shift_of_now(desk: OpenDesk, connection: Connection, operator_id: UUID, *, is_counted: bool) -> Shift | None:
    now = desk.clock.now()
    for shift, has_count in reversed(unclosed_shifts(connection, operator_id)):
        if has_count is is_counted and is_running(shift, now):
            return shift
    return None


def shift_in_hand(desk: OpenDesk, connection: Connection, who: SignedIn) -> Shift:
    """The operator's open shift.

    Raises Refused: shift_not_open, count_locked when only its closing is left, clock_went_back.
    """
    shift = running_shift(desk, connection, who.operator_id)
    refuse_clock_gone_back(desk, connection)  # first: a clock that went back also seems to end the shift
    if shift is None:
        locked = locked_shift(desk, connection, who.operator_id)
        raise Refused("shift_not_open" if locked is None else "count_locked")
    return shift


def close_signed(
    desk: OpenDesk, unit: UnitOfWork, fact: ShiftClosed | DayClosed, who: SignedIn, shift: Shift | None
) -> None:
    """Writes a closing with the desk's signature over everything up to it."""
    envelope = envelope_of(desk, who, shift)
    _, _, key = desk.identity_in(unit.connection)
    signature = sign_closing(key, unit.head_with(fact, envelope))
    unit.append(msgspec.structs.replace(fact, signature=signature), envelope)


def refuse_clock_gone_back(desk: OpenDesk, connection: Connection) -> None:
    """A clock minutes behind the last fact would date money wrongly; a manager may accept it (`accept_clock`)."""
    desk.identity()
    last = desk_book.last_fact_at(connection)
    if clock_went_back(desk.clock.now(), last):
        raise Refused("clock_went_back", now=desk.clock.now(), last=last)


def append(desk: OpenDesk, unit: UnitOfWork, fact: Fact, who: SignedIn | None, shift: Shift | None) -> Entry:
    """Writes a fact now."""
    return unit.append(fact, envelope_of(desk, who, shift))


def envelope_of(desk: OpenDesk, who: SignedIn | None, shift: Shift | None) -> Envelope:
    """Now and here: on the shift's business date, else on today's in Muscat."""
    now = desk.clock.now()
    return Envelope(
        at=now,
        business_date=shift.business_date if shift else business_date_at(now),
        shift_id=shift.id.bytes if shift else None,
        operator_id=who.operator_id.bytes if who else None,
    )


def must_be_manager(who: SignedIn) -> None:
    """Raises AuthError for everybody else."""
    if Role.MANAGER not in who.roles:
        raise AuthError("manager_needed")
