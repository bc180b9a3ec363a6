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
from sanad_desk.domain.money import BAISA_IN_RIAL, parse_amount
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
_MONEY = ("amount", "debit", "credit", "balance")
# What a heading says of its unit; one that names both writes rials and baisa in one number.
_BAISA = ("baisa", "baisas", "baiza", "baizas", "bz", "بيسة", "البيسة", "بالبيسة", "بيسات")
_RIALS = ("omr", "ro", "r o", "rial", "rials", "riyal", "riyals", "ريال", "ر ع")
_DOTS_GROUP = re.compile(r"\d{1,3}(?:\.\d{3})+,\d{1,3}", re.ASCII)
# Nobody groups thousands like this.
_COMMA_IS_DECIMAL = re.compile(r"0\d*,\d+|\d{4,},\d{3}|\d+,\d{1,2}", re.ASCII)

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
class _Sheet:
    """How the rows below the headings are to be read."""

    columns: Mapping[str, int]
    in_baisa: frozenset[str]  # kinds of column that hold whole baisa
    minus_is_out: bool
    comma_is_decimal: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """In the order of the file; perhaps none of its rows could be read."""

    lines: tuple[StatementLine, ...]
    unread: tuple[Unread, ...]

    @property
    def span(self) -> tuple[date, date] | None:
        """The days of the first and the last line; None without lines."""
        days = [line.on for line in self.lines]
        return (min(days), max(days)) if days else None

    @property
    def closing(self) -> int | None:
        """The card's balance after the newest line, where the bank tells it; many banks put the newest first."""
        if not self.lines:
            return None
        newest_first = self.lines[0].on > self.lines[-1].on
        return self.lines[0 if newest_first else -1].balance


def read_statement(data: bytes) -> Statement:
    """Raises DomainError: statement_not_text, statement_too_large, statement_without_columns, statement_empty."""
    if len(data) > LARGEST_FILE:
        raise DomainError("statement_too_large")
    if data.startswith(_OTHER_FILES):
        raise DomainError("statement_not_text")
    rows = _rows(_decoded(data))
    heading, columns, in_baisa = _find_heading(rows)
    lines: list[StatementLine] = []
    unread: list[Unread] = []
    below = [row for row in rows if row[0] > heading]
    in_rials = [kind for kind in _MONEY if kind not in in_baisa]
    sheet = _Sheet(
        columns=columns,
        in_baisa=in_baisa,
        minus_is_out=any(_is_negative(_cell(cells, columns, "amount")) for _, cells in below),
        comma_is_decimal=_comma_is_decimal([_cell(cells, columns, kind) for _, cells in below for kind in in_rials]),
    )
    for place, cells in below:
        try:
            lines.append(_line(place, cells, sheet))
        except DomainError as error:
            unread.append(Unread(place, " ".join(filter(None, cells)), _REASONS.get(error.code, "amount_wrong")))
    if not (lines or unread):
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
    ways = [list(_cut(lines, separator)) for separator in (",", ";", "\t")]
    return max(ways, key=lambda rows: (_has_heading(rows), max((len(cells) for _, cells in rows), default=0)))


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


def _find_heading(rows: Sequence[Row]) -> tuple[int, Mapping[str, int], frozenset[str]]:
    """Its row, its columns, and which of them hold whole baisa."""
    for place, cells in rows[:_HEADING_WITHIN]:
        if _is_heading(columns := _columns(cells)):
            in_baisa = frozenset(kind for kind in _MONEY if _says_baisa(_cell(cells, columns, kind)))
            return place, columns, in_baisa
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


def _says_baisa(heading: str) -> bool:
    words = _heading(heading)
    return any(_heading(unit) in words for unit in _BAISA) and not any(_heading(unit) in words for unit in _RIALS)


def _comma_is_decimal(texts: Sequence[str]) -> bool:
    """Rials have three decimals, so `51,040` alone tells nothing: the whole file has to agree that it is no group."""
    numbers = [_number(text)[0] for text in texts]
    grouped = [number for number in numbers if _DOTS_GROUP.fullmatch(number)]
    alone = [number for number in numbers if "," in number and "." not in number]
    if any("." in number and number not in grouped for number in numbers) or any(n.count(",") > 1 for n in alone):
        return False
    is_sure = bool(grouped) or any(_COMMA_IS_DECIMAL.fullmatch(number) for number in alone)
    # Beside whole rials a comma may stand before thousands.
    return is_sure or not any(number.isdigit() and number.strip("0") for number in numbers)


def _line(place: int, cells: list[str], sheet: _Sheet) -> StatementLine:
    columns = sheet.columns
    return StatementLine(
        row=place,
        on=_date(_cell(cells, columns, "date")),
        amount=_amount(cells, sheet),
        reference=_cell(cells, columns, "reference"),
        text=_cell(cells, columns, "text"),
        balance=_signed(cells, sheet, "balance")[0] if _cell(cells, columns, "balance") else None,
    )


def _date(text: str) -> date:
    """Also with the time behind it, or the month in letters."""
    plain = _TIME.sub("", to_ascii_digits(text))
    return parse_date(_MONTH.sub(lambda month: str(_MONTHS.index(month[1].casefold()) + 1), plain))


def _amount(cells: list[str], sheet: _Sheet) -> int:
    """Positive where money left the card."""
    if "debit" in sheet.columns:
        amount = abs(_side(cells, sheet, "debit")) - abs(_side(cells, sheet, "credit"))
    else:
        amount, mark = _signed(cells, sheet, "amount")
        side = fold_text(mark or _cell(cells, sheet.columns, "side"))
        if side in _IN or side in _OUT:
            amount = -abs(amount) if side in _IN else abs(amount)
        elif sheet.minus_is_out:
            amount = -amount
    if not amount:
        raise DomainError("amount_missing")
    return amount


def _side(cells: list[str], sheet: _Sheet, kind: str) -> int:
    return _signed(cells, sheet, kind)[0] if _cell(cells, sheet.columns, kind) else 0


def _signed(cells: list[str], sheet: _Sheet, kind: str) -> tuple[int, str]:
    """Baisa with the sign as written, and `CR` or `DR` where it stands behind."""
    text = _cell(cells, sheet.columns, kind)
    number, mark = _number(text)
    if kind in sheet.in_baisa:
        if "." in number:
            raise DomainError("amount_not_a_number", text=text[:40])
        baisa = parse_amount(number, largest=_LARGEST * BAISA_IN_RIAL) // BAISA_IN_RIAL
    else:
        if "," in number and ("." not in number or _DOTS_GROUP.fullmatch(number)):
            if not sheet.comma_is_decimal:
                raise DomainError("amount_not_a_number", text=text[:40])
            number = number.replace(".", "").replace(",", ".")
        baisa = parse_amount(number, largest=_LARGEST)
    return (-baisa if _is_negative(_MARK.sub("", text)) else baisa), mark


def _number(text: str) -> tuple[str, str]:
    """Its digits and separators alone, and the mark behind it; the Arabic separators leave nothing to guess."""
    plain = _CURRENCY.sub("", text).strip()
    mark = _MARK.search(plain)
    number = to_ascii_digits(_MARK.sub("", plain)).strip("()-−– +").replace("٫", ".").replace("٬", "")
    return "".join(number.split()), mark[1] if mark else ""


def _is_negative(text: str) -> bool:
    plain = _CURRENCY.sub("", text).strip()
    return plain[:1] in tuple("(-−–") or plain[-1:] in tuple("-−")


def _cell(cells: Sequence[str], columns: Mapping[str, int], kind: str) -> str:
    place = columns.get(kind)
    return cells[place] if place is not None and place < len(cells) else ""
