"""Where the parts of the serve page stand: three columns, of which only the lists inside ever scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sanad_ui import tokens

if TYPE_CHECKING:
    from sanad_ui.serve.page import ServePage

_LEADING, _MOST_LEADING = 292, 420
_TRAILING, _MOST_TRAILING = 318, 340
_LOWER = 376


class ServeLayout:
    """Wide screens give their room to the list and the checklist; the money keeps its width and its place."""

    def __init__(self, page: ServePage) -> None:
        self.is_held_wanted = False
        self.middle = QStackedWidget()
        self.middle.setObjectName("serve_middle")
        self.middle.addWidget(page.checklist)
        self.middle.addWidget(page.held)
        self._lower = QStackedWidget()
        self._lower.setObjectName("serve_lower")
        self._lower.addWidget(page.payment)
        self._lower.addWidget(page.action)
        self._lower.setFixedHeight(_LOWER)
        outer = QVBoxLayout(page)
        outer.setContentsMargins(tokens.SPACE, 2, tokens.SPACE, tokens.SPACE)
        outer.setSpacing(6)
        # It keeps its line while it is hidden: nothing moves when something takes its time.
        policy = page.busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        page.busy.setSizePolicy(policy)
        outer.addWidget(page.busy)
        outer.addWidget(page.banner)
        outer.addWidget(page.confirm)
        row = QHBoxLayout()
        row.setSpacing(tokens.SPACE)
        leading = _column([page.customer, page.services], _LEADING, _MOST_LEADING)
        trailing = _column([page.bill, self._lower], _TRAILING, _MOST_TRAILING)
        self.columns: tuple[QWidget, ...] = (leading, self.middle, trailing)
        for part, stretch in zip(self.columns, (3, 6, 3), strict=True):
            row.addWidget(part, stretch)
        outer.addLayout(row, 1)
        page.busy.hide()

    @property
    def lower(self) -> QWidget | None:
        """The payment, or what is changed of an action."""
        return self._lower.currentWidget()

    def show_lower(self, part: QWidget) -> None:
        self._lower.setCurrentWidget(part)

    def show_middle(self, part: QWidget) -> None:
        self.middle.setCurrentWidget(part)


def _column(parts: list[QWidget], least: int, most: int) -> QWidget:
    holder = QWidget()
    holder.setProperty("look", "clear")
    holder.setMinimumWidth(least)
    holder.setMaximumWidth(most)
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(tokens.SPACE)
    column.addWidget(parts[0], 0 if parts[0].objectName() == "customer_card" else 1)
    column.addWidget(parts[1], 1 if parts[0].objectName() == "customer_card" else 0)
    return holder
