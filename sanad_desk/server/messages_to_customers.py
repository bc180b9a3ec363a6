"""Messages to customers, handed to whoever carries them; nothing of them is kept here or written to the log."""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from sanad_desk.domain.errors import DomainError, OfflineError, StoreError
from sanad_desk.server.logs import note
from sanad_desk.server.settings import Settings
from sanad_desk.wire.messages import CustomerText, TextsTaken

_PHONE = re.compile(r"\+[0-9]{7,15}", re.ASCII)
_WHILE_S = 20.0  # for one request of a desk, which waits three times as long
_SILENCE_S = 10.0
_MOST_POSTING = 4  # threads of a process that may wait for a slow gateway: the others are for the desks
_HERE = ("127.0.0.1", "localhost", "::1")
_WRONG_MESSAGE = (400, 422)


class MessageGateway(Protocol):
    """Whoever carries messages; one of the same key is carried once."""

    def carry(self, key: str, phone: str, text: str) -> bool:
        """Whether it is on its way; False where it never will be. Raises OfflineError: gateway_away."""
        ...


def gateway_of(settings: Settings) -> MessageGateway | None:
    """None where nobody was named; raises DomainError gateway_address_malformed, StoreError place_unusable."""
    if settings.messages_folder is not None:
        return FileGateway(settings.messages_folder)
    if settings.messages_url:
        return PostedGateway(settings.messages_url, settings.messages_token)
    return None


def carry_all(gateway: MessageGateway, centre_id: bytes, texts: Sequence[CustomerText]) -> TextsTaken:
    """As many as go within a while, in their order; raises OfflineError gateway_away where not even the first does.

    Keys are of the centre, so that no other one can be in the way.
    """
    taken: list[bytes] = []
    refused: list[bytes] = []
    until = time.monotonic() + _WHILE_S
    for text in texts:
        try:
            is_carried = _PHONE.fullmatch(text.phone) is not None and gateway.carry(
                f"{centre_id.hex()}-{text.id.hex()}", text.phone, text.text
            )
        except OfflineError:
            if taken or refused:
                break
            raise
        (taken if is_carried else refused).append(text.id)
        if time.monotonic() >= until:
            break
    return TextsTaken(tuple(taken), tuple(refused))


class FileGateway:
    """Puts each message into a folder as `KEY.json`, whole or not at all; one that lies there is not put again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError("place_unusable", path=str(folder), reason=error.strerror) from error

    def carry(self, key: str, phone: str, text: str) -> bool:
        unfinished = self._folder / f".{key}.{secrets.token_hex(4)}"
        try:
            with unfinished.open("xb") as file:
                file.write(_as_json(key, phone, text))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(unfinished, self._folder / f"{key}.json")
        except OSError as error:
            note("gateway away", level=logging.WARNING, reason=type(error).__name__)
            raise OfflineError("gateway_away") from error
        finally:
            with suppress(OSError):
                unfinished.unlink()
        return True


class PostedGateway:
    """Posts each message as JSON; whoever answers there knows by `Idempotency-Key` what he has carried already."""

    def __init__(self, url: str, token: str = "") -> None:
        self._url = _checked(url)
        self._headers = {"Content-Type": "application/json", "User-Agent": "sanad-server"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._posting = threading.BoundedSemaphore(_MOST_POSTING)
        self._opener = build_opener(_StayHere)

    def carry(self, key: str, phone: str, text: str) -> bool:
        if not self._posting.acquire(blocking=False):
            raise OfflineError("gateway_away")
        try:
            headers = {**self._headers, "Idempotency-Key": key}
            request = Request(self._url, _as_json(key, phone, text), headers, method="POST")
            with self._opener.open(request, timeout=_SILENCE_S):
                return True
        except HTTPError as error:
            error.close()
            if error.code in _WRONG_MESSAGE:
                return False
            note("gateway away", level=logging.WARNING, status=error.code)
            raise OfflineError("gateway_away") from error
        # HTTPException, of an answer that is none, is no OSError; and the text of either may repeat what was sent.
        except Exception as error:
            note("gateway away", level=logging.WARNING, reason=type(error).__name__)
            raise OfflineError("gateway_away") from error
        finally:
            self._posting.release()


class _StayHere(HTTPRedirectHandler):
    """Whoever else it was would get the token and the customer's phone."""

    def redirect_request(self, *_: Any) -> None:
        return None


def _as_json(key: str, phone: str, text: str) -> bytes:
    return json.dumps({"id": key, "to": phone, "text": text}, ensure_ascii=False).encode()


def _checked(url: str) -> str:
    """Phones and texts go over TLS, or do not leave this machine."""
    with suppress(ValueError):
        parts = urlsplit(url)
        if (parts.scheme == "https" and parts.hostname) or (parts.scheme == "http" and parts.hostname in _HERE):
            return url
    raise DomainError("gateway_address_malformed", address=url)
