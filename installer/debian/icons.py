"""The program's icon, the brand tile of its window, as one drawing and in the sizes that desktops ask for."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPainterPath
from PySide6.QtSvg import QSvgRenderer

from sanad_ui.fonts import font, load_fonts
from sanad_ui.texts import t
from sanad_ui.tokens import BOLD, LIGHT

SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
_SIDE = 256


def drawing() -> str:
    """SVG with the letter as an outline: a desktop has not our typeface."""
    path = _letter()
    box = path.boundingRect()
    path.translate(_SIDE / 2 - box.center().x(), _SIDE / 2 - box.center().y())
    brand, ink = LIGHT.brand, LIGHT.on_brand
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SIDE}" height="{_SIDE}" viewBox="0 0 {_SIDE} {_SIDE}">'
        f'<rect width="{_SIDE}" height="{_SIDE}" rx="{_SIDE * 0.28:g}" fill="{brand}"/>'
        f'<path fill="{ink}" d="{_outline(path)}"/></svg>\n'
    )


def write(folder: Path, sizes: tuple[int, ...] = SIZES) -> dict[int, Path]:
    """`sanad-desk.svg` and one PNG a size; answers where each size lies."""
    folder.mkdir(parents=True, exist_ok=True)
    svg = drawing()
    (folder / "sanad-desk.svg").write_text(svg, encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    files = {size: folder / f"sanad-desk-{size}.png" for size in sizes}
    for size, file in files.items():
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor(0, 0, 0, 0))
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        image.save(str(file))
    return files


def _letter() -> QPainterPath:
    path = QPainterPath()
    face = font(round(_SIDE * 0.5), BOLD)
    face.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    path.addText(0, 0, face, t("brand.initial"))
    return path.simplified()


def _outline(path: QPainterPath) -> str:
    words: list[str] = []
    for index in range(path.elementCount()):
        element = path.elementAt(index)
        kind = {
            QPainterPath.ElementType.MoveToElement: "M",
            QPainterPath.ElementType.LineToElement: "L",
            QPainterPath.ElementType.CurveToElement: "C",
            QPainterPath.ElementType.CurveToDataElement: "",
        }[element.type]
        words.append(f"{kind}{element.x:.2f} {element.y:.2f}")
    return " ".join(words) + "Z"


if __name__ == "__main__":
    application = QGuiApplication(["icons", "-platform", "offscreen"])
    load_fonts()
    write(Path(sys.argv[1]))
