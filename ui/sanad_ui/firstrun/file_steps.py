"""The way by a provisioning file: where it lies, then which desk it makes of this PC."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QWidget

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.shift import business_date_at
from sanad_ui import formats, tokens
from sanad_ui.firstrun.form import FoundFile
from sanad_ui.firstrun.step import Step
from sanad_ui.kit.buttons import SecondaryButton
from sanad_ui.kit.label import Label
from sanad_ui.kit.shown import set_shown
from sanad_ui.kit.text_field import TextField
from sanad_ui.texts import Phrase, both, plain, t

PATTERN = "*.sanad-provision"
_FACTS = ("desk", "server", "manager", "until")


class FileStep(Step):
    """The path is typed, chosen, or dropped on the page."""

    def __init__(self) -> None:
        super().__init__("file")
        self._dialog: QFileDialog | None = None
        self.path = TextField(
            "firstrun.file.path",
            name="provision_path",
            required=True,
            limit=400,
            left_to_right=True,
            icon="file-down",
            hint="firstrun.file.path_hint",
        )
        self.choose_button = SecondaryButton("firstrun.file.choose", name="provision_choose", icon="folder")
        self.add("path", self.path, 0, 0, wide=True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choose_button)
        row.addStretch(1)
        holder = QWidget()
        holder.setLayout(row)
        self.add_wide(holder, 1)
        self.choose_button.clicked.connect(self.choose)

    def choose(self) -> None:
        """By the system's own dialog; it comes back to the folder of the last one."""
        if self._dialog is None:
            self._dialog = QFileDialog(self)
            self._dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            self._dialog.fileSelected.connect(self.take)
        self._dialog.setWindowTitle(t("firstrun.file.choose"))
        self._dialog.setNameFilters([f"{t('firstrun.file.files')} ({PATTERN})"])
        self._dialog.open()

    def take(self, path: str) -> None:
        """Goes on with that file."""
        self.path.set_text(path)
        self.finished.emit()


class FoundStep(Step):
    """What the file says; who signed it is asked for where the program was not built to trust them."""

    def __init__(self) -> None:
        super().__init__("found_file")
        self.found: FoundFile | None = None
        self.centre = Label(size=tokens.TEXT_LOUD, weight=tokens.SEMIBOLD, wrap=True, name="provision_centre")
        self.facts = {key: Label(weight=tokens.MEDIUM, wrap=True, name=f"provision_{key}") for key in _FACTS}
        self.signed_by = TextField(
            "firstrun.found_file.signed_by",
            name="provision_signed_by",
            limit=80,
            left_to_right=True,
            icon="key-round",
            hint="firstrun.found_file.signed_by_hint",
        )
        told = QGridLayout()
        told.setContentsMargins(0, 0, 0, 8)
        told.setHorizontalSpacing(18)
        told.setVerticalSpacing(6)
        told.setColumnStretch(1, 1)
        told.addWidget(self.centre, 0, 0, 1, 2)
        for row, key in enumerate(_FACTS, 1):
            caption = Label.secondary(f"firstrun.found_file.{key}")
            caption.setBuddy(self.facts[key])
            told.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            told.addWidget(self.facts[key], row, 1)
        holder = QWidget()
        holder.setLayout(told)
        self.add_wide(holder, 0)
        self.add("signed_by", self.signed_by, 1, 0)

    def show_file(self, found: FoundFile) -> None:
        self.found = found
        self.centre.say(both(found.centre_ar, found.centre_en))
        self.facts["desk"].say(
            "firstrun.found_file.desk_of",
            code=plain(formats.identifier(found.centre_code)),
            number=formats.number(found.desk_number),
        )
        self.facts["server"].say(plain(formats.identifier(found.address)))
        self.facts["manager"].say(both(found.manager_ar, found.manager_en))
        self.facts["until"].say(_day(found.valid_until))
        set_shown(self.signed_by, not found.is_trusted)
        if found.is_trusted:
            self.signed_by.set_text("")  # of another file

    def check(self) -> bool:
        if self.found is not None and not self.found.is_trusted and not self.signed_by.value():
            self.refuse("signed_by", DomainError("value_missing"))
            return False
        return super().check()


def _day(instant: int) -> Phrase:
    return lambda: formats.date_text(business_date_at(instant))
