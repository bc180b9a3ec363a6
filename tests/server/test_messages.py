"""Messages to customers at the server: carried once, by a folder or an address, and written into no log."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest

from sanad_desk.domain.errors import DomainError, OfflineError, StoreError
from sanad_desk.server.cli.main import main
from sanad_desk.server.messages_to_customers import FileGateway, PostedGateway, carry_all, gateway_of
from sanad_desk.wire.messages import CustomerText, CustomerTexts, FeedPage, TextsTaken
from tests.server.live_server import Answer, Desk, LiveServer, live_server, packed, settings_in, two_centres

PHONE, WORDS = "+96899100001", "معاملتك جاهزة"
FIRST, SECOND = CustomerText(b"1" * 16, PHONE, WORDS), CustomerText(b"2" * 16, "+96899100002", "Hello")
CENTRE = b"c" * 16


class Carrier:
    """Somebody's gateway on the loopback: answers with the next status of a list, 200 after that."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.heard: list[tuple[dict[str, str], dict[str, str]]] = []
        self.waits = threading.Event()
        self.waits.set()
        self.url = ""

    @property
    def ids(self) -> list[str]:
        return [body["id"] for _, body in self.heard]


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    found = Carrier()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
            found.waits.wait()
            self.send_response(found.statuses.pop(0) if found.statuses else 200)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            raise AssertionError("a message was taken elsewhere")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_address[1]}/send"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield found
    found.waits.set()
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def server_with(folder: Path, **gateway: object) -> Iterator[tuple[LiveServer, Desk, Desk, Desk]]:
    with live_server(settings_in(folder, **gateway)) as server:
        yield server, *two_centres(server)


def offer(desk: Desk, *texts: CustomerText) -> Answer:
    return desk.ask("POST", f"{desk.path}/messages", packed(CustomerTexts(texts)))


def taken(answer: Answer) -> TextsTaken:
    assert answer.status == 200, answer.content
    return msgspec.msgpack.decode(answer.content, type=TextsTaken)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_message_lies_in_the_folder_once_however_often_it_comes(tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    with server_with(tmp_path, messages_folder=folder) as (_, desk, colleague, foreign):
        assert taken(offer(desk, FIRST)) == TextsTaken((FIRST.id,), ())
        assert taken(offer(desk, FIRST, SECOND)).taken == (FIRST.id, SECOND.id)
        assert taken(offer(colleague, FIRST)).taken == (FIRST.id,), "a copy of the disk at another desk"
        keys = {f"{desk.centre_id.hex()}-{text.id.hex()}" for text in (FIRST, SECOND)}
        assert names(folder) == {f"{key}.json" for key in keys}
        told = json.loads((folder / f"{min(keys)}.json").read_text("utf-8"))
        assert told == {"id": min(keys), "to": PHONE, "text": WORDS}
        taken(offer(foreign, FIRST))
        assert len(names(folder)) == 3, "no centre is in the way of another"


def test_two_at_once_are_one(tmp_path: Path) -> None:
    gateway = FileGateway(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: gateway.carry("key", PHONE, WORDS), range(40)))
    assert names(tmp_path) == {"key.json"}


def test_a_feed_says_whether_messages_are_taken(tmp_path: Path) -> None:
    def says(desk: Desk) -> bool:
        return msgspec.msgpack.decode(desk.ask("GET", "/v1/feed").content, type=FeedPage).takes_messages

    with server_with(tmp_path / "with", messages_folder=tmp_path / "messages") as (_, desk, _, _):
        assert says(desk)
    with server_with(tmp_path / "without") as (_, desk, _, _):
        assert not says(desk)
        answer = offer(desk, FIRST)
        assert (answer.status, answer.refusal.code) == (404, "gateway_missing")


@pytest.mark.parametrize(
    "texts",
    [
        (FIRST,) * 51,
        (CustomerText(b"1", PHONE, WORDS),),
        (CustomerText(b"1" * 16, PHONE, "x" * 4_001),),
        (CustomerText(b"1" * 16, "9" * 41, WORDS),),
    ],
)
def test_what_is_out_of_bounds_is_refused_whole(tmp_path: Path, texts: tuple[CustomerText, ...]) -> None:
    with server_with(tmp_path, messages_folder=tmp_path / "messages") as (_, desk, _, _):
        answer = offer(desk, SECOND, *texts)
        assert (answer.status, answer.refusal.code) == (400, "body_malformed")
        assert names(tmp_path / "messages") == set()


def test_a_phone_that_is_none_is_in_nobodys_way(tmp_path: Path) -> None:
    phones = ("", "99100001", "+968\n1234567", "+٩٦٨٩٩١٠٠٠٠١")
    odd = [CustomerText(bytes([n]) * 16, phone, WORDS) for n, phone in enumerate(phones)]
    said = carry_all(FileGateway(tmp_path), CENTRE, (*odd, SECOND))
    assert said == TextsTaken((SECOND.id,), tuple(text.id for text in odd))


