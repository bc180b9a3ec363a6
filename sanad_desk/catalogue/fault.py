"""A fault in a catalogue file: where it is and what is wrong, as a code with parameters."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from sanad_desk.resources_path import resource_path


@dataclass(frozen=True, slots=True)
class CatalogueFault:
    """Names file, service and field; the sentence is the text `error.catalogue_<code>` of the window."""

    code: str
    file: str
    service: str
    field: str
    params: Mapping[str, str]

    @property
    def key(self) -> str:
        return f"error.catalogue_{self.code}"

    @property
    def where(self) -> str:
        """The `{where}` of its sentence."""
        return ", ".join(part for part in (self.file, self.service, self.field) if part)

    @property
    def in_english(self) -> str:
        """Its sentence, for command lines."""
        texts = tomllib.loads(resource_path("i18n", "en", "error.toml").read_text(encoding="utf-8"))
        return str(texts[self.key.removeprefix("error.")]).format(where=self.where, **self.params)


class Faults:
    """Collects the faults of one reading."""

    def __init__(self) -> None:
        self.found: list[CatalogueFault] = []

    def add(self, code: str, file: str, service: str = "", field: str = "", **params: object) -> None:
        self.found.append(CatalogueFault(code, file, service, field, {k: str(v) for k, v in params.items()}))

    def mark(self) -> int:
        """A position to compare with later: has anything been found since?"""
        return len(self.found)

    def since(self, mark: int) -> bool:
        return len(self.found) > mark
