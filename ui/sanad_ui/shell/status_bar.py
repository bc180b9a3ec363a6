"""The bar at the bottom: keys of the page in front, the last good news, the last copy and the printer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.kit.key_cap import key_cap_size, paint_key_cap
from sanad_ui.kit.label import Label
from sanad_ui.kit.toast import ToastLine
from sanad_ui.mirror import mirrored
from sanad_ui.shell.command import Command
from sanad_ui.shell.facts import FrameFacts
from sanad_ui.texts import language
from sanad_ui.theme import set_look, theme

_GAP, _BETWEEN = 5, 18


class _KeyHints(QWidget):
    """Painted as one piece: there is nothing in it to focus; hints that do not fit are left out, the last first."""

    def __init__(self) -> None:
        super().__init__()
        self._commands: list[Command] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(60)
        language.changed.connect(self.update)

    def show_commands(self, commands: Sequence[Command]) -> None:
        self._commands = [command for command in commands if command.hinted and command.shortcut]
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(400, tokens.STATUS_BAR_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        face = font(tokens.TEXT_CAPTION)
        measure = QFontMetricsF(face)
        x = 0.0
        for command in self._commands:
            cap, text = key_cap_size(command.shortcut), command.text()
            width = measure.horizontalAdvance(text) + 1
            if x + cap.width() + _GAP + width > self.width():
                return
            top = (self.height() - cap.height()) / 2
            paint_key_cap(painter, mirrored(QRectF(x, top, cap.width(), cap.height()), self), command.shortcut)
            painter.setFont(face)
            painter.setPen(theme.colour("ink2" if command.is_enabled() else "ink3"))
            box = mirrored(QRectF(x + cap.width() + _GAP, 0, width, self.height()), self)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, text)
            x += cap.width() + _GAP + width + _BETWEEN


class StatusBar(QFrame):
    """Quiet: it never asks for anything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status_bar")
        set_look(self, look="bar")
        self.setFixedHeight(tokens.STATUS_BAR_HEIGHT)
        self.hints = _KeyHints()
        self.toast = ToastLine(name="toast")
        self.kept = Label.caption(name="kept_state")
        self.printer = Label.caption(name="printer_state")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 0, 18, 0)
        row.setSpacing(20)
        row.addWidget(self.hints, 1)
        for part in (self.toast, self.kept, self.printer):
            row.addWidget(part)

    def show_facts(self, facts: FrameFacts) -> None:
        self.kept.say(facts.kept())
        self.kept.set_tone(facts.kept_tone())
        self.printer.say(facts.printer())

    def show_commands(self, commands: Sequence[Command]) -> None:
        self.hints.show_commands(commands)
