"""A PDF turned into pictures: PNG for the window and Qt printing, one bit a dot for thermal heads."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from sanad_desk.receipts.pages import ROLL_PRINTABLE, ROLL_WIDTH

PRINTABLE_DOTS = 576
THERMAL_DPI = PRINTABLE_DOTS / ROLL_PRINTABLE * 72  # 203.2: 8 dots a millimetre
_DARK_BELOW = 160  # thin strokes of small type survive at this threshold, smudges do not appear
_BINARY_DIGITS = bytes(ord("1") if grey < _DARK_BELOW else ord("0") for grey in range(256))


@dataclass(frozen=True, slots=True)
class GreyPage:
    """One page, a byte a dot, rows from the top; 255 is white."""

    width: int
    height: int
    dots: bytes

    def png(self) -> bytes:
        """The page as a greyscale PNG."""
        rows = b"".join(b"\0" + self.dots[y * self.width : (y + 1) * self.width] for y in range(self.height))
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 0, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            _chunk(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
        )

    def cropped(self, left: int, width: int) -> GreyPage:
        rows = (self.dots[y * self.width + left : y * self.width + left + width] for y in range(self.height))
        return GreyPage(width, self.height, b"".join(rows))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def grey_pages(pdf: bytes, dpi: float = THERMAL_DPI) -> list[GreyPage]:
    """Every page at that resolution."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = []
        for page in document:
            bitmap = page.render(scale=dpi / 72, grayscale=True)
            raw, stride = bytes(bitmap.buffer), bitmap.stride
            rows = (raw[y * stride : y * stride + bitmap.width] for y in range(bitmap.height))
            pages.append(GreyPage(bitmap.width, bitmap.height, b"".join(rows)))
            page.close()
        return pages
    finally:
        document.close()


def png_pages(pdf: bytes, dpi: float) -> list[bytes]:
    """Every page as PNG, for `QImage.fromData` and previews."""
    return [page.png() for page in grey_pages(pdf, dpi)]


def thermal_rows(pdf: bytes) -> list[bytes]:
    """The printable 576 dots of an 80 mm paper, a bit a dot, most significant first, 1 is black; white tail cut."""
    rows: list[bytes] = []
    margin = round((ROLL_WIDTH - ROLL_PRINTABLE) / 2 / 72 * THERMAL_DPI)
    for page in grey_pages(pdf):
        digits = page.cropped(margin, PRINTABLE_DOTS).dots.translate(_BINARY_DIGITS)
        for start in range(0, len(digits), PRINTABLE_DOTS):
            rows.append(int(digits[start : start + PRINTABLE_DOTS], 2).to_bytes(PRINTABLE_DOTS // 8, "big"))
    while rows and not any(rows[-1]):
        rows.pop()
    return rows
