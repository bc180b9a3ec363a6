"""The message about a case: its text in the customer's language, and the ways to hand it on."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from sanad_desk.domain.customer_message import CustomerMessage, ToldBy, local_phone
from sanad_desk.domain.errors import SanadError
from sanad_ui import formats
from sanad_ui.follow.case_form import CaseForm, start_on
from sanad_ui.keys import digit_of
from sanad_ui.kit import Label, PhoneField, Segmented
from sanad_ui.kit.option_row import OptionRow
from sanad_ui.kit.shown import set_shown
from sanad_ui.language import LANGUAGES, LanguageCode, language
from sanad_ui.texts import plain, say
from sanad_ui.theme import set_look

_ICONS = {
    ToldBy.WHATSAPP: "message-circle",
    ToldBy.COPIED: "copy",
    ToldBy.CALL: "phone",
    ToldBy.SMS: "message-square",
    ToldBy.GATEWAY: "upload",
}


class MessageForm(CaseForm):
    """`told` carries the way it was handed on and its language; the text leaves the program before.

    `phone_typed` carries the number of a customer who had none.
    """

    told = Signal(object, str)
    phone_typed = Signal(str)

    def __init__(self) -> None:
        super().__init__(name="case_message")
        self._message: CustomerMessage | None = None
        self.speech = Segmented(
            [(code, f"follow.message.language.{code}") for code in LANGUAGES],
            name="message_language",
            spoken="follow.message.language_label",
            value=language.code,
        )
        self.text = Label(wrap=True, name="message_text")
        self.well = QFrame()
        set_look(self.well, look="well")
        inside = QVBoxLayout(self.well)
        inside.setContentsMargins(12, 10, 12, 10)
        inside.addWidget(self.text)
        self.ways = {
            way: OptionRow(f"follow.message.by.{way.value}", name=f"message_{way.value}", icon=icon, key=str(place + 1))
            for place, (way, icon) in enumerate(_ICONS.items())
        }
        self.phone = PhoneField("follow.message.phone", name="message_phone", hint="follow.message.phone_hint")
        for part in (self.phone, self.speech, self.well, *self.ways.values()):
            self.parts.addWidget(part)
        for way, option in self.ways.items():
            option.clicked.connect(lambda _checked=False, way=way: self.send(way))
        self.phone.submitted.connect(self._on_phone)
        self.speech.chosen.connect(self._show_text)

    def open(self, message: CustomerMessage) -> None:
        self._message = message
        self.line.clear()
        self.title.say("follow.message.title")
        has_phone = bool(message.phone)
        if has_phone:
            self.explain(say("follow.message.lead", phone=formats.phone(local_phone(message.phone))))
        else:
            self.explain("follow.message.no_phone")
        self.phone.set_text("")
        set_shown(self.phone, not has_phone and message.customer_id is not None)
        for way, option in self.ways.items():
            set_shown(option, way is not ToldBy.GATEWAY or message.has_gateway)
            option.setEnabled(has_phone or way is ToldBy.COPIED)
        self._show_text(self.speech.value())
        start_on(self.ways[ToldBy.WHATSAPP if has_phone else ToldBy.COPIED])

    def send(self, way: ToldBy) -> None:
        """Hands the text on; by the gateway the desk does."""
        message, speech = self._message, str(self.speech.value())
        if message is None:
            return
        addresses = {
            ToldBy.WHATSAPP: message.whatsapp_url(speech),
            ToldBy.SMS: message.sms_url(speech),
            ToldBy.CALL: message.call_url,
        }
        if way is ToldBy.COPIED:
            QGuiApplication.clipboard().setText(message.text(speech))
        elif way in addresses:
            QDesktopServices.openUrl(QUrl(addresses[way]))
        self.told.emit(way, speech)

    def refuse(self, error: SanadError) -> None:
        if error.params.get("field") == "phone" and self.phone.isVisibleTo(self):
            self.phone.set_error(error)
            start_on(self.phone)
        else:
            super().refuse(error)

    def show_told(self, way: ToldBy) -> None:
        self.line.say(f"follow.message.done.{way.value}", tone="brand")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = digit_of(event) - 1
        options = list(self.ways.values())
        if 0 <= place < len(options) and options[place].isVisibleTo(self):
            options[place].click()
        else:
            super().keyPressEvent(event)

    def _on_phone(self) -> None:
        if self.phone.check() is not None:
            self.phone_typed.emit(self.phone.text())

    def _show_text(self, speech: LanguageCode) -> None:
        """Reads from its own side, whatever the window speaks."""
        if self._message is not None:
            self.text.say(plain(self._message.text(speech)))
            side = Qt.AlignmentFlag.AlignRight if speech == "ar" else Qt.AlignmentFlag.AlignLeft
            self.text.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop)
