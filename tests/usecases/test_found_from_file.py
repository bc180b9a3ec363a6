"""A fresh PC is founded by a file of the server, works without a line, and joins by itself when one comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import update

from sanad_desk.bootstrap import open_desk
from sanad_desk.catalogue.release import shipped_version
from sanad_desk.domain.catalogue import Words
from sanad_desk.domain.clock import SetClock
from sanad_desk.domain.errors import DomainError, Refused, SanadError
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.keys import load_keys
from sanad_desk.server.provision import DAY_MS, Order, Provisioned, provision
from sanad_desk.server.releases import approve, publish
from sanad_desk.server.tables import enrolment_code
from sanad_desk.store.mark import read_mark
from sanad_desk.store.verify import verify
from sanad_desk.usecases import found_from_file as files
from sanad_desk.usecases.add_operator import add_operator, reset_pin
from sanad_desk.usecases.found_from_file import found_from_file, look_at_file
from sanad_desk.usecases.join_awaited_server import join_awaited_server
from sanad_desk.usecases.join_server import found_from_server, join_server
from sanad_desk.usecases.line_state import line_state
from sanad_desk.usecases.look_at_receipt import look_at_receipt
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.open_shift import open_shift
from sanad_desk.usecases.set_centre import set_centre
from sanad_desk.usecases.sign_in import list_operators, sign_in
from sanad_desk.usecases.sync_now import sync_now
from sanad_desk.wire.provisioning import Provisioning, fingerprint, provisioning_bytes, read_provisioning
from tests.catalogue.conftest import FILES
from tests.conftest import MORNING
from tests.server.live_server import LiveServer, live_server, settings_in
from tests.usecases.played import sold

CODE = "0142"


@dataclass
class Office:
    """Whoever runs the server, and writes files for fresh PCs."""

    folder: Path
    server: LiveServer
    clock: SetClock

    def __post_init__(self) -> None:
        self.keys = load_keys(self.folder / "server")
        self.centre_id = add_centre(self.server.db, CODE, "مركز تجريبي", "Sample Centre", MORNING)

    @property
    def signed_by(self) -> str:
        return fingerprint(self.keys.signing_public)

    def make(self, desks: int = 2) -> Provisioned:
        order = Order(CODE, desks, self.server.url, 30, cr_number="1234567", phone="26000000")
        return provision(self.server.db, self.keys, order, self.clock.now())

    def write(self, raw: bytes, name: str = "one") -> Path:
        path = self.folder / f"{name}.sanad-provision"
        path.write_bytes(raw)
        return path

    def change(self, raw: bytes, key: Ed25519PrivateKey | None = None, **changed: object) -> Path:
        """The same file with something else in it, signed again."""
        key = key or self.keys.signing
        said = msgspec.structs.replace(read_provisioning(raw), **changed)
        return self.write(provisioning_bytes(key, said))


Fresh = Callable[[str], OpenDesk]


@pytest.fixture
def office(tmp_path: Path, clock: SetClock) -> Iterator[Office]:
    with live_server(settings_in(tmp_path / "server"), clock) as server:
        yield Office(tmp_path, server, clock)


@pytest.fixture
def fresh(tmp_path: Path, clock: SetClock) -> Iterator[Fresh]:
    with ExitStack() as stack:

        def opened(name: str) -> OpenDesk:
            desk = open_desk(tmp_path / name, clock=clock, create=True)
            stack.callback(desk.close)
            return desk

        yield opened


def founded(office: Office, desk: OpenDesk, raw: bytes) -> SignedIn:
    found_from_file(desk, look_at_file(office.write(raw), office.clock.now()), office.signed_by)
    return boss_of(desk)


def boss_of(desk: OpenDesk) -> SignedIn:
    (manager,) = [person for person in list_operators(desk) if Role.MANAGER in person.roles]
    return SignedIn(manager.id, manager.name, manager.roles)


def sale_at(desk: OpenDesk, who: SignedIn) -> str:
    open_shift(desk, who, 20_000)
    return sold(desk, who).number


def step(desk: OpenDesk) -> str:
    """A round as the window makes one; empty where it went through."""
    return (join_awaited_server(desk) or sync_now(desk)).code


def is_whole(desk: OpenDesk) -> bool:
    mark = read_mark(desk.store.folder)
    with desk.store.reading() as connection:
        return not verify(connection, mark).faults


def test_two_pcs_work_without_a_line_and_become_one_centre(office: Office, fresh: Fresh) -> None:
    made = office.make()
    one, two = fresh("one"), fresh("two")
    boss, other_boss = (founded(office, desk, raw) for desk, raw in zip((one, two), made.files.values(), strict=True))
    assert boss == other_boss
    assert boss.name == Words("مدير المركز", "Centre manager")
    assert sign_in(one, boss.operator_id, made.pin) == boss
    assert one.identity()[0] == two.identity()[0]
    numbers = [sale_at(desk, boss) for desk in (one, two)]
    assert [number[:8] for number in numbers] == [f"{CODE}-01-", f"{CODE}-02-"]
    assert line_state(one).awaits == office.server.url
    reset_pin(one, boss, boss.operator_id, "482913")
    clerk = add_operator(one, boss, Words("موظف تجريبي", "Sample Operator"), {Role.OPERATOR}, "135790")
    set_centre(one, boss, replace(one.identity()[0], phone="26111111"))
    assert [step(desk) for desk in (one, two, one)] == ["", "", ""]
    for desk, number in ((one, 1), (two, 2)):
        state = line_state(desk)
        assert (state.is_joined, state.awaits, state.desk_number) == (True, "", number)
        assert {person.id for person in list_operators(desk)} == {boss.operator_id, clerk.id}
        assert sign_in(desk, boss.operator_id, "482913") == boss
        assert desk.identity()[0].phone == "+96826111111"
        assert {look_at_receipt(desk, boss, given).number for given in numbers} == set(numbers)
        assert is_whole(desk)
    assert not list_incidents(office.server.db, office.centre_id)


def test_a_pin_that_somebody_chose_holds_again_once_the_line_is_there(office: Office, fresh: Fresh) -> None:
    first = office.make(1)
    one, two = fresh("one"), fresh("two")
    boss = founded(office, one, *first.files.values())
    reset_pin(one, boss, boss.operator_id, "482913")
    assert step(one) == ""
    made = office.make(1)
    founded(office, two, *made.files.values())
    sign_in(two, boss.operator_id, made.pin)
    assert step(two) == ""
    sign_in(two, boss.operator_id, "482913")
    assert step(one) == ""
    sign_in(one, boss.operator_id, "482913")


def test_a_pc_without_a_file_joins_before_any_other(office: Office, fresh: Fresh) -> None:
    made = office.make()
    desk = fresh("plain")
    code = new_enrolment_code(office.server.db, CODE, office.clock.now())
    found_from_server(desk, office.server.url, code)
    assert line_state(desk).desk_number == 3
    sign_in(desk, boss_of(desk).operator_id, made.pin)


def test_another_server_is_refused_and_nothing_is_sent_there(office: Office, fresh: Fresh, clock: SetClock) -> None:
    desk = fresh("one")
    raw = next(iter(office.make().files.values()))
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    path = office.change(raw, key, server_key=public)
    found_from_file(desk, look_at_file(path, clock.now()), fingerprint(public))
    assert step(desk) == "server_key_differs"
    assert not line_state(desk).is_joined
    with pytest.raises(DomainError, match="server_key_differs"):
        join_server(desk, boss_of(desk), office.server.url, read_provisioning(raw).code)


def test_a_desk_whose_code_is_no_good_any_more_joins_with_another(office: Office, fresh: Fresh) -> None:
    desk = fresh("one")
    boss = founded(office, desk, next(iter(office.make().files.values())))
    number = sale_at(desk, boss)
    with office.server.db.writing() as connection:
        connection.execute(update(enrolment_code).values(used_at=office.clock.now(), used_by=bytes(32)))
    assert step(desk) == step(desk) == "enrol_code_used"
    with office.server.db.writing() as connection:
        connection.execute(update(enrolment_code).values(used_at=None, expires_at=office.clock.now()))
    assert step(desk) == "enrol_code_expired"
    code = new_enrolment_code(office.server.db, CODE, office.clock.now())
    join_server(desk, boss, office.server.url, code)
    assert step(desk) == ""
    assert (line_state(desk).desk_number, line_state(desk).awaits) == (1, "")
    assert look_at_receipt(desk, boss, number).number == number


def test_a_line_that_is_dead_is_tried_again(office: Office, fresh: Fresh, clock: SetClock) -> None:
    desk = fresh("one")
    path = office.change(next(iter(office.make().files.values())), address="http://127.0.0.1:9")
    found_from_file(desk, look_at_file(path, clock.now()), office.signed_by)
    outcome = join_awaited_server(desk)
    assert outcome is not None
    assert (outcome.is_online, outcome.code) == (False, "server_unreachable")
    assert sale_at(desk, boss_of(desk)).startswith(CODE)


def test_the_catalogue_of_the_file_is_in_force_at_once(office: Office, fresh: Fresh, clock: SetClock) -> None:
    source = office.folder / "files"
    for name, text in FILES.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(text, encoding="utf-8")
    (source / "release.toml").write_text('version = "2027.1.1"\ntariff_date = 2026-01-01\n', encoding="utf-8")
    publish(office.server.db, source, "One", clock.now())
    approve(office.server.db, office.keys, "2027.1.1", "Two", clock.now())
    desk = fresh("one")
    assert desk.catalogue.version == shipped_version()
    founded(office, desk, next(iter(office.make().files.values())))
    assert desk.catalogue.version == "2027.1.1"
    again = open_desk(desk.store.folder, clock=clock, read_only=True)
    assert again.catalogue.version == "2027.1.1"
    again.close()
    assert step(desk) == ""
    assert not desk.reload_catalogue()


def test_keys_that_the_program_knows_need_no_slip(
    office: Office, fresh: Fresh, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = next(iter(office.make().files.values()))
    assert not look_at_file(office.write(raw), clock.now()).is_trusted
    listed = office.folder / "keys.txt"
    listed.write_text(f"{'0' * 64}\n{office.keys.signing_public.hex().upper()}\n", "ascii")
    monkeypatch.setattr(files, "TRUSTED_KEYS", listed)
    file = look_at_file(office.write(raw), clock.now())
    assert file.is_trusted
    found_from_file(fresh("one"), file)


REFUSALS: dict[str, Callable[[Provisioning], dict[str, object]]] = {
    "no manager": lambda said: {"manager": msgspec.structs.replace(said.manager, roles=("operator",))},
    "no profile": lambda said: {"profile": b"{}"},
    "no address": lambda said: {"address": "ftp://sync.example.om"},
}


@pytest.mark.parametrize("what", REFUSALS)
def test_what_no_desk_could_be_is_no_file(office: Office, what: str) -> None:
    raw = next(iter(office.make().files.values()))
    path = office.change(raw, **REFUSALS[what](read_provisioning(raw)))
    with pytest.raises(DomainError, match="provisioning_malformed"):
        look_at_file(path, MORNING)


def test_a_file_that_is_refused_leaves_nothing(office: Office, fresh: Fresh, clock: SetClock) -> None:
    raw = next(iter(office.make().files.values()))
    path, desk = office.write(raw), fresh("one")
    for later, code in ((30 * DAY_MS + 1, "provisioning_expired"), (-2 * DAY_MS, "clock_behind_file")):
        with pytest.raises(DomainError, match=code):
            look_at_file(path, clock.now() + later)
    with pytest.raises(SanadError, match="place_unusable"):
        look_at_file(path.with_name("gone"), clock.now())
    file = look_at_file(path, clock.now())
    with pytest.raises(DomainError, match="provisioning_signer_missing"):
        found_from_file(desk, file, " ")
    for one in (file, replace(file, is_trusted=True)):
        with pytest.raises(DomainError, match="provisioning_unknown_key"):
            found_from_file(desk, one, fingerprint(bytes(32)))
    assert not desk.is_founded
    assert not (desk.store.folder / "catalogue").exists()
    found_from_file(desk, file, office.signed_by)
    with pytest.raises(Refused, match="desk_founded_already"):
        found_from_file(desk, file, office.signed_by)
    assert is_whole(desk)
