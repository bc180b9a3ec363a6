"""The change that goes back: the loudest thing of the page, with the notes and coins to take."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.cash import break_down
from sanad_ui import formats, tokens
from sanad_ui.kit import Amount, ElidedLabel
from sanad_ui.texts import Phrase, t
from sanad_ui.theme import set_look

HEIGHT = 62


class ChangeBox(QFrame):
    """Keeps its room also while it is empty, so that nothing below it moves."""

    def __init__(self, *, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFixedHeight(HEIGHT)
        self.label = ElidedLabel("serve.cash.change", weight=tokens.SEMIBOLD, tone="accent")
        self.amount = Amount(None, size=tokens.TEXT_LOUD, weight=tokens.BOLD, tone="accent", name=f"{name}_amount")
        self.pieces = ElidedLabel(size=tokens.TEXT_CAPTION, tone="accent", name=f"{name}_pieces")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 12, 6)
        column.setSpacing(0)
        line = QHBoxLayout()
        line.addWidget(self.label, 1)
        line.addWidget(self.amount)
        column.addLayout(line)
        column.addWidget(self.pieces)
        self.show_nothing()

    def show_change(self, change: int) -> None:
        set_look(self, look="accent")
        self.label.say("serve.cash.change")
        self.label.set_tone("accent")
        self.amount.set_tone("accent")
        self.amount.set_baisa(change)
        self.amount.show()
        self.pieces.setVisible(bool(change))
        self.pieces.say(lambda: pieces_text(change))

    def show_missing(self, missing: int) -> None:
        """What the customer still owes; quiet, because he is counting."""
        set_look(self, look="well")
        self.label.say("serve.cash.missing")
        self.label.set_tone("ink2")
        self.amount.set_tone("ink2")
        self.amount.set_baisa(missing)
        self.amount.show()
        self.pieces.hide()

    def show_nothing(self, words: Phrase | str | None = "serve.cash.waiting") -> None:
        set_look(self, look="well")
        self.label.say(words)
        self.label.set_tone("ink2")
        self.amount.hide()
        self.pieces.hide()


def pieces_text(amount: int) -> str:
    """`1 ريال + 500 + 4 × 100 بيسة`, largest first; what no coin can pay is said."""
    pieces, rest = break_down(amount)
    parts = []
    for value, count in pieces.items():
        unit = "rial" if value >= 1_000 else "baisa"
        face = formats.number(value // 1_000 if value >= 1_000 else value)
        piece = t(f"serve.cash.piece.{unit}", face=face)
        parts.append(piece if count == 1 else t("serve.cash.pieces", n=count, piece=piece))
    if rest:
        parts.append(t("serve.cash.too_small", amount=formats.amount(rest)))
    return formats.listed(parts)
