"""Text on the screen that follows the language and takes its size, weight and colour from the tokens."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.texts import Phrase, as_phrase, language
from sanad_ui.theme import set_look


class Label(QLabel):
    """`Label("serve.bill.title", size=..., tone="ink2")`; `say()` changes what it says."""

    def __init__(
        self,
        phrase: Phrase | str | None = None,
        *,
        size: int = tokens.TEXT_BODY,
        weight: int = tokens.REGULAR,
        tone: str = "ink",
        wrap: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFont(font(size, weight))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._phrase: Phrase | None = None
        self._is_leading = True
        self.set_tone(tone)
        if phrase is not None:
            self.say(phrase)
        language.changed.connect(self.retranslate)

    @classmethod
    def heading(cls, phrase: Phrase | str | None = None, *, name: str = "", parent: QWidget | None = None) -> Label:
        return cls(phrase, size=tokens.TEXT_HEADING, weight=tokens.SEMIBOLD, name=name, parent=parent)

    @classmethod
    def secondary(
        cls, phrase: Phrase | str | None = None, *, wrap: bool = False, name: str = "", parent: QWidget | None = None
    ) -> Label:
        return cls(phrase, size=tokens.TEXT_SECONDARY, tone="ink2", wrap=wrap, name=name, parent=parent)

    @classmethod
    def caption(
        cls, phrase: Phrase | str | None = None, *, wrap: bool = False, name: str = "", parent: QWidget | None = None
    ) -> Label:
        return cls(phrase, size=tokens.TEXT_CAPTION, tone="ink2", wrap=wrap, name=name, parent=parent)

    def say(self, phrase: Phrase | str | None, **params: object) -> None:
        """A key with its parameters, a phrase, or nothing."""
        self._phrase = None if phrase is None else as_phrase(phrase, **params)
        self.retranslate()

    def set_tone(self, tone: str) -> None:
        set_look(self, tone=tone)

    def setAlignment(self, alignment: Qt.AlignmentFlag) -> None:  # noqa: N802  # a Qt override
        self._is_leading = False
        super().setAlignment(alignment)

    def retranslate(self) -> None:
        self.setText(self._phrase() if self._phrase is not None else "")
        if self._is_leading:
            # By itself a label takes its side from the text: a Latin name in an Arabic window would run away.
            side = Qt.AlignmentFlag.AlignRight if language.is_rtl else Qt.AlignmentFlag.AlignLeft
            super().setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)


class ElidedLabel(Label):
    """One line that gives way: what does not fit ends in an ellipsis and is shown whole as a tool tip."""

    def __init__(
        self,
        phrase: Phrase | str | None = None,
        *,
        size: int = tokens.TEXT_BODY,
        weight: int = tokens.REGULAR,
        tone: str = "ink",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(phrase, size=size, weight=weight, tone=tone, name=name, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        text = self.text()
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(text if shown != text else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawText(self.rect(), self.alignment() | Qt.TextFlag.TextSingleLine, shown)
