"""The page of the line: how it stands, what is on this PC alone, the desks of the centre, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from sanad_desk.domain.errors import SanadError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.sync_now import DESK_UNKNOWN
from sanad_ui import formats, tokens
from sanad_ui.approvals import Approvals, Attempt
from sanad_ui.background import Background, Job, Lane
from sanad_ui.kit import ApprovalGiven
from sanad_ui.kit.shown import set_shown
from sanad_ui.kit.tab_order import step_focus
from sanad_ui.line.desks_card import DesksCard
from sanad_ui.line.door import LinePageDoor, ShownLine
from sanad_ui.line.incidents_card import IncidentsCard
from sanad_ui.line.join_card import JoinCard
from sanad_ui.line.parcels import Parcels
from sanad_ui.line.restored_card import SPARE_KEY, RestoredCard
from sanad_ui.line.state_card import SYNC_KEY, StateCard
from sanad_ui.line.watch import LineWatch
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page


class LinePage(Page):
    """`changed` comes when the desk joined a server or goes on under another number."""

    title_key = "line.title"
    also_key = "line.also"
    changed = Signal()

    def __init__(
        self,
        door: LinePageDoor,
        background: Background,
        watch: LineWatch,
        now: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="line_page", parent=parent)
        self._door, self._background, self._watch = door, background, watch
        self._who: SignedIn | None = None
        self._looking: Job | None = None
        self.shown: ShownLine | None = None
        self.state = StateCard(now)
        self.join = JoinCard()
        self.restored = RestoredCard()
        self.desks = DesksCard(now)
        self.incidents = IncidentsCard(now)
        self.approvals = Approvals(door, background, self, name="spare_approval")
        self.parcels: Parcels | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        row.setSpacing(tokens.SPACE)
        self._near = QWidget()
        column = QVBoxLayout(self._near)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE)
        cards: tuple[QWidget, ...] = (self.state, self.restored, self.join)
        for card in cards:
            column.addWidget(card)
        column.addWidget(self.desks, 100)
        column.addStretch(1)
        row.addWidget(self._near, 1)
        row.addWidget(self.incidents, 1)
        for hidden in (self.restored, self.join, self.desks):
            set_shown(hidden, False)

    def _connect(self) -> None:
        self.state.sync_button.clicked.connect(self.sync_now)
        self.restored.try_button.clicked.connect(self.sync_now)
        self.restored.spare_button.clicked.connect(self.go_on_spare)
        self.join.asked.connect(self._join)
        self.state.parcel_button.clicked.connect(self.open_parcels)
        self._watch.began.connect(self._on_round)
        self._watch.ended.connect(self._on_round)

    def begin(self, signed_in: object) -> None:
        self._who = signed_in if isinstance(signed_in, SignedIn) else None
        self.join.allow(self._who is not None and Role.MANAGER in self._who.roles)
        if self._watch.offered is not None:
            self.join.fill_in(*self._watch.offered)

    def enter(self) -> None:
        self.look()
        self._focus_first()

    def commands(self) -> Sequence[Command]:
        return (
            Command(
                "line.sync",
                "line.do.sync",
                self.sync_now,
                SYNC_KEY,
                "refresh-cw",
                hinted=True,
                is_enabled=self._can_sync,
            ),
            Command("line.spare", "line.do.spare", self.go_on_spare, SPARE_KEY, "hash", is_enabled=self._may_use_spare),
        )

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # a Qt override
        return step_focus(self, (self._near, self.incidents), forward=forward)

    def look(self) -> None:
        """Reads anew how the line stands."""
        if self._who is None:
            return
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self._background.run(partial(self._door.look, self._who), self.show_line, self._on_unread)

    def sync_now(self) -> None:
        self._watch.sync_now()

    def go_on_spare(self) -> None:
        """A manager decides, with a reason; the numbers of the receipts are others from then on."""
        if self.shown is None or not self._may_use_spare():
            return
        number = formats.number(self.shown.state.spare_number)
        attempt = Attempt(self._go_on, self._on_spare, self.restored.refuse, _nothing)
        self.approvals.ask("line.restored.question", attempt, number=number)

    def open_parcels(self) -> None:
        """Files on a stick in the place of the line."""
        if self.parcels is None:
            self.parcels = Parcels(self._door, self._background, self)
            self.parcels.acknowledged.connect(self._on_changed)
        self.parcels.open()

    def _on_changed(self) -> None:
        self.changed.emit()
        self.look()

    def _go_on(self, given: ApprovalGiven | None) -> None:
        if given is not None:
            self._door.go_on_spare(given)

    def _on_spare(self, _none: None) -> None:
        self.tell("line.restored.done")
        self._on_changed()

    def _join(self, address: str, code: str) -> None:
        if self._who is None:
            return
        join = partial(self._door.join, self._who, address, code)
        self._background.run(join, self._on_joined, self.join.refuse, lane=Lane.NETWORK)

    def _on_joined(self, _none: None) -> None:
        self.join.set_busy(False)
        self.join.fill_in("", "")
        self.tell("line.join.done")
        self._watch.start()
        self._on_changed()

    def _on_round(self) -> None:
        if self.isVisible():
            self.state.set_busy(self._watch.is_running)
            self.look()

    def show_line(self, shown: ShownLine) -> None:
        """With what the last round brought."""
        before, self.shown = self.shown, shown
        state, watch = shown.state, self._watch
        has_tried = watch.outcome is not None or watch.error is not None
        outcome = watch.outcome.code if watch.outcome is not None else ""
        code = watch.error.code if watch.error is not None else outcome
        self.state.show_line(shown, watch.is_online if has_tried else None, code)
        self.state.set_busy(self._watch.is_running)
        set_shown(self.restored, self._restored())
        is_in_touch = self._joined() and not self._restored()
        needs_code = bool(state.awaits) and code.startswith("enrol_code")
        set_shown(self.state.sync_button, is_in_touch or (bool(state.awaits) and not needs_code))
        set_shown(self.state.parcel_button, is_in_touch)
        self.restored.show_spare(state.spare_number)
        is_forgotten = code == DESK_UNKNOWN
        set_shown(self.join, is_forgotten or needs_code or not (state.is_joined or state.awaits))
        if (is_forgotten or needs_code) and not self.join.address.value():
            self.join.fill_in(state.address or state.awaits, "")
        set_shown(self.desks, self._joined() and not self._restored() and not is_forgotten)
        self.desks.show_desks(state.desks)
        self.incidents.show_incidents(state.incidents, state.open_incidents, is_watched=state.is_joined)
        self.commands_changed.emit()
        if before is None and self.isVisible():
            self._focus_first()

    def _on_unread(self, error: SanadError) -> None:
        self.state.why.say_error(error)

    def _focus_first(self) -> None:
        """Where something can be done, else the list of what is wrong."""
        ways = (self.restored.try_button, self.state.sync_button, self.join.address.edit, self.incidents.list)
        first = next((part for part in ways if part.isVisible() and part.isEnabled()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _can_sync(self) -> bool:
        """Also before the page has read how the line stands: its button has the keyboard at once."""
        return self._watch.is_joined

    def _joined(self) -> bool:
        return self.shown is not None and self.shown.state.is_joined

    def _restored(self) -> bool:
        return self._joined() and self.shown is not None and self.shown.state.needs_epoch

    def _may_use_spare(self) -> bool:
        return self._restored() and self.shown is not None and bool(self.shown.state.spare_number)


def _nothing() -> None:
    """The sheet was closed: all is as it was."""
