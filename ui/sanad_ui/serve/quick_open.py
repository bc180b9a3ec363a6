"""Alt and a digit: a customer who is listed, else a pinned or frequent service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sanad_ui.shell.command import Command
from sanad_ui.texts import t

if TYPE_CHECKING:
    from sanad_ui.serve.page import ServePage

PLACES = 9


class _Quick:
    """One digit; its name is that of the service it would open now."""

    def __init__(self, page: ServePage, place: int) -> None:
        self._page, self._place = page, place

    def run(self) -> None:
        if not self._page.customer.box.take(self._place):
            self._page.services.take(self._place)

    def can_run(self) -> bool:
        return bool(self._page.customer.box.has_choices or self._page.services.title_at(self._place))

    def say(self) -> str:
        return t("serve.command.quick", n=self._place + 1, service=self._page.services.title_at(self._place))


def quick_commands(page: ServePage) -> list[Command]:
    quick = [_Quick(page, place) for place in range(PLACES)]
    return [
        Command(f"serve.quick_{place + 1}", one.say, one.run, f"Alt+{place + 1}", "star", is_enabled=one.can_run)
        for place, one in enumerate(quick)
    ]
