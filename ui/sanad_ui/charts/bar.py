"""One bar of a chart, and the round numbers its axis is marked with."""

from __future__ import annotations

from dataclasses import dataclass

from sanad_ui.texts import Phrase

_ROUND = (1, 2, 5, 10)
_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """`parts` are stacked from the axis outwards; `figure` is the value as shown, `spoken` the whole of it in words.

    `mark` is what the value is held against, on the same scale; rows show it.
    """

    key: str
    name: Phrase
    parts: tuple[int, ...]
    figure: Phrase
    spoken: Phrase
    mark: int | None = None

    @property
    def height(self) -> int:
        """Never below the axis: reversals may outweigh what was sold."""
        return max(0, sum(self.parts))

    @property
    def reach(self) -> int:
        """How far it and its mark go."""
        return max(self.height, self.mark or 0)


def axis_step(largest: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 … that needs no more than four lines; counts have no halves."""
    power = 1
    while True:
        for step in _ROUND:
            if step * power * _MOST_LINES >= largest:
                return step * power
        power *= 10


def axis_marks(largest: int) -> tuple[int, ...]:
    """From 0 to the first mark that no bar rises above."""
    step = axis_step(largest)
    return tuple(range(0, largest + step, step)) if largest % step else tuple(range(0, max(largest, step) + 1, step))
