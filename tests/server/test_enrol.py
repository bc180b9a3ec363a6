"""Enrolment: a code, once, makes a desk known; nothing that was lost or guessed changes that."""

from __future__ import annotations

import re

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import insert, select, update

from sanad_desk.domain.errors import AuthError, DomainError
from sanad_desk.server import tables
from sanad_desk.server.centres import CentreRefused, add_centre, new_enrolment_code, revoke_desk
from sanad_desk.server.conflict import Conflict
from sanad_desk.server.database import Database
from sanad_desk.server.enrol import enrol
from sanad_desk.server.enrolment_code import new_code, read_code
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.signers import find_signer
from sanad_desk.wire.messages import Enrolled, EnrolRequest, key_id_of
from tests.server.conftest import Join
from tests.server.pretend_desk import CENTRE_CODE, MORNING, PretendDesk

DAY = 24 * 3_600_000


class Door:
    """Where desks enrol."""

    def __init__(self, db: Database, keys: ServerKeys, centre_id: bytes) -> None:
        self.db, self.keys, self.centre_id = db, keys, centre_id

    def code(self) -> str:
        return new_enrolment_code(self.db, CENTRE_CODE, MORNING)

    def fresh(self, code: str, key: bytes | None = None, now: int = MORNING) -> Enrolled:
        """A PC that was never founded."""
        return enrol(self.db, self.keys, EnrolRequest(code, key or new_key()), now)

    def founded(self, code: str, desk: PretendDesk, number: int | None = None) -> Enrolled:
        ids = (desk.centre_id, desk.desk_id, number or desk.number)
        return enrol(self.db, self.keys, EnrolRequest(code, desk.public_key, *ids), MORNING)


@pytest.fixture
def door(server_db: Database, keys: ServerKeys, centre_id: bytes) -> Door:
    """Of a centre that is set up."""
    place = {"centre_id": centre_id, "kind": "centre", "key": b"profile", "desk_id": bytes(16)}
    with server_db.writing() as connection:
        values = {**place, "epoch": 0, "revision": 1, "position": 1, "body": b"{}"}
        connection.execute(insert(tables.record).values(values))
    return Door(server_db, keys, centre_id)


def new_key() -> bytes:
    return Ed25519PrivateKey.generate().public_key().public_bytes_raw()


def test_a_fresh_pc_gets_ids_a_number_and_a_spare_one(door: Door) -> None:
    key = new_key()
    enrolled = door.fresh(door.code(), key)
    assert (enrolled.centre_id, enrolled.centre_code) == (door.centre_id, CENTRE_CODE)
    assert (enrolled.desk_number, enrolled.spare_number, enrolled.epoch) == (1, 99, 1)
    assert (enrolled.server_key, enrolled.box_key) == (door.keys.signing_public, door.keys.box_public)
    signer = find_signer(door.db, key_id_of(enrolled.centre_id, enrolled.desk_id, 1))
    assert signer is not None
    assert (signer.public_key, signer.is_revoked) == (key, False)


def test_no_number_is_given_twice(door: Door) -> None:
    given = [door.fresh(door.code()) for _ in range(3)]
    numbers = [number for one in given for number in (one.desk_number, one.spare_number)]
    assert numbers == [1, 99, 2, 98, 3, 97]


def test_a_desk_that_was_founded_offline_keeps_its_ids(door: Door) -> None:
    desk = PretendDesk(b"c" * 16, number=7)
    enrolled = door.founded(door.code(), desk)
    assert (enrolled.desk_id, enrolled.desk_number) == (desk.desk_id, 7)
    assert enrolled.centre_id == door.centre_id
    assert list_incidents(door.db, door.centre_id) == ()


def test_a_number_that_another_desk_has_is_changed_and_people_are_told(door: Door) -> None:
    door.fresh(door.code())
    desk = PretendDesk(door.centre_id, number=1)
    assert door.founded(door.code(), desk).desk_number == 2
    (incident,) = list_incidents(door.db, door.centre_id)
    assert (incident.code, incident.desk_id) == ("desk_renumbered", desk.desk_id)
    assert incident.params == {"old_number": 1, "new_number": 2}


def test_a_lost_answer_is_given_again(door: Door) -> None:
    code, key = door.code(), new_key()
    assert door.fresh(code, key) == door.fresh(code, key)
    assert door.fresh(door.code(), key) == door.fresh(code, key)
    with pytest.raises(AuthError, match="enrol_code_used"):
        door.fresh(code)


def test_a_code_is_good_for_a_day(door: Door) -> None:
    code = door.code()
    with pytest.raises(AuthError, match="enrol_code_expired"):
        door.fresh(code, now=MORNING + DAY)
    assert door.fresh(code, now=MORNING + DAY - 1).desk_number == 1


def test_wrong_guesses_cost_nobody_his_code(door: Door) -> None:
    """Anybody can make them: the centre's code is on every receipt."""
    opened = door.code()
    for _ in range(30):
        with pytest.raises(AuthError, match="enrol_code_wrong"):
            door.fresh(new_code(CENTRE_CODE))
    assert door.fresh(opened).desk_number == 1


