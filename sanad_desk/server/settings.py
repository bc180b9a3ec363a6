"""What a server process has to be told: where it keeps its things, and how much it takes on at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sanad_desk.wire.packing import MOST_SENT

THREADS = 16
DEFAULT_FOLDER = Path("server-data")


@dataclass(frozen=True, slots=True)
class Settings:
    """The same in every worker; `folder` holds the server's keys, and the database where none is named."""

    database: str  # URL
    folder: Path
    metrics: bool = False
    judge: bool = True
    threads: int = THREADS  # requests worked on at once, each with a connection to the database
    most_inside: int = 128  # requests that are worked on or wait for a thread; more are told to come again
    most_held: int = 64 * MOST_SENT  # bytes of bodies in memory, whole or still arriving
    silence_seconds: float = 20.0  # a body of which nothing comes for so long is cut off
    slowest: int = 1_800  # bytes a second: so 1 MiB may take ten minutes, and nobody holds its room for longer
    most_parcels: int = 4  # in memory at once, apart from the bodies
    messages_folder: Path | None = None  # messages to customers are put there, or sent to `messages_url`
    messages_url: str = ""
    updates_folder: Path | None = None  # the update site that desks may read
    messages_token: str = field(default="", repr=False)


def read_settings(environment: Mapping[str, str]) -> Settings:
    """From SANAD_SERVER_DATABASE and SANAD_SERVER_FOLDER; without them a SQLite file in `server-data`.

    SANAD_SERVER_MESSAGES_TOKEN: a secret, which does not belong on a command line.
    """
    folder = Path(environment.get("SANAD_SERVER_FOLDER") or DEFAULT_FOLDER).absolute()
    database = environment.get("SANAD_SERVER_DATABASE") or f"sqlite:///{folder.as_posix()}/server.sqlite3"
    return Settings(database, folder, messages_token=environment.get("SANAD_SERVER_MESSAGES_TOKEN", ""))
