"""A desk at which stories are played by key: the real window, a clock that moves with each key, and what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.digits import strip_marks
from sanad_desk.domain.shift import muscat_midnight
from sanad_desk.store.store import open_store
from sanad_desk.store.verify import verify
from sanad_desk.usecases.demo_centre import MANAGER_PIN, OPERATOR_PINS
from sanad_desk.usecases.follow_up import Bucket
from sanad_desk.usecases.sync_now import SyncOutcome
from sanad_desk.wire.entries import Entry, TransactionCompleted, read_entry
from sanad_desk.wire.fact import Fact
from sanad_desk.wire.follow_facts import CaseMoved
from sanad_ui.background import Background
from sanad_ui.flow import Flow
from sanad_ui.follow.list_words import chip_of
from sanad_ui.follow.page import FollowPage
from sanad_ui.played_clerk import PlayedClerk
from sanad_ui.played_counter import sign_in
from sanad_ui.serve import ServePage

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
PLAIN = Qt.KeyboardModifier.NoModifier
MANAGER, FIRST, SECOND = (Key.Key_1, MANAGER_PIN), (Key.Key_2, OPERATOR_PINS[0]), (Key.Key_3, OPERATOR_PINS[1])
Person = tuple[Qt.Key, str]
MONDAY = date(2026, 11, 23)  # the first working day after National Day
OPENS_AT_MS = 8 * 3_600_000
A_KEY_TAKES_MS = 700
FLOAT = "50"
_BUCKET_KEYS = dict(zip(Bucket, (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_6), strict=False))
F = TypeVar("F", bound=Fact)
P = TypeVar("P", bound=QWidget)


class StoryDesk(PlayedClerk):
    """Raises Stuck where the window does not come to what the story says."""

    def __init__(
        self, flow: Flow, clock: SetClock, folder: Path, line: list[SyncOutcome], pictures: Path | None = None
    ) -> None:
        super().__init__(flow.window, pictures)
        self.flow, self.clock, self.folder = flow, clock, folder
        self.line = line  # what the rounds with the server come to; while it is empty there is no server
        self._is_waiting = False

    # Keys.

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """To the dialog in front, if there is one."""
        self.clock.move(A_KEY_TAKES_MS)
        dialog = QApplication.activeModalWidget()
        handle = (dialog or self.window).windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifier)
        QCoreApplication.processEvents()

    def _pass(self, milliseconds: int) -> None:
        """Only waiting takes time: what a key sets going is waited for by its end."""
        if self._is_waiting:
            super()._pass(milliseconds)
        else:
            QCoreApplication.processEvents()

    def wait_until(self, is_so: Callable[[], bool], what: str) -> None:
        self._is_waiting = True
        super().wait_until(is_so, what)
        self._is_waiting = False

    def settle(self) -> None:
        """All that was asked of the store before is answered."""
        background, loop = self.window.findChild(Background), QEventLoop()
        assert background is not None
        background.run(lambda: None, lambda _none: loop.quit())
        loop.exec()

    def enter(self, text: str) -> None:
        """Types and goes on."""
        self.type(text)
        self.press(Key.Key_Return)

    def expect_focus(self, *names: str) -> None:
        """On one of these, or on a part whose name begins so."""
        self.wait_until(lambda: self.focus.startswith(names), f"the keyboard on {' or '.join(names)}")

    def come_to_rest(self) -> None:
        """Some answers ask again."""
        for _ in range(3):
            self.settle()

    def by_name(self, words: str) -> None:
        """What has no key of its own is called by its name."""
        self.press(Key.Key_K, CTRL)
        self.wait_for_focus("palette_field")
        self.enter(words)

    # People and days.

    def begin_day(self, person: Person, day: date | None = None) -> None:
        """Signs in and opens a shift where none runs; `day` sets the clock to its morning."""
        if day is not None:
            self.sleep_until(day)
        if self.window.is_at_work:
            self.press(Key.Key_L, CTRL)
        sign_in(self, *person)
        self.find(ServePage).fresh.length_ms = 0  # each key comes after the answer to the last
        self.expect_focus("float", "waiting_list", "customer_box", "count_button", "follow", "bucket", "service_search")
        self.come_to_rest()
        if self.focus == "waiting_list":  # yesterday's drawer is counted another time
            self.press(Key.Key_T, CTRL)
            self.expect_focus("float", "count_")
        if self.focus == "float":
            self.enter(FLOAT)
            self.wait_for_focus("customer_box")

    def sleep_until(self, day: date) -> None:
        """Its morning, with whoever was there before; without a shift no money moves."""
        self.clock.at = muscat_midnight(day) + OPENS_AT_MS

    def later(self, *, hours: int) -> None:
        self.clock.move(hours * 3_600_000)

    def next_round(self) -> None:
        """The time of the next round with the server has come."""
        watch = self.flow.watch
        assert watch is not None
        ended: list[None] = []
        watch.ended.connect(lambda: ended.append(None))
        watch.sync_now()
        self.wait_until(lambda: bool(ended), "the end of a round")
        self.come_to_rest()

    # What is on the screen.

    def said(self, name: str) -> str:
        """What a part on the screen says, without the marks of writing direction."""
        part = self.part(name)
        text = getattr(part, "text", None)
        return strip_marks(text() if callable(text) else part.accessibleName() if part is not None else "")

    def wait_for_words(self, name: str, words: str) -> None:
        self.wait_until(lambda: words in self.said(name), f"“{words}” on {name}, which says “{self.said(name)}”")

    def find(self, kind: type[P]) -> P:
        """A page of the window, to be read."""
        page = self.window.findChild(kind)
        assert isinstance(page, kind)
        return page

    @property
    def page(self) -> FollowPage:
        return self.find(FollowPage)

    def counts(self) -> dict[Bucket, int]:
        """The buckets of the follow-up page that hold something."""
        return {bucket: count for bucket in _BUCKET_KEYS if (count := self.page.buckets.count(bucket))}

    def rows(self) -> list[str]:
        """The customers listed, in their order."""
        return [strip_marks(row.customer.ar) for row in self.listed()]

    def listed(self) -> list[Any]:
        return [row for row in self.page.list._listed if self.page.list.isVisible()]

    def chips(self) -> list[str]:
        return [strip_marks(chip_of(row)[0]) for row in self.listed()]

    # The follow-up page.

    def follow(self, bucket: Bucket = Bucket.US) -> None:
        """F2 and the bucket, with its list read."""
        self.press(Key.Key_F2)
        self.press(_BUCKET_KEYS[bucket], ALT)
        self.come_to_rest()
        if self.listed() and self.focus != "follow_list":
            self.key(Key.Key_F2)

    def at_row(self, customer: str) -> None:
        """Down the list to the first case of that customer."""
        self.expect_focus("follow_list")
        for _ in self.listed():
            current = self.page.list.current
            if current is not None and strip_marks(current.customer.ar) == customer:
                self.come_to_rest()  # its card is read
                return
            self.press(Key.Key_Down)
        raise AssertionError(f"{customer} is not among {self.rows()}")

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """What that key sets going, to its end."""
        self.press(key, modifier)
        self.come_to_rest()

    def paper(self, pattern: str) -> Path:
        """Came out of the printer, which is a folder here."""
        papers = self.folder / "papers"
        self.wait_until(lambda: any(papers.glob(pattern)), f"the paper {pattern}")
        return next(papers.glob(pattern))

    # What is written down.

    def facts(self, kind: type[F]) -> list[F]:
        return [fact for entry in self._journal() if isinstance(fact := entry.read(), kind)]

    def totals(self) -> list[int]:
        """Of the receipts, in their order, in baisa."""
        return [sum(charge.amount for charge in fact.charges) for fact in self.facts(TransactionCompleted)]

    def states(self) -> list[str]:
        """Where the moves of cases led, in their order."""
        return [moved.standing.state for moved in self.facts(CaseMoved)]

    def hands(self, kind: type[Fact]) -> int:
        """How many operators wrote facts of that kind."""
        return len({entry.operator_id for entry in self._journal() if isinstance(entry.read(), kind)})

    def _journal(self) -> Iterator[Entry]:
        with open_store(self.folder, read_only=True) as store, store.reading() as connection:
            raws = connection.exec_driver_sql("SELECT entry FROM journal ORDER BY seq").scalars().all()
        return map(read_entry, raws)

    def check_books(self) -> None:
        """`verify` finds nothing, and the ledger comes to nothing."""
        with open_store(self.folder, read_only=True) as store, store.reading() as connection:
            assert verify(connection).faults == []
            assert connection.exec_driver_sql("SELECT sum(amount) FROM balance").scalar() in (0, None)
