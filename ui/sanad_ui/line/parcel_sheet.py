"""The sheet for a desk without a line: a parcel on a stick is written, brought to the server, acknowledged."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sanad_desk.domain.errors import SanadError
from sanad_ui.kit import Segmented, Sheet, TextField
from sanad_ui.texts import Phrase

WRITE, CARRY, ACKNOWLEDGE = "write", "carry", "acknowledge"
WAYS = (WRITE, CARRY, ACKNOWLEDGE)


class ParcelSheet(Sheet):
    """`asked` carries the way and the path; answer with `tell(phrase)` or `refuse(error)`."""

    asked = Signal(str, str)

    def __init__(self, *, parent: QWidget) -> None:
        super().__init__("line.parcel.title", name="parcel", confirm="line.parcel.write", width=640, parent=parent)
        self.way = Segmented(
            [(way, f"line.parcel.way.{way}") for way in WAYS],
            name="parcel_way",
            spoken="line.parcel.title",
            value=WRITE,
        )
        self.path = TextField(
            "line.parcel.path",
            name="parcel_path",
            required=True,
            limit=400,
            left_to_right=True,
            icon="file-down",
            hint="line.parcel.path_hint",
        )
        self.content.addWidget(self.way)
        self.content.addWidget(self.path)
        self.way.chosen.connect(self._show_way)
        self.path.submitted.connect(self.confirm)
        self.confirmed.connect(self._on_confirmed)

    def ask(self, path: str) -> None:
        """A path that was typed before stays."""
        if not self.path.text():
            self.path.set_text(path)
        self._show_way(self.way.value())
        self.set_busy(False)
        self.open(self.path.edit)

    def tell(self, phrase: Phrase) -> None:
        """It stays open: what comes next is said in it."""
        self.set_busy(False)
        self.banner.say(phrase, tone="brand")

    def refuse(self, error: SanadError) -> None:
        self.set_busy(False)
        self.banner.say_error(error)
        self.path.edit.setFocus()

    def set_busy(self, is_busy: bool) -> None:
        self.confirm_button.setEnabled(not is_busy)

    def _show_way(self, way: str) -> None:
        self.explain(f"line.parcel.lead.{way}")
        self.confirm_button.say(f"line.parcel.{way}")
        self.banner.clear()

    def _on_confirmed(self) -> None:
        path = self.path.check()
        if path:
            self.banner.clear()
            self.set_busy(True)
            self.asked.emit(self.way.value(), path)
