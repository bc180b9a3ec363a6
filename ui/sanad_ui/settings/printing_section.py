"""Which printer each paper comes out of, and where PDF files lie."""

from __future__ import annotations

from functools import partial

import msgspec
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sanad_desk.receipts.sheet import Paper
from sanad_desk.usecases.choose_printers import PrintSettings
from sanad_ui import tokens
from sanad_ui.background import Lane
from sanad_ui.kit import Banner, ChoiceField, SecondaryButton, Segmented, SmallPrimaryButton, TextField
from sanad_ui.printing.printer_choice import installed_printers
from sanad_ui.settings.section import Around, Section, captioned
from sanad_ui.texts import Phrase, plain, say

_FIELD_WIDTH = 460


class PrintingSection(Section):
    """Anybody may choose: a printer that broke must not wait for the manager."""

    name = "printing"
    icon = "printer"
    saves = True

    def __init__(self, around: Around) -> None:
        super().__init__(around)
        self._settings = PrintSettings()
        self._installed: list[str] = []
        self.found = Banner(name="printers_found", tone="info")
        self.roll = ChoiceField("settings.printing.roll", name="printer_roll")
        self.a4 = ChoiceField("settings.printing.a4", name="printer_a4")
        self.paper = Segmented(
            [(Paper.ROLL, "find.paper.roll"), (Paper.A4, "find.paper.a4")],
            name="receipt_paper",
            spoken="settings.printing.paper",
            value=Paper.ROLL,
        )
        self.folder = TextField(
            "settings.printing.folder", name="pdf_folder", left_to_right=True, limit=400, icon="folder"
        )
        self.save_button = SmallPrimaryButton("settings.save", name="printing_save", key="Ctrl+S")
        self.open_button = SecondaryButton("settings.printing.open_folder", name="open_pdf_folder", icon="folder-open")
        self._lay_out()
        self.by_field = {"folder": self.folder}
        self.save_button.clicked.connect(self.save)
        self.open_button.clicked.connect(self._open_folder)

    def _lay_out(self) -> None:
        self.column.addWidget(self.found)
        for field in (self.roll, self.a4):
            field.setMaximumWidth(_FIELD_WIDTH)
            self.column.addWidget(field)
        self.paper.setMaximumWidth(_FIELD_WIDTH)
        self.column.addWidget(captioned("settings.printing.paper", self.paper))
        self.column.addWidget(self.folder)
        foot = QHBoxLayout()
        foot.setSpacing(tokens.SPACE_SMALL)
        foot.addWidget(self.save_button)
        foot.addWidget(self.open_button)
        foot.addStretch(1)
        self.column.addLayout(foot)
        self.column.addStretch(1)

    def enter(self) -> None:
        if not self.is_changed():
            self.background.run(self.door.printing, self.show_settings, self.show_error)
            self.background.run(installed_printers, self.show_printers, self.show_error, lane=Lane.PAPER)

    def first(self) -> QWidget:
        return self.roll.box

    def show_printers(self, installed: list[str]) -> None:
        self._installed = installed
        if installed:
            self.found.say("settings.printing.found", tone="info", n=len(installed))
        else:
            self.found.say("settings.printing.none", tone="info")
        self._offer()

    def show_settings(self, settings: PrintSettings) -> None:
        self._settings = settings
        self.paper.set_value(settings.receipt_paper)
        self.folder.set_text(settings.folder)
        for field in (self.roll, self.a4):
            field.set_value(None)
        self._offer()

    def _offer(self) -> None:
        """A printer that was chosen stays on offer while it is switched off, and says so."""
        for field, stored in ((self.roll, self._settings.roll_printer), (self.a4, self._settings.a4_printer)):
            chosen = stored if field.value() is None else field.value()
            options: list[tuple[str, Phrase | str]] = [("", "settings.printing.pdf")]
            options += [(name, plain(name)) for name in self._installed]
            if chosen and chosen not in self._installed:
                options.append((chosen, say("settings.printing.gone", printer=plain(chosen))))
            field.set_options(options)
            field.set_value(chosen)

    def typed(self) -> PrintSettings:
        return msgspec.structs.replace(
            self._settings,
            roll_printer=self.roll.value() or "",
            a4_printer=self.a4.value() or "",
            receipt_paper=self.paper.value(),
            folder=self.folder.value(),
        )

    def is_changed(self) -> bool:
        return bool(self._settings.folder) and self.typed() != self._settings

    def save(self) -> None:
        self.background.run(partial(self.door.save_printing, self.typed()), self._on_saved, self.show_refusal)

    def _on_saved(self, settings: PrintSettings) -> None:
        self.show_settings(settings)
        self.tell("settings.printing.saved")

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self._settings.folder))
