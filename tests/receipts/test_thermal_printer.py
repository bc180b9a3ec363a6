"""ESC/POS: what is sent prints the picture again, and reaches a network printer and a device file unchanged."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import pytest

from sanad_desk.domain.errors import OfflineError
from sanad_desk.receipts.escpos import DevicePrinter, NetworkPrinter, PaperTray, ThermalPrinter, encode
from sanad_desk.receipts.raster import thermal_rows
from sanad_desk.receipts.receipt import Paper, render_receipt
from tests.receipts.pictures import QR_TEXT, picture


def decoded(data: bytes) -> list[bytes]:
    """The rows of all raster images in a stream of commands."""
    rows: list[bytes] = []
    at = data.find(b"\x1dv0\x00")
    while at >= 0:
        width = int.from_bytes(data[at + 4 : at + 6], "little")
        height = int.from_bytes(data[at + 6 : at + 8], "little")
        start = at + 8
        rows += [data[start + y * width : start + (y + 1) * width] for y in range(height)]
        end = start + width * height
        at = data.find(b"\x1dv0\x00", end) if data[end : end + 4] == b"\x1dv0\x00" else -1
    return rows


def test_the_sent_rows_are_the_picture() -> None:
    rows = thermal_rows(render_receipt(picture(), None, QR_TEXT, paper=Paper.ROLL))
    assert len(rows) > 255
    data = encode(rows)
    assert decoded(data) == rows
    assert data.startswith(b"\x1b@")
    assert b"\x1bp" not in data[-6:]
    assert encode(rows, open_drawer=True).endswith(b"\x1bp\x00\x32\x32")


def test_a_network_printer_gets_the_bytes() -> None:
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def accept() -> None:
            connection, _ = server.accept()
            with connection:
                while part := connection.recv(65_536):
                    received.append(part)

        listener = threading.Thread(target=accept)
        listener.start()
        NetworkPrinter("127.0.0.1", server.getsockname()[1]).send(b"paper" * 50_000)
        listener.join(timeout=10)
    assert b"".join(received) == b"paper" * 50_000


def test_a_device_file_gets_the_bytes(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    DevicePrinter(device).send(b"one")
    DevicePrinter(device).send(b"two")
    assert device.read_bytes() == b"onetwo"


def test_the_tray_keeps_what_it_was_sent() -> None:
    tray = PaperTray()
    printer: ThermalPrinter = tray
    printer.send(b"one")
    assert tray.sent == [b"one"]


def test_a_printer_out_of_reach_is_an_offline_error(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed_port = server.getsockname()[1]
    for printer in (NetworkPrinter("127.0.0.1", closed_port), DevicePrinter(tmp_path / "missing" / "lp0")):
        with pytest.raises(OfflineError) as raised:
            printer.send(b"paper")
        assert raised.value.code == "printer_unreachable"
