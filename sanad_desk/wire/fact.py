"""What every fact of the journal is."""

from __future__ import annotations

import msgspec


# None of these can be part of a cycle, so the garbage collector need not look at them: half the time of reading one.
class Fact(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A fact in the past tense. Fields are only ever added at the end, with a default."""
