"""Reading a card's statement as a bank gives it: forgiving, and plain about every row it cannot read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sanad_desk.domain.digits import clean_text, to_ascii_digits
from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.folding import fold_text
from sanad_desk.domain.identity import parse_date
from sanad_desk.domain.money import parse_amount
from sanad_desk.domain.portal_card import StatementLine

LARGEST_FILE = 4_000_000  # bytes; a busy month is a hundredth of it
_HEADING_WITHIN = 40  # above the headings banks print name, number and period of the account
# What a file begins with that is no text: a workbook, an old workbook, a PDF.
_OTHER_FILES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
# What heads a column, the surest first; compared folded, by whole words.
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": ("transaction date", "trans date", "تاريخ المعاملة", "تاريخ العملية", "date", "التاريخ", "تاريخ"),
    "side": ("debit credit", "dr cr", "cr dr", "d c", "مدين دائن", "type", "نوع الحركة", "النوع"),
    "debit": ("debit", "withdrawal", "withdrawals", "paid out", "مدين", "المدين", "سحب", "مسحوبات", "خصم"),
    "credit": ("credit", "deposit", "deposits", "paid in", "دائن", "الدائن", "ايداع", "إيداع", "اضافة"),
    "balance": ("balance", "running balance", "الرصيد", "رصيد"),
    "amount": ("amount", "المبلغ", "مبلغ", "القيمة"),
    "reference": ("reference", "ref", "ref no", "rrn", "auth code", "المرجع", "رقم المرجع", "مرجع", "الرقم المرجعي"),
    "text": ("description", "details", "narration", "particulars", "merchant", "البيان", "الوصف", "التفاصيل", "تفاصيل"),
}
_IN, _OUT = ("cr", "credit", "c", "دائن", "ايداع"), ("dr", "debit", "d", "مدين", "سحب")
_CURRENCY = re.compile(r"\b(?:omr|r\.?o\.?)(?![a-z])|ر\.?\s?ع\.?", re.IGNORECASE)
_MARK = re.compile(r"\s*(cr|dr)\.?$", re.IGNORECASE)
_TIME = re.compile(r"(?<=\d)[\sT]+\d{1,2}:\d{2}.*$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})[a-z]*\b", re.IGNORECASE)
_NO_WORD = re.compile(r"\W+")
_LARGEST = 10**12  # baisa; a balance may be more than anything at a counter

_REASONS = {
    "value_missing": "date_missing",
    "date_malformed": "date_wrong",
    "date_unknown": "date_wrong",
    "amount_missing": "amount_missing",
}

Row = tuple[int, list[str]]  # with its place in the file, from 1


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that is no line; `reason` is date_missing, date_wrong, amount_missing or amount_wrong."""

    row: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Statement:
    """In the order of the file."""

    lines: tuple[StatementLine, ...]
    unread: tuple[Unread, ...]

    @property
    def first_date(self) -> date:
        return min(line.on for line in self.lines)

    @property
    def last_date(self) -> date:
        return max(line.on for line in self.lines)

    @property
    def closing(self) -> int | None:
        """The card's balance after the newest line, where the bank tells it; many banks put the newest first."""
        newest_first = self.lines[0].on > self.lines[-1].on
        return self.lines[0 if newest_first else -1].balance


def read_statement(data: bytes) -> Statement:
    """Raises DomainError: statement_not_text, statement_too_large, statement_without_columns, statement_empty."""
    if len(data) > LARGEST_FILE:
        raise DomainError("statement_too_large")
    if data.startswith(_OTHER_FILES):
        raise DomainError("statement_not_text")
    rows = _rows(_decoded(data))
    heading, columns = _find_heading(rows)
    lines: list[StatementLine] = []
    unread: list[Unread] = []
    below = [row for row in rows if row[0] > heading]
    minus_is_out = any(_is_negative(_cell(cells, columns, "amount")) for _, cells in below)
    for place, cells in below:
        try:
            lines.append(_line(place, cells, columns, minus_is_out=minus_is_out))
        except DomainError as error:
            unread.append(Unread(place, " ".join(filter(None, cells)), _REASONS.get(error.code, "amount_wrong")))
    if not lines:
        raise DomainError("statement_empty")
    return Statement(tuple(lines), tuple(unread))


