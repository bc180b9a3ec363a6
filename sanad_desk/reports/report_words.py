"""What a report says, as text of one language: its fixed words, and each cell by the kind of its column."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sanad_desk.domain.money import divide_half_up, format_amount
from sanad_desk.receipts.labels import area_label
from sanad_desk.receipts.receipt_words import instant
from sanad_desk.reports.report import Cell, Kind, Language, words_in
from sanad_desk.wire.picture import Text

SECOND_MS = 1_000
FIGURES: frozenset[Kind] = frozenset({"count", "baisa", "duration", "percent"})  # aligned on the last digit


def report_label(key: str, **params: object) -> Text:
    """The words under `key` of `report.toml`, e.g. `report_label("paper.printed", at=…)`."""
    return area_label("report", key, **params)


def told(cell: Cell, kind: Kind, language: Language) -> str:
    """The cell as printed; empty where there is nothing."""
    if cell is None:
        return ""
    if isinstance(cell, int):
        return _FIGURES.get(kind, str)(cell)
    return words_in(cell, language)


def percent(parts_per_million: int) -> str:
    """`5.0%`: one decimal."""
    tenths = divide_half_up(parts_per_million, 1_000)
    return f"{'-' if tenths < 0 else ''}{abs(tenths) // 10:,}.{abs(tenths) % 10}%"


def duration(milliseconds: int) -> str:
    """`1:05:09`: hours, minutes and seconds."""
    minutes, seconds = divmod(milliseconds // SECOND_MS, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


_FIGURES: Mapping[Kind, Callable[[int], str]] = {
    "baisa": format_amount,
    "count": "{:,}".format,
    "instant": instant,
    "duration": duration,
    "percent": percent,
}
