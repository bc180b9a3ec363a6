"""A field with its button beside the frame, whatever stands above or below it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from sanad_ui.kit import Field

_LABEL_AND_GAP = 26


def beside(field: Field, button: QPushButton) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(field, 1)
    column = QVBoxLayout()
    column.setContentsMargins(0, _LABEL_AND_GAP, 0, 0)
    column.addWidget(button)
    column.addStretch(1)
    line.addLayout(column)
    return line
