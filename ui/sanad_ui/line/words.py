"""The words of the line on the screen: its state in a sentence, the desks of the centre, the incidents."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_desk.usecases.line_state import DeskNews, IncidentRow
from sanad_ui import formats
from sanad_ui.error_text import written
from sanad_ui.kit import Row
from sanad_ui.line.door import ShownLine
from sanad_ui.texts import Phrase, has_text, say, t


@dataclass(frozen=True, slots=True)
class Headline:
    """`key` leads to a title and a hint."""

    key: str
    icon: str
    tone: str

    def title(self) -> Phrase:
        return say(f"line.state.{self.key}.title")

    def hint(self) -> Phrase:
        return say(f"line.state.{self.key}.hint")


_ALONE = Headline("alone", "hard-drive", "ink2")
_AWAITED = Headline("awaited", "wifi", "ink2")
_REVOKED = Headline("revoked", "ban", "bad")
_RESTORED = Headline("restored", "history", "warn")
_TRYING = Headline("trying", "wifi", "ink2")
_OFFLINE = Headline("offline", "wifi-off", "warn")
_SENDING = Headline("sending", "upload", "brand")
_ALL_SENT = Headline("all_sent", "cloud-check", "brand")


def headline(shown: ShownLine, is_online: bool | None) -> Headline:
    """`is_online` is None before the first round has ended."""
    if not shown.state.is_joined:
        return _AWAITED if shown.state.awaits else _ALONE
    if shown.state.is_revoked:
        return _REVOKED
    if shown.state.needs_epoch:
        return _RESTORED
    if is_online is None:
        return _TRYING
    if not is_online:
        return _OFFLINE
    return _SENDING if shown.receipts else _ALL_SENT


def only_here_text(shown: ShownLine) -> str:
    if not shown.receipts:
        return t("line.here.nothing")
    total = shown.total
    return formats.listed(
        [
            t("line.here.receipts", n=shown.receipts),
            formats.amount_with_unit(total) if total is not None else "",
            t("line.here.age", age=formats.duration(shown.waiting_for_ms)),
        ]
    )


def desk_row(desk: DeskNews, now: int) -> Row:
    """Which desk, and how fresh what is known of it is; in the language in use."""
    key = "line.desk.this" if desk.is_this else "line.desk.other"
    behind = max(0, desk.head_seq - desk.known_seq)
    parts = [
        t("line.desk.revoked") if desk.is_revoked else "",
        "" if desk.is_this else t("line.desk.behind", n=behind) if behind else t("line.desk.up_to_date"),
        t("line.desk.heard", moment=formats.moment_text(desk.seen_at, now)) if desk.seen_at else t("line.desk.never"),
        t("line.desk.epoch", epoch=desk.epoch) if desk.epoch > 1 else "",
    ]
    return Row(
        (desk.number, desk.epoch),
        t(key, number=formats.number(desk.number)),
        formats.listed(parts),
        icon="ban" if desk.is_revoked else "monitor",
        tone="ink2" if desk.is_revoked else "ink",
    )


def incident_row(incident: IncidentRow, now: int) -> Row:
    return Row(
        incident.id,
        incident_text(incident, "title"),
        incident_place(incident, now),
        icon="circle-check" if incident.closed_at else "triangle-alert",
        tone="ink2" if incident.closed_at else "ink",
    )


def incident_place(incident: IncidentRow, now: int) -> str:
    """Which desk, when it was seen, and when it was settled."""
    desk = incident.desk_number
    return formats.listed(
        [
            t("line.incident.settled", moment=formats.moment_text(incident.closed_at, now))
            if incident.closed_at
            else t("line.incident.open"),
            t("line.incident.desk", number=formats.number(desk)) if desk is not None else t("line.incident.server"),
            formats.moment_text(incident.opened_at, now),
        ]
    )


def incident_text(incident: IncidentRow, part: str) -> str:
    """`part` is title or remedy; a code that this program does not know yet says to call support."""
    key = f"incident.{incident.code}.{part}"
    if has_text(key):
        try:
            return t(key, **written(incident.params | {"seq": incident.seq}))
        except KeyError:
            pass  # a server of another version left out what the sentence needs
    return t(f"line.incident.unknown_{part}", code=formats.identifier(incident.code))
