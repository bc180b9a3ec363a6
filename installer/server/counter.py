"""A desk for the try of the server: joins over TLS where it has not yet, and sends until the server has everything.

Run as a process of its own with SSL_CERT_FILE; prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from sanad_desk.bootstrap import open_desk
from sanad_desk.domain.operators import Role, SignedIn
from sanad_desk.usecases.join_server import join_server
from sanad_desk.usecases.line_state import line_state
from sanad_desk.usecases.sign_in import list_operators
from sanad_desk.usecases.sync_now import sync_now

_ROUNDS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--server", required=True)
    parser.add_argument("--code", required=True)
    options = parser.parse_args()
    desk = open_desk(options.store)
    try:
        if not line_state(desk).is_joined:
            person = next(one for one in list_operators(desk) if Role.MANAGER in one.roles)
            join_server(desk, SignedIn(person.id, person.name, person.roles), options.server, options.code)
        sent = 0
        for _ in range(_ROUNDS):
            outcome = sync_now(desk)
            sent += outcome.sent
            if outcome.code or not (outcome.sent or outcome.received):
                break
        with desk.store.reading() as connection:
            head = connection.exec_driver_sql("SELECT max(seq) FROM journal").scalar_one()
        said = {"fault": outcome.code, "sent": sent, "head": head, "at_server": line_state(desk).acknowledged_seq}
    finally:
        desk.close()
    print(json.dumps(said))
    return 0 if said["at_server"] == head else 1


if __name__ == "__main__":
    sys.exit(main())
