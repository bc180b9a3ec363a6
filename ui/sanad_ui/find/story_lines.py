"""What happened to a receipt since it was given: one line each, with the way to the other receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.usecases.look_at_receipt import ReceiptStory
from sanad_ui import formats, tokens
from sanad_ui.kit import ElidedLabel, IconLabel, QuietButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, plain, say

_MOST = 4  # the paper below needs its room; the journal has them all


@dataclass(frozen=True, slots=True)
class _Line:
    icon: str
    tone: str
    phrase: Phrase
    number: str = ""  # of the receipt it leads to


class StoryLines(QWidget):
    """`number_asked` leads to the receipt that is named."""

    number_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find_story")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.lines: list[ElidedLabel] = []
        self.links: list[QuietButton] = []
        set_shown(self, False)

    def show_story(self, story: ReceiptStory | None) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.lines, self.links = [], []
        found = list(_lines(story))[:_MOST] if story is not None else []
        for place, line in enumerate(found):
            self._column.addWidget(self._row(place, line))
        set_shown(self, bool(found))

    def _row(self, place: int, line: _Line) -> QWidget:
        holder = QWidget()
        holder.setObjectName(f"find_story_{place}")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_SMALL)
        row.addWidget(IconLabel(line.icon, tone=line.tone, size=16))
        size, weight = tokens.TEXT_SECONDARY, tokens.MEDIUM
        words = ElidedLabel(line.phrase, size=size, weight=weight, tone=line.tone, name=f"find_story_words_{place}")
        row.addWidget(words)
        self.lines.append(words)
        if line.number:
            link = QuietButton("find.story.open", name=f"find_story_open_{place}", icon="receipt-text")
            link.tall = tokens.CHIP_HEIGHT
            link.clicked.connect(partial(self.number_asked.emit, line.number))
            row.addWidget(link)
            self.links.append(link)
        row.addStretch(1)
        return holder


def _lines(story: ReceiptStory) -> Iterator[_Line]:
    if story.elsewhere:
        yield _Line("monitor", "info", say("find.story.elsewhere", desk=partial(formats.number, story.elsewhere)))
    if story.original_number:
        of = say("find.story.of", number=formats.identifier(story.original_number))
        yield _Line("undo-2", "bad", of, story.original_number)
    for reversal in story.reversals:
        key = "find.story.reversed_due" if reversal.refund_due else "find.story.reversed"
        phrase = say(
            key,
            kind=say(f"find.kind.{reversal.kind}"),
            number=formats.identifier(reversal.number),
            amount=partial(formats.amount_with_unit, -reversal.total),
            due=partial(formats.amount_with_unit, reversal.refund_due),
        )
        yield _Line("undo-2", "bad", phrase, reversal.number)
    for change in story.corrections:
        amount = partial(formats.amount_with_unit, change.amount)
        wrong, right = say(f"find.tender.{change.wrong}"), say(f"find.tender.{change.right}")
        phrase = say("find.story.corrected", amount=amount, wrong=wrong, right=right)
        yield _Line("arrow-left-right", "warn", phrase)
    for paid in story.portal_payments:
        amount = partial(formats.amount_with_unit, paid.amount)
        reference = plain(formats.identifier(paid.reference))
        yield _Line("landmark", "info", say("find.story.portal", amount=amount, reference=reference))
