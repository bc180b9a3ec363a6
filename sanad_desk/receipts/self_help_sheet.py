"""The sheet for somebody who does it himself: where, with what, and step by step, in type that old eyes read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sanad_desk.domain.identity import show_phone
from sanad_desk.domain.money import format_amount
from sanad_desk.receipts.bidi import LTR, RTL, ltr
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import new_sheet, to_pdf
from sanad_desk.receipts.rows import qr
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import LEADING, Align, Group, Ink, Panel, Paper, lines, placed
from sanad_desk.wire.picture import Text

_BODY, _STEP, _HEADING, _TITLE = 16.0, 17.0, 19.0, 26.0
_MARK = 30.0  # the column of boxes and numbers


@dataclass(frozen=True, slots=True)
class SelfHelpSheet:
    """In one language, `ar` or `en`; a step is its kind, or without one the words in which the catalogue tells it.

    `fee` is in baisa, None where the portal alone knows it, and 0 where none is known to be due.
    """

    language: str
    centre_name: Text
    phone: str
    service: Text
    entity: Text
    portal: str
    address: str  # of the portal
    papers: tuple[Text, ...]
    fields: tuple[Text, ...]
    steps: tuple[tuple[str, Text], ...]
    fee: int | None

    def pdf(self, _paper: Paper = Paper.A4) -> bytes:
        """Always on A4: large type has no room on a roll."""
        page = _Page(self.language)
        page.words(self.service, _TITLE, Weight.BOLD, ink=Ink.BRAND)
        page.words(self.entity, _BODY, Weight.MEDIUM)
        page.sheet.rule(1.6, ink=Ink.BRAND)
        _where(page, self)
        needed = (*self.papers, *self.fields)
        if needed:
            page.heading("self_help.needed")
            for words in needed:
                page.item(words, "")
        page.heading("self_help.steps")
        for n, words in enumerate(_sentences(self), 1):
            page.item(words, str(n))
        _fee(page, self)
        page.sheet.rule(1.6, ink=Ink.BRAND)
        back = label("self_help.come_back", centre="{centre}", phone=ltr(show_phone(self.phone)))
        page.words(_filled(back, centre=self.centre_name), _BODY, Weight.SEMIBOLD)
        title, author = (page.said(words) for words in (self.service, self.centre_name))
        return to_pdf(page.sheet, title=title, author=author, language=self.language)


class _Page:
    """A sheet that reads from one side only."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._is_english = language == "en"
        self._base = LTR if self._is_english else RTL
        self.align = Align.END if self._is_english else Align.START
        self.sheet = new_sheet(Paper.A4)

    def said(self, words: Text) -> str:
        """In the language of the page, or the other one if that is all there is."""
        return (words.en or words.ar) if self._is_english else (words.ar or words.en)

    def words(self, words: Text, size: float, weight: Weight = Weight.REGULAR, *, ink: Ink = Ink.BLACK) -> None:
        self.sheet.words(self.said(words), size, weight, align=self.align, base=self._base, ink=ink)

    def heading(self, key: str) -> None:
        self.sheet.gap()
        words, size = self.said(label(key)), _HEADING
        line = lines(words, size, Weight.BOLD, self.sheet.width, self._base)[0]
        self.sheet.add(size * LEADING, (placed(line, size, self.sheet.width, self.align, 0),), keep_with_next=True)

    def item(self, words: Text, number: str) -> None:
        """Behind its number, or an empty box to tick."""
        size = _STEP if number else _BODY
        room = self.sheet.width - _MARK
        text = lines(self.said(words), size, Weight.MEDIUM, room, self._base)
        marks = tuple(placed(line, size, room, self.align, n * size * LEADING) for n, line in enumerate(text))
        side = size * 1.25
        left = 0.0 if self._is_english else self.sheet.width - side
        box = Panel(left, size * 0.08, side, side, side / 2 if number else 3, Ink.BLACK, bool(number))
        figure = lines(number, size * 0.8, Weight.BOLD, side, LTR) if number else ()
        drawn = tuple(placed(line, size * 0.8, side, Align.CENTRE, size * 0.12, Ink.WHITE) for line in figure)
        beside = Group(_MARK if self._is_english else 0.0, 0, marks)
        self.sheet.add(len(text) * size * LEADING + 5, (box, Group(left, 0, drawn), beside))


def _where(page: _Page, sheet: SelfHelpSheet) -> None:
    """The portal by name and address, and its QR for who has a telephone in hand."""
    page.heading("self_help.where")
    page.words(_portal(sheet), _BODY, Weight.MEDIUM)
    if sheet.address:
        page.sheet.words(sheet.address, _BODY, Weight.BOLD, align=page.align, base=LTR)
        symbol = qr(page.sheet, sheet.address)
        page.sheet.inset(symbol, 0 if sheet.language == "en" else page.sheet.width - symbol.width)


def _portal(sheet: SelfHelpSheet) -> Text:
    named = label("self_help.portal")
    return Text(ltr(sheet.portal), sheet.portal) if sheet.portal else named


def _sentences(sheet: SelfHelpSheet) -> Iterable[Text]:
    """The same is not said twice."""
    params = {"portal": _portal(sheet), "service": sheet.service}
    said = (_filled(label(f"self_help_step.{kind}"), **params) if kind else note for kind, note in sheet.steps)
    return dict.fromkeys(said)


def _filled(words: Text, **params: Text) -> Text:
    return Text(
        words.ar.format(**{name: value.ar or value.en for name, value in params.items()}),
        words.en.format(**{name: value.en or value.ar for name, value in params.items()}),
    )


def _fee(page: _Page, sheet: SelfHelpSheet) -> None:
    if sheet.fee == 0:
        return
    page.sheet.gap()
    if sheet.fee is None:
        page.words(label("self_help.fee_by_portal"), _BODY, Weight.SEMIBOLD)
    else:
        page.words(label("self_help.fee", amount=ltr(format_amount(sheet.fee))), _BODY, Weight.SEMIBOLD)