def _decoded(data: bytes) -> str:
    """Excel marks Unicode by its first bytes; older programs write Arabic as cp1256, which is hardly ever UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1256", errors="replace")


def _rows(text: str) -> list[Row]:
    """Rows that hold anything, cut by whichever separator gives the most columns under headings."""
    lines = text.splitlines(keepends=True)
    best: list[Row] = []
    for separator in (",", ";", "\t"):
        rows = list(_cut(lines, separator))
        if max((len(cells) for _, cells in rows), default=0) > max((len(cells) for _, cells in best), default=0):
            best = rows if _has_heading(rows) or not _has_heading(best) else best
    return best


def _cut(lines: Sequence[str], separator: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=separator)
    while True:
        try:
            cells = [clean_text(cell) for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            continue
        if any(cells):
            yield reader.line_num, cells


def _has_heading(rows: Sequence[Row]) -> bool:
    return any(_is_heading(_columns(cells)) for _, cells in rows[:_HEADING_WITHIN])


def _find_heading(rows: Sequence[Row]) -> tuple[int, Mapping[str, int]]:
    for place, cells in rows[:_HEADING_WITHIN]:
        if _is_heading(columns := _columns(cells)):
            return place, columns
    raise DomainError("statement_without_columns")


def _is_heading(columns: Mapping[str, int]) -> bool:
    return "date" in columns and bool(columns.keys() & {"amount", "debit"})


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Where each kind of column stands; a cell with digits is above the headings or below them."""
    folded = ["" if any(c.isdigit() for c in cell) else _heading(cell) for cell in cells]
    columns: dict[str, int] = {}
    for kind, names in _HEADINGS.items():
        for name in names:
            free = [n for n, cell in enumerate(folded) if _heading(name) in cell and n not in columns.values()]
            if free:
                columns[kind] = free[0]
                break
    return columns


def _heading(text: str) -> str:
    """Words alone, with a space at both ends."""
    return f" {_NO_WORD.sub(' ', fold_text(text)).strip()} "


def _line(place: int, cells: list[str], columns: Mapping[str, int], *, minus_is_out: bool) -> StatementLine:
    balance = _cell(cells, columns, "balance")
    return StatementLine(
        row=place,
        on=_date(_cell(cells, columns, "date")),
        amount=_amount(cells, columns, minus_is_out=minus_is_out),
        reference=_cell(cells, columns, "reference"),
        text=_cell(cells, columns, "text"),
        balance=_signed(balance)[0] if balance else None,
    )


def _date(text: str) -> date:
    """Also with the time behind it, or the month in letters."""
    plain = _TIME.sub("", to_ascii_digits(text))
    return parse_date(_MONTH.sub(lambda month: str(_MONTHS.index(month[1].casefold()) + 1), plain))


def _amount(cells: list[str], columns: Mapping[str, int], *, minus_is_out: bool) -> int:
    """Positive where money left the card."""
    if "debit" in columns:
        out = _cell(cells, columns, "debit")
        back = _cell(cells, columns, "credit")
        amount = (abs(_signed(out)[0]) if out else 0) - (abs(_signed(back)[0]) if back else 0)
    else:
        amount, mark = _signed(_cell(cells, columns, "amount"))
        side = fold_text(mark or _cell(cells, columns, "side"))
        if side in _IN or side in _OUT:
            amount = -abs(amount) if side in _IN else abs(amount)
        elif minus_is_out:
            amount = -amount
    if not amount:
        raise DomainError("amount_missing")
    return amount


def _signed(text: str) -> tuple[int, str]:
    """Baisa with the sign as written, and `CR` or `DR` where it stands behind."""
    plain = _CURRENCY.sub("", text).strip()
    mark = _MARK.search(plain)
    plain = _MARK.sub("", plain).strip()
    baisa = parse_amount(plain.strip("()-−– +"), largest=_LARGEST)
    return (-baisa if _is_negative(plain) else baisa), mark[1] if mark else ""


def _is_negative(text: str) -> bool:
    plain = _CURRENCY.sub("", text).strip()
    return plain[:1] in tuple("(-−–") or plain[-1:] in tuple("-−")


def _cell(cells: Sequence[str], columns: Mapping[str, int], kind: str) -> str:
    place = columns.get(kind)
    return cells[place] if place is not None and place < len(cells) else ""
