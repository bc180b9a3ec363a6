"""The line in each of its states, as a page would read it: for tests and for pictures."""

from __future__ import annotations

from sanad_desk.usecases.line_state import DeskNews, IncidentRow, LineState
from sanad_ui.line.door import ShownLine

NOW = 1_795_243_320_000
_HOUR = 3_600_000
_DAY = 24 * _HOUR
_DESKS = (
    DeskNews(1, 1, False, 1_840, 1_840, NOW - 60_000, False),
    DeskNews(2, 1, True, 2_208, 2_208, NOW - 40_000, False),
    DeskNews(3, 1, False, 977, 930, NOW - 3 * _DAY, False),
    DeskNews(4, 1, False, 120, 120, NOW - 90 * _DAY, True),
)
_INCIDENTS = (
    IncidentRow(b"1" * 16, "chain_forked", 3, 931, {}, NOW - 2 * _HOUR, 0),
    IncidentRow(b"2" * 16, "entry_unread", 1, 30, {"kind": "sample_kind"}, NOW - 9 * _DAY, NOW - 8 * _DAY),
)
_UNSENT = ("KSB1-01-000009", "KSB1-02-000012", "KSB1-02-000017")


def a_state(**changed: object) -> LineState:
    """Joined and in step but for what is given."""
    usual: dict[str, object] = {
        "is_joined": True,
        "address": "https://sync.example.om",
        "desk_number": 2,
        "spare_number": 99,
        "synced_at": NOW - 40_000,
        "acknowledged_seq": 2_208,
        "agreed_seq": 2_208,
        "clock_off_ms": 0,
        "is_revoked": False,
        "needs_epoch": False,
        "open_incidents": 0,
        "desks": _DESKS,
        "incidents": (),
    }
    return LineState(**(usual | changed))  # type: ignore[arg-type]


# What is shown, and whether the last round came through; None before there was one.
STATES: dict[str, tuple[ShownLine, bool | None]] = {
    "alone": (ShownLine(a_state(is_joined=False, address="", desks=()), 14, 412_350, 3 * _DAY), None),
    "awaited": (
        ShownLine(a_state(is_joined=False, address="", desks=(), awaits="https://sync.example.om"), 3, 12_350, _HOUR),
        False,
    ),
    "refused": (
        ShownLine(a_state(is_joined=False, address="", desks=(), awaits="https://sync.example.om"), 3, 12_350, _HOUR),
        False,
    ),
    "all-sent": (ShownLine(a_state(), 0, 0, 0), True),
    "offline": (ShownLine(a_state(synced_at=NOW - 6 * _DAY), 12, 412_350, 6 * _DAY), False),
    "incidents": (ShownLine(a_state(incidents=_INCIDENTS, open_incidents=1), 2, 23_000, 2_000), True),
    "messages": (ShownLine(a_state(messages_waiting=1, messages_unsent=_UNSENT), 0, 0, 0), True),
    "restored": (ShownLine(a_state(needs_epoch=True), 0, 0, 0), False),
    "revoked": (ShownLine(a_state(is_revoked=True), 1, 9_000, 2 * _HOUR), False),
}
