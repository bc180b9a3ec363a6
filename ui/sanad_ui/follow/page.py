"""The follow-up page: what waits and for whom, the list of it, and the card of the row in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from sanad_desk.domain.case_life import Move, Standing
from sanad_desk.domain.errors import Refused, SanadError
from sanad_desk.domain.operators import SignedIn
from sanad_desk.domain.shift import business_date_at
from sanad_desk.usecases.follow_count import FollowCount
from sanad_desk.usecases.follow_up import Bucket, FollowRow
from sanad_desk.usecases.move_case import MoveInput
from sanad_desk.usecases.move_cases import Moved
from sanad_ui import formats, tokens
from sanad_ui.background import Background, Job
from sanad_ui.error_text import error_text
from sanad_ui.follow.buckets_card import BucketsCard
from sanad_ui.follow.bulk_card import BulkCard
from sanad_ui.follow.case_card import CaseCard
from sanad_ui.follow.case_delegate import COLUMNS, GAP
from sanad_ui.follow.case_list import CaseList
from sanad_ui.follow.commands import follow_commands
from sanad_ui.follow.door import DraftRow, FollowDoor, Followed, ListedRow
from sanad_ui.follow.filters import Filters
from sanad_ui.follow.list_words import where_phrase
from sanad_ui.follow.outage_card import OutageCard
from sanad_ui.kit import Banner, Card, EmptyState, Label
from sanad_ui.kit.tab_order import step_focus
from sanad_ui.kit.table import TableHeading
from sanad_ui.shell.command import Command
from sanad_ui.shell.page import Page
from sanad_ui.texts import Phrase, plain, say, t

_NEAR_WIDTH = 250
_CARD_WIDTH, _CARD_WIDEST = 330, 440
_MINUTE_MS = 60_000


class FollowPage(Page):
    """Lists keep their place when data arrives; a newer question takes the place of an older one."""

    title_key = "app.page.follow"
    also_key = "follow.also"
    changed = Signal()
    served = Signal(object)  # the id of the visit that waits on the serve page
    find_asked = Signal(str)

    def __init__(
        self,
        door: FollowDoor,
        card: CaseCard,
        outages: OutageCard,
        background: Background,
        now: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="follow_page", parent=parent)
        self._door, self._background, self._now = door, background, now
        self.card, self.outages = card, outages
        self._who: SignedIn | None = None
        self._asking: Job | None = None
        self._bucket = Bucket.US
        self._day: date | None = None  # whose reminders were told of
        self._due_seen = False
        self._has_focus_to_give = False
        self._pointed: ListedRow | None = None
        self._gone: UUID | None = None  # the case that was moved last, until the list is read anew
        self.found: Followed | None = None
        self.buckets, self.filters, self.list, self.bulk = BucketsCard(), Filters(), CaseList(), BulkCard()
        self.due_line = Banner(name="due_line", tone="info")
        self.line = Banner(name="follow_line", tone="brand")
        self.empty = EmptyState("inbox", "follow.page.reading", name="follow_empty")
        self.hint = Label.caption("follow.page.hint", name="follow_hint")
        self._lay_out()
        self._connect()
        self._clock = QTimer(self)
        self._clock.setInterval(_MINUTE_MS)
        self._clock.timeout.connect(self.see_the_day)
        self._clock.start()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE, tokens.SPACE, tokens.SPACE, tokens.SPACE)
        row.setSpacing(tokens.SPACE)
        self._near = QWidget()
        near = QVBoxLayout(self._near)
        near.setContentsMargins(0, 0, 0, 0)
        near.setSpacing(tokens.SPACE)
        near.addWidget(self.buckets)
        near.addWidget(self.outages, 1)
        self._near.setFixedWidth(_NEAR_WIDTH)
        self._middle = Card(name="follow_card")
        self.stack = QStackedWidget()
        self.stack.setObjectName("follow_stack")
        self._table = QWidget()
        table = QVBoxLayout(self._table)
        table.setContentsMargins(0, 0, 0, 0)
        table.setSpacing(0)
        self._heading = TableHeading(self.list, COLUMNS, "follow.column", gap=GAP)
        table.addWidget(self._heading)
        table.addWidget(self.list, 1)
        table.addWidget(self.hint)
        for part in (self.empty, self._table):
            self.stack.addWidget(part)
        for part in (self.filters, self.due_line, self.line):
            self._middle.add(part)
        self._middle.add(self.stack, 1)
        self._end = QStackedWidget()
        for card in (self.card, self.bulk):
            self._end.addWidget(card)
        self._end.setMinimumWidth(_CARD_WIDTH)
        self._end.setMaximumWidth(_CARD_WIDEST)
        row.addWidget(self._near)
        row.addWidget(self._middle, 100)
        row.addWidget(self._end, 30)

    def _connect(self) -> None:
        self.buckets.chosen.connect(self._show_bucket)
        self.filters.asked.connect(self.look)
        self.filters.stepped.connect(self.list.step)
        self.filters.submitted.connect(self._on_submitted)
        self.list.moved.connect(self._on_walked)
        self.list.chosen.connect(self._open)
        self.list.ticks_changed.connect(self._on_ticks)
        self.bulk.asked.connect(self._move_all)
        self.bulk.cleared.connect(self._let_go)
        self.due_line.acted.connect(partial(self.choose_bucket, Bucket.DUE))
        self.card.changed.connect(self._on_changed)
        self.card.moved.connect(self._on_case_moved)
        self.card.serve_asked.connect(self._serve)
        self.outages.changed.connect(self._on_changed)
        self.outages.told.connect(self.told)

    def begin(self, signed_in: object) -> None:
        """Whoever signs in is told of the morning's reminders, wherever he begins."""
        who = signed_in if isinstance(signed_in, SignedIn) else None
        if who is not None:
            self.card.begin(who)
        self.outages.begin(who)
        self._who, self._day = who, None
        self.see_the_day()

    def enter(self) -> None:
        last = self.focusWidget()
        if self.card.is_asking and last is not None:
            last.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._has_focus_to_give = True
        self.look()
        self.outages.look()

    def commands(self) -> Sequence[Command]:
        return follow_commands(self)

    def look(self, then: Callable[[], object] | None = None) -> None:
        """Reads anew what waits; what is typed, selected and in hand stays."""
        if self._who is None:
            return
        if self._asking is not None:
            self._asking.cancel()
        wanted = self.filters.wanted(self._bucket)
        self.buckets.mark(wanted.bucket)
        ask = partial(self._door.look, self._who, wanted)
        self._asking = self._background.run(ask, partial(self._on_found, then), self._on_unread)

    def look_again(self) -> None:
        """Another desk has something new; no form is taken away for it that somebody is typing in."""
        if self.card.is_asking:
            self.card.note_news()
        else:
            self.look()
        self.outages.look()

    def see_the_day(self) -> None:
        """A new morning has its own reminders; they are told of once."""
        today = self._today()
        if self._who is None or today == self._day:
            return
        self._day, self._due_seen = today, False
        self._background.run(self._door.count, self._on_counted, self._on_unread)
        if self.isVisible():
            self.look()

    def choose_bucket(self, bucket: Bucket) -> None:
        """Its rows, with the keyboard on them."""
        self._has_focus_to_give = True
        self._show_bucket(bucket)

    def focus_search(self) -> None:
        self.filters.box.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.box.edit.selectAll()

    def open_filters(self) -> None:
        self.filters.entity.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.entity.showPopup()

    @property
    def draft(self) -> DraftRow | None:
        """The row in hand, where it is none of a case yet."""
        return self._pointed if isinstance(self._pointed, DraftRow) else None

    def resume_draft(self) -> None:
        if self.draft is not None:
            self.served.emit(self.draft.visit_id)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802  # a Qt override
        return step_focus(self, (self._near, self._middle, self._end), forward=forward)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is one step back: from a form that is open, then from a filter to all that waits."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.card.is_asking and self.card.isVisible():
            self.card.show_story()
        elif self.filters.clear():
            self._has_focus_to_give = True
            self.look()
        else:
            super().keyPressEvent(event)

    def _show_bucket(self, bucket: Bucket) -> None:
        """A form is left with its case; what is typed in it holds on to both."""
        if self.card.holds():
            self._has_focus_to_give = False
            self.buckets.mark(self.filters.wanted(self._bucket).bucket)
            return
        if self.card.is_asking:
            self.card.show_story()
        self._bucket = bucket
        self._due_seen = self._due_seen or bucket is Bucket.DUE
        self.filters.clear_text()
        self.line.clear()
        self.look()

    def _on_counted(self, count: FollowCount) -> None:
        if count.due and not self.isVisible():
            self.tell(say("follow.page.due_toast", n=count.due))

    def _on_found(self, then: Callable[[], object] | None, found: Followed) -> None:
        self._asking, self.found = None, found
        self.buckets.show_counts(found.counts)
        self.filters.offer(found)
        self._has_focus_to_give = self._has_focus_to_give or (self.list.hasFocus() and not found.rows)
        self.stack.setCurrentWidget(self._table if found.rows else self.empty)
        gone, self._gone = self._gone, None
        self.list.show_listed(found.rows, gone)
        self._heading.columns = self.list.columns
        self._heading.update()
        self._say_empty()
        pointed = self._pointed
        self._point()
        if self._pointed is pointed:
            self.card.look_again()
        self._show_due(found.counts.get(Bucket.DUE, 0))
        if self._has_focus_to_give and self.isVisible():
            self._has_focus_to_give = False
            self.focus_list()
        if then is not None:
            then()

    def _on_unread(self, error: SanadError) -> None:
        self.line.say_error(error)

    def focus_list(self) -> None:
        """Where there is nothing to walk, the keyboard stands on what could be looked at instead."""
        if self.stack.currentWidget() is self._table:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.filters.is_searching:
            self.buckets.focus_marked()

    def _say_empty(self) -> None:
        filters = self.filters
        code = "found" if filters.is_searching else "filtered" if filters.is_narrowed else self._bucket.value
        self.empty.say(f"follow.empty.{code}", f"follow.empty.{code}_hint")

    def _show_due(self, due: int) -> None:
        if due and not self._due_seen and not (self.filters.is_searching or self.filters.is_narrowed):
            self.due_line.say("follow.page.due_line", n=due, action="follow.page.show_due")
        else:
            self.due_line.clear()

    def _point(self) -> None:
        """The row with its newest facts; the card keeps an open form that is about the same case."""
        row = self.list.current
        if row == self._pointed:
            return
        before, self._pointed = self._pointed, row
        about = "page.draft" if isinstance(row, DraftRow) else "card.empty"
        self.card.empty.say(f"follow.{about}", f"follow.{about}_hint")
        self.card.show_case(row if isinstance(row, FollowRow) else None)
        if isinstance(before, DraftRow) != isinstance(row, DraftRow) or not self.list.ticked:
            self.commands_changed.emit()

    def _on_walked(self, row_id: UUID) -> None:
        """To another row, unless what is typed about the one on the card keeps him there."""
        row = self.card.row
        here = row.standing.case_id if row is not None else row_id
        if row_id != here and self.list.is_listed(here) and self.card.holds():
            self.list.point_at(here)
        else:
            self._point()

    def _open(self, _row_id: object) -> None:
        if self.draft is not None:
            self.resume_draft()
        elif not self.list.ticked:
            self.card.take_keyboard()

    def _on_submitted(self) -> None:
        """What was typed last is looked for first: its answer may still be on its way."""
        self.look(self._settle)

    def _settle(self) -> None:
        if self.found is not None and self.found.rows:
            self.focus_list()
        elif self.filters.is_searching:
            self.find_asked.emit(self.filters.box.value())

    def _on_ticks(self) -> None:
        ticked = self.list.ticked
        self.bulk.show_states([row.standing.state for row in ticked])
        self._end.setCurrentWidget(self.bulk if ticked else self.card)
        self.commands_changed.emit()

    def _let_go(self) -> None:
        self.list.untick()
        self.focus_list()

    def _move_all(self, move: Move, reason: str) -> None:
        if self._who is None:
            return
        rows = {row.standing.case_id: row for row in self.list.ticked}
        asked = [MoveInput(case_id, move, reason=reason, turn=row.standing.turn) for case_id, row in rows.items()]
        references = {case_id: row.standing.reference for case_id, row in rows.items()}
        job = partial(self._door.move_all, self._who, asked)
        self._background.run(job, partial(self._on_moved, references), self._on_unread)

    def _on_moved(self, references: dict[UUID, str], moved: Moved) -> None:
        """What was moved goes where it belongs now; what was left says why."""
        self._let_go()
        left = [(references[case_id], code) for case_id, code in moved.refused]
        self.line.say(_told_of(moved.standings, left, self._today()), tone="warn" if left else "brand")
        self._on_changed()

    def _on_case_moved(self, standing: Standing) -> None:
        """Says where it is now, as its row may be gone from before his eyes."""
        self._gone = standing.case_id
        self.line.say(where_phrase(plain(formats.identifier(standing.reference)), standing, self._today()))

    def _today(self) -> date:
        return business_date_at(self._now())

    def _on_changed(self) -> None:
        self._has_focus_to_give = True
        self.look()
        self.changed.emit()

    def _serve(self, case_id: UUID, action: str) -> None:
        if self._who is not None:
            self.line.clear()
            self._background.run(
                partial(self._door.serve, self._who, case_id, action), self.served.emit, self._on_unread
            )


def _told_of(moved: Sequence[Standing], left: Sequence[tuple[str, str]], today: date) -> Phrase:
    count = say("follow.page.moved", n=len(moved))
    is_one_place = len({(each.state, each.reason) for each in moved}) == 1

    def speak() -> str:
        told = [where_phrase(count, moved[0], today)() if is_one_place else count()]
        for reference, code in left[:1]:
            why = error_text(Refused(code, reference=reference))
            told.append(t("follow.page.left", reference=formats.identifier(reference), why=why))
        if len(left) > 1:
            told.append(t("follow.page.and_more", n=len(left) - 1))
        return formats.listed(told)

    return speak
