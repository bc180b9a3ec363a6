"""What the tests of pages share: a window dressed as at the start, a background, and a real desk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from sanad_ui import texts
from sanad_ui.background import Background
from sanad_ui.fonts import load_fonts
from sanad_ui.language import language
from sanad_ui.theme import theme
from tests.usecases.counter import FLOAT, MORNING, Counter, a_customer, make_demo_store, open_copy

__all__ = ["FLOAT", "MORNING", "Counter", "a_customer", "dressed", "make_demo_store", "open_copy", "running"]


def dressed(application: QApplication) -> Iterator[None]:
    """Arabic, light, western digits, and a missing text is a failure."""
    load_fonts()
    texts.strict = True
    language.use("ar", "western")
    theme.use("light")
    yield
    language.use("ar", "western")
    theme.use("light")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def running(make: Callable[[], Background] = Background) -> Iterator[Background]:
    """A background whose jobs are finished before the store is closed."""
    background = make()
    yield background
    background.drain()
