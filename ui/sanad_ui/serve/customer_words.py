"""How a customer is written on the page: the number hidden but for its end, the phone likewise."""

from __future__ import annotations

from sanad_desk.domain.customer import Customer
from sanad_desk.domain.identity import mask_identifier
from sanad_ui import formats
from sanad_ui.texts import Phrase, both, t


def name_of(customer: Customer) -> Phrase:
    return both(customer.name.ar, customer.name.en)


def numbers_of(customer: Customer) -> Phrase:
    """`الرقم المدني ••••5678 · هاتف ••••3456`."""

    def speak() -> str:
        shown = []
        for kind, number in (
            ("civil_number", customer.civil_number),
            ("cr_number", customer.cr_number),
            ("phone", customer.phone.removeprefix("+968")),
        ):
            if number:
                shown.append(t(f"serve.customer.masked.{kind}", number=formats.identifier(mask_identifier(number))))
        return formats.listed(shown)

    return speak


def visits_of(customer: Customer) -> Phrase:
    """`فرد · سبقت خدمته 3 مرات`."""

    def speak() -> str:
        kind = t("serve.customer.kind.company" if customer.is_company else "serve.customer.kind.person")
        if not customer.visits:
            return formats.listed([kind, t("serve.customer.first_visit")])
        return formats.listed([kind, t("serve.customer.visits", n=customer.visits)])

    return speak
