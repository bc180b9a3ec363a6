"""What became of a checked QR text: genuine or not, in words, with the figures to compare with the paper in hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from sanad_ui import formats, tokens
from sanad_ui.find.door import Truth, Verdict
from sanad_ui.kit import Hairline, IconLabel, Label, SecondaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, plain

_LOOKS = {
    Truth.GENUINE: ("shield-check", "brand"),
    Truth.GENUINE_CENTRE: ("shield-check", "brand"),
    Truth.UNKNOWN_DESK: ("info", "info"),
    Truth.FALSE_NAME: ("ban", "bad"),
    Truth.ALTERED: ("ban", "bad"),
}


class VerdictCard(QWidget):
    """`receipt_asked` leads to the receipt itself where this desk has it."""

    receipt_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verdict")
        self._verdict: Verdict | None = None
        self.icon = IconLabel("shield-check", tone="brand", size=36)
        self.title = Label(size=tokens.TEXT_TITLE, weight=tokens.BOLD, wrap=True, name="verdict_title")
        self.sentence = Label(wrap=True, name="verdict_sentence")
        self.figures = QGridLayout()
        self.values = [Label(weight=tokens.SEMIBOLD, name=f"verdict_{key}") for key in ("number", "issued", "total")]
        self.compare = Label.secondary(wrap=True, name="verdict_compare")
        self.open_button = SecondaryButton("find.verdict.open", name="verdict_open", icon="receipt-text", key="Return")
        self._lay_out()
        self.open_button.clicked.connect(self.open_receipt)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4, tokens.SPACE, 4, 0)
        column.setSpacing(tokens.SPACE_SMALL)
        column.addWidget(self.icon)
        for part in (self.title, self.sentence, Hairline()):
            column.addWidget(part)
        self.figures.setHorizontalSpacing(24)
        self.figures.setVerticalSpacing(6)
        self.figures.setColumnStretch(1, 1)
        for row, (key, value) in enumerate(zip(("number", "issued", "total"), self.values, strict=True)):
            self.figures.addWidget(Label.secondary(f"find.verdict.{key}"), row, 0)
            self.figures.addWidget(value, row, 1)
        column.addLayout(self.figures)
        column.addWidget(self.compare)
        column.addSpacing(tokens.SPACE_SMALL)
        column.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)

    @property
    def verdict(self) -> Verdict | None:
        return self._verdict

    def show_verdict(self, verdict: Verdict) -> None:
        self._verdict = verdict
        icon, tone = _LOOKS[verdict.truth]
        self.icon.set_icon(icon, tone)
        desk = partial(formats.number, verdict.desk_number)
        self.title.say(f"find.verdict.{verdict.truth.value}.title", desk=desk)
        self.title.set_tone(tone)
        self.sentence.say(f"find.verdict.{verdict.truth.value}.sentence", centre=verdict.number[:4], desk=desk)
        for label, phrase in zip(self.values, _figures(verdict), strict=True):
            label.say(phrase)
        is_bad = tone == "bad"
        self.compare.say("find.verdict.compare_bad" if is_bad else "find.verdict.compare")
        set_shown(self.compare, verdict.is_here or not is_bad)
        set_shown(self.open_button, verdict.is_here)

    def open_receipt(self) -> None:
        if self._verdict is not None and self._verdict.is_here:
            self.receipt_asked.emit(self._verdict.number)


def _figures(verdict: Verdict) -> tuple[Phrase, ...]:
    return (
        plain(formats.identifier(verdict.number)),
        lambda: formats.moment_text(verdict.issued_at, 0),
        lambda: formats.amount_with_unit(verdict.total),
    )
