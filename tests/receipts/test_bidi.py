"""Invariants of the bidi module on receipt-like text; the standard's own cases are in test_bidi_conformance."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.receipts.bidi import LTR, RTL, isolated, ltr, resolve

texts = st.text(
    alphabet="ابتثدرسلامةء ـًabcXYZ0123456789٠١٢٣()[]<>«».,:/+-%·\u2066\u2067\u2068\u2069\u200f", max_size=40
)
bases = st.sampled_from([None, LTR, RTL])
codes = st.from_regex(r"[A-Z0-9+][A-Z0-9 /.:-]{0,20}[A-Z0-9]", fullmatch=True)


def shown(text: str, base: int | None = RTL) -> str:
    """The characters from the left edge to the right, mirrored brackets left as they are."""
    runs = resolve(text, base).visual_runs(0, len(text))
    parts = [text[run.start : run.end][:: -1 if run.level & 1 else 1] for run in runs]
    return "".join(part for part in parts).translate(dict.fromkeys(range(0x2066, 0x206A)))


@given(texts, bases)
def test_every_character_is_shown_once(text: str, base: int | None) -> None:
    paragraph = resolve(text, base)
    runs = paragraph.visual_runs(0, len(text))
    assert sorted(i for run in runs for i in range(run.start, run.end)) == list(range(len(text)))
    assert all(paragraph.base <= level <= 127 for level in paragraph.levels)


@given(texts, bases, st.data())
def test_lines_of_a_paragraph_share_it_out(text: str, base: int | None, data: st.DataObject) -> None:
    middle = data.draw(st.integers(0, len(text)))
    paragraph = resolve(text, base)
    halves = [*paragraph.visual_runs(0, middle), *paragraph.visual_runs(middle, len(text))]
    assert sorted(i for run in halves for i in range(run.start, run.end)) == list(range(len(text)))


@given(codes, st.sampled_from(["هاتف {} للشكاوى", "{} ر.ع.", "مرجع المنصة Portal ref. {}", "({})", "رخصة {}: رقم"]))
def test_an_isolated_code_reads_from_left_to_right_anywhere(code: str, frame: str) -> None:
    assert code in shown(frame.format(ltr(code)))


@given(st.text(alphabet="abcXYZ 019.,:()-", max_size=30))
def test_latin_text_keeps_its_order_in_a_latin_line(text: str) -> None:
    assert shown(text, LTR) == text


def test_a_phone_without_isolation_is_turned_by_the_standard() -> None:
    """Why every code on paper is isolated: this order is right by UAX #9 and wrong for people."""
    assert "3456 2412 968+" in shown("هاتف +968 2412 3456")
    assert "+968 2412 3456" in shown("هاتف " + ltr("+968 2412 3456"))


def test_a_name_takes_the_direction_of_its_first_letter() -> None:
    assert "Rajesh Kumar (PRO)" in shown("المندوب " + isolated("Rajesh Kumar (PRO)") + " حضر")
