"""The card that writes a file for support, into a folder that a person chooses."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from sanad_desk.domain.errors import SanadError
from sanad_ui import formats
from sanad_ui.background import Background, Lane
from sanad_ui.kit import Banner, Card, Label, ProgressLine, SecondaryButton
from sanad_ui.kit.shown import keep_its_place
from sanad_ui.settings.door import SettingsDoor
from sanad_ui.texts import plain, t


class SupportCard(Card):
    """Nothing of a person is in the file; what is, it says itself."""

    def __init__(self, door: SettingsDoor, background: Background) -> None:
        super().__init__("settings.support.title", name="support_card")
        self._door, self._background = door, background
        self._dialog: QFileDialog | None = None
        self.button = SecondaryButton("settings.support.write", name="support_write", icon="file-down")
        self.busy = ProgressLine(name="support_busy")
        self.banner = Banner(name="support_banner", tone="brand")
        keep_its_place(self.busy)
        self.busy.hide()
        self.add(Label.secondary("settings.support.lead", wrap=True))
        self.add(self.banner)
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addWidget(self.busy, 1)
        self.body.addLayout(foot)
        self.button.clicked.connect(self.choose_folder)

    def choose_folder(self) -> None:
        """By the system's own dialog; it comes back to the folder of the last one."""
        if self._dialog is None:
            self._dialog = QFileDialog(self)
            self._dialog.setFileMode(QFileDialog.FileMode.Directory)
            self._dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            self._dialog.fileSelected.connect(self.write)
        self._dialog.setWindowTitle(t("settings.support.folder"))
        self._dialog.open()

    def write(self, folder: str) -> None:
        self._set_busy(True)
        self.banner.clear()
        make = partial(self._door.write_support_bundle, folder, qVersion())
        self._background.run(make, self._on_written, self._on_failed, lane=Lane.BACKUP)

    def _on_written(self, path: str) -> None:
        self._set_busy(False)
        self.banner.say("settings.support.done", tone="brand", path=plain(formats.identifier(Path(path).name)))

    def _on_failed(self, error: SanadError) -> None:
        self._set_busy(False)
        self.banner.say_error(error)

    def _set_busy(self, is_busy: bool) -> None:
        self.button.setEnabled(not is_busy)
        self.busy.set_busy()
        self.busy.setVisible(is_busy)
