"""Thermal printers spoken to directly: a receipt as ESC/POS raster, sent to a network printer or a device file."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from sanad_desk.domain.errors import OfflineError

_RESET = b"\x1b@"
_FEED_AND_CUT = b"\x1bd\x04\x1dVB\x00"
_OPEN_DRAWER = b"\x1bp\x00\x32\x32"  # pin 2, 100 ms on and off
_ROWS_AT_ONCE = 255  # older heads hold no more in one image
_CONNECT_SECONDS = 3.0


class ThermalPrinter(Protocol):
    """Takes bytes as they are; raises OfflineError when the printer cannot be reached."""

    def send(self, data: bytes) -> None: ...


def encode(rows: Sequence[bytes], *, open_drawer: bool = False) -> bytes:
    """The commands that print these rows of bits (`raster.thermal_rows`), feed, cut and open the drawer."""
    parts = [_RESET]
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        band = rows[start : start + _ROWS_AT_ONCE]
        size = len(band[0]).to_bytes(2, "little") + len(band).to_bytes(2, "little")
        parts += [b"\x1dv0\x00", size, *band]
    parts.append(_FEED_AND_CUT)
    if open_drawer:
        parts.append(_OPEN_DRAWER)
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class NetworkPrinter:
    """A printer that listens on a TCP port, 9100 as a rule."""

    host: str
    port: int = 9100

    def send(self, data: bytes) -> None:
        try:
            with socket.create_connection((self.host, self.port), timeout=_CONNECT_SECONDS) as connection:
                connection.sendall(data)
        except OSError as error:
            raise OfflineError("printer_unreachable", host=self.host, port=self.port) from error


@dataclass(frozen=True, slots=True)
class DevicePrinter:
    """A printer behind a device file, e.g. `/dev/usb/lp0`, or any file for a trial."""

    path: Path

    def send(self, data: bytes) -> None:
        try:
            with self.path.open("ab") as device:
                device.write(data)
        except OSError as error:
            raise OfflineError("printer_unreachable", host=str(self.path), port=0) from error


@dataclass(slots=True)
class PaperTray:
    """A printer of no hardware that keeps what it was sent, for trials and tests."""

    sent: list[bytes] = field(default_factory=list)

    def send(self, data: bytes) -> None:
        self.sent.append(data)
