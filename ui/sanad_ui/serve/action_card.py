"""What can be changed of one action of the bill, in the place of the payment while it lasts."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from sanad_desk.domain.catalogue import Action
from sanad_desk.domain.charges import ChargeKind
from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.shift import business_date_at
from sanad_desk.domain.visit import ActionDraft
from sanad_desk.usecases.change_action import add_action, drop_action
from sanad_desk.usecases.look_at_visit import CaseView, VisitView
from sanad_ui import tokens
from sanad_ui.kit import Banner, Card, ElidedLabel, Hairline, Label, QuietButton, ScrollColumn, SecondaryButton
from sanad_ui.kit.confirm_line import ConfirmLine
from sanad_ui.kit.flow_layout import FlowBox
from sanad_ui.serve.action_parts import ActionPlace
from sanad_ui.serve.bill_words import action_name, action_title
from sanad_ui.serve.government_part import GovernmentPartEditor
from sanad_ui.serve.presenter import ServePresenter
from sanad_ui.serve.price_part import PricePartEditor

OPEN_NAME = "action_open"


class ActionCard(Card):
    """Every change goes to the bill at once.

    `closed` brings the payment back, `settled` goes on after a missing amount.
    """

    closed = Signal()
    waiver_wanted = Signal(object)
    settled = Signal()

    def __init__(self, presenter: ServePresenter, parent: QWidget | None = None) -> None:
        super().__init__("serve.edit.title", name="action_card", quiet_title=True, parent=parent)
        self._presenter = presenter
        self._place: ActionPlace | None = None
        self._known: tuple[object, ...] = ()
        self.back = QuietButton("serve.edit.done", name="action_back", key="Escape")
        self.back.tall = 30
        self.add_to_header(self.back)
        self.name = ElidedLabel(weight=tokens.SEMIBOLD, name="action_name")
        self.rows_area = ScrollColumn(name="action_parts", spacing=10)
        self.rows_area.column.setContentsMargins(3, 3, 6, 3)
        self.government = GovernmentPartEditor(presenter, self.refuse)
        self.price = PricePartEditor(presenter, self.refuse)
        self.banner = Banner(name="action_banner", tone="bad")
        self.more = FlowBox(spacing=6)
        self.confirm = ConfirmLine(name="action_confirm")
        self.drop = QuietButton("serve.edit.drop_action", name="action_drop", icon="trash-2")
        self._add_buttons: list[SecondaryButton] = []
        self._lay_out()
        self.back.clicked.connect(self.closed)
        self.drop.clicked.connect(self._ask_to_drop)
        self.government.settled.connect(self.settled)
        self.price.settled.connect(self.settled)
        self.price.waiver_wanted.connect(self._on_waiver)

    def _lay_out(self) -> None:
        self.add(self.name)
        self.add(self.banner)
        self.add(self.rows_area, 1)
        column = self.rows_area.column
        for part in (self.government, Hairline(), self.price, Hairline()):
            column.addWidget(part)
        column.addWidget(Label.secondary("serve.edit.more_actions"))
        column.addWidget(self.more)
        column.addWidget(self.confirm)
        line = QHBoxLayout()
        line.addWidget(self.drop)
        line.addStretch(1)
        column.addLayout(line)
        column.addStretch(1)

    @property
    def place(self) -> ActionPlace | None:
        return self._place

    def open(self, case_position: int, action_position: int, kind: ChargeKind | None = None) -> bool:
        """Whether the bill has such an action."""
        view = self._presenter.view
        if view is None or not _has(view, case_position, action_position):
            return False
        case = view.cases[case_position]
        self._place = ActionPlace(case_position, action_position, case.case.id)
        self._presenter.drafts.keep(OPEN_NAME, f"{case_position}/{action_position}")
        self.banner.clear()
        self._known = ()
        self.show_view(view)
        if kind is not None:
            part = self.government if kind is ChargeKind.GOVERNMENT_FEE else self.price
            part.focus_first()
            QTimer.singleShot(0, self._bring_focus_into_view)
        return True

    def _bring_focus_into_view(self) -> None:
        """With its label and its sentence, once the parts have their places."""
        focused = QApplication.focusWidget()
        if focused is not None and self.rows_area.isAncestorOf(focused):
            self.rows_area.ensureWidgetVisible(focused, 0, 60)

    def close_now(self) -> None:
        self._presenter.drafts.forget(OPEN_NAME)
        self._place = None
        self.government.forget()
        self.price.forget()

    def show_view(self, view: VisitView | None) -> None:
        place = self._place
        if place is None:
            return
        if view is None or not _has(view, place.case_position, place.action_position):
            self.closed.emit()
            return
        case = view.cases[place.case_position]
        draft = case.case.actions[place.action_position]
        today = business_date_at(self._presenter.desk.clock.now())
        self.name.say(action_title(case, draft))
        self.government.show_action(place, case, draft, today)
        self.price.show_action(place, case, draft, today)
        self.drop.setVisible(len(case.case.actions) > 1)
        self._show_more(case, draft)

    def refuse(self, error: SanadError) -> None:
        self.banner.say_error(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _show_more(self, case: CaseView, draft: ActionDraft) -> None:
        """The actions the tariff has for this service, then the others it may still come to."""
        today = business_date_at(self._presenter.desk.clock.now())
        offered = case.service.actions(today)
        actions = tuple(
            dict.fromkeys([*offered, Action.SUBMIT, Action.PAY, Action.CANCEL, Action.RESEND, Action.UPDATE])
        )
        if actions == self._known:
            return
        self._known = actions
        for button in self._add_buttons:
            button.hide()
            self.more.flow.removeWidget(button)
            button.deleteLater()
        self._add_buttons = []
        for action in actions:
            button = SecondaryButton(action_name(action), name=f"action_add_{action.value}", icon="plus")
            button.tall, button.padding = 32, 8
            button.clicked.connect(_Adder(self, action, button).add)
            self._add_buttons.append(button)
            self.more.add(button)
            button.show()

    def add_one(self, action: Action) -> None:
        place = self._place
        if place is None:
            return
        desk, who = self._presenter.desk, self._presenter.who
        self._presenter.change(
            lambda visit: add_action(desk, who, visit, place.case_id, action),
            lambda view: self._open_last(view, place.case_position),
            self.refuse,
        )

    def _open_last(self, view: VisitView, case_position: int) -> None:
        self.open(case_position, len(view.cases[case_position].case.actions) - 1, ChargeKind.CENTRE_FEE)

    def _ask_to_drop(self) -> None:
        self.confirm.ask("serve.edit.drop_question", "serve.edit.drop_action", self._drop)

    def _drop(self) -> None:
        place = self._place
        if place is None:
            return
        desk, who = self._presenter.desk, self._presenter.who
        self._place = None
        self._presenter.change(
            lambda visit: drop_action(desk, who, visit, place.case_id, place.action_position),
            lambda _view: self.closed.emit(),
            self.refuse,
        )

    def _on_waiver(self, amount: int) -> None:
        if self._place is not None:
            self.waiver_wanted.emit((self._place, amount))


class _Adder(QObject):
    """The click that adds one kind of action."""

    def __init__(self, card: ActionCard, action: Action, parent: QObject) -> None:
        super().__init__(parent)
        self._card, self._action = card, action

    def add(self) -> None:
        self._card.add_one(self._action)


def _has(view: VisitView, case_position: int, action_position: int) -> bool:
    return case_position < len(view.cases) and action_position < len(view.cases[case_position].case.actions)


def parse_place(text: str) -> tuple[int, int] | None:
    """What `OPEN_NAME` kept."""
    parts = text.split("/")
    return (int(parts[0]), int(parts[1])) if len(parts) == 2 and all(p.isdecimal() for p in parts) else None