def test_who_is_refused_uses_up_nothing(door: Door, desk: PretendDesk) -> None:
    add_centre(door.db, "0201", "مركز آخر", "", MORNING)
    empty, code = new_enrolment_code(door.db, "0201", MORNING), door.code()
    with pytest.raises(Conflict, match="centre_not_set_up"):
        door.fresh(empty)
    with pytest.raises(Conflict, match="desk_known"):
        door.founded(code, PretendDesk(door.centre_id, desk_id=desk.desk_id))
    assert door.founded(empty, PretendDesk(door.centre_id)).desk_number == 1
    assert door.fresh(code).desk_number == 2


def test_a_centre_nobody_knows_and_a_desk_somebody_else_is(door: Door, desk: PretendDesk) -> None:
    with pytest.raises(AuthError, match="enrol_code_wrong"):
        door.fresh(new_code("ZZZ9"))
    with pytest.raises(CentreRefused, match="centre_unknown"):
        new_enrolment_code(door.db, "ZZZ9", MORNING)
    with pytest.raises(CentreRefused, match="centre_code_taken"):
        add_centre(door.db, CENTRE_CODE, "مركز آخر", "", MORNING)
    stranger = PretendDesk(door.centre_id, desk_id=desk.desk_id)
    with pytest.raises(Conflict, match="desk_known"):
        door.founded(door.code(), stranger)


@pytest.mark.parametrize(
    "request_",
    [
        EnrolRequest("", b"k" * 31),
        EnrolRequest("", b"k" * 32, b"c"),
        EnrolRequest("", b"k" * 32, b"c" * 16, b"d" * 15),
        EnrolRequest("", b"k" * 32, b"c" * 16, b"d" * 16, 100),
    ],
)
def test_what_cannot_be_an_id_is_not_read(request_: EnrolRequest) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(request_), type=EnrolRequest)


def test_the_centres_profile_comes_along(door: Door) -> None:
    assert door.fresh(door.code()).profile == b"{}"


def test_a_server_from_a_backup_begins_in_the_middle(door: Door, desk: PretendDesk) -> None:
    """What it gave after the backup lay at the ends."""
    with door.db.writing() as connection:
        connection.execute(update(tables.server_state).values(epoch_changed_at=MORNING + 1))
    given = [door.fresh(door.code()) for _ in range(2)]
    numbers = {number for one in given for number in numbers_of(one)}
    assert len(numbers) == 4
    assert {20 <= number <= 80 for number in numbers} == {True}


def test_a_number_on_receipts_is_given_to_nobody(door: Door, desk: PretendDesk) -> None:
    desk.number = 2  # under an epoch that the server forgot
    desk.sell()
    take_batch(door.db, door.keys, desk.signer(), desk.batch(), MORNING)
    assert numbers_of(door.fresh(door.code())) == (3, 98)


def numbers_of(enrolled: Enrolled) -> tuple[int, int]:
    return enrolled.desk_number, enrolled.spare_number


def test_numbers_run_out_and_nothing_is_written(door: Door) -> None:
    for _ in range(50):
        last = door.fresh(door.code())
    assert (last.desk_number, last.spare_number) == (50, 0)
    with pytest.raises(Conflict, match="desk_numbers_used_up"):
        door.fresh(door.code())
    with door.db.reading() as connection:
        assert len(connection.execute(select(tables.chain.c.epoch)).all()) == 50


def test_a_revoked_desk_is_known_as_such(door: Door, join: Join) -> None:
    desk = join()
    for _ in range(2):
        revoke_desk(door.db, desk.centre_id, desk.desk_id, revoked_by="Sample Manager", now=MORNING)
    signer = find_signer(door.db, key_id_of(desk.centre_id, desk.desk_id, 1))
    assert signer is not None
    assert signer.is_revoked
    with pytest.raises(CentreRefused, match="desk_unknown"):
        revoke_desk(door.db, desk.centre_id, b"n" * 16, revoked_by="Sample Manager", now=MORNING)


@pytest.mark.parametrize("name", ["", "a.b.c", "0" * 32 + "." + "0" * 32 + ".1", "0" * 32 + "." + "0" * 32 + ".0"])
def test_a_key_of_nobody_has_no_signer(door: Door, name: str) -> None:
    assert find_signer(door.db, name) is None


def test_a_code_has_the_shape_people_are_told_of() -> None:
    for code in (new_code("0142"), new_code("KSB1")):
        assert re.fullmatch(r"[A-Z0-9]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}-[0-9A-HJKMNP-TV-Z]", code)
        assert read_code(code) == (code[:4], code)


def test_a_code_is_read_however_it_is_typed() -> None:
    code = "KSB1-0123-4568-G"
    spelt = code.replace("0123", "oI23")
    for typed in (code, code.lower(), code.replace("-", ""), f"  {code} ", spelt, code.replace("0123", "٠١٢٣")):
        assert read_code(typed) == ("KSB1", code)


def test_every_wrong_letter_shows() -> None:
    letters = new_code("0142").replace("-", "")
    wrong = [letters[:n] + ("0" if letters[n] != "0" else "7") + letters[n + 1 :] for n in range(len(letters))]
    for typed in (*wrong, "", letters[:-1], letters + "0", "٠" * 40):
        with pytest.raises(DomainError, match="enrol_code_mistyped"):
            read_code(typed)
