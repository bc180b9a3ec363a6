"""A report: what it is called, facts about it, and tables of typed cells, before it becomes paper, workbook or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sanad_desk.wire.picture import Text

# baisa: whole baisa. date: ISO text. instant: milliseconds UTC. duration: milliseconds. percent: parts per million.
# id: a number, code or phone, which is never counted with. text: words, or a str that is the same in both languages.
Kind = Literal["text", "id", "count", "baisa", "date", "instant", "duration", "percent"]
Language = Literal["ar", "en"]

# By the kind of its column; None is empty, and words may stand in a column of any kind: "as the portal shows it".
Cell = Text | str | int | None
Fact = tuple[Text, Text | str]  # a label and words, or a code that reads from left to right


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `code` names it in JSON."""

    code: str
    label: Text
    kind: Kind


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; a sum is a formula in a workbook where it is what the rows add up to."""

    code: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[Cell, ...] | None = None
    grouped_by: str = (
        ""  # a text column that heads groups of rows on paper; there, what the next column repeats stands once
    )


@dataclass(frozen=True, slots=True)
class Report:
    """Both languages of one report; `made_at` in milliseconds UTC."""

    code: str
    title: Text
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    centre: Text
    made_at: int
    notes: tuple[Text, ...] = ()  # remarks below the tables
    for_the_wall: bool = False  # read from a distance, by everybody: large type, both languages


def words_in(words: Text | str, language: Language) -> str:
    """The words in that language, or in the other where they were never given in it."""
    if isinstance(words, str):
        return words
    return (words.ar or words.en) if language == "ar" else (words.en or words.ar)
