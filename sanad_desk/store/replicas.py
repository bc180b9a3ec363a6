"""The other chains of the centre, a file each: what the manager's day and the search know besides the own journal."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from sqlalchemy import Connection

from sanad_desk.store import desk_book, server_link
from sanad_desk.store.backup import copy_online
from sanad_desk.store.encrypted_file import open_engine
from sanad_desk.store.faults import named_faults
from sanad_desk.store.replica_file import ReplicaFile, remove
from sanad_desk.store.store import Store
from sanad_desk.wire.entries import chain_hash
from sanad_desk.wire.records import Record

FOLDER = "replicas"
_NAME = re.compile(r"([0-9a-f]{32})-(\d+)\.db", re.ASCII)

Chain = tuple[bytes, int]  # desk and epoch


class ReplicaGap(Exception):
    """Entries are missing before these, or are not the ones held here: the feed has to be read from its beginning."""

    def __init__(self, chain: Chain, seq: int) -> None:
        super().__init__(chain[0].hex(), chain[1], seq)
        self.chain = chain
        self.seq = seq


@dataclass(frozen=True, slots=True)
class Replica:
    """Another chain of the centre while it is read; the names of its people are in the own store."""

    number: int  # of the desk
    desk_id: bytes
    epoch: int
    connection: Connection


class Replicas:
    """All of them can be deleted at any time: `heads()` tells what is missing, and the feed brings it again.

    Nothing here may be called by somebody who holds what a unit of work of the own store waits for.
    """

    def __init__(self, store: Store) -> None:
        self.folder = store.folder / FOLDER
        self._store = store
        self._alone = threading.RLock()
        self._opened: dict[Chain, ReplicaFile] | None = None

    def heads(self) -> dict[Chain, int]:
        """The last entry held of each chain."""
        with self._alone:
            return {chain: file.ends()[1] for chain, file in self._files().items()}

    def forget(self, desk_id: bytes) -> None:
        """Drops every chain of a desk; the feed brings what the server has of it."""
        with self._alone:
            for chain in [chain for chain in self._files() if chain[0] == desk_id]:
                self._drop(chain)

    def append(self, chain: Chain, base_seq: int, base_hash: bytes, entries: Sequence[bytes]) -> int:
        """Takes what follows the entry `base_seq`, skips what is held, and gives back the last entry held now.

        Raises ReplicaGap; an entry that cannot be read is held and means nothing.
        """
        with self._alone:
            if chain == self._own():
                return base_seq + len(entries)
            digests = list(accumulate(entries, chain_hash, initial=base_hash))
            file = self._files().get(chain) or self._begin(chain, base_seq, digests)
            base, held = file.ends()
            if base_seq > held:
                raise ReplicaGap(chain, held)
            common = min(held, base_seq + len(entries))
            if common >= base and file.hash_at(common) != digests[common - base_seq]:
                self._drop(chain)
                raise ReplicaGap(chain, 0)
            fresh = entries[held - base_seq :]
            return file.append(fresh) if fresh else held

    def put_records(self, records: Iterable[tuple[Chain, Record]]) -> None:
        """Receipts and details of cases, each with the chain that wrote it, in one commit for each file.

        Raises ReplicaGap where nothing of another desk is here. A body that cannot be read is skipped, and so is what
        the own journal lacks: it comes again when the journal was taken back.
        """
        with self._alone:
            by_file: dict[ReplicaFile, list[Record]] = {}
            own = self._own()
            for chain, record in records:
                home = self._known_home(chain[0], record)
                if home is None and (own is None or chain[0] != own[0]):
                    home = self._latest(chain)
                if home is not None:
                    by_file.setdefault(home, []).append(record)
            for file, found in by_file.items():
                file.put(found)

    def blank(self, customers: Sequence[bytes]) -> None:
        """Erases what lies beside the entries of some customers; the server tells the same once it knows."""
        with self._alone:
            for file in self._files().values():
                file.blank(customers)

    @contextlib.contextmanager
    def reading(self) -> Iterator[list[Replica]]:
        """A consistent view of each chain."""
        with self._alone, contextlib.ExitStack() as views:
            found = []
            for (desk_id, epoch), file in sorted(self._files().items(), key=lambda each: each[0]):
                connection = views.enter_context(file.reading())
                number = self._number(connection, desk_id, epoch)
                found.append(Replica(number, desk_id, epoch, connection))
            yield found

    def close(self) -> None:
        with self._alone:
            for file in (self._opened or {}).values():
                file.close()
            self._opened = None

    def _files(self) -> dict[Chain, ReplicaFile]:
        """Opened once; what is of no use any more is thrown away by the one program that may write."""
        if self._opened is None:
            self._opened = {}
            for path in sorted(self.folder.glob("*.db")) if self.folder.is_dir() else ():
                name = _NAME.fullmatch(path.name)
                file = ReplicaFile.open(path, self._store.key, read_only=not self._store.writable) if name else None
                if name is not None and file is not None:
                    self._opened[bytes.fromhex(name[1]), int(name[2])] = file
                elif name is not None and self._store.writable:
                    remove(path)
        return self._opened

    def _path(self, chain: Chain) -> Path:
        return self.folder / f"{chain[0].hex()}-{chain[1]}.db"

    def _own(self) -> Chain | None:
        with self._store.reading() as connection:
            desk = desk_book.desk(connection)
        return (desk.desk_id, desk.epoch) if desk else None

    def _number(self, connection: Connection, desk_id: bytes, epoch: int) -> int:
        """A chain that begins in the middle may not say itself under which number it goes."""
        desk = desk_book.desk(connection)
        if desk is not None:
            return desk.number
        with self._store.reading() as own:
            query = "SELECT number FROM centre_chain WHERE desk_id = ? AND epoch = ?"
            return int(own.exec_driver_sql(query, (desk_id, epoch)).scalar() or 0)

    def _of_desk(self, desk_id: bytes) -> dict[Chain, ReplicaFile]:
        """The newest epoch first."""
        files = self._files()
        return {chain: files[chain] for chain in sorted(files, reverse=True) if chain[0] == desk_id}

    def _known_home(self, desk_id: bytes, record: Record) -> ReplicaFile | None:
        """Where its transaction is; a newer epoch may have taken it over."""
        files = self._of_desk(desk_id).values()
        return next((file for file in files if file.knows(record.kind, record.key)), None)

    def _latest(self, chain: Chain) -> ReplicaFile:
        files = self._of_desk(chain[0])
        if not files:
            raise ReplicaGap(chain, 0)
        return files.get(chain) or next(iter(files.values()))

    def _drop(self, chain: Chain) -> None:
        file = self._files().pop(chain)
        file.close()
        remove(file.path)

    def _begin(self, chain: Chain, base_seq: int, digests: Sequence[bytes]) -> ReplicaFile:
        """A chain's file begins where the chain parts from the own journal or from another epoch of its desk.

        The newest epoch holds what came before, so that what was opened under one key and closed under the next is
        found together; what an older one had besides stays behind in a file of its own.
        """
        common, parent = self._common(chain, base_seq, digests)
        if parent is not None and parent < chain:
            return self._branch(parent, chain, common)
        digest = digests[common - base_seq]
        file = ReplicaFile.begin(self._path(chain), self._store.key, common, digest)
        self._files()[chain] = file
        return file

    def _common(self, chain: Chain, base_seq: int, digests: Sequence[bytes]) -> tuple[int, Chain | None]:
        """The last entry that is held elsewhere already, and the chain that holds it if it is not the own one."""
        own, siblings = self._own(), self._of_desk(chain[0])
        for place in reversed(range(len(digests))):
            seq, digest = base_seq + place, digests[place]
            for other, file in siblings.items():
                if seq and file.hash_at(seq) == digest:
                    return seq, other
            if own is not None and own[0] == chain[0]:
                with self._store.reading() as connection:
                    if server_link.hash_at(connection, seq) == digest:
                        return seq, None
        if base_seq:
            raise ReplicaGap(chain, 0)
        return 0, None

    def _branch(self, parent: Chain, chain: Chain, common: int) -> ReplicaFile:
        """The parent goes before the two are put in place: cut off in between, the feed brings it again."""
        older = self._files()[parent]
        _, head = older.ends()
        new, rest = self._path(chain), self._path(parent)
        self.close()  # whatever becomes of it, the folder is looked at again
        with named_faults(self.folder):
            made = [self._part(rest, new, 1, common), self._part(rest, rest, common + 1, head)]
            remove(rest)
            for part, path in made:
                part.replace(path)
        return self._files()[chain]

    def _part(self, source: Path, path: Path, first: int, last: int) -> tuple[Path, Path]:
        """Some entries of a file beside the place they will go to, and that place."""
        part = path.with_suffix(".part")
        copy_online(source, self._store.key, part)
        cut = ReplicaFile(part, open_engine(part, self._store.key))
        try:
            cut.keep(first, last)
        finally:
            cut.close()
        return part, path
