"""A PDF turned into pictures, for the window and for printing through Qt."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from sanad_desk.receipts.pages import ROLL_PRINTABLE

# A roll printer of 203 dpi has 576 dots over the printable width: 8 dots a millimetre.
THERMAL_DPI = 576 / ROLL_PRINTABLE * 72


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
