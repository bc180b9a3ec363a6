"""Collects Python's cyclic garbage on the GUI thread only."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

TIME_BETWEEN_LOOKS_MS = 1_000


class Collector(QObject):
    """By itself Python collects in whichever thread happens to allocate: in the store's thread that would take
    a widget apart away from the GUI thread, and Qt ends the program for it.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(TIME_BETWEEN_LOOKS_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def spare_what_stays(self) -> None:
        """What lives as long as the program, the catalogue above all, is not looked through again and again."""
        gc.freeze()

    def look(self) -> None:
        """Collects the generations that have grown past Python's own thresholds, the youngest first."""
        for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)):
            if count > threshold:
                gc.collect(generation)
