"""One outage on its card: whose portal is down, since when, and how many cases wait for it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from sanad_desk.usecases.outages import OpenOutage
from sanad_ui import formats, tokens
from sanad_ui.case_words import words_of
from sanad_ui.keys import clicked_by_return
from sanad_ui.kit import IconLabel, Label
from sanad_ui.texts import Phrase, say
from sanad_ui.theme import theme


class OutageTile(QAbstractButton):
    """Checkable: of several outages the chosen one has a border, and is the one the buttons below act on."""

    def __init__(self, outage: OpenOutage, now: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"outage_{outage.entity}")
        self.outage = outage
        self.is_one_of_many = False
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("ring_radius", tokens.RADIUS_CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        name, facts = words_of(outage.name), _facts(outage, now)
        self.name = Label(name, weight=tokens.SEMIBOLD, tone="bad", wrap=True)
        self.facts = Label(facts, size=tokens.TEXT_CAPTION, tone="bad", wrap=True, name="outage_facts")
        self._lay_out()
        self.setAccessibleName(f"{name()} {facts()}")
        self.setToolTip(_begun_by(outage)())

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 7, 10, 7)
        row.setSpacing(10)
        row.addWidget(IconLabel("unplug", tone="bad"))
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self.name, self.facts):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            words.addWidget(label)
        row.addLayout(words, 1)

    def height_at(self, width: int) -> int:
        """As high as its words need."""
        layout = self.layout()
        return layout.totalHeightForWidth(width) if layout is not None else 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_marked = self.isChecked() and self.is_one_of_many
        painter.setPen(QPen(theme.colour("bad"), 1.5) if is_marked else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("bad_soft"))
        box = QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75)
        painter.drawRoundedRect(box, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)


def _facts(outage: OpenOutage, now: int) -> Phrase:
    def speak() -> str:
        since = say("outage.since", time=formats.moment_text(outage.began_at, now))()
        return formats.listed([since, say("outage.parked", n=outage.parked)()])

    return speak


def _begun_by(outage: OpenOutage) -> Phrase:
    operator = words_of(outage.began_by)
    return say("outage.begun_by", operator=operator, desk=outage.desk_number)
