"""The notice on the counter while the portal of an entity is down: one page to be read from some steps away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sanad_desk.domain.identity import show_phone
from sanad_desk.domain.shift import muscat_time
from sanad_desk.receipts.bidi import LTR, RTL, ltr
from sanad_desk.receipts.labels import label
from sanad_desk.receipts.pages import new_sheet, to_pdf
from sanad_desk.receipts.receipt_words import both
from sanad_desk.receipts.rows import banner
from sanad_desk.receipts.shaping import Weight
from sanad_desk.receipts.sheet import MM, Align, Ink, Paper, Sheet
from sanad_desk.wire.picture import Text

_TITLE, _TEXT, _AIR = 40.0, 26.0, 28.0  # points
_SECOND = 0.62  # of them for the second language
_SIZES = (1.0, 0.92, 0.84, 0.76)  # a long name of an entity makes all of it smaller: a notice is one page
_ROOM = 258 * MM


@dataclass(frozen=True, slots=True)
class OutageNotice:
    """`began_at` in milliseconds UTC; the phone may be missing."""

    centre_name: Text
    phone: str
    entity: Text
    began_at: int


def render_outage_notice(notice: OutageNotice) -> bytes:
    """The PDF: an A4 page, Arabic above and English below."""
    drawn = [_drawn(notice, size) for size in _SIZES]
    sheet = next((sheet for sheet in drawn if sheet.height <= _ROOM), drawn[-1])
    title = _named("outage.title", notice.entity).ar
    return to_pdf(sheet, title=title, author=notice.centre_name.ar)


def _drawn(notice: OutageNotice, size: float) -> Sheet:
    sheet = new_sheet(Paper.A4)
    sheet.words(both(notice.centre_name), sheet.scale.title, Weight.SEMIBOLD, align=Align.CENTRE)
    sheet.gap()
    banner(sheet, label("outage.banner"))
    words = [_since(notice), label("outage.parked"), label("outage.others")]
    title = _named("outage.title", notice.entity)
    _part(sheet, title.ar, [each.ar for each in words], RTL, size)
    sheet.gap(_AIR * size)
    sheet.rule(1.4)
    _part(sheet, title.en, [each.en for each in words], LTR, size * _SECOND)
    sheet.gap(_AIR * size)
    sheet.rule(1.4)
    phone = f"  {ltr(show_phone(notice.phone))}" if notice.phone else ""
    for line in (both(label("outage.thanks")), both(label("outage.ask")) + phone if phone else ""):
        sheet.words(line, _TEXT * _SECOND, Weight.MEDIUM, align=Align.CENTRE)
    return sheet


def _part(sheet: Sheet, title: str, words: Sequence[str], base: int, size: float) -> None:
    """One language: what is down, since when, and what becomes of the work."""
    sheet.gap(_AIR * size)
    sheet.words(title, _TITLE * size, Weight.BOLD, align=Align.CENTRE, base=base)
    for place, line in enumerate(words):
        if place:
            sheet.gap(_AIR * size * 0.7)
        sheet.words(line, _TEXT * size, align=Align.CENTRE, base=base, ink=Ink.BLACK if place else Ink.SOFT)


def _since(notice: OutageNotice) -> Text:
    since = muscat_time(notice.began_at)
    time, date = f"{since:%H:%M}", f"{since:%d/%m/%Y}"
    return Text(
        label("outage.since", time=ltr(time), date=ltr(date)).ar, label("outage.since", time=time, date=date).en
    )


def _named(key: str, entity: Text) -> Text:
    return Text(label(key, entity=entity.ar).ar, label(key, entity=entity.en).en)
