"""Statements of a card as banks give them: separators, encodings, headings, dates, signs, and what is no line."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanad_desk.domain.card_statement import LARGEST_FILE, read_statement
from sanad_desk.domain.errors import DomainError

ENGLISH = """Sample Bank
Account,4000-XXXX-0001
Period,01/11/2026 - 30/11/2026

Transaction Date,Value Date,Description,Reference No.,Debit (OMR),Credit (OMR),Balance
21/11/2026,22/11/2026,"ROP, Muscat",ROP-88213,"1,021.000",,479.000
2026-11-22 10:42,,Top up,,,500.000,979.000
23-Nov-2026,,MOL,00004711,7.5,0.000,971.500
,,Closing balance,,,,971.500
24/13/2026,,Wrong day,,1.000,,
25/11/2026,,No amount,,,,
26/11/2026,,Not an amount,,about 5,,
"""
ARABIC = """كشف حساب البطاقة
التاريخ;البيان;رقم المرجع;المبلغ (ر.ع.);الرصيد
٢١/١١/٢٠٢٦;شرطة عمان;٨٨٢١٣;-٢١٫٠٠٠;٧٩٫٠٠٠
22/11/2026;تعبئة;;50.000 ر.ع.;129.000
"""


def test_a_statement_is_read_below_its_headings():
    statement = read_statement(ENGLISH.encode())
    assert [(line.row, line.on.day, line.amount, line.reference) for line in statement.lines] == [
        (6, 21, 1_021_000, "ROP-88213"),
        (7, 22, -500_000, ""),
        (8, 23, 7_500, "00004711"),
    ]
    assert statement.lines[0].text == "ROP, Muscat"
    assert statement.span == (date(2026, 11, 21), date(2026, 11, 23))
    assert statement.closing == 971_500


def test_what_cannot_be_read_is_named_with_its_row_and_reason():
    unread = read_statement(ENGLISH.encode()).unread
    assert [(row.row, row.reason) for row in unread] == [
        (9, "date_missing"),
        (10, "date_wrong"),
        (11, "amount_missing"),
        (12, "amount_wrong"),
    ]
    assert "Closing balance" in unread[0].text


def test_a_file_of_which_nothing_could_be_read_tells_why():
    statement = read_statement(b"Date,Amount,Balance\nnever,1.000,\n21/11/2026,none,\n")
    assert [(row.row, row.reason) for row in statement.unread] == [(2, "date_wrong"), (3, "amount_wrong")]
    assert (statement.lines, statement.span, statement.closing) == ((), None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1256", "utf-16"])
def test_arabic_headings_in_every_usual_encoding(encoding: str):
    text = ARABIC if encoding != "cp1256" else ARABIC.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789."))
    statement = read_statement(text.encode(encoding))
    assert [line.amount for line in statement.lines] == [21_000, -50_000]
    assert statement.lines[0].reference.translate(str.maketrans("٨٢١٣", "8213")) == "88213"
    assert statement.lines[0].text == "شرطة عمان"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_usual_separator(separator: str):
    rows = [["Date", "Details", "Amount"], ["21/11/2026", "a, b; c", "5.000"]]
    text = "\r\n".join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    [line] = read_statement(text.encode()).lines
    assert (line.amount, line.text) == (5_000, "a, b; c")


@pytest.mark.parametrize(
    ("amounts", "read"),
    [
        (["5.000", "7.000"], [5_000, 7_000]),  # a list of purchases
        (["-5.000", "50.000"], [5_000, -50_000]),
        (["(5.000)", "50.000"], [5_000, -50_000]),
        (["5.000 DR", "50.000 CR"], [5_000, -50_000]),
        (["OMR -5.000", "50.000-"], [5_000, 50_000]),
    ],
)
def test_the_side_of_an_amount(amounts: list[str], read: list[int]):
    rows = "\n".join(f"2026-11-21;{amount}" for amount in amounts)
    assert [line.amount for line in read_statement(f"Date;Amount\n{rows}".encode()).lines] == read


def _amounts(text: str) -> tuple[list[int], list[str]]:
    statement = read_statement(text.encode())
    return [line.amount for line in statement.lines], [row.reason for row in statement.unread]


@pytest.mark.parametrize(
    ("amounts", "read"),
    [
        (["-51,040", "100,000"], [51_040, -100_000]),
        (["-51,040", "1.200,500", "0"], [51_040, -1_200_500]),  # dots before thousands
        (["-51,04", "7", "1200,500"], [51_040, -7_000, -1_200_500]),
        (["٥١٬٠٤٠٫٥٠٠"], [51_040_500]),
    ],
)
def test_a_comma_before_the_decimals(amounts: list[str], read: list[int]):
    rows = "".join(f"21/11/2026;ROP;{amount};R\n" for amount in amounts)
    lines, reasons = _amounts(f"Date;Description;Amount;Reference\n{rows}")
    assert (lines, reasons) == (read, ["amount_missing"] * ("0" in amounts))


@pytest.mark.parametrize(
    ("amounts", "read"),
    [
        (["51,040", "5.000"], [5_000]),
        (["51,040", "1,051.040"], [1_051_040]),
        (["51,040", "7"], [7_000]),
        (["51,040", "1,051,040", "3"], [3_000]),
        (["1.051,040", "51,040", "5.000"], [5_000]),
    ],
)
def test_a_comma_that_may_be_either_is_not_guessed(amounts: list[str], read: list[int]):
    rows = "".join(f"21/11/2026;{amount}\n" for amount in amounts)
    lines, reasons = _amounts(f"Date;Amount\n{rows}")
    assert lines == read
    assert reasons == ["amount_wrong"] * (len(amounts) - len(read))


@pytest.mark.parametrize(
    ("heading", "read"),
    [
        ("Amount (baisa)", [51_040, 1_051_040]),
        ("المبلغ بالبيسة", [51_040, 1_051_040]),
        ("المبلغ (بيسة)", [51_040, 1_051_040]),
        ("Debit Bz", [51_040, 1_051_040]),
        ("Amount (OMR, baisa)", [51_040_000]),
    ],
)
def test_a_column_of_baisa(heading: str, read: list[int]):
    text = f'Date;"{heading}";Balance\n21/11/2026;51040;1.000\n21/11/2026;1,051,040;2.000\n21/11/2026;5.5.1;\n'
    assert _amounts(text)[0] == read
    if len(read) == 2:
        assert _amounts(text)[1] == ["amount_wrong"]
        assert [line.balance for line in read_statement(text.encode()).lines] == [1_000, 2_000]


def test_a_column_may_tell_the_side():
    text = "Date,Amount,DR/CR\n21/11/2026,5.000,DR\n21/11/2026,50.000,CR\n"
    assert [line.amount for line in read_statement(text.encode()).lines] == [5_000, -50_000]


def test_the_newest_line_closes_whichever_end_it_stands_at():
    text = "Date,Amount,Balance\n22/11/2026,5.000,95.000\n21/11/2026,7.000,100.000\n"
    assert read_statement(text.encode()).closing == 95_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "statement_without_columns"),
        (b"PK\x03\x04rest", "statement_not_text"),
        (b"%PDF-1.7", "statement_not_text"),
        (bytes(range(256)) * 8, "statement_without_columns"),
        (b"Date,Amount\n", "statement_empty"),
        (b"Statement date 01/11/2026,Total amount 5.000\n", "statement_without_columns"),
        (b"x" * (LARGEST_FILE + 1), "statement_too_large"),
    ],
)
def test_what_is_no_statement(data: bytes, code: str):
    with pytest.raises(DomainError) as refused:
        read_statement(data)
    assert refused.value.code == code


CELLS = st.sampled_from(
    ["", "21/11/2026", "2026-11-21", "5.000", "-5", "(7)", "OMR", "1,000.5 CR", "٥", '"', "x,y", "99/99/2026"]
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_every_row_below_the_headings_is_read_or_named(rows: list[list[str]], separator: str):
    table = [["Date", "Amount", "Reference"], ["21/11/2026", "1.000", "R"], *rows]
    text = "\n".join(separator.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in table)
    statement = read_statement(text.encode())
    filled = [row for row in rows if any(row)]
    assert len(statement.lines) + len(statement.unread) == 1 + len(filled)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_statement_or_refused(data: bytes):
    for whole in (data, b"Date,Amount\n" + data):
        with contextlib.suppress(DomainError):
            read_statement(whole)
