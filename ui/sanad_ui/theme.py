"""Light or dark: the palette and the style sheet made from the tokens, switched while the program runs."""

from __future__ import annotations

from functools import lru_cache
from string import Template
from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from sanad_desk.resources_path import resource_path
from sanad_ui import tokens
from sanad_ui.fonts import font
from sanad_ui.preferences import ThemeName


class Theme(QObject):
    """Holds the colours in use; widgets that paint themselves ask `theme.colour("brand")` each time they paint."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name: ThemeName = "light"
        self._colours = tokens.LIGHT.as_names()

    @property
    def name(self) -> ThemeName:
        return self._name

    @property
    def other(self) -> ThemeName:
        return "dark" if self._name == "light" else "light"

    def hex(self, token: str) -> str:
        return self._colours[token]

    def colour(self, token: str) -> QColor:
        return QColor(self._colours[token])

    def use(self, name: ThemeName) -> None:
        """Dresses the running application; safe to call again."""
        self._name = name
        self._colours = (tokens.LIGHT if name == "light" else tokens.DARK).as_names()
        application = cast("QApplication | None", QApplication.instance())
        if application is not None:
            application.setFont(font())
            application.setPalette(_palette(self._colours))
            application.setStyleSheet(style_sheet(name))
        self.changed.emit()

    def switch(self) -> None:
        self.use(self.other)


def _palette(colours: dict[str, str]) -> QPalette:
    """Fusion's own drawing (menus, tool tips, selections) follows the tokens too."""
    role = QPalette.ColorRole
    palette = QPalette()
    for target, token in (
        (role.Window, "bg"),
        (role.WindowText, "ink"),
        (role.Base, "surface"),
        (role.AlternateBase, "sunken"),
        (role.Text, "ink"),
        (role.Button, "surface"),
        (role.ButtonText, "ink"),
        (role.PlaceholderText, "ink3"),
        (role.Highlight, "brand"),
        (role.HighlightedText, "on_brand"),
        (role.ToolTipBase, "surface"),
        (role.ToolTipText, "ink"),
        (role.Link, "brand"),
        (role.Mid, "line"),
    ):
        palette.setColor(target, QColor(colours[token]))
    for target in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, target, QColor(colours["ink3"]))
    return palette


@lru_cache(maxsize=2)
def style_sheet(name: ThemeName) -> str:
    """`resources/styles/desk.qss` with every `$token` filled in."""
    colours = (tokens.LIGHT if name == "light" else tokens.DARK).as_names()
    sizes = {
        "radius_card": f"{tokens.RADIUS_CARD}px",
        "radius_control": f"{tokens.RADIUS_CONTROL}px",
        "family": font().family(),
    }
    template = Template(resource_path("styles", "desk.qss").read_text(encoding="utf-8"))
    return template.substitute(colours | sizes)


def set_look(widget: QWidget, **look: object) -> None:
    """Changes what the style sheet sees of a widget and has it dressed again, only when something differs."""
    if all(widget.property(name) == value for name, value in look.items()):
        return
    for name, value in look.items():
        widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


theme = Theme()
