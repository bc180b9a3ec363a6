"""A release's difference as lines that whoever approves it reads before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby

from sanad_desk.catalogue.difference import Change
from sanad_desk.domain.catalogue import Words
from sanad_desk.server.releases import Proposal


def print_proposal(proposal: Proposal, *, as_json: bool) -> None:
    """JSON, or a paragraph for each service."""
    if as_json:
        print(json.dumps(asdict(proposal), ensure_ascii=False, indent=2, default=str))
        return
    count = len(proposal.changes)
    print(f"Release {proposal.version}, from {proposal.valid_from}")
    print(f"{count} {'difference' if count == 1 else 'differences'} to {proposal.base_version}")
    for (code, name), changes in groupby(proposal.changes, lambda change: (change.code, change.name)):
        print(f"\n{code}  {_said(name)}".rstrip())
        for change in changes:
            print(f"  {_line(change)}")


def _line(change: Change) -> str:
    kind = change.kind.replace("_", " ")
    what = ", ".join(part for part in (change.action, _said(change.what)) if part)
    amounts = " → ".join(part or "—" for part in (change.old, change.new)) if change.old else change.new
    said = ": ".join(part for part in (kind, what, amounts) if part)
    return " ".join([said, *_days(change)])


def _days(change: Change) -> Iterator[str]:
    if change.valid_from:
        yield f"from {change.valid_from}"
    if change.valid_until:
        yield f"until {change.valid_until}"


def _said(words: Words) -> str:
    return f"{words.en} · {words.ar}" if words.ar != words.en else words.en
