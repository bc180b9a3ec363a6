"""Structured logs: one JSON object a line on stdout; codes, numbers and key ids, never what a person typed."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator

_log = logging.getLogger("sanad.server")


class JsonLines(logging.Formatter):
    """Whatever is logged, also by others, as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = getattr(record, "fields", {})
        line = {"at": round(record.created, 3), "level": record.levelname.lower(), "event": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            fields = {**fields, "fault": fault_of(record.exc_info[1])}
        return json.dumps(line | fields, ensure_ascii=False, default=str)


def begin_logs() -> None:
    """Every logger of the process writes JSON lines on stdout from now on."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def note(event: str, *, level: int = logging.INFO, **fields: object) -> None:
    """One line; the fields must not be about a person."""
    _log.log(level, event, extra={"fields": fields})


def note_fault(event: str, error: BaseException, **fields: object) -> None:
    """One line with where it happened."""
    note(event, level=logging.ERROR, **fields, fault=fault_of(error))


def fault_of(error: BaseException) -> list[str]:
    """Types and places of an error and what caused it; not its text, in which databases repeat the values they saw."""
    return [line for link in _chain(error) for line in (type(link).__qualname__, *_places(link))]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        yield error
        seen.add(id(error))
        error = error.__cause__ or error.__context__


def _places(error: BaseException) -> list[str]:
    return [
        f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
