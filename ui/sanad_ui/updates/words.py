"""What is said of another version: how it stands, from when it is required, and why the desk cannot restart into it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sanad_desk.domain.errors import DomainError
from sanad_desk.domain.program_update import ProgramUpdate, UpdateStage
from sanad_ui import formats
from sanad_ui.error_text import error_phrase
from sanad_ui.texts import Phrase, plain, say, t

SOON_DAYS = 3
Told = tuple[str, Phrase]
"""A tone and what is said in it."""

_TONES = {
    UpdateStage.UNTRUSTED: "info",
    UpdateStage.CURRENT: "brand",
    UpdateStage.FETCHING: "info",
    UpdateStage.READY: "brand",
    UpdateStage.FAILED: "bad",
}


def stage_told(update: ProgramUpdate, now: int) -> Told:
    """One sentence for each stage; `now` in milliseconds UTC."""
    tone = _TONES[update.stage]
    if update.stage is UpdateStage.CURRENT:
        if not update.looked_at:
            return "info", say("updates.stage.unlooked")
        return tone, say("updates.stage.current", moment=lambda: formats.moment_text(update.looked_at, now))
    if update.stage is UpdateStage.FETCHING:
        done, total = _size(update.done_bytes), _size(update.total_bytes)
        return tone, say("updates.stage.fetching", version=_version(update.version), done=done, total=total)
    return tone, say(f"updates.stage.{update.stage}", version=_version(update.version))


def grace_told(update: ProgramUpdate, today: date) -> Told | None:
    """The server's word on when a version is required; None where it has said none."""
    first = update.required_from
    if first is None:
        return None
    days = (first - today).days
    version = _version(update.required_version)
    if days > 0:
        tone = "warn" if days <= SOON_DAYS else "info"
        return tone, say("updates.grace.from", version=version, date=lambda: formats.date_text(first), n=days)
    is_binding = update.is_required(today)
    away = "stays" if update.stage is UpdateStage.READY else "away"
    key = f"updates.grace.{'now' if is_binding else away}"
    return "bad" if is_binding else "warn", say(key, version=version, date=lambda: formats.date_text(first))


def note_told(update: ProgramUpdate, today: date) -> Told | None:
    """The one line for whoever works on another page: what lies ready, did not hold, or is required soon."""
    grace = grace_told(update, today)
    if grace is not None and grace[0] != "info":
        return grace
    if update.stage is UpdateStage.READY:
        return "info", say("updates.note.ready", version=_version(update.version))
    if update.stage is UpdateStage.FAILED:
        return "warn", say("updates.note.failed", version=_version(update.version))
    return None


def problem_phrase(update: ProgramUpdate) -> Phrase | None:
    """What stood in the way of the last look, or of the version that was tried."""
    if not update.problem:
        return None
    why = error_phrase(DomainError(update.problem))
    return why if update.stage is UpdateStage.FAILED else say("updates.problem", why=why)


def _version(version: str) -> Phrase:
    return plain(formats.identifier(version))


def _size(size: int) -> Callable[[], str]:
    return lambda: t("updates.megabytes", size=formats.decimal(size / 1_000_000))