def test_a_revoked_desk_writes_to_nobody(tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    with server_with(tmp_path, messages_folder=folder) as (server, desk, _, _):
        with server.db.writing() as connection:
            connection.exec_driver_sql("UPDATE desk SET revoked_at = 1")
        answer = offer(desk, FIRST)
        assert (answer.status, answer.refusal.code) == (403, "desk_revoked")
        assert names(folder) == set()


def test_a_full_folder_is_away_and_not_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    with server_with(tmp_path, messages_folder=folder) as (_, desk, _, _):
        folder.rmdir()
        answer = offer(desk, FIRST)
        assert (answer.status, answer.refusal.code) == (503, "busy")
        assert int(answer.headers["retry-after"]) > 0
        folder.mkdir()
        assert taken(offer(desk, FIRST)).taken == (FIRST.id,)


def test_a_message_is_posted_with_its_key(carrier: Carrier, tmp_path: Path) -> None:
    how = {"messages_url": carrier.url, "messages_token": "sample-token"}
    with server_with(tmp_path, **how) as (_, desk, _, _):
        assert taken(offer(desk, FIRST, SECOND)).taken == (FIRST.id, SECOND.id)
    headers, body = carrier.heard[0]
    assert body == {"id": f"{desk.centre_id.hex()}-{FIRST.id.hex()}", "to": PHONE, "text": WORDS}
    assert (headers["idempotency-key"], headers["authorization"]) == (body["id"], "Bearer sample-token")


def test_what_the_gateway_will_never_carry_is_said_and_the_others_go_on(carrier: Carrier) -> None:
    carrier.statuses = [422]
    assert carry_all(PostedGateway(carrier.url), CENTRE, (FIRST, SECOND)) == TextsTaken((SECOND.id,), (FIRST.id,))
    assert "authorization" not in carrier.heard[0][0]


@pytest.mark.parametrize("status", [302, 401, 404, 409, 429, 500, 503])
def test_a_gateway_that_says_anything_else_is_away(carrier: Carrier, status: int) -> None:
    carrier.statuses = [status]
    with pytest.raises(OfflineError, match="gateway_away"):
        carry_all(PostedGateway(carrier.url), CENTRE, (FIRST, SECOND))
    assert len(carrier.heard) == 1, "and is not asked for the next one"
    carrier.statuses = [200, status]
    assert carry_all(PostedGateway(carrier.url), CENTRE, (FIRST, SECOND)) == TextsTaken((FIRST.id,), ())


def test_nobody_there_is_away_too(tmp_path: Path) -> None:
    with server_with(tmp_path, messages_url="http://127.0.0.1:9/send") as (_, desk, _, _):
        assert offer(desk, FIRST).status == 503
        assert desk.ask("GET", "/v1/feed").status == 200


def test_a_slow_gateway_holds_up_few(carrier: Carrier) -> None:
    gateway, heard = PostedGateway(carrier.url), threading.Semaphore(0)
    carrier.waits.clear()

    def carry(number: int) -> bool:
        try:
            return gateway.carry(str(number), PHONE, WORDS)
        except OfflineError:
            heard.release()
            return False

    with ThreadPoolExecutor(10) as pool:
        asked = [pool.submit(carry, number) for number in range(10)]
        for _ in range(6):
            assert heard.acquire(timeout=30), "six are told to come again while the others wait"
        carrier.waits.set()
        assert sum(one.result() for one in asked) == 4
    assert carry(11)


def test_no_log_names_anybody(carrier: Carrier, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    carrier.statuses = [401]
    with caplog.at_level(logging.DEBUG), server_with(tmp_path, messages_url=carrier.url) as (_, desk, _, _):
        offer(desk, FIRST)
        taken(offer(desk, FIRST))
    fields = [json.dumps(record.__dict__, default=str, ensure_ascii=False) for record in caplog.records]
    assert any('"status": 401' in line and "gateway away" in line for line in fields)
    assert not any(PHONE[1:] in line or WORDS in line for line in fields)


@pytest.mark.parametrize(
    "url", ["http://gateway.example/send", "ftp://127.0.0.1/", "file:///etc/hosts", "https://", "http://[", "x"]
)
def test_phones_go_over_tls_or_stay_on_the_machine(tmp_path: Path, url: str) -> None:
    with pytest.raises(DomainError, match="gateway_address_malformed"):
        gateway_of(settings_in(tmp_path, messages_url=url))


@pytest.mark.usefixtures("own_folder")
def test_a_folder_that_cannot_be_is_said_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="place_unusable"):
        FileGateway(tmp_path / "file" / "messages")
    assert main(["migrate"]) == 0
    assert main(["serve", "--messages-url", "http://gateway.example/"]) == 1
    assert "cannot be posted to" in capsys.readouterr().err
    assert main(["serve", "--messages-folder", str(tmp_path / "file" / "messages")]) == 1
    assert "cannot be used" in capsys.readouterr().err


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANAD_SERVER_FOLDER", str(tmp_path / "keys"))
    monkeypatch.delenv("SANAD_SERVER_DATABASE", raising=False)
