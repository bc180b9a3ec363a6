"""Who is served: the box that finds him, the form that writes him down, and his card once he is known."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.customer import Customer
from sanad_desk.domain.errors import SanadError
from sanad_desk.usecases.look_at_visit import VisitView
from sanad_desk.usecases.set_customer import SavedCustomer, find_customers, save_customer, set_customer
from sanad_ui import tokens
from sanad_ui.error_text import warning_phrase
from sanad_ui.kit import Banner, Card, Chip, ElidedLabel, IconButton, KeyCap, QuietButton
from sanad_ui.kit.shown import set_shown
from sanad_ui.serve.customer_box import CustomerBox
from sanad_ui.serve.customer_form import CustomerForm
from sanad_ui.serve.customer_words import name_of, numbers_of, visits_of
from sanad_ui.serve.presenter import ServePresenter
from sanad_ui.serve.small_button import KeyedIconButton
from sanad_ui.texts import say

CORRECT_KEY = "Ctrl+R"
_REPRESENTATIVE = "representative_wanted"


class CustomerCard(Card):
    """`settled` once a customer is taken or passed over, `form_changed` when the form opens or closes."""

    settled = Signal()
    form_changed = Signal(bool)

    def __init__(self, presenter: ServePresenter, parent: QWidget | None = None) -> None:
        super().__init__("serve.customer.title", name="customer_card", quiet_title=True, parent=parent)
        self._presenter = presenter
        self._asked = 0
        self._is_changing = self._wants_representative = self._is_taking = False
        self.chip = Chip(name="customer_visits", tone="brand")
        self.cap = KeyCap("F9")
        self.add_to_header(self.chip)
        self.add_to_header(self.cap)
        self.box = CustomerBox(name="customer_box")
        self.form = CustomerForm(presenter.drafts)
        self.known = _KnownCustomer()
        self.banner = Banner(name="customer_banner", tone="warn")
        for part in (self.known, self.box, self.form, self.banner):
            self.add(part)
        self.form.hide()
        presenter.drafts.bind(self.box.field)
        self._connect()
        self.show_view(None)

    def _connect(self) -> None:
        self.box.typed.connect(self._look_for)
        self.box.taken.connect(self._take)
        self.box.new_wanted.connect(self._open_form)
        self.box.passed_on.connect(self._on_passed_on)
        self.form.finished.connect(self._save)
        self.form.closed.connect(self._close_form)
        self.known.change.clicked.connect(self._change)
        self.known.correct.clicked.connect(self.correct)
        self.known.representative.clicked.connect(self.ask_for_representative)
        self.known.drop_representative.clicked.connect(self._drop_representative)

    def show_view(self, view: VisitView | None) -> None:
        customer = view.customer if view else None
        if customer is None:
            self._is_changing = self._wants_representative = False
        self.known.show_people(customer, view.representative if view else None)
        self._show_parts(customer)

    def restore(self) -> None:
        """After a crash or on resuming: the form or the box as they were."""
        drafts = self._presenter.drafts
        self.banner.clear()
        self._wants_representative = bool(drafts.text(_REPRESENTATIVE))
        self.box.field.set_text(drafts.text(self.box.field.edit.objectName()))
        self.box.offer([])
        self._set_form_open(self.form.restore())
        if self.box.field.value() and self.form.isHidden():
            self._look_for(self.box.field.value())

    def focus_box(self) -> None:
        """F9: the box, or the way to another customer."""
        view = self._presenter.view
        if not self.form.isHidden():
            self.form.name_ar.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        if view is not None and view.customer is not None and not (self._is_changing or self._wants_representative):
            self._change()
            return
        self.box.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.field.edit.selectAll()

    def ask_for_representative(self) -> None:
        self._wants_representative = True
        self._presenter.drafts.keep(_REPRESENTATIVE, "1")
        self._show_parts(self._customer())
        self.box.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        """Esc: whether there was something to step back from."""
        if not self.form.isHidden():
            self.form.ask_to_close()
            return True
        if self.box.field.text():
            self._clear_box()
            return True
        if self._is_changing or self._wants_representative:
            self._settle()
            return True
        return False

    @property
    def can_have_representative(self) -> bool:
        return self._customer() is not None

    def _customer(self) -> Customer | None:
        return self._presenter.view.customer if self._presenter.view else None

    def _show_parts(self, customer: Customer | None) -> None:
        asks = customer is None or self._is_changing or self._wants_representative
        is_form = not self.form.isHidden()
        set_shown(self.known, customer is not None and not is_form and not self._is_changing)
        set_shown(self.box, asks and not is_form)
        set_shown(self.chip, customer is not None and not is_form)
        set_shown(self.cap, customer is None or is_form)
        if customer is not None:
            self.chip.say(visits_of(customer), tone="brand")
        if self.title is not None:
            self.title.say("serve.customer.representative" if self._wants_representative else "serve.customer.title")

    def _look_for(self, text: str) -> None:
        self._asked += 1
        number, desk = self._asked, self._presenter.desk

        def offer(found: list[Customer]) -> None:
            if number == self._asked and self.box.field.value():
                self.box.offer(found)

        if text:
            self._presenter.ask(lambda: find_customers(desk, text), offer, self.box.field.set_error)

    def _take(self, customer: Customer) -> None:
        """What was typed stays until the customer is written to the visit."""
        if self._is_taking:
            return
        self._is_taking = True
        self._asked += 1
        desk, who, is_representative = self._presenter.desk, self._presenter.who, self._wants_representative
        self._presenter.change(
            lambda visit: set_customer(desk, who, visit, customer.id, representative=is_representative),
            lambda _view: self._on_taken(),
            self._on_not_taken,
        )

    def _on_taken(self) -> None:
        self._is_taking = False
        self._clear_box()
        self._settle()

    def _on_not_taken(self, error: SanadError) -> None:
        self._is_taking = False
        self._presenter.refused.emit(error)

    def _open_form(self, text: str) -> None:
        self._clear_box()
        self._set_form_open(True)
        self.form.begin(text)

    def correct(self) -> None:
        customer = self._customer()
        if customer is not None and self.form.isHidden():
            self._set_form_open(True)
            self.form.correct(customer)

    def _save(self, customer: Customer) -> None:
        desk, who, is_representative = self._presenter.desk, self._presenter.who, self._wants_representative
        self.form.save.setEnabled(False)
        saved: list[SavedCustomer] = []

        def change(visit: object) -> VisitView:
            saved.append(save_customer(desk, who, customer))
            return set_customer(desk, who, visit, saved[0].customer.id, representative=is_representative)  # type: ignore[arg-type]

        self._presenter.change(change, lambda _view: self._on_saved(saved[0]), self.form.refuse)

    def _on_saved(self, saved: SavedCustomer) -> None:
        self.form.forget()
        self._set_form_open(False)
        if saved.warnings:
            self.banner.say(warning_phrase(saved.warnings[0]), tone="warn")
        self._settle()

    def _settle(self) -> None:
        self._is_changing = self._wants_representative = False
        self._presenter.drafts.forget(_REPRESENTATIVE)
        self._show_parts(self._customer())
        self.settled.emit()

    def _close_form(self) -> None:
        self._set_form_open(False)
        if self.box.isHidden():
            self._settle()
        else:
            self.box.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_form_open(self, is_open: bool) -> None:
        self.banner.clear()
        set_shown(self.form, is_open)
        self._show_parts(self._customer())
        self.form_changed.emit(is_open)

    def _change(self) -> None:
        self._is_changing = True
        self._show_parts(self._customer())
        self.box.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop_representative(self) -> None:
        desk, who = self._presenter.desk, self._presenter.who
        self._presenter.change(lambda visit: set_customer(desk, who, visit, None, representative=True))

    def _on_passed_on(self) -> None:
        self._settle()

    def _clear_box(self) -> None:
        self.box.clear()
        self._presenter.drafts.forget(self.box.field.edit.objectName())


class _KnownCustomer(QWidget):
    """Name, hidden numbers, who comes for him, and the ways to change that."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("customer_known")
        self.name = ElidedLabel(size=tokens.TEXT_TITLE - 1, weight=tokens.SEMIBOLD, name="customer_name")
        self.numbers = ElidedLabel(size=tokens.TEXT_SECONDARY, tone="ink2", name="customer_numbers")
        self.change = IconButton("arrow-left-right", "serve.customer.change", name="customer_change")
        self.correct = KeyedIconButton("pencil", "serve.customer.correct", name="customer_correct", key=CORRECT_KEY)
        self.representative = QuietButton("serve.customer.add_representative", name="representative_add", icon="plus")
        self.representative_name = ElidedLabel(size=tokens.TEXT_SECONDARY, tone="ink2", name="representative_name")
        self.drop_representative = IconButton("x", "serve.customer.drop_representative", name="representative_drop")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        line = QHBoxLayout()
        line.setSpacing(2)
        line.addWidget(self.name, 1)
        self.change.tall = 30
        line.addWidget(self.change)
        column.addLayout(line)
        column.addWidget(self.numbers)
        second = QHBoxLayout()
        second.setSpacing(4)
        second.addWidget(self.representative_name, 1)
        second.addWidget(self.drop_representative)
        self.representative.tall = self.drop_representative.tall = self.correct.tall = 28
        self.representative.padding = 0
        second.addWidget(self.representative)
        second.addStretch(0)
        second.addWidget(self.correct)
        column.addLayout(second)

    def show_people(self, customer: Customer | None, representative: Customer | None) -> None:
        if customer is not None:
            self.name.say(name_of(customer))
            self.numbers.say(numbers_of(customer))
        set_shown(self.representative_name, representative is not None)
        set_shown(self.drop_representative, representative is not None)
        set_shown(self.representative, representative is None)
        if representative is not None:
            self.representative_name.say(say("serve.customer.comes_for", name=name_of(representative)))
