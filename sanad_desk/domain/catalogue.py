"""The catalogue: entities, services and, for each, its tariff, government fees, papers, questions and steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from sanad_desk.domain.words import NO_WORDS as NO_WORDS  # most know a word only as one of the catalogue's
from sanad_desk.domain.words import Words as Words
from sanad_desk.domain.working_days import WorkingCalendar


class Action(StrEnum):
    """What is done on a service and priced; the words of the official price list."""

    SUBMIT = "submit"
    PAY = "pay"
    CANCEL = "cancel"
    RESEND = "resend"
    ACCEPT = "accept"
    REJECT = "reject"
    UPDATE = "update"
    BUY = "buy"


class FeeBasis(StrEnum):
    """How the amount of a government fee is found."""

    FIXED = "fixed"
    CHOICE = "choice"
    RANGE = "range"
    PERCENT = "percent"
    PORTAL = "portal"
    NONE = "none"


class StepKind(StrEnum):
    """What a step of the service is; decides which row of the checklist it becomes."""

    LOGIN = "login"
    FILL = "fill"
    UPLOAD = "upload"
    REVIEW = "review"
    NOTIFY = "notify"
    PAY = "pay"
    PRINT = "print"
    DELIVER = "deliver"
    VISIT = "visit"
    SIGN = "sign"
    CONSENT = "consent"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from: grade (`docs/catalogue.md`), wording, and its date as published (may be partial)."""

    grade: str  # price-list, official-page, one-office, press, name-only, general-knowledge
    text: Words = NO_WORDS
    as_of: str = ""


NO_SOURCE = Source("general-knowledge")


@dataclass(frozen=True, slots=True)
class Price:
    """A line of the official tariff: the centre's fee for one action, in force from `valid_from` to `valid_until`."""

    action: Action
    centre_fee: int
    valid_from: date
    source: Source
    variant: str = ""
    variant_name: Words = NO_WORDS
    unit: str = "case"  # case, page
    valid_until: date | None = None
    list_line: int | None = None
    list_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GovernmentFee:
    """A fee of the entity, or one choice of it; a hint, as the entity's own portal decides."""

    action: Action
    basis: FeeBasis
    valid_from: date
    source: Source
    amount: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    rate_ppm: int | None = None  # percent × 10,000, of the value named in the label
    label: Words = NO_WORDS
    part: str = "main"  # main, extra
    unit: str = "case"  # case, km, person, hour
    confidence: str = "high"  # high, conflict, low
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class ObservedPrice:
    """What one office was seen to charge; not official, shown as a hint only."""

    action: Action
    centre_fee: int
    source: Source


@dataclass(frozen=True, slots=True)
class Condition:
    """Opens a row only when a question was answered in one of these ways."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer a question."""

    code: str
    text: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A yes/no or choice question; `answers` in the order they are offered."""

    code: str
    text: Words
    answers: tuple[Answer, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to look at, or a detail to ask for (`kind`)."""

    code: str
    name: Words
    kind: str = "paper"  # paper, detail
    has_validity: bool = False  # carries an expiry date worth recording


@dataclass(frozen=True, slots=True)
class PaperNeed:
    """A paper asked for by a service; more than one code means any one of them will do."""

    papers: tuple[str, ...]
    source: Source
    note: Words = NO_WORDS  # which form, how many, what to look at
    when: Condition | None = None
    required: bool = True  # False: worth having, does not hold back payment


FIELD_CHECKS = (
    "civil_number",
    "phone",
    "cr_number",
    "plate",
    "passport",
    "email",
    "date",
    "amount",
    "number",
    "text",
    "iban",
    "reference",
)


@dataclass(frozen=True, slots=True)
class TypedField:
    """Something typed at the counter, checked by the rule named in `check` (domain.identity)."""

    code: str
    text: Words
    check: str  # one of FIELD_CHECKS
    required: bool = True
    when: Condition | None = None
    paper: str = ""  # the detail of the paper list it asks for
    source: Source = NO_SOURCE


@dataclass(frozen=True, slots=True)
class ServiceStep:
    """A step of the work behind the counter, in order; `typical_days` is the upper end, 0 at once."""

    kind: StepKind
    note: Words
    source: Source
    typical_days: int | None = None
    when: Condition | None = None


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


