"""One priced action: the official price, the centre's own, and the way back to the official one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.usecases.price_list import PriceLine
from sanad_ui import formats, tokens
from sanad_ui.error_text import warning_phrase
from sanad_ui.kit import Hairline, Label, MoneyField, QuietButton, SmallPrimaryButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, both, say


class PriceEditor(QWidget):
    """`asked` carries the line and the amount in baisa, None for the official price again."""

    asked = Signal(object, object)

    def __init__(self, line: PriceLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = line
        name = f"price_{line.action.value}_{line.variant}".rstrip("_")
        self.setObjectName(f"{name}_editor")
        words = _words(line)
        self.price = MoneyField(name=name, spoken=words)
        self.price.set_amount(line.own)
        self.save_button = SmallPrimaryButton("settings.save", name=f"{name}_save")
        self.back_button = QuietButton("settings.prices.official_again", name=f"{name}_official", icon="undo-2")
        self._lay_out(words)
        self._show_state()
        self.price.edited.connect(self._show_state)
        self.price.submitted.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.back_button.clicked.connect(self.return_to_official)

    def _lay_out(self, words: Phrase) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.addWidget(Label(words, weight=tokens.MEDIUM, wrap=True), 1)
        head.addWidget(Label.secondary(_official(self.line)))
        column.addLayout(head)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE_SMALL)
        row.addWidget(self.price, 1)
        for button in (self.save_button, self.back_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        column.addSpacing(4)
        column.addWidget(Hairline())

    def is_changed(self) -> bool:
        return self.price.amount() != self.line.own

    def save(self) -> None:
        if not self.price.text().strip():
            self.return_to_official()
            return
        amount = self.price.check()
        if amount is not None and self.is_changed():
            self.asked.emit(self.line, int(amount))

    def return_to_official(self) -> None:
        if self.line.own is not None:
            self.asked.emit(self.line, None)

    def _show_state(self) -> None:
        """A price above the official one is allowed, and said."""
        amount, official = self.price.amount(), self.line.official
        is_above = amount is not None and official is not None and amount > official
        self.price.set_warning(warning_phrase("price_above_official", official=official) if is_above else None)
        set_shown(self.save_button, self.is_changed() and not self.price.has_error)
        set_shown(self.back_button, self.line.own is not None)


def _words(line: PriceLine) -> Phrase:
    action = say(f"picture.action.{line.action.value}")
    if not line.variant_name:
        return action
    variant = both(line.variant_name.ar, line.variant_name.en)
    return lambda: f"{action()} · {variant()}"


def _official(line: PriceLine) -> Phrase:
    if line.official is None:
        return say("settings.prices.no_official")
    return say("settings.prices.official", amount=partial(formats.amount_with_unit, line.official))
