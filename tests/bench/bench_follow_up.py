"""The follow-up list of 400 open cases, and its count on the rail, against reading their bare rows.

Run with `python -m tests.bench.bench_follow_up`.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from sanad_desk.store.encrypted_file import connect
from sanad_desk.usecases.follow_count import follow_count
from sanad_desk.usecases.follow_up import Bucket, FollowFilter, follow_up
from tests.bench.bench_day import timed
from tests.bench.desks import found
from tests.usecases.played import sold

CASES = 400
TIMES = 9
PERMIT = "mol-work-permit-renew"  # its entity takes days
_BARE = "SELECT s.*, c.* FROM case_standing s LEFT JOIN customer c ON c.id = s.customer_id WHERE s.is_open = 1"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk, who = found(Path(folder) / "store")
        for _ in range(CASES):
            sold(desk, who, PERMIT)
        raw = connect(desk.store.path, desk.store.key, read_only=True)
        bare = timed(lambda: raw.execute(_BARE).fetchall(), TIMES)
        raw.close()

        def whole() -> object:
            return follow_up(desk, who, FollowFilter(Bucket.ALL))

        listed, counted = timed(whole, TIMES), timed(lambda: follow_count(desk), TIMES)
        print(f"{CASES} open cases: bare rows {bare * 1e3:.1f} ms, list {listed * 1e3:.1f} ms: {listed / bare:.1f}x")
        print(f"count on the rail {counted * 1e3:.1f} ms: {counted / bare:.1f}x")
        desk.close()


if __name__ == "__main__":
    main()
