"""`sanadctl close-shift`: count and close a drawer without the window; PINs come from a pipe or a file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from sanad_desk.ctl.doors import Subparsers, add_store, desk_at, print_json
from sanad_desk.domain.errors import AuthError, DomainError, Refused
from sanad_desk.domain.operators import SignedIn
from sanad_desk.store.faults import named_faults
from sanad_desk.usecases.approve import Approval, approve
from sanad_desk.usecases.close_shift import close_shift
from sanad_desk.usecases.count_drawer import lock_count
from sanad_desk.usecases.look_at_shift import ShiftState, ShiftView, look_at_shift, waiting_shifts
from sanad_desk.usecases.open_desk import OpenDesk
from sanad_desk.usecases.sign_in import list_operators, sign_in


def add_parser(subparsers: Subparsers) -> None:
    parser = subparsers.add_parser("close-shift", help="count and close a shift; finishes one that was counted only")
    add_store(parser)
    parser.add_argument("--operator", required=True, metavar="NAME_OR_ID", help="who closes")
    parser.add_argument("--shift", type=UUID, metavar="ID", help="default: the operator's oldest that is not closed")
    parser.add_argument(
        "--count",
        type=counted,
        metavar="50000x4,...",
        help="baisa x pieces, 0 for an empty drawer; leave out once it is locked",
    )
    parser.add_argument("--terminal-total", type=int, metavar="BAISA", help="as on the card terminal's own slip")
    parser.add_argument("--reason", default="", help="of the variance, or of a second count")
    parser.add_argument("--manager", metavar="NAME_OR_ID", help="who approves; needs a second PIN")
    parser.add_argument("--approve-later", action="store_true", help="let the manager accept the variance later")
    # Never an option itself: a command line stands in the shell's history and in every list of processes.
    pins = parser.add_mutually_exclusive_group(required=True)
    pins.add_argument("--pin-stdin", action="store_true", help="one PIN a line: the operator's, then the manager's")
    pins.add_argument("--pin-file", type=Path, metavar="FILE", help="the same from a file")
    parser.set_defaults(run=run_close_shift)


def counted(text: str) -> dict[int, int]:
    """`50000x4,500x3` as pieces by denomination; raises ValueError for anything else."""
    pieces: dict[int, int] = {}
    for part in text.split(",") if text.strip() not in ("", "0") else ():
        denomination, times = part.lower().split("x")
        pieces[int(denomination)] = pieces.get(int(denomination), 0) + int(times)
    return pieces


def run_close_shift(options: argparse.Namespace) -> int:
    """Given the same count again it goes on where it was interrupted."""
    pins = _pins(options)
    with desk_at(options.store) as desk:
        who = sign_in(desk, _person(desk, options.operator), pins[0])
        approval = _approval(desk, options, pins[1])
        view = _shift(desk, who, options.shift)
        shift_id = view.shift.id
        with _told_when_locked(desk, who, shift_id):
            if options.count is not None and not _is_counted_so(view, options.count):
                lock_count(desk, who, shift_id, options.count, options.terminal_total, approval)
            number = close_shift(
                desk, who, shift_id, reason=options.reason, approval=approval, approve_later=options.approve_later
            )
        closed = look_at_shift(desk, who, shift_id)
        assert closed is not None
        assert closed.closing is not None
    print_json(
        {
            "shift": shift_id,
            "business_date": closed.shift.business_date,
            "z_number": number,
            "expected": closed.closing.expected,
            "counted": closed.closing.counted,
            "variance": closed.closing.variance,
            "waits_for_manager": closed.closing.waits,
        }
    )
    return 0


@contextmanager
def _told_when_locked(desk: OpenDesk, who: SignedIn, shift_id: UUID) -> Iterator[None]:
    """Whoever repeats the command must know that the count stands: the closing goes on with it, or without --count."""
    try:
        yield
    except DomainError as error:
        view = look_at_shift(desk, who, shift_id)
        if view is None or view.state is not ShiftState.COUNTED:
            raise
        raise type(error)(error.code, **error.params, count_locked=True) from None


def _pins(options: argparse.Namespace) -> tuple[str, str]:
    if options.pin_stdin:
        lines: list[str] = sys.stdin.read().split()
    else:
        with named_faults(options.pin_file):
            lines = Path(options.pin_file).read_text(encoding="utf-8").split()
    first, second, *_ = [*lines, "", ""]
    return first, second


def _person(desk: OpenDesk, wanted: str) -> UUID:
    """By id, or by the name in either language."""
    for operator in list_operators(desk):
        if wanted.strip().casefold() in (str(operator.id), operator.name.ar.casefold(), operator.name.en.casefold()):
            return operator.id
    raise AuthError("operator_unknown")


def _approval(desk: OpenDesk, options: argparse.Namespace, pin: str) -> Approval | None:
    return approve(desk, _person(desk, options.manager), pin, options.reason) if options.manager else None


def _shift(desk: OpenDesk, who: SignedIn, wanted: UUID | None) -> ShiftView:
    """Somebody else's only where it is named."""
    if wanted is not None:
        view = look_at_shift(desk, who, wanted)
    else:
        own = (view for view in waiting_shifts(desk, who) if view.shift.operator_id == who.operator_id)
        view = next(own, None)
    if view is None:
        raise Refused("shift_not_open")
    return view


def _is_counted_so(view: ShiftView, pieces: dict[int, int]) -> bool:
    return view.count is not None and view.pieces == {piece: times for piece, times in pieces.items() if times}
