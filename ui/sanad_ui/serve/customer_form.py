"""The short form for somebody not known yet, or to correct what is written down."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.customer import Customer, check_customer, guess_number
from sanad_desk.domain.errors import DomainError, SanadError
from sanad_desk.domain.identity import CHECKS
from sanad_desk.usecases.set_customer import new_customer_id
from sanad_ui.error_text import warning_phrase
from sanad_ui.keys import press_once
from sanad_ui.kit import Banner, DigitField, Field, PhoneField, QuietButton, Segmented, SmallPrimaryButton, TextField
from sanad_ui.kit.shown import set_shown
from sanad_ui.serve.drafts import Drafts

_KIND = "customer_kind"


class CustomerForm(QWidget):
    """`finished` carries the Customer once its fields hold; an unusual number is pointed out once, then accepted."""

    finished = Signal(object)
    closed = Signal()

    def __init__(self, drafts: Drafts, *, name: str = "customer", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}_form")
        self._drafts, self._name = drafts, name
        self._id: UUID | None = None
        self._visits = 0
        self._has_warned = self._has_asked = False
        kinds = [("person", "serve.customer.kind.person"), ("company", "serve.customer.kind.company")]
        self.kind = Segmented(kinds, name=f"{name}_kind", spoken="serve.customer.kind.spoken", value="person")
        self.civil_number = DigitField("serve.customer.civil_number", name=f"{name}_civil_number", longest=40)
        self.cr_number = DigitField("serve.customer.cr_number", name=f"{name}_cr_number", longest=40)
        self.name_ar = TextField("serve.customer.name_ar", name=f"{name}_name_ar")
        self.name_en = TextField("serve.customer.name_en", name=f"{name}_name_en", left_to_right=True)
        self.phone = PhoneField("serve.customer.phone", name=f"{name}_phone", longest=40)
        self.banner = Banner(name=f"{name}_form_banner", tone="warn")
        self.save = SmallPrimaryButton("serve.customer.save", name=f"{name}_save", key="Return")
        self.back = QuietButton("app.action.back", name=f"{name}_back", key="Escape")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.kind)
        for field in self.fields().values():
            column.addWidget(field)
        column.addWidget(self.banner)
        buttons = QHBoxLayout()
        buttons.addWidget(self.save, 1)
        buttons.addWidget(self.back)
        column.addLayout(buttons)
        column.addStretch(1)

    def _connect(self) -> None:
        for field in self.fields().values():
            press_once(field.edit)
            field.submitted.connect(self._go_on)
            field.edited.connect(self._on_edited)
        for field, check in self._checked():
            field.left.connect(_Looked(field, check).look)
        self.kind.chosen.connect(self._on_kind)
        self.save.clicked.connect(self.finish)
        self.back.clicked.connect(self.ask_to_close)

    def fields(self) -> dict[str, Field]:
        return {
            "civil_number": self.civil_number,
            "cr_number": self.cr_number,
            "name_ar": self.name_ar,
            "name_en": self.name_en,
            "phone": self.phone,
        }

    def _checked(self) -> list[tuple[Field, str]]:
        return [(self.civil_number, "civil_number"), (self.cr_number, "cr_number"), (self.phone, "phone")]

    def begin(self, text: str) -> None:
        """Somebody new: what stands in the box goes where it belongs."""
        self._id, self._visits = new_customer_id(), 0
        self._fill(Customer(self._id))
        kind = guess_number(text)
        self._set_kind("company" if kind == "cr_number" else "person")
        field = self.fields().get(kind, self.name_ar if not text.isascii() else self.name_en)
        field.set_text(text)
        self.name_ar.setFocus(Qt.FocusReason.TabFocusReason)
        if not text or field in (self.name_ar, self.name_en):
            self._first_number().setFocus(Qt.FocusReason.TabFocusReason)
        self._keep_all()

    def correct(self, customer: Customer) -> None:
        self._id, self._visits = customer.id, customer.visits
        self._fill(customer)
        self._set_kind("company" if customer.is_company else "person")
        self.name_ar.setFocus(Qt.FocusReason.TabFocusReason)

    def restore(self) -> bool:
        """Whether a form was open when the window closed."""
        texts = {key: self._drafts.text(f"{self._name}_{key}") for key in self.fields()}
        if not any(texts.values()):
            return False
        self._id, self._visits = new_customer_id(), 0
        self._fill(Customer(self._id))
        for key, text in texts.items():
            self.fields()[key].set_text(text)
        self._set_kind(self._drafts.text(f"{self._name}_{_KIND}") or "person")
        return True

    def refuse(self, error: SanadError) -> None:
        """Says it at the field to blame, or above the buttons."""
        self.save.setEnabled(True)
        field = self.fields().get(str(error.params.get("field", "")))
        if field is None:
            self.banner.say_error(error)
            return
        field.set_error(error)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        if self._id is None:
            return
        try:
            customer, warnings = check_customer(self._customer(self._id))
        except DomainError as error:
            self.refuse(error)
            return
        if warnings and not self._has_warned:
            self._has_warned = True
            self.banner.say(warning_phrase(warnings[0]), tone="warn")
            self.save.say("serve.customer.save_anyway")
            return
        self.finished.emit(customer)

    def ask_to_close(self) -> None:
        """A filled form asks once before it is left."""
        if any(field.text() for field in self.fields().values()) and not self._has_asked:
            self._has_asked = True
            self.banner.say("app.sheet.lose_typed", tone="warn")
            return
        self.forget()
        self.closed.emit()

    def forget(self) -> None:
        self._drafts.forget(f"{self._name}_{_KIND}", *(f"{self._name}_{key}" for key in self.fields()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.ask_to_close()
            return
        super().keyPressEvent(event)

    def _customer(self, customer_id: UUID) -> Customer:
        is_company = self.kind.value() == "company"
        return Customer(
            id=customer_id,
            is_company=is_company,
            name=Words(self.name_ar.value(), self.name_en.value()),
            civil_number="" if is_company else self.civil_number.text(),
            cr_number=self.cr_number.text() if is_company else "",
            phone=self.phone.text(),
            visits=self._visits,
        )

    def _fill(self, customer: Customer) -> None:
        self._has_warned = self._has_asked = False
        self.banner.clear()
        self.save.say("serve.customer.save")
        self.save.setEnabled(True)
        self.civil_number.set_text(customer.civil_number)
        self.cr_number.set_text(customer.cr_number)
        self.name_ar.set_text(customer.name.ar)
        self.name_en.set_text(customer.name.en)
        self.phone.set_text(customer.phone)

    def _set_kind(self, kind: str) -> None:
        self.kind.set_value(kind)
        set_shown(self.cr_number, kind == "company")
        set_shown(self.civil_number, kind == "person")

    def _first_number(self) -> Field:
        return self.cr_number if self.kind.value() == "company" else self.civil_number

    def _on_kind(self, kind: str) -> None:
        self._set_kind(kind)
        self._on_edited()

    def _on_edited(self) -> None:
        self._has_warned = self._has_asked = False
        self.banner.clear()
        self.save.say("serve.customer.save")
        self._keep_all()

    def _keep_all(self) -> None:
        for key, field in self.fields().items():
            self._drafts.keep(f"{self._name}_{key}", field.text())
        filled = any(field.text() for field in self.fields().values())
        self._drafts.keep(f"{self._name}_{_KIND}", self.kind.value() if filled else "")

    def _go_on(self) -> None:
        """Return goes to the next field that is shown, from the last one it saves."""
        shown = [field for field in self.fields().values() if not field.isHidden()]
        current = next((place for place, field in enumerate(shown) if field.edit.hasFocus()), len(shown))
        following = next((field for field in shown[current + 1 :] if not field.text()), None)
        if following is None or (following in (self.name_en,) and self.name_ar.text() and self.phone.text()):
            self.finish()
        else:
            following.setFocus(Qt.FocusReason.TabFocusReason)


class _Looked(QObject):
    """A number is looked at when its field is left: wrong, unusual, or fine."""

    def __init__(self, field: Field, check: str) -> None:
        super().__init__(field)
        self._field, self._check = field, check

    def look(self) -> None:
        if not self._field.text().strip():
            return
        try:
            warnings = CHECKS[self._check](self._field.text()).warnings
        except DomainError as error:
            self._field.set_error(error)
            return
        self._field.set_warning(warning_phrase(warnings[0]) if warnings else None)
