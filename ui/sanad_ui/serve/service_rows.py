"""Rows of the service list: name with the found words marked, entity and steps, what it costs, its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sanad_desk.domain.catalogue import Catalogue, Service
from sanad_desk.domain.charges import CentrePrices
from sanad_desk.domain.glance import Glance, glance_at
from sanad_desk.domain.search import Hit
from sanad_desk.usecases.pin_services import MOST_PINNED, Habits
from sanad_ui import formats
from sanad_ui.kit import Row
from sanad_ui.texts import both, language, t

FILTERS = ("all", "frequent", "pinned")


class ServiceRows:
    """Figures of a service are worked out when it is first shown, and again when day or prices change."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._prices: CentrePrices = {}
        self._on = date.min
        self._glances: dict[str, Glance] = {}

    def use(self, prices: CentrePrices, on: date) -> None:
        if (prices, on) != (self._prices, self._on):
            self._prices, self._on = prices, on
            self._glances.clear()

    def of_hits(self, hits: Sequence[Hit], habits: Habits, chosen: str) -> list[Row]:
        """What was found, narrowed to the filter."""
        kept = [hit for hit in hits if self._passes(hit.service_code, habits, chosen)]
        return [self._row(hit.service_code, hit, habits) for hit in kept]

    def of_habits(self, habits: Habits, chosen: str) -> list[Row]:
        """For an empty box: pinned first, then the operator's own most used, then what counters are asked for most."""
        pinned = [code for code in habits.pinned if code in self._catalogue.services]
        used = [code for code in habits.uses if code in self._catalogue.services]
        usual = sorted((s for s in self._catalogue.services.values() if s.often), key=lambda service: -service.often)
        codes = {
            "all": [*pinned, *used, *(service.code for service in usual)],
            "frequent": used,
            "pinned": pinned,
        }[chosen]
        ordered = list(dict.fromkeys(codes))[: MOST_PINNED if chosen == "all" else 30]
        return [
            self._row(code, None, habits, key=f"{place + 1}" if place < MOST_PINNED else "")
            for place, code in enumerate(ordered)
        ]

    def _passes(self, code: str, habits: Habits, chosen: str) -> bool:
        if chosen == "frequent":
            return bool(habits.uses.get(code))
        return chosen != "pinned" or code in habits.pinned

    def _row(self, code: str, hit: Hit | None, habits: Habits, key: str = "") -> Row:
        service = self._catalogue.services[code]
        found = () if hit is None else hit.marks_ar if language.code == "ar" else hit.marks_en
        glance = self._glance(service)
        return Row(
            id=code,
            title=both(service.name.ar, service.name.en)(),
            subtitle=self._subtitle(service, glance),
            trailing=_price(glance),
            marks=tuple((start, end - start) for start, end in found),
            icon="pin" if code in habits.pinned else "",
            key=key,
        )

    def _glance(self, service: Service) -> Glance:
        known = self._glances.get(service.code)
        if known is None:
            known = self._glances[service.code] = glance_at(self._catalogue, service, self._on, self._prices)
        return known

    def _subtitle(self, service: Service, glance: Glance) -> str:
        """Entity and figures on a line each: the entity gives way where both do not fit."""
        entity = self._catalogue.entities[service.entity].name
        parts = [t("serve.service.steps", n=glance.steps)]
        if glance.days is not None:
            parts.append(t("serve.service.days", n=glance.days) if glance.days else t("serve.service.at_once"))
        if glance.adds_entity_fee:
            parts.append(t("serve.service.and_entity_fee"))
        return f"{both(entity.ar, entity.en)()}\n{formats.listed(parts)}"


def _price(glance: Glance) -> str:
    if glance.least is None:
        return t("serve.service.free_price")
    amount = formats.amount(glance.least)
    if glance.is_from:
        return t("serve.service.from", amount=amount)
    return t("serve.service.plus", amount=amount) if glance.adds_entity_fee else amount
