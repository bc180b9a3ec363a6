"""Everything the follow-up page can do by key or by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from sanad_desk.domain.case_life import Move
from sanad_ui.case_words import MOVE_ICONS, MOVE_KEYS, move_phrase
from sanad_ui.follow.list_words import BUCKET_ICONS, BUCKETS, bucket_key, bucket_phrase
from sanad_ui.shell.command import Command
from sanad_ui.texts import say

if TYPE_CHECKING:
    from sanad_ui.follow.page import FollowPage


def follow_commands(page: FollowPage) -> Sequence[Command]:
    return [*_row(page), *_ways(page), *page.outages.commands()]


def _row(page: FollowPage) -> Sequence[Command]:
    """Letters act on the selected rows if there are any, else on the row the arrows are on."""
    if page.list.ticked:
        return _bulk(page)
    if page.draft is None:
        return page.card.commands()
    resume = Move.RESUME
    return [
        Command(
            "follow.resume", "follow.do.resume", page.resume_draft, MOVE_KEYS[resume], MOVE_ICONS[resume], hinted=True
        )
    ]


def _bulk(page: FollowPage) -> list[Command]:
    return [
        Command(
            f"follow.bulk.{move.value}",
            move_phrase(move),
            partial(page.bulk.take, move),
            MOVE_KEYS[move],
            MOVE_ICONS[move],
            is_enabled=partial(page.bulk.can_take, move),
        )
        for move in page.bulk.moves
    ]


def _ways(page: FollowPage) -> list[Command]:
    return [
        Command("follow.search", "follow.do.search", page.focus_search, "F8", "search", hinted=True),
        Command("follow.filters", "follow.do.filters", page.open_filters, "Ctrl+G", "list", hinted=True),
        Command(
            "follow.choose_all",
            "follow.do.choose_all",
            page.list.tick_all,
            "Ctrl+A",
            "square-check",
            is_enabled=page.list.isVisible,
        ),
        *(
            Command(
                f"follow.bucket.{bucket.value}",
                say("follow.do.bucket", name=bucket_phrase(bucket)),
                partial(page.choose_bucket, bucket),
                bucket_key(bucket),
                BUCKET_ICONS[bucket],
            )
            for bucket in BUCKETS
        ),
    ]
