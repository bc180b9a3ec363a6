"""The work in the entity's portal beside this window: its steps, what it wants copied, and when it is done."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sanad_desk.domain.identity import mask_identifier, show_phone
from sanad_desk.domain.money import format_amount
from sanad_ui import formats
from sanad_ui.kit import Banner, Label, SecondaryButton
from sanad_ui.kit.buttons import DeskButton
from sanad_ui.kit.flow_layout import FlowBox
from sanad_ui.serve.rows.copy_chip import CopyChip
from sanad_ui.serve.rows.open_row import OpenRow
from sanad_ui.texts import Phrase, both, plain, say

_LONGEST_SHOWN = 24


class PortalRow(OpenRow):
    """Without a line the work is put off; the money is taken all the same."""

    def build(self) -> None:
        since = self.tools.down_since(self.item.case.entity.code)
        if since is not None:
            words = say("outage.serve.down", time=lambda: formats.time_text(since))
            self.body.addWidget(Banner(words, name="portal_down"))
        for place, step in enumerate(self.item.row.details):
            words = say("checklist.portal_step", n=place + 1, step=both(step.ar, step.en))
            self.body.addWidget(Label.secondary(words, wrap=True, name=f"step_part_{place + 1}"))
        chips = self._chips()
        if chips:
            box = FlowBox(spacing=6)
            for chip in chips:
                box.add(chip)
            self.body.addWidget(box)
        self._outcomes: list[DeskButton] = self.outcome_buttons(after_field=False)
        if self.item.case.entity.portal_url:
            self.opener = SecondaryButton("checklist.open_portal", name="step_open", icon="external-link", key="3")
            self.opener.clicked.connect(self._open)
            self.buttons.add(self.opener)

    def first(self) -> QWidget:
        return self._outcomes[0]

    def complete(self) -> None:
        self.choose(1)

    def choose(self, place: int) -> bool:
        choices = self.item.row.choices
        if place == len(choices) + 1 and self.item.case.entity.portal_url:
            self._open()
            return True
        if not 0 < place <= len(choices):
            return False
        self.send(choices[place - 1].code)
        return True

    def _open(self) -> None:
        self.tools.open_address(self.item.case.entity.portal_url)

    def _chips(self) -> list[CopyChip]:
        """The customer's numbers hidden but for their end, and what was typed for this case."""
        wanted: list[tuple[str, Phrase, str, str]] = []
        customer = self.item.customer
        if customer is not None:
            local = show_phone(customer.phone).replace(" ", "")
            for code, value in (
                ("civil_number", customer.civil_number),
                ("cr_number", customer.cr_number),
                ("phone", local),
            ):
                hidden = formats.identifier(mask_identifier(value))
                wanted.append((code, say(f"serve.customer.{code}"), value, hidden))
            name = customer.name.ar or customer.name.en
            wanted.append(("name", say("serve.customer.name"), name, _short(name)))
        for row in self.item.case.checklist.rows:
            if row.state is not None and row.state.outcome == "typed" and row.key != "reference":
                label = both(row.text.ar, row.text.en)
                wanted.append((row.key, label, _as_typed(row.check, row.state.value), _short(row.state.value)))
        return [
            CopyChip(label, plain(shown), value, self.tools.copy, name=f"copy_{code}")
            for code, label, value, shown in wanted
            if value
        ]


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST_SHOWN else f"{value[: _LONGEST_SHOWN - 1]}…"


def _as_typed(check: str, value: str) -> str:
    """Portals take rials and local phones, the store keeps baisa and +968."""
    if check == "amount":
        return format_amount(int(value), grouped=False)
    return value.removeprefix("+968") if check == "phone" else value
