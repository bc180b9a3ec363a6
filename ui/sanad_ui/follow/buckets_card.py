"""Whom cases wait for, with their counts: what the list shows is chosen here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from sanad_desk.usecases.follow_up import Bucket
from sanad_ui import formats, tokens
from sanad_ui.follow.list_words import BUCKET_ICONS, BUCKETS, bucket_key, bucket_phrase
from sanad_ui.fonts import font
from sanad_ui.icons import paint_icon
from sanad_ui.keys import clicked_by_return
from sanad_ui.kit import Card
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.mirror import mirrored
from sanad_ui.texts import language, t
from sanad_ui.theme import theme

_PADDING, _GAP, _ROW = 10, 10, 37
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class _BucketButton(QAbstractButton):
    """Of the group only the chosen one is a stop of the Tab key."""

    def __init__(self, bucket: Bucket) -> None:
        super().__init__()
        self.setObjectName(f"bucket_{bucket.value}")
        self.bucket, self.count = bucket, 0
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        language.changed.connect(self.retranslate)
        self.retranslate()

    def show_count(self, count: int) -> None:
        self.count = count
        self.retranslate()

    def retranslate(self) -> None:
        self.setText(bucket_phrase(self.bucket)())
        self.setAccessibleName(t("follow.bucket.spoken", name=self.text(), n=self.count))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, _ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not clicked_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("brand_soft" if chosen else "sunken"))
            painter.drawRoundedRect(QRectF(self.rect()), tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        ink = "brand" if chosen else "ink" if self.count else "ink2"
        icon = QRectF(_PADDING, (_ROW - tokens.ICON_SIZE) / 2, tokens.ICON_SIZE, tokens.ICON_SIZE)
        paint_icon(painter, mirrored(icon, self), BUCKET_ICONS[self.bucket], ink, rtl=language.is_rtl)
        painter.setPen(theme.colour(ink))
        key = bucket_key(self.bucket)
        size = key_cap_size(key)
        self._paint_words(painter, icon.right() + _GAP, self.width() - _PADDING - size.width() - _GAP)
        cap = QRectF(self.width() - _PADDING - size.width(), (_ROW - size.height()) / 2, size.width(), size.height())
        paint_key_cap(painter, mirrored(cap, self), key)

    def _paint_words(self, painter: QPainter, start: float, end: float) -> None:
        """The count stands right after its words, which give way to it."""
        count = formats.number(self.count)
        face = font(tokens.TEXT_BODY, tokens.SEMIBOLD if self.isChecked() else tokens.MEDIUM)
        room = end - start - _GAP - QFontMetricsF(font(tokens.TEXT_BODY, tokens.BOLD)).horizontalAdvance(count) - 4
        words = QFontMetricsF(face).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        for text, ink in ((words, face), (count, font(tokens.TEXT_BODY, tokens.BOLD))):
            painter.setFont(ink)
            width = QFontMetricsF(ink).horizontalAdvance(text) + 2
            painter.drawText(
                mirrored(QRectF(start, 0, width, _ROW), self),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine,
                text,
            )
            start += width + _GAP


class BucketsCard(Card):
    """The arrows choose while the keyboard is here; `chosen` carries the Bucket, only when a person chose."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("follow.page.waits", name="buckets_card", quiet_title=True, parent=parent)
        self.body.setSpacing(2)
        self._group = QButtonGroup(self)
        self._buttons = {bucket: _BucketButton(bucket) for bucket in BUCKETS}
        for bucket, button in self._buttons.items():
            self._group.addButton(button)
            self.add(button)
            button.clicked.connect(partial(self.chosen.emit, bucket))
        self.mark(Bucket.US)

    def show_counts(self, counts: Mapping[Bucket, int]) -> None:
        for bucket, button in self._buttons.items():
            button.show_count(counts.get(bucket, 0))

    def count(self, bucket: Bucket) -> int:
        return self._buttons[bucket].count

    def mark(self, bucket: Bucket) -> None:
        """All of them are marked by none: something is looked for everywhere."""
        self._group.setExclusive(False)
        for each, button in self._buttons.items():
            button.setChecked(each is bucket)
            is_stop = each is bucket or (bucket is Bucket.ALL and each is Bucket.US)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_stop else Qt.FocusPolicy.ClickFocus)
        self._group.setExclusive(bucket is not Bucket.ALL)

    def focus_marked(self) -> None:
        marked = next((button for button in self._buttons.values() if button.isChecked()), self._buttons[Bucket.US])
        marked.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        focused = next((place for place, bucket in enumerate(BUCKETS) if self._buttons[bucket].hasFocus()), None)
        if step is None or focused is None:
            super().keyPressEvent(event)
            return
        bucket = BUCKETS[(focused + step) % len(BUCKETS)]
        self._buttons[bucket].setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(bucket)
