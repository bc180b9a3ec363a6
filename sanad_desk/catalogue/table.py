"""Typed access to one table of a catalogue file, noting every fault instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from sanad_desk.catalogue.fault import Faults
from sanad_desk.domain.catalogue import NO_WORDS, Words
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.money import format_amount, parse_amount

_CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,4}))?")

EnumT = TypeVar("EnumT", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table stands: file, service, and the path of fields inside it."""

    file: str
    service: str = ""
    field: str = ""

    def inside(self, key: str) -> Place:
        return Place(self.file, self.service, f"{self.field}.{key}" if self.field else key)


class Table:
    """Hands out the values of a TOML table by the kind expected; `close` reports keys nobody asked for."""

    def __init__(self, data: Mapping[str, object], place: Place, faults: Faults) -> None:
        self.place = place
        self.faults = faults
        self._data = data
        self._asked: set[str] = set()

    def fault(self, code: str, key: str, **params: object) -> None:
        where = self.place.inside(key) if key else self.place
        self.faults.add(code, where.file, where.service, where.field, **params)

    def has(self, key: str) -> bool:
        return key in self._data

    def peek(self, key: str) -> object:
        return self._data.get(key)

    def named(self, key: str) -> str:
        """The value as a name for messages, whatever it is worth."""
        value = self._data.get(key)
        return value if isinstance(value, str) else ""

    def names(self) -> tuple[str, ...]:
        return tuple(self._data)

    def _take(self, key: str, required: bool) -> object | None:
        self._asked.add(key)
        if key not in self._data:
            if required:
                self.fault("value_missing", key)
            return None
        return self._data[key]

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, default is None)
        if value is None:
            return default or ""
        if not isinstance(value, str):
            self.fault("value_wrong", key, expected="text")
            return ""
        if not value.strip():
            self.fault("value_missing", key)
        return value

    def code(self, key: str) -> str:
        value = self.text(key)
        if value and not _CODE.fullmatch(value):
            self.fault("code_wrong", key, value=value)
        return value

    def flag(self, key: str, default: bool) -> bool:
        value = self._take(key, False)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fault("value_wrong", key, expected="true or false")
            return default
        return value

    def whole(self, key: str) -> int | None:
        value = self._take(key, False)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fault("value_wrong", key, expected="a whole number")
            return None
        return value

    def day(self, key: str, required: bool = True) -> date | None:
        value = self._take(key, required)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault("date_wrong", key, value=value)
            return None
        return value

    def partial_date(self, key: str, default: str) -> str:
        value = self.text(key, default)
        if value and not _PARTIAL_DATE.fullmatch(value):
            self.fault("date_wrong", key, value=value)
        return value

    def amount(self, key: str) -> int | None:
        """Rials with exactly three decimals, `"4.000"`: one way to write an amount keeps diffs honest."""
        value = self._take(key, True)
        if value is None:
            return None
        try:
            baisa = parse_amount(value) if isinstance(value, str) else None
        except DomainError:
            baisa = None
        if baisa is None or format_amount(baisa, grouped=False) != value:
            self.fault("amount_wrong", key, value=value)
            return None
        return baisa

    def rate_ppm(self, key: str) -> int | None:
        value = self._take(key, True)
        if value is None:
            return None
        match = _PERCENT.fullmatch(value) if isinstance(value, str) else None
        rate = int(match[1]) * 10_000 + int((match[2] or "").ljust(4, "0")) if match else 0
        if not 0 < rate <= 1_000_000:
            self.fault("percent_wrong", key, value=value)
            return None
        return rate

    def one_of(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value and value not in allowed:
            self.fault("value_unknown", key, value=value, allowed=", ".join(allowed))
        return value

    def member(self, key: str, kind: type[EnumT]) -> EnumT | None:
        value = self.one_of(key, tuple(kind))
        return kind(value) if value in tuple(kind) else None

    def words(self, key: str, required: bool = True) -> Words:
        """Both languages or none: a text in one language only is a fault."""
        value = self._take(key, required)
        if value is None:
            return NO_WORDS
        if not isinstance(value, dict):
            self.fault("value_wrong", key, expected="ar and en")
            return NO_WORDS
        inner = Table(value, self.place.inside(key), self.faults)
        words = Words(inner.text("ar"), inner.text("en"))
        inner.close()
        return words

    def own_words(self) -> Words:
        """`ar` and `en` written straight into this table."""
        return Words(self.text("ar"), self.text("en"))

    def strings(self, key: str) -> tuple[str, ...]:
        value = self._take(key, False)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            self.fault("value_wrong", key, expected="a list of texts")
            return ()
        return tuple(value)

    def lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        value = self._take(key, False)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(
            isinstance(group, list) and all(isinstance(word, str) for word in group) for group in value
        ):
            self.fault("value_wrong", key, expected="a list of lists of texts")
            return ()
        return tuple(tuple(group) for group in value)

    def tables(self, key: str) -> list[Table]:
        value = self._take(key, False)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.fault("value_wrong", key, expected="a list of tables")
            return []
        return [Table(v, self.place.inside(f"{key}[{n}]"), self.faults) for n, v in enumerate(value, 1)]

    def table(self, key: str) -> Table | None:
        value = self._take(key, False)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault("value_wrong", key, expected="a table")
            return None
        return Table(value, self.place.inside(key), self.faults)

    def close(self) -> None:
        for key in self._data:
            if key not in self._asked:
                self.fault("key_unknown", key)
