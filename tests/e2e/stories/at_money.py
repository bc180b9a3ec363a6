"""Where money goes back: a receipt on the find page, a movement at the till, the page of the centre's card."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sanad_desk.usecases.demo_centre import MANAGER_PIN
from sanad_desk.wire.entries import TransactionCompleted
from sanad_ui.find.page import FindPage
from sanad_ui.portal_card.page import PortalCardPage
from tests.e2e.stories.story_desk import CTRL, SHIFT, Key, StoryDesk


def open_portal_card(desk: StoryDesk) -> PortalCardPage:
    desk.by_name("رسوم البوابات")
    desk.come_to_rest()
    return desk.find(PortalCardPage)


def read_statement(desk: StoryDesk, file: Path) -> None:
    """The bank's file, on the last part of that page, by its name in the system's dialog."""
    for _ in range(3):
        desk.key(Key.Key_F8)
    desk.key(Key.Key_F12)
    desk.wait_for_focus("fileNameEdit")
    desk.type(str(file))
    desk.key(Key.Key_Return)
    desk.window.activateWindow()  # what a desktop does by itself
    desk.come_to_rest()


def pay_the_portal(desk: StoryDesk) -> None:
    """All the fees that are ticked, with the centre's card."""
    open_portal_card(desk)
    desk.key(Key.Key_F12)
    desk.key(Key.Key_F12)


def take_back(desk: StoryDesk, number: str, parts: Collection[str]) -> str:
    """Those kinds of charges of a receipt, with the manager's PIN; the number of the reversal."""
    desk.press(Key.Key_F7)
    desk.wait_for_focus("find_box")
    desk.type(number)
    desk.wait_until(lambda: number in desk.words("find_number"), "the receipt beside the list")
    desk.come_to_rest()
    desk.key(Key.Key_V, CTRL | SHIFT)
    desk.expect_focus("reversal_part_")
    form = desk.find(FindPage).receipt.reversal
    for position, tick in form.ticks.items():
        part = next(part for part in form._story.parts if part.position == position)  # type: ignore[union-attr]
        if tick.isEnabled() and part.kind.value not in parts:
            if desk.focus != f"reversal_part_{position}":
                desk.tab_to(f"reversal_part_{position}")
            desk.press(Key.Key_Space)
    choose_reason(desk, "reversal", "entity_rejected")
    desk.key(Key.Key_Return)
    desk.wait_for_focus("find_approval_pin")
    desk.enter(MANAGER_PIN)
    desk.come_to_rest()
    return desk.facts(TransactionCompleted)[-1].number


def move_money(desk: StoryDesk, name: str, amount: str, slip: str, entity: str = "") -> None:
    """A movement at the till, by its name."""
    desk.press(Key.Key_F3)
    desk.come_to_rest()
    desk.by_name(name)
    desk.wait_for_focus("move_amount")
    desk.enter(amount)
    desk.expect_focus("move_slip", "move_receipt")
    desk.enter(slip)
    if entity:
        desk.wait_for_focus("move_entity")
        desk.enter(entity)
    choose_reason(desk, "move_reason")
    desk.key(Key.Key_F12)


def choose_reason(desk: StoryDesk, field: str, code: str = "") -> None:
    """The first of those listed, or that one."""
    desk.tab_to(f"{field}_{code}")
    desk.press(Key.Key_Space)
    desk.wait_for_focus(field)
