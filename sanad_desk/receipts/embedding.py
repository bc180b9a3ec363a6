"""The product's fonts inside a PDF: only the glyphs a document draws, each with the letters it stands for.

reportlab's own TrueType fonts are addressed by character; shaped Arabic is addressed by glyph, so this is a composite
font (Type 0) whose codes are handed out per document, in the order of first use: the same paper gives the same bytes.
"""

from __future__ import annotations

import struct
from typing import Any

from sanad_desk.receipts.shaping import EM, Glyph, Line, Weight, face

_FIRST_CODE = 1  # 0 stays .notdef
_SUBSET_TAGS = {Weight.REGULAR: "SANREG", Weight.MEDIUM: "SANMED", Weight.SEMIBOLD: "SANSEM", Weight.BOLD: "SANBOL"}
_STEM_WIDTHS = {Weight.REGULAR: 80, Weight.MEDIUM: 95, Weight.SEMIBOLD: 110, Weight.BOLD: 130}
_SYMBOLIC = 4
# Only the outlines are wanted inside a PDF: shaping is done, and the codes are mapped by the composite font.
_TABLES_NOT_EMBEDDED = ("GSUB", "GPOS", "GDEF", "OS/2", "name", "post", "cmap", "STAT", "DSIG", "kern", "gasp")


class EmbeddedFont:
    """One weight in one document; reportlab calls `addObjects` when it writes the file."""

    def __init__(self, document: Any, weight: Weight) -> None:
        self.fontName = f"IBMPlexSansArabic-{weight}"
        self.resource = f"P{weight}"
        self._weight = weight
        self._codes: dict[tuple[int, str, int], int] = {}
        document.delayedFonts.append(self)

    def operators(self, line: Line, x: float, y: float, size: float) -> str:
        """The PDF operators that draw the line with its left end at `x` on the baseline `y`."""
        drawn: list[tuple[int, Glyph]] = []
        outlines: list[str] = []
        at = 0
        for glyph in line.glyphs:
            if glyph.text:
                drawn.append((at + glyph.dx, glyph))
            else:
                outlines.append(self._outline(glyph, x, y, size, at))
            at += glyph.advance
        if not drawn:
            return "".join(outlines)
        ends = [start for start, _ in drawn[1:]] + [at]
        codes = [self._code(glyph, end - start) for (start, glyph), end in zip(drawn, ends, strict=True)]
        first = x + drawn[0][0] * size / EM
        text = "".join(f"{code:04x}" for code in codes)
        return f"BT /{self.resource} {size:g} Tf {first:.2f} {y:.2f} Td <{text}> Tj ET{''.join(outlines)}"

    def _outline(self, glyph: Glyph, x: float, y: float, size: float, at: int) -> str:
        scale = size / EM
        path = face(self._weight).outline(glyph.glyph_id)
        return (
            f" q {scale:.5f} 0 0 {scale:.5f} {x + (at + glyph.dx) * scale:.2f} {y + glyph.dy * scale:.2f} cm {path} f Q"
        )

    def _code(self, glyph: Glyph, width: int) -> int:
        """A code of its own for each width a glyph is set at.

        Kerning as moves between glyphs would look like spaces to readers of PDF text, as widths it does not.
        """
        key = (glyph.glyph_id, glyph.text, width)
        code = self._codes.get(key)
        if code is None:
            code = self._codes[key] = len(self._codes) + _FIRST_CODE
        return code

    def addObjects(self, document: Any) -> None:  # noqa: N802 - reportlab calls it by this name
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

        data, positions = self._subset()
        name = PDFName(f"{_SUBSET_TAGS[self._weight]}+{self.fontName}")
        descendant = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("CIDFontType2"),
                "BaseFont": name,
                "CIDSystemInfo": PDFDictionary(
                    {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": document.Reference(self._descriptor(document, name, data)),
                "DW": 0,
                "W": PDFArray([_FIRST_CODE, PDFArray([width for _, _, width in self._codes])]),
                "CIDToGIDMap": document.Reference(_stream(document, positions)),
            }
        )
        font = PDFDictionary(
            {
                "Type": PDFName("Font"),
                "Subtype": PDFName("Type0"),
                "BaseFont": name,
                "Encoding": PDFName("Identity-H"),
                "DescendantFonts": PDFArray([document.Reference(descendant)]),
                "ToUnicode": document.Reference(_stream(document, self._to_unicode())),
            }
        )
        document.idToObject["BasicFonts"].dict[self.resource] = document.Reference(font)

    def _descriptor(self, document: Any, name: Any, data: bytes) -> Any:
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

        opened = face(self._weight)
        return PDFDictionary(
            {
                "Type": PDFName("FontDescriptor"),
                "FontName": name,
                "Flags": _SYMBOLIC,
                "FontBBox": PDFArray([-500, opened.descender, 1500, opened.ascender]),
                "ItalicAngle": 0,
                "Ascent": opened.ascender,
                "Descent": opened.descender,
                "CapHeight": 698,
                "StemV": _STEM_WIDTHS[self._weight],
                "FontFile2": document.Reference(_stream(document, data, Length1=len(data))),
            }
        )

    def _subset(self) -> tuple[bytes, bytes]:
        """The font file with the drawn glyphs alone, and for each code the glyph's place in it."""
        import uharfbuzz

        wanted = uharfbuzz.SubsetInput()
        wanted.glyph_set.update(glyph_id for glyph_id, _, _ in self._codes)
        wanted.flags = uharfbuzz.SubsetFlags.NO_HINTING | uharfbuzz.SubsetFlags.NO_LAYOUT_CLOSURE
        wanted.drop_table_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in _TABLES_NOT_EMBEDDED)
        plan = uharfbuzz.SubsetPlan(face(self._weight).face, wanted)
        places = plan.old_to_new_glyph_mapping
        positions = [0] * _FIRST_CODE + [places[glyph_id] for glyph_id, _, _ in self._codes]
        return bytes(plan.execute().blob.data), struct.pack(f">{len(positions)}H", *positions)

    def _to_unicode(self) -> bytes:
        pairs = [
            f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for (_, text, _), code in self._codes.items() if text
        ]
        chunks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]  # the format allows a hundred at a time
        body = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
            "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
            f"{body}\nendcmap CMapName currentdict /CMap defineresource pop end end"
        ).encode("ascii")


def _stream(document: Any, content: bytes, **entries: int) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFStream, PDFZCompress

    return PDFStream(PDFDictionary(dict(entries)), content, [PDFZCompress])
