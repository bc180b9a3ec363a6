"""What the list is narrowed by: words typed, an entity, an operator, a service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from sanad_desk.domain.catalogue import Words
from sanad_desk.usecases.follow_up import Bucket, FollowFilter
from sanad_ui import tokens
from sanad_ui.case_words import words_of
from sanad_ui.follow.door import Followed
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.kit import TextField
from sanad_ui.kit.chip import TONES
from sanad_ui.mirror import mirrored
from sanad_ui.texts import language, t
from sanad_ui.theme import theme

_PADDING, _CHEVRON, _GAP = 11, 14, 4
_WIDEST = 190


class ChoiceChip(QComboBox):
    """A chip that opens a list; its first choice is that nothing is chosen. `picked` comes when a person chose."""

    picked = Signal()

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(f"filter_{name}")
        self._words = f"follow.filter.{name}"
        self._options: tuple[tuple[Any, Words], ...] = ()
        self.setFont(font(tokens.TEXT_SECONDARY, tokens.MEDIUM))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setProperty("ring_radius", tokens.CHIP_HEIGHT // 2)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.view().setObjectName(f"filter_{name}_list")
        self.activated.connect(self._on_activated)
        language.changed.connect(self.retranslate)
        self.addItem("")
        self.retranslate()

    def offer(self, options: Sequence[tuple[Any, Words]]) -> None:
        """The choice stays; also one that nothing waits for any more, until it is taken back."""
        kept = self.value()
        options = tuple(options)
        if kept is not None and all(value != kept for value, _ in options):
            options = (*options, next(option for option in self._options if option[0] == kept))
        if options != self._options:
            self._options = options
            self.clear()
            self.addItems([""] * (len(options) + 1))
            self.set_value(kept)
            self.retranslate()

    def value(self) -> Any:
        """None where everything is shown."""
        place = self.currentIndex() - 1
        return self._options[place][0] if place >= 0 else None

    def set_value(self, value: Any) -> None:
        values = [None, *(known for known, _ in self._options)]
        self.setCurrentIndex(values.index(value) if value in values else 0)
        self.updateGeometry()

    def retranslate(self) -> None:
        for place, text in enumerate([t(self._words), *(words_of(words)() for _, words in self._options)]):
            self.setItemText(place, text)
        self.setAccessibleName(t(f"{self._words}_spoken"))
        self.view().setAccessibleName(t(f"{self._words}_spoken"))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        width = QFontMetricsF(self.font()).horizontalAdvance(self.currentText())
        return QSize(min(_WIDEST, round(width) + 2 + 2 * _PADDING + _GAP + _CHEVRON), tokens.CHIP_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(84, self.sizeHint().width()), tokens.CHIP_HEIGHT)

    def showPopup(self) -> None:  # noqa: N802  # a Qt override
        """As wide as its words, however narrow the chip."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 24)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground, ink = TONES["brand" if self.currentIndex() > 0 else "quiet"]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line" if self.underMouse() and self.currentIndex() <= 0 else ground))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setPen(theme.colour(ink))
        painter.setFont(self.font())
        room = QRectF(_PADDING, 0, self.width() - 2 * _PADDING - _GAP - _CHEVRON, self.height())
        shown = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, round(room.width()) + 1)
        painter.drawText(
            mirrored(room, self).adjusted(-1, 0, 1, 0), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, shown
        )
        side = QRectF(room.right() + _GAP, (self.height() - _CHEVRON) / 2, _CHEVRON, _CHEVRON)
        paint_icon(painter, mirrored(side, self), "chevron-down", ink)

    def _on_activated(self, _index: int) -> None:
        self.updateGeometry()
        self.picked.emit()


class Filters(QWidget):
    """The box looks through all that waits, whomever it waits for; `asked` comes with every change.

    `stepped` asks for the list while the keyboard stays in the box, `submitted` is Return in it.
    """

    asked = Signal()
    stepped = Signal(int)
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("follow_filters")
        self.box = TextField(
            name="follow_box", spoken="follow.page.search_spoken", placeholder="follow.page.search", icon="search"
        )
        self.entity, self.operator, self.service = (ChoiceChip(name=n) for n in ("entity", "operator", "service"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(tokens.SPACE_SMALL)
        row.addWidget(self.box, 1)
        for chip in (self.entity, self.operator, self.service):
            row.addWidget(chip)
            chip.picked.connect(self.asked)
        self.box.edited.connect(self.asked)
        self.box.submitted.connect(self.submitted)
        self.box.edit.installEventFilter(self)

    def offer(self, found: Followed) -> None:
        self.entity.offer(found.entities)
        self.operator.offer(found.operators)
        self.service.offer(found.services)

    def wanted(self, bucket: Bucket) -> FollowFilter:
        operator: UUID | None = self.operator.value()
        return FollowFilter(
            bucket=Bucket.ALL if self.is_searching else bucket,
            entity=self.entity.value() or "",
            operator_id=operator,
            service_code=self.service.value() or "",
            text=self.box.value(),
        )

    @property
    def is_searching(self) -> bool:
        return bool(self.box.value())

    @property
    def is_narrowed(self) -> bool:
        return any(chip.value() is not None for chip in (self.entity, self.operator, self.service))

    def clear_text(self) -> None:
        self.box.set_text("")

    def clear(self) -> bool:
        """Whether there was anything to clear."""
        had = self.is_searching or self.is_narrowed
        self.clear_text()
        for chip in (self.entity, self.operator, self.service):
            chip.set_value(None)
        return had

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.box.edit and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self.stepped.emit(step)
                return True
        return super().eventFilter(watched, event)
