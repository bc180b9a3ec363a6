"""Where a person shows the folder of an update."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFileDialog, QWidget


def stick_dialog(parent: QWidget, take: Callable[[str], object]) -> QFileDialog:
    """The system's own; opened again it is in the folder of the last one."""
    dialog = QFileDialog(parent)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(take)
    return dialog
