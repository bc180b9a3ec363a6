"""A demo centre in one call: plainly fictional names, known PINs, no claim to be anybody's real centre."""

from __future__ import annotations

from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.centre import Centre
from sanad_desk.domain.operators import Role
from sanad_desk.usecases.add_operator import add_operator
from sanad_desk.usecases.first_run import FirstRun, first_run
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators, sign_in

MANAGER_PIN = "246810"
OPERATOR_PINS = ("135790", "112358")

DEMO_CENTRE = Centre(
    code="KSB1",
    name=Words("مركز سند التجريبي · خصب", "Sanad Demo Centre · Khasab"),
    trade_name=Words("مؤسسة تجريبية للخدمات", "Sample Services Est."),
    cr_number="1234567",
    licence_number="S-0000",
    wilayat="MU-01",
    address=Words("خصب، محافظة مسندم", "Khasab, Musandam"),
    phone="26000000",
    footer=Words(
        "احتفظ بهذا الإيصال. الشكاوى لدى مدير المركز.", "Keep this receipt. Complaints: the centre's manager."
    ),
)
_OPERATORS = (Words("موظف تجريبي أول", "Sample Operator One"), Words("موظفة تجريبية", "Sample Operator Two"))


def demo_centre(desk: OpenDesk) -> None:
    """Founds the desk as the demo centre: a manager and two operators; what a killed start left out is added."""
    if not desk.is_founded:
        manager_name = Words("مدير المركز التجريبي", "Sample Manager")
        first_run(desk, FirstRun(DEMO_CENTRE, 2, manager_name, MANAGER_PIN))
    people = list_operators(desk)
    known = {person.name for person in people}
    for name, pin in zip(_OPERATORS, OPERATOR_PINS, strict=True):
        if name not in known:
            add_operator(desk, sign_in(desk, people[0].id, MANAGER_PIN), name, {Role.OPERATOR}, pin)


def is_demo_centre(desk: OpenDesk) -> bool:
    """Whether the desk was founded here; played sales have no place in a real centre."""
    return desk.centre is not None and (desk.centre.code, desk.centre.name) == (DEMO_CENTRE.code, DEMO_CENTRE.name)