DatedT = TypeVar("DatedT", bound=_Dated)


def in_force(figures: tuple[DatedT, ...], on: date) -> tuple[DatedT, ...]:
    """The figures which hold on that business date; both ends count."""
    return tuple(f for f in figures if f.valid_from <= on and (f.valid_until is None or on <= f.valid_until))


@dataclass(frozen=True, slots=True)
class Service:
    """One e-service, with everything the counter needs to know of it."""

    code: str
    entity: str
    name: Words
    category: Words
    source: Source
    asked_by: str = "both"  # person, company, both
    sensitive: bool = False
    on_price_list: bool = False
    aliases: tuple[str, ...] = ()
    prices: tuple[Price, ...] = ()
    government_fees: tuple[GovernmentFee, ...] = ()
    observed_prices: tuple[ObservedPrice, ...] = ()
    questions: tuple[Question, ...] = ()
    papers: tuple[PaperNeed, ...] = ()
    fields: tuple[TypedField, ...] = ()
    steps: tuple[ServiceStep, ...] = ()
    flow: str = ""  # the default flow its steps come from; empty: steps of its own
    often: int = 0  # how common at a counter, 0 to 3; breaks near ties of the search
    valid_from: date = date.min  # the entity offers the service from this day
    valid_until: date | None = None

    @property
    def paper_keys(self) -> tuple[str, ...]:
        """Of the rows that ask for its papers; the place keeps two apart that ask for the same of two people."""
        return tuple(f"paper:{place}:{'|'.join(need.papers)}" for place, need in enumerate(self.papers))

    def actions(self, on: date) -> tuple[Action, ...]:
        """The actions offered that day, submit first; a service outside the list is at least submitted."""
        found = {p.action for p in in_force(self.prices, on)} or {Action.SUBMIT}
        found |= {f.action for f in in_force(self.government_fees, on)}
        return tuple(action for action in Action if action in found)

    def price(self, action: Action, variant: str, on: date) -> Price | None:
        """The official tariff line in force, if the service has one for this action."""
        for price in in_force(self.prices, on):
            if price.action == action and price.variant == variant:
                return price
        return None

    def variants(self, action: Action, on: date) -> tuple[Price, ...]:
        """The tariff lines of an action that differ by size (fleet, notice); one line means no choice.

        The official list repeats one line; a repeated variant is no second choice.
        """
        found = {p.variant: p for p in reversed(in_force(self.prices, on)) if p.action == action}
        return tuple(reversed(found.values()))

    def fees(self, action: Action, on: date) -> tuple[GovernmentFee, ...]:
        """The government fees and choices in force for an action."""
        return tuple(f for f in in_force(self.government_fees, on) if f.action == action)


@dataclass(frozen=True, slots=True)
class Entity:
    """The ministry, body or company a service belongs to."""

    code: str
    name: Words
    kind: str
    portal_name: str = ""
    portal_url: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wilayat:
    """A wilayat and its governorate; the code is a proposal, no official one was found."""

    code: str
    governorate: str
    name: Words
    is_main: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One release of the catalogue, valid as a whole."""

    version: str
    tariff_date: date
    entities: Mapping[str, Entity]
    services: Mapping[str, Service]
    papers: Mapping[str, Paper]
    governorates: Mapping[str, Words] = field(default_factory=dict)
    wilayats: Mapping[str, Wilayat] = field(default_factory=dict)
    intents: tuple[tuple[str, ...], ...] = ()  # like synonyms, of what is to be done: renew, cancel, lost ...
    synonyms: tuple[tuple[str, ...], ...] = ()  # each group: ways to say the same, for searching only
    ignored_words: tuple[str, ...] = ()  # "I want to", "please": say nothing about the service
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)

    def service(self, code: str) -> Service:
        """The service, or a bare one in its place: a held visit must open also after its service was withdrawn."""
        known = self.services.get(code)
        return known or Service(code, "", Words(code, code), NO_WORDS, Source("withdrawn"))

    def entity_of(self, service: Service) -> Entity:
        """The entity of a service, bare when the service was withdrawn."""
        return self.entities.get(service.entity) or Entity(service.entity, Words("—", "—"), "")
