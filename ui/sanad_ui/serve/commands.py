"""Everything the serve page can do by key or by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sanad_ui.serve.customer_card import CORRECT_KEY
from sanad_ui.serve.last_sale import COMPLAINT_KEY, SLIPS_KEY
from sanad_ui.serve.quick_open import quick_commands
from sanad_ui.serve.service_list import NOT_OFFERED_KEY
from sanad_ui.serve.star_row import RATE_KEY
from sanad_ui.shell.command import Command

if TYPE_CHECKING:
    from sanad_ui.serve.page import ServePage

ASSIST_KEY = "Ctrl+Shift+B"


def serve_commands(page: ServePage) -> Sequence[Command]:
    return [*_ways(page), *_visit(page), *_case(page), *_money(page), *_papers(page), *quick_commands(page)]


def _ways(page: ServePage) -> list[Command]:
    return [
        Command("serve.search", "serve.command.search", page.services.focus_search, "F8", "search", hinted=True),
        Command("serve.customer", "serve.command.customer", page.customer.focus_box, "F9", "user", hinted=True),
        Command("serve.bill", "serve.command.bill", page.focus_bill, "F10", "receipt", is_enabled=page.has_cases),
        Command("serve.block", "serve.command.block", page.payment.blocks.jump, "F11", "triangle-alert"),
        Command("serve.pin", "serve.command.pin", page.services.toggle_pin, "Ctrl+D", "pin"),
    ]


def _visit(page: ServePage) -> list[Command]:
    return [
        Command(
            "serve.hold", "serve.command.hold", page.hold, "Ctrl+H", "pause", hinted=True, is_enabled=page.has_visit
        ),
        Command("serve.held", "serve.command.held", page.show_held, "Ctrl+Shift+H", "list"),
        Command("serve.drop", "serve.command.drop", page.ask_to_drop_visit, "", "trash-2", is_enabled=page.has_visit),
        Command(
            "serve.correct",
            "serve.command.correct",
            page.customer.correct,
            CORRECT_KEY,
            "pencil",
            is_enabled=page.has_customer,
        ),
        Command(
            "serve.representative",
            "serve.command.representative",
            page.customer.ask_for_representative,
            "Ctrl+M",
            "users",
            is_enabled=page.has_customer,
        ),
    ]


def _case(page: ServePage) -> list[Command]:
    card, view = page.checklist, page.checklist.view
    return [
        Command(
            "serve.reopen",
            "serve.command.reopen",
            view.reopen_last,
            "Shift+F7",
            "undo-2",
            hinted=True,
            is_enabled=page.has_cases,
        ),
        Command(
            "serve.override",
            "serve.command.override",
            page.override,
            "Ctrl+O",
            "shield-check",
            is_enabled=page.has_cases,
        ),
        Command("serve.row_next", "serve.command.row_next", view.step_or_skip, "Alt+Down", "arrow-down"),
        Command("serve.row_before", "serve.command.row_before", view.step_up, "Alt+Up", "arrow-up"),
        Command("serve.case_next", "serve.command.case_next", page.next_case, "Ctrl+PgDown", "chevron-down"),
        Command("serve.case_before", "serve.command.case_before", page.case_before, "Ctrl+PgUp", "chevron-up"),
        Command(
            "serve.not_ready",
            "serve.command.not_ready",
            page.papers.print_not_ready,
            "Ctrl+B",
            "printer",
            is_enabled=page.has_cases,
        ),
        Command(
            "serve.drop_case", "serve.command.drop_case", card.ask_to_drop, "", "trash-2", is_enabled=page.has_cases
        ),
    ]


def _money(page: ServePage) -> list[Command]:
    return [
        Command("serve.pay", "serve.command.pay", page.pay, "F12", "banknote", hinted=True, is_enabled=page.has_cases),
        Command(
            "serve.print_again",
            "serve.command.print_again",
            page.payment.last.print_again,
            "Ctrl+P",
            "printer",
            is_enabled=page.has_sale,
        ),
        *(
            Command(
                f"serve.tender.{code}",
                f"serve.command.tender.{code}",
                _Tender(page, code),
                "",
                "coins",
                is_enabled=_Tender(page, code).is_offered,
            )
            for code in page.payment.parts
        ),
    ]


def _papers(page: ServePage) -> list[Command]:
    papers, last, has_cases = page.papers, page.payment.last, page.has_cases
    return [
        Command(
            "serve.slips",
            "serve.command.slips",
            papers.print_slips,
            SLIPS_KEY,
            "qr-code",
            is_enabled=lambda: last.has_slips,
        ),
        Command(
            "serve.rate",
            "serve.command.rate",
            papers.focus_stars,
            RATE_KEY,
            "star",
            is_enabled=lambda: last.can_be_rated,
        ),
        Command("serve.complaint", "serve.command.complaint", papers.complain, COMPLAINT_KEY, "message-square"),
        Command("serve.assist", "serve.command.assist", papers.assist, ASSIST_KEY, is_enabled=has_cases),
        Command(
            "serve.assist_en",
            "serve.command.assist_en",
            papers.assist_in_english,
            "",
            "book-open",
            is_enabled=has_cases,
        ),
        Command(
            "serve.not_offered",
            "serve.command.not_offered",
            page.services.note_not_offered,
            NOT_OFFERED_KEY,
            "circle-help",
            is_enabled=lambda: page.services.can_be_noted,
        ),
    ]


class _Tender:
    """Chooses how the money comes."""

    def __init__(self, page: ServePage, code: str) -> None:
        self._page, self._code = page, code

    def __call__(self) -> None:
        self._page.payment.choose_tender(self._code)

    def is_offered(self) -> bool:
        return self._code in self._page.payment.offered
