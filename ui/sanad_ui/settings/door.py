"""What the settings page asks of the desk; every method but two is called in the store's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from sanad_desk.catalogue.fault import CatalogueFault
from sanad_desk.domain.catalogue import Action, Words
from sanad_desk.domain.centre import Centre, Desk
from sanad_desk.domain.operators import Operator, Role, SignedIn
from sanad_desk.domain.search import ServiceIndex
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.working_days import Holiday
from sanad_desk.usecases.add_operator import add_operator, change_operator, reset_pin
from sanad_desk.usecases.back_up import BackupState, back_up, backup_state, choose_backup_folder
from sanad_desk.usecases.choose_printers import PrintSettings, choose_printers, print_settings
from sanad_desk.usecases.list_people import list_people
from sanad_desk.usecases.open_desk import OpenDesk, must_be_manager
from sanad_desk.usecases.own_prices import own_prices
from sanad_desk.usecases.price_list import PriceLine, price_list
from sanad_desk.usecases.recovery_code import recovery_code
from sanad_desk.usecases.set_centre import set_centre, set_price
from sanad_desk.usecases.sign_in import sign_in
from sanad_desk.usecases.support_bundle import support_bundle
from sanad_ui.approval_door import managers_of
from sanad_ui.kit.operator_tile import OperatorTile

LONGEST_LIST = 40
_COMING_HOLIDAYS = 3


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """The profile with the places that may be chosen for it, and the next holidays of the calendar."""

    centre: Centre
    desk: Desk
    wilayats: tuple[tuple[str, Words], ...]
    coming: tuple[Holiday, ...] = ()


@dataclass(frozen=True, slots=True)
class PricedService:
    """A service of the price list; `own` says that the centre has a price of its own for it."""

    code: str
    name: Words
    entity: Words
    own: bool


@dataclass(frozen=True, slots=True)
class CatalogueFacts:
    """The catalogue this desk works with."""

    version: str
    tariff_date: date
    services: int
    entities: int
    faults: tuple[CatalogueFault, ...]
    is_last_good: bool  # the files have faults, and the catalogue before them is in use


class SettingsDoor:
    """`who` is the manager who decides: signed in, or standing beside the operator with his PIN."""

    def __init__(self, desk: OpenDesk) -> None:
        self._desk = desk
        self._index: ServiceIndex | None = None

    @property
    def store_folder(self) -> str:
        return str(self._desk.store.folder.absolute())

    def prove_manager(self, manager_id: str, pin: str) -> SignedIn:
        manager = sign_in(self._desk, UUID(manager_id), pin)
        must_be_manager(manager)
        return manager

    def managers(self) -> list[OperatorTile]:
        return managers_of(self._desk)

    def centre(self) -> CentreFacts:
        centre, identity, _ = self._desk.identity()
        catalogue = self._desk.catalogue
        places = []
        for wilayat in catalogue.wilayats.values():
            governorate = catalogue.governorates[wilayat.governorate]
            name = wilayat.name
            places.append((wilayat.code, Words(f"{name.ar} · {governorate.ar}", f"{name.en} · {governorate.en}")))
        today = business_date_at(self._desk.clock.now())
        coming = [holiday for holiday in catalogue.calendar.holidays if holiday.span.last >= today]
        return CentreFacts(centre, identity, tuple(places), tuple(coming[:_COMING_HOLIDAYS]))

    def save_centre(self, who: SignedIn, centre: Centre) -> CentreFacts:
        set_centre(self._desk, who, centre)
        return self.centre()

    def people(self) -> list[Operator]:
        return list_people(self._desk)

    def add_person(self, who: SignedIn, name: Words, roles: Sequence[Role], pin: str) -> Operator:
        return add_operator(self._desk, who, name, roles, pin)

    def change_person(self, who: SignedIn, person: UUID, roles: Sequence[Role], active: bool) -> list[Operator]:
        change_operator(self._desk, who, person, roles, active)
        return self.people()

    def give_pin(self, who: SignedIn, person: UUID, pin: str) -> None:
        reset_pin(self._desk, who, person, pin)

    def services(self, words: str) -> list[PricedService]:
        """Best hits first; nothing typed shows those with a price of the centre's own first."""
        changed = {code for code, _, _ in own_prices(self._desk)}
        known = self._desk.catalogue.services
        if words.strip():
            if self._index is None:
                self._index = ServiceIndex(self._desk.catalogue)
            codes = [hit.service_code for hit in self._index.find(words, limit=LONGEST_LIST)]
        else:
            codes = sorted(known, key=lambda code: code not in changed)[:LONGEST_LIST]
        entities = self._desk.catalogue.entities
        return [
            PricedService(code, known[code].name, entities[known[code].entity].name, code in changed) for code in codes
        ]

    def prices(self, service_code: str) -> list[PriceLine]:
        return price_list(self._desk, service_code)

    def save_price(
        self, who: SignedIn, service_code: str, action: Action, variant: str, amount: int | None
    ) -> list[PriceLine]:
        set_price(self._desk, who, service_code, action, variant, amount)
        return self.prices(service_code)

    def printing(self) -> PrintSettings:
        return print_settings(self._desk)

    def save_printing(self, settings: PrintSettings) -> PrintSettings:
        return choose_printers(self._desk, settings)

    def backups(self) -> BackupState:
        return backup_state(self._desk)

    def choose_backups(self, who: SignedIn, folder: str) -> BackupState:
        return choose_backup_folder(self._desk, who, Path(folder.strip()))

    def back_up_now(self) -> str:
        """In the thread of copies."""
        return str(back_up(self._desk))

    def write_support_bundle(self, folder: str, qt: str) -> str:
        """In the thread of copies: checking the store takes a while."""
        return str(support_bundle(self._desk.store.folder, Path(folder), self._desk.clock.now(), qt=qt))

    def recovery_code(self, manager_id: str, pin: str) -> str:
        return recovery_code(self._desk, UUID(manager_id), pin)

    def catalogue(self) -> CatalogueFacts:
        loaded = self._desk.loaded
        return CatalogueFacts(
            version=loaded.catalogue.version,
            tariff_date=loaded.catalogue.tariff_date,
            services=len(loaded.catalogue.services),
            entities=len(loaded.catalogue.entities),
            faults=loaded.faults,
            is_last_good=loaded.from_cache and bool(loaded.faults),
        )
