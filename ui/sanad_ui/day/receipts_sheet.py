"""The receipts behind a number, in a sheet at the side: the page stays in sight, Return opens one in Find."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.day_receipts import LONGEST_LIST
from sanad_desk.usecases.find_receipts import FoundReceipt
from sanad_ui import tokens
from sanad_ui.day.words import Drill, amount_phrase
from sanad_ui.kit import Banner, Card, KeyCap, Label, Overlay, ProgressLine, RowList, SecondaryButton
from sanad_ui.kit.shown import keep_its_place
from sanad_ui.receipt_rows import receipt_row
from sanad_ui.texts import Phrase, language, say

_WIDTH = 540
_Z_KEY = "Ctrl+Shift+Z"


class ReceiptsSheet(Overlay):
    """`receipt_wanted` carries the number of the receipt that was opened, `z_wanted` the Drill of a closed shift."""

    receipt_wanted = Signal(str)
    z_wanted = Signal(object)

    def __init__(self, now: Callable[[], int], *, parent: QWidget) -> None:
        super().__init__(name="receipts_sheet", parent=parent)
        self._now = now
        self._receipts: list[FoundReceipt] = []
        self._drill: Drill | None = None
        self.title = Label(size=tokens.TEXT_TITLE, weight=tokens.SEMIBOLD, wrap=True, name="receipts_title")
        self.sum = Label.secondary(name="receipts_sum")
        self.list = RowList("day.receipts.list", name="receipts_list")
        self.banner = Banner(name="receipts_banner", tone="bad")
        self.progress = ProgressLine(name="receipts_progress")
        keep_its_place(self.progress)
        self.close_button = SecondaryButton("app.action.close", name="receipts_close", key="Escape")
        self.z_button = SecondaryButton("day.receipts.z", name="receipts_z", icon="printer", key=_Z_KEY)
        self.stack = QStackedWidget()
        self._lay_out()
        # The keys of the window's commands are dead under a sheet, so this one is its own.
        z_key = QShortcut(QKeySequence(_Z_KEY), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        z_key.setAutoRepeat(False)
        z_key.activated.connect(self._print_z)
        self.z_button.clicked.connect(self._print_z)
        self.list.chosen.connect(self._on_chosen)
        self.close_button.clicked.connect(self.close_now)
        language.changed.connect(self._show_rows)

    def _lay_out(self) -> None:
        panel = Card(name="receipts_panel", margin=20)
        panel.setFixedWidth(_WIDTH)
        panel.body.setSpacing(6)
        for part in (self.title, self.sum, self.banner, self.progress):
            panel.add(part)
        nothing = Label("day.receipts.empty", tone="ink2")
        nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack.addWidget(self.list)
        self.stack.addWidget(nothing)
        panel.add(self.stack, 1)
        panel.add(self.z_button)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.SPACE_SMALL)
        foot.addWidget(KeyCap("Return"))
        foot.addWidget(Label.secondary("day.receipts.hint"), 1)
        foot.addWidget(self.close_button)
        panel.body.addLayout(foot)
        row = QHBoxLayout()
        row.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        row.addStretch(1)
        row.addWidget(panel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)

    def begin(self, drill: Drill) -> None:
        """Opens at once; the receipts come when they have been read."""
        self.title.say(drill.title)
        self._drill = drill
        self.z_button.setVisible(drill.closed_shift is not None)
        self.sum.say(None)
        self.banner.clear()
        self._receipts = []
        self._show_rows()
        self.stack.setCurrentWidget(self.list)
        self.progress.set_busy()
        self.progress.show()
        self.open(self.list)

    def show_receipts(self, receipts: Sequence[FoundReceipt]) -> None:
        self.progress.hide()
        self._receipts = list(receipts)
        self.sum.say(_sum_of(receipts))
        self.stack.setCurrentIndex(0 if receipts else 1)
        self._show_rows()
        (self.list if receipts else self.close_button).setFocus(Qt.FocusReason.TabFocusReason)

    def refuse(self, error: SanadError) -> None:
        self.progress.hide()
        self.banner.say_error(error)

    def _show_rows(self) -> None:
        self.list.show_rows([receipt_row(receipt, self._now()) for receipt in self._receipts])

    def _print_z(self) -> None:
        if self._drill is not None and self._drill.closed_shift is not None:
            self.z_wanted.emit(self._drill)

    def _on_chosen(self, number: object) -> None:
        self.close_now()
        self.receipt_wanted.emit(str(number))


def _sum_of(receipts: Sequence[FoundReceipt]) -> Phrase:
    """A list that was cut has no sum: it would not be that of the number it stands behind."""
    if len(receipts) >= LONGEST_LIST:
        return say("day.receipts.latest", n=len(receipts))
    total = amount_phrase(sum(receipt.total for receipt in receipts))
    return say("day.receipts.sum", receipts=say("day.receipts.count", n=len(receipts)), total=total)
