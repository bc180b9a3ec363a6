"""What leaves the program: an address for the browser, a text for the clipboard."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication


def open_address(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))


def copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
