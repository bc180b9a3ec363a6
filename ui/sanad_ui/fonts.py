"""The vendored type family and the sizes it is used in."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase

from sanad_desk.resources_path import resource_path
from sanad_ui.tokens import REGULAR, TEXT_BODY

FAMILY = "IBM Plex Sans Arabic"
_FILES = ("Regular", "Medium", "SemiBold", "Bold")


@lru_cache(maxsize=1)
def load_fonts() -> bool:
    """Registers the four weights once; without them Qt falls back to a system font and the program still works."""
    found = [
        QFontDatabase.addApplicationFont(str(resource_path("fonts", f"IBMPlexSansArabic-{weight}.ttf"))) >= 0
        for weight in _FILES
    ]
    return all(found)


def font(size: int = TEXT_BODY, weight: int = REGULAR) -> QFont:
    """One family throughout; its western digits have one width, so amounts stand under each other."""
    chosen = QFont(FAMILY)
    chosen.setPixelSize(size)
    chosen.setWeight(QFont.Weight(weight))
    return chosen
