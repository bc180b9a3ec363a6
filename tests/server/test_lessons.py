"""What desks teach is counted by code as entries come in, counted the same again, and told for one centre or all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sanad_desk.server.centres import add_centre, new_enrolment_code
from sanad_desk.server.cli import main
from sanad_desk.server.database import Database
from sanad_desk.server.enrol import enrol
from sanad_desk.server.incidents import list_incidents
from sanad_desk.server.ingest import take_batch
from sanad_desk.server.judge import judge_waiting
from sanad_desk.server.keys import ServerKeys
from sanad_desk.server.lesson_sums import LONGEST_CODE, lessons_of
from sanad_desk.server.totals import centre_totals
from sanad_desk.server.verify import verify
from sanad_desk.wire import follow_facts
from sanad_desk.wire.messages import EnrolRequest
from tests.server.conftest import Join
from tests.server.pretend_desk import MORNING, TODAY, PretendDesk

CASE = bytes(15) + b"c"
TOLD = {
    "missing_paper": {"passport|photo": 1, "photo": 2},
    "return_reason": {"paper_missing": 1},
    "outage": {"ROP": 1},
    "not_offered": {"": 1},
    "assisted": {"rop-omani-passport": 1},
    "rating": {"5": 2},
    "complaint": {"price": 1},
    "case_moved": {"issue": 1, "return": 1},
}


def moved(move: str, reason: str = "", rows: tuple[str, ...] = ()) -> follow_facts.CaseMoved:
    what = (CASE, "R-0001", "rop-omani-passport", "ROP", None, None, "returned", "", "submit", reason)
    standing = follow_facts.StandingFact(*what, "", "", "", 0, MORNING, MORNING, 2)
    return follow_facts.CaseMoved(move, standing, "", rows)


def teach(desk: PretendDesk) -> None:
    for fact in (
        moved("return", "paper_missing", ("paper:4:passport|photo", "paper:1:photo", "consent", "field:plate")),
        moved("issue", "paper_missing"),
        follow_facts.PapersMissed(CASE, "rop-omani-passport", ("paper:0:photo",)),
        follow_facts.OutageBegan(CASE, "ROP"),
        follow_facts.OutageEnded(CASE, "ROP", MORNING, None),
        follow_facts.ServiceNotOffered("ترجمة قانونية"),
        follow_facts.VisitRated(None, CASE, 5),
        follow_facts.VisitRated(None, CASE, 5),
        follow_facts.ComplaintMade("0142-01-26-C-0001", "price", CASE, None),
        follow_facts.ComplaintSettled("0142-01-26-C-0001", "explained"),
        follow_facts.CustomerAssisted("rop-omani-passport", CASE),
    ):
        desk.write(fact)


def send(db: Database, keys: ServerKeys, desk: PretendDesk) -> None:
    take_batch(db, keys, desk.signer(), desk.batch(), MORNING)


def test_a_day_tells_its_lessons_by_code(server_db: Database, keys: ServerKeys, join: Join) -> None:
    desk = join()
    desk.open_shift()
    teach(desk)
    desk.sell()
    desk.close_shift(counted=56_000)
    desk.close_day()
    send(server_db, keys, desk)
    assert centre_totals(server_db, desk.centre_id, TODAY, MORNING).lessons == TOLD
    judge_waiting(server_db, MORNING)
    assert not list_incidents(server_db, desk.centre_id)
    assert list(verify(server_db)) == []


def test_a_paper_with_many_others_in_its_place_is_no_odd_entry(
    server_db: Database, keys: ServerKeys, join: Join
) -> None:
    desk, papers = join(), "|".join(f"some-paper-{n}" for n in range(20))
    desk.write(follow_facts.PapersMissed(CASE, "x", (f"paper:0:{papers}",)))
    send(server_db, keys, desk)
    lessons = centre_totals(server_db, desk.centre_id, TODAY, MORNING).lessons
    assert lessons == {"missing_paper": {papers[:LONGEST_CODE]: 1}}
    assert not list_incidents(server_db, desk.centre_id)


def test_they_are_those_of_a_span_of_days(server_db: Database, keys: ServerKeys, join: Join) -> None:
    desk = join()
    teach(desk)
    send(server_db, keys, desk)
    with server_db.reading() as connection:
        found = lessons_of(connection, desk.centre_id, TODAY, TODAY)
        before = lessons_of(connection, desk.centre_id, TODAY.replace(day=1), TODAY.replace(day=21))
    assert found["outage", "ROP"] == 1
    assert sum(found.values()) == sum(sum(by_code.values()) for by_code in TOLD.values())
    assert before == {}


def test_the_ministry_reads_all_centres_together(
    server_db: Database,
    server_url: str,
    keys: ServerKeys,
    join: Join,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("SANAD_SERVER_FOLDER", str(tmp_path / "server"))
    monkeypatch.setenv("SANAD_SERVER_DATABASE", server_url)
    here = join()
    there = PretendDesk(add_centre(server_db, "0201", "مركز آخر", "Another Centre", MORNING))
    code = new_enrolment_code(server_db, "0201", MORNING)
    enrol(server_db, keys, EnrolRequest(code, there.public_key, there.centre_id, there.desk_id, 1), MORNING)
    teach(here)
    there.write(follow_facts.PapersMissed(CASE, "x", ("paper:0:photo",)))
    for desk in (here, there):
        send(server_db, keys, desk)
    span = ["lessons", "--from", str(TODAY), "--to", str(TODAY)]
    assert main([*span, "--json"]) == 0
    everywhere = json.loads(capsys.readouterr().out)
    assert everywhere[0] == {"lesson": "missing_paper", "code": "photo", "times": 3, "centres": 2}
    assert {row["lesson"] for row in everywhere} == set(TOLD)
    assert main([*span, "--json", "--centre", "0201"]) == 0
    assert [row["times"] for row in json.loads(capsys.readouterr().out)] == [1]
    assert main([*span, "--centre", "0999"]) == 1
    assert main(["lessons", "--from", "2026-01-01", "--to", "2026-01-31"]) == 0
    assert capsys.readouterr().out == "none\n"
