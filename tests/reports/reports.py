"""Reports to render: a drawer's day with every kind of cell, and one long enough for many pages."""

from __future__ import annotations

from sanad_desk.reports.report import Cell, Column, Report, Table
from sanad_desk.wire.picture import Text

MADE_AT = 1_795_320_000_000  # 2026-11-22 08:00 in Muscat
CENTRE = Text("مركز سند التجريبي · خصب", "Trial Sanad Centre · Khasab")
CLERKS = (Text("أنيسة التجريبية", "Anisa Trial"), Text("بدر المثال", "Badr Example"))
COLUMNS = (
    Column("number", Text("رقم الإيصال", "Receipt number"), "id"),
    Column("at", Text("الوقت", "Time"), "instant"),
    Column("day", Text("يوم العمل", "Business date"), "date"),
    Column("operator", Text("الموظف", "Operator"), "text"),
    Column("service", Text("الخدمة", "Service"), "text"),
    Column("cases", Text("المعاملات", "Cases"), "count"),
    Column("took", Text("المدة", "Time taken"), "duration"),
    Column("share", Text("الحصة", "Share"), "percent"),
    Column("government", Text("رسوم حكومية", "Government fees"), "baisa"),
    Column("centre", Text("رسم المركز", "Centre fee"), "baisa"),
)
SERVICE = Text(
    "تجديد رخصة القيادة الخاصة للمقيمين مع فحص النظر في مركز معتمد وإضافة فئة مركبة جديدة",
    "Renewal of a resident's private driving licence with the eye test at an approved centre and a new vehicle class",
)


def row(n: int) -> tuple[Cell, ...]:
    """Row `n`: amounts that no binary fraction holds, a long service now and then."""
    return (
        f"KSBA-02-26-{n:06d}-K",
        MADE_AT + n * 61_000,
        "2026-11-22",
        CLERKS[n % 2],
        SERVICE if n % 7 == 0 else Text("تجديد بطاقة العمل", "Renew work permit"),
        1 + n % 3,
        61_000 * (n + 1),
        31_250,
        None if n % 5 == 0 else 20_105 * n + 1,
        -1_235 if n == 2 else 5_005,
    )


def receipts(count: int) -> Table:
    """A table of that many receipts with its sums."""
    rows = tuple(row(n) for n in range(count))
    total = [sum(value for each in rows if isinstance(value := each[i], int)) for i in range(len(COLUMNS))]
    sums = (Text("المجموع", "Total"), None, None, None, None, total[5], total[6], None, total[8], total[9])
    return Table("receipts", Text("الإيصالات", "Receipts"), COLUMNS, rows, sums)


TENDERS = Table(
    "tenders",
    Text("طرق الدفع", "Tenders"),
    (
        Column("tender", Text("الطريقة", "Tender"), "text"),
        Column("receipts", Text("الإيصالات", "Receipts"), "count"),
        Column("amount", Text("المبلغ", "Amount"), "baisa"),
    ),
    (
        (Text("نقدًا", "Cash"), 31, 812_300),
        (Text("بطاقة", "Card"), 1_204, 1_234_567),
        (Text("على الحساب", "On account"), 1, None),
    ),
    (Text("المجموع", "Total"), 1_236, 2_046_867),
)


def report(*tables: Table) -> Report:
    """The tables as the report of a day."""
    return Report(
        code="day",
        title=Text("تقرير اليوم", "Report of the day"),
        facts=(
            (Text("يوم العمل", "Business date"), "2026-11-22"),
            (Text("المكتب", "Desk"), "2"),
            (Text("أعده", "Made by"), CLERKS[0]),
            (Text("هاتف", "Phone"), "+968 2600 0000"),
        ),
        tables=tables,
        centre=CENTRE,
        made_at=MADE_AT,
        notes=(Text("أرقام مركز تجريبي.", "Figures of a trial centre."),),
    )
