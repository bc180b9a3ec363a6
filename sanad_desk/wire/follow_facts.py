"""Facts of cases that are followed after their receipt: moves, portal payments, outages, and what customers say."""

from __future__ import annotations

import msgspec

from sanad_desk.wire.fact import Fact


class StandingFact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A case as a fact left it (domain.case_life.Standing): whole, so that any desk can go on from it."""

    case_id: bytes
    reference: str
    service_code: str
    entity: str
    customer_id: bytes | None
    representative_id: bytes | None
    state: str
    before: str
    action: str
    reason: str
    promised: str
    remind_on: str
    portal_reference: str
    amount: int
    begun_at: int
    since: int
    turn: int
    before_reason: str = ""


class CaseMoved(Fact, frozen=True):
    """Something happened to a case besides money; `rows` are the papers it was returned for."""

    move: str  # domain.case_life.Move
    standing: StandingFact
    remark: str = ""
    rows: tuple[str, ...] = ()
    approved_by: bytes | None = None
    reason: str = ""  # of this move; that of the state stands in the standing


class PortalPaymentMoved(Fact, frozen=True):
    """A payment in an entity's portal, as it is known to stand now (domain.portal_payment_life)."""

    payment_id: bytes
    case_id: bytes
    transaction_id: bytes | None  # whose fee is paid; none where the customer pays the entity himself
    case_position: int
    entity: str
    state: str
    before: str  # empty for the first
    amount: int
    channel: str
    reference: str
    asked_at: int  # milliseconds UTC
    reason: str = ""
    approved_by: bytes | None = None


class OutageBegan(Fact, frozen=True):
    """The portal of an entity does not work."""

    outage_id: bytes
    entity: str


class OutageEnded(Fact, frozen=True):
    """It works again; where it was noticed and when stands here too, as another desk may have begun it."""

    outage_id: bytes
    entity: str
    began_at: int
    began_by: bytes | None


class CustomerTold(Fact, frozen=True):
    """A message about a case was handed to whoever carries it; the text is not kept."""

    case_id: bytes
    channel: str  # domain.customer_message.ToldBy
    state: str  # of the case then


class VisitRated(Fact, frozen=True):
    """What a customer thought of the service."""

    transaction_id: bytes | None
    case_id: bytes | None
    stars: int  # 1 to 5


class ComplaintMade(Fact, frozen=True):
    """A complaint got its number; its words stand on paper."""

    number: str
    kind: str
    case_id: bytes | None
    transaction_id: bytes | None


class ComplaintSettled(Fact, frozen=True):
    """A manager answered a complaint."""

    number: str
    outcome: str


class CustomerAssisted(Fact, frozen=True):
    """Somebody was shown how to do it himself, and did not pay."""

    service_code: str
    case_id: bytes


class PapersMissed(Fact, frozen=True):
    """A customer was sent home for what was missing; `rows` by their keys."""

    case_id: bytes
    service_code: str
    rows: tuple[str, ...]


class ServiceNotOffered(Fact, frozen=True):
    """Somebody asked for what the centre does not have; the words hold no digits."""

    words: str
