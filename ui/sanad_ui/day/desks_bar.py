"""How fresh the sums are: the other desks of the centre, and up to when each is counted in."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from sanad_desk.domain.day import DayView, OtherDesk
from sanad_ui import formats
from sanad_ui.kit import Chip
from sanad_ui.kit.flow_layout import FlowBox
from sanad_ui.kit.shown import set_shown
from sanad_ui.texts import Phrase, say

_TONES = {"known": "quiet", "late": "warn", "unheard": "warn", "revoked": "quiet"}


class DesksBar(FlowBox):
    """A chip for each; a desk that is alone has no bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("desks_bar")
        self.chips: list[Chip] = []
        set_shown(self, False)

    def show_view(self, view: DayView) -> None:
        """Chips stay once they are made, as a layout of our own must not lose items while it is used."""
        while len(self.chips) < len(view.other_desks):
            self.chips.append(Chip(name=f"desk_known_{len(self.chips)}", icon="monitor"))
            self.add(self.chips[-1])
        for place, chip in enumerate(self.chips):
            set_shown(chip, place < len(view.other_desks))
        for chip, other in zip(self.chips, view.other_desks, strict=False):
            chip.say(freshness_phrase(other, view.read_at), tone=_TONES[other.standing])
        set_shown(self, bool(view.other_desks))


def freshness_phrase(other: OtherDesk, now: int) -> Phrase:
    """`Desk 2: known to 12:40 (3 minutes ago)`, or that its sums may be missing."""
    return say(
        f"day.desks.{other.standing}",
        desk=partial(formats.number, other.number),
        at=lambda: formats.moment_text(other.known_at, now),
        ago=lambda: formats.duration(now - other.known_at),
    )
