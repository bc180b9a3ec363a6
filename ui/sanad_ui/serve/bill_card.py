"""The bill: government fee, centre fee and VAT of each action, and what the customer owes in the end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.domain.charges import Bill, ChargeKind
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_ui import formats, tokens
from sanad_ui.kit import Amount, Card, ElidedLabel, KeyCap, Label, ScrollColumn
from sanad_ui.serve.bill_rows import HEIGHT, BillRow, amount_width
from sanad_ui.serve.bill_words import BillGroup, BillLine, groups_of
from sanad_ui.texts import language, t


class BillCard(Card):
    """`opened` carries the BillLine to change. Lines scroll inside; total and card keep their place."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("serve.bill.title", name="bill_card", quiet_title=True, parent=parent)
        self._view: VisitView | None = None
        self._shown: tuple[object, ...] = ()
        self._parts: list[QWidget] = []
        self.body.setSpacing(4)
        self.add_to_header(KeyCap("F10"))
        self.add_to_header(Label.secondary("app.money.unit"))
        self.lines = ScrollColumn(name="bill_lines")
        self.lines.column.addStretch(1)
        self.lines.setMinimumHeight(HEIGHT)
        self.empty = Label.secondary("serve.bill.empty", wrap=True, name="bill_empty")
        self.buckets = ElidedLabel(size=tokens.TEXT_CAPTION, tone="ink2", name="bill_buckets")
        self.total = Amount(None, size=tokens.TEXT_FIGURE, weight=tokens.BOLD, name="bill_total")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
        self.add(self.empty, 1)
        self.add(self.lines, 1)
        self.add(self.buckets)
        line = QHBoxLayout()
        line.addWidget(Label.heading("serve.bill.total"))
        line.addStretch(1)
        line.addWidget(self.total, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(line)
        self._turn()
        self.show_view(None)
        language.changed.connect(self._on_language)

    def show_view(self, view: VisitView | None) -> None:
        self._view = view
        groups = groups_of(view) if view is not None else []
        total = view.bill.total if view is not None and view.cases else None
        self.total.set_baisa(total)
        self.empty.setVisible(not groups)
        self.lines.setVisible(bool(groups))
        self.buckets.setVisible(len(groups) > 1 or bool(view and view.bill.paid_direct))
        if view is not None:
            bill = view.bill
            self.buckets.say(lambda: _buckets(bill))
        self._show_groups(groups, total or 0)

    def focus_first(self) -> None:
        """The first line that is still open, else the first one."""
        rows = self.rows()
        wanted = next((row for row in rows if row.line.amount is None), rows[0] if rows else None)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.lines.ensureWidgetVisible(wanted)

    def rows(self) -> list[BillRow]:
        return [part for part in self._parts if isinstance(part, BillRow)]

    def _show_groups(self, groups: list[BillGroup], total: int) -> None:
        """Built anew only when a figure or a word of it is another one, so that the focus stays."""
        key = _key(groups)
        if key == self._shown:
            return
        self._shown = key
        focused = next((row.objectName() for row in self.rows() if row.hasFocus()), "")
        for part in self._parts:
            part.hide()
            self.lines.column.removeWidget(part)
            part.deleteLater()
        self._parts = []
        column = self._column(groups, total)
        for group in groups:
            if len(groups) > 1:
                self._add(ElidedLabel(group.words, size=tokens.TEXT_CAPTION, tone="ink2", name=f"{group.name}_title"))
            for line in group.lines:
                row = BillRow(line, column)
                row.opened.connect(self.opened)
                self._add(row)
                if line.name == focused:
                    row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self) -> None:
        """The scroll bar stands where the words begin: at the other side it would push the amounts out of line."""
        inside = self.lines.widget()
        along, against = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
        if language.is_rtl:
            along, against = against, along
        self.lines.setLayoutDirection(against)
        if inside is not None:
            inside.setLayoutDirection(along)

    def _add(self, part: QWidget) -> None:
        self._parts.append(part)
        self.lines.column.insertWidget(len(self._parts) - 1, part)
        part.show()  # by itself Qt shows it later, and the focus would then jump to it

    def _column(self, groups: list[BillGroup], total: int) -> float:
        """Wide enough for every amount, so that all of them end on the same digit as the total."""
        widths = [
            amount_width(line.amount, tokens.TEXT_BODY, tokens.MEDIUM) + (12 if line.paid_direct else 2)
            for group in groups
            for line in group.lines
            if line.amount is not None
        ]
        return max([*widths, amount_width(total, tokens.TEXT_FIGURE, tokens.BOLD) + 2])

    def _on_language(self) -> None:
        """Rows speak for themselves; only the side of the scroll bar and the width of the digits are ours."""
        self._turn()
        groups = groups_of(self._view) if self._view is not None else []
        self._shown = _key(groups)
        column = self._column(groups, self.total.baisa or 0)
        for row in self.rows():
            row.set_column(column)


def _key(groups: list[BillGroup]) -> tuple[object, ...]:
    return tuple((g.name, g.words(), *((x.name, x.words(), x.amount, _said(x)) for x in g.lines)) for g in groups)


def _said(line: BillLine) -> str:
    return line.remark() if line.remark is not None else ""


def _buckets(bill: Bill) -> str:
    """`حكومي 21.000 · المركز 2.000 · ضريبة 0.100`."""
    parts = [
        t(f"serve.bill.bucket.{kind.value}", amount=formats.amount(bill.sum_of(kind)))
        for kind in ChargeKind
        if bill.sum_of(kind)
    ]
    if bill.paid_direct:
        parts.append(t("serve.bill.bucket.direct", amount=formats.amount(bill.paid_direct)))
    return formats.listed(parts)
