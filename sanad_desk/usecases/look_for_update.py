"""Looking for a newer version at the server, and fetching it slice by slice between the rounds."""

from __future__ import annotations

from sanad_desk.domain.errors import OfflineError, Refused, SanadError
from sanad_desk.domain.program_update import ProgramUpdate
from sanad_desk.store import server_link
from sanad_desk.sync.round import Ends, open_session
from sanad_desk.updates.running import RunningProgram
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.program_update import program_update
from sanad_desk.usecases.sync_now import line_of


def look_for_update(desk: OpenDesk, *, budget_s: float = 15.0, asked: bool = False) -> ProgramUpdate:
    """One slice in the network's lane; called again while the stage is FETCHING. Never raises for line or server.

    Nobody `asked`: only when the last look is hours old or a version is on its way.
    """
    from sanad_desk.updates.bring import is_due, note_problem

    program, now = desk.program, desk.clock.now()
    if program.trusts_updates and (asked or is_due(program, now)):
        try:
            _look(desk, program, now, budget_s, asked)
        except OfflineError as error:
            note_problem(program, error)
        except SanadError as error:
            note_problem(program, error, looked_at=now)
    return program_update(desk)


def _look(desk: OpenDesk, program: RunningProgram, now: int, budget_s: float, asked: bool) -> None:
    from sanad_desk.updates.bring import bring, note_problem, taking_turns
    from sanad_desk.updates.line_source import LineSource

    with desk.store.reading() as connection:
        link = server_link.load(connection)
    if link is None:
        note_problem(program, Refused("not_joined"))  # and nobody was asked
        return
    session = open_session(Ends(desk.store, desk.replicas, line_of(desk, link.address), desk.clock))
    with taking_turns(program) as is_ours:
        if is_ours:
            bring(program, LineSource(session), now, budget_s=budget_s, asked=asked)
