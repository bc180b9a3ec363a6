"""A short while in which a key that bounced, or came once too often, finds nothing to do on a page just changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from sanad_ui.keys import digit_of, is_return

if TYPE_CHECKING:
    from sanad_ui.serve.page import ServePage

# Worn keys and scanners repeat within 100 ms; to see what has come and answer it takes a person longer than this.
LENGTH_MS = 350
_TEXT_FIELDS = (QLineEdit, QTextEdit, QPlainTextEdit)


class FreshPage(QObject):
    """Return, Space and the digits of the rows are swallowed while it lasts; typing into a field ends it.

    It looks at the keys of the whole program, but only as long as it lasts.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self._since = QElapsedTimer()
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.timeout.connect(self.end)
        self.length_ms = LENGTH_MS

    def follow(self, page: ServePage) -> None:
        """Begins whenever an answer, or Return, has put something else under the hand."""
        for moved_on in (
            page.customer.settled,
            page.services.opened,
            page.checklist.row_settled,
            page.checklist.finished,
            page.approvals.row_passed,
            page.action.settled,
            page.payment.ready,
            page.presenter.sold,
        ):
            moved_on.connect(self.begin)

    @property
    def is_over(self) -> bool:
        """Whether every key is taken again."""
        return not self._since.isValid() or self._since.hasExpired(self.length_ms)

    def begin(self, *_what_came: object) -> None:
        application = QApplication.instance()
        if application is None or self.length_ms <= 0:
            return
        self._since.start()
        self._end.start(self.length_ms + 1)
        application.installEventFilter(self)

    def end(self) -> None:
        self._since.invalidate()
        self._end.stop()
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if self.is_over or not isinstance(watched, QWidget) or not self._is_of_the_page(watched):
            return False
        if _acts(event, isinstance(watched, _TEXT_FIELDS)):
            return True
        if event.text().isprintable() and event.text():
            self.end()
        return False

    def _is_of_the_page(self, part: QWidget) -> bool:
        return part is self._page or self._page.isAncestorOf(part)


def _acts(event: QKeyEvent, is_typing: bool) -> bool:
    """What would settle, choose or pay something rather than write a letter."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if modifiers & Qt.KeyboardModifier.AltModifier:
        return False
    if is_return(event) or event.key() == Qt.Key.Key_Space:
        return True
    return bool(digit_of(event)) and (not is_typing or modifiers == Qt.KeyboardModifier.ControlModifier)
