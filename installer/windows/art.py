"""The pictures of the Windows program and its installer, painted from the product's own icon, typeface and colours."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QLinearGradient, QPainter, QPixmap

from sanad_ui.fonts import font, load_fonts
from sanad_ui.tokens import BOLD, LIGHT, MEDIUM

ICONS = Path(__file__).resolve().parents[1] / "debian" / "icons.py"
ICON_SIZES = (16, 24, 32, 48, 64, 256)
# What the pages of NSIS have room for with Segoe UI at 100 %; it stretches them itself on finer screens.
SIDE, HEADER = (191, 362), (175, 66)
NAMES = ("مكتب سند", "Sanad Desk")


def paint_all(folder: Path) -> None:
    """Leaves `sanad-desk.ico`, `side.bmp`, `header-left.bmp` and `header-right.bmp` in the folder."""
    subprocess.run([sys.executable, ICONS, folder], check=True)
    application = QGuiApplication(["art", "-platform", "offscreen"])
    load_fonts()
    _icon(folder)
    _side(folder)
    for edge in ("left", "right"):
        _header(folder, edge)
    del application


def _icon(folder: Path) -> None:
    """Plain bitmaps, not PNG, inside: every tool that writes an icon into a program reads these."""
    drawn = [Image.open(folder / f"sanad-desk-{size}.png") for size in sorted(ICON_SIZES, reverse=True)]
    sizes = [(size, size) for size in ICON_SIZES]
    drawn[0].save(folder / "sanad-desk.ico", bitmap_format="bmp", sizes=sizes, append_images=drawn[1:])


@contextmanager
def _bitmap(path: Path, size: tuple[int, int]) -> Iterator[QPainter]:
    image = QImage(*size, QImage.Format.Format_RGB888)
    image.fill(QColor(LIGHT.surface))
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    yield painter
    painter.end()
    image.save(str(path))


def _side(folder: Path) -> None:
    width, height = SIDE
    with _bitmap(folder / "side.bmp", SIDE) as painter:
        panel = QLinearGradient(0, 0, width * 0.4, height)
        panel.setColorAt(0, QColor(LIGHT.panel_top))
        panel.setColorAt(1, QColor(LIGHT.panel_bottom))
        painter.fillRect(0, 0, width, height, panel)
        tile = QRectF((width - 64) / 2, 104, 64, 64)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.on_panel))
        painter.drawRoundedRect(tile.adjusted(-2, -2, 2, 2), 19, 19)
        painter.drawPixmap(tile.toRect(), QPixmap(str(folder / "sanad-desk-64.png")))
        for name, size, weight, colour, top in (
            (NAMES[0], 20, BOLD, LIGHT.on_panel, 182),
            (NAMES[1], 13, MEDIUM, LIGHT.on_panel2, 216),
        ):
            painter.setFont(font(size, weight))
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(0, top, width, 34), Qt.AlignmentFlag.AlignCenter, name)


def _header(folder: Path, edge: str) -> None:
    """The tile lies at the outer edge of the window: right where one reads from the left, left in Arabic."""
    width, _ = HEADER
    outer_left = edge == "left"
    with _bitmap(folder / f"header-{edge}.bmp", HEADER) as painter:
        tile_x = 14 if outer_left else width - 14 - 32
        painter.drawPixmap(tile_x, 17, QPixmap(str(folder / "sanad-desk-32.png")))
        words = QRectF(54, 0, width - 54, 0) if outer_left else QRectF(0, 0, width - 54, 0)
        align = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignLeft if outer_left else Qt.AlignmentFlag.AlignRight
        )
        for name, size, weight, colour, top in (
            (NAMES[0], 13, BOLD, LIGHT.ink, 11),
            (NAMES[1], 10, MEDIUM, LIGHT.ink2, 33),
        ):
            painter.setFont(font(size, weight))
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(words.x(), top, words.width(), 22), align | Qt.AlignmentFlag.AlignAbsolute, name)


if __name__ == "__main__":
    paint_all(Path(sys.argv[1]))
