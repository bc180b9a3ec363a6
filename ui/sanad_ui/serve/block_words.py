"""What holds payment back, in a sentence with its number."""

from __future__ import annotations

from sanad_desk.usecases.look_at_visit import VisitView
from sanad_ui.texts import Phrase, say


def block_phrase(view: VisitView) -> Phrase:
    """The nearest block; open rows are counted over all cases."""
    code = view.blocks[0][0]
    count = sum(1 for block in view.blocks if block[0] == code)
    return say(f"serve.block.{code}", n=count)
