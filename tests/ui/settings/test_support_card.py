"""The card for support writes its file into the chosen folder, and says where that cannot be."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from sanad_ui.settings.about_section import AboutSection
from sanad_ui.settings.page import SettingsPage


def test_the_file_is_written_where_a_person_says(qtbot: QtBot, page: SettingsPage, tmp_path: Path) -> None:
    section = page.sections["about"]
    assert isinstance(section, AboutSection)
    page.go_to("about")
    card = section.support
    card.button.click()
    dialog = card.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path))
    dialog.close()
    assert not card.button.isEnabled()
    qtbot.waitUntil(card.button.isEnabled)
    (written,) = tmp_path.glob("sanad-support-KSB1-02-*.zip")
    assert written.name in card.banner.label.text()
    card.write(str(tmp_path / "gone"))
    qtbot.waitUntil(card.button.isEnabled)
    assert card.banner.property("tone") == "bad"
    assert "gone" in card.banner.label.text()
    assert not (tmp_path / "gone").exists()
