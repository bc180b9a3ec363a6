"""The search box's index over the catalogue, built once per release."""

from __future__ import annotations

from collections.abc import Mapping

from sanad_desk.domain.catalogue import Catalogue
from sanad_desk.domain.search import Hit, ServiceIndex

LONGEST_LIST = 30


class ServiceSearch:
    """Asked at every keystroke on the GUI thread; made when the page first comes to the front."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._index: ServiceIndex | None = None

    def prepare(self) -> None:
        """Builds the index, which takes longer than a frame; called in the background."""
        if self._index is None:
            self._index = ServiceIndex(self._catalogue)

    def find(self, query: str, uses: Mapping[str, int]) -> list[Hit]:
        self.prepare()
        assert self._index is not None
        return self._index.find(query, limit=LONGEST_LIST, usage=uses)
