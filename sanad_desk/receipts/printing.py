"""Printers as a port: what puts a PDF on paper, and what it says afterwards.

A printer that cannot raises OfflineError (printer_missing, printer_failed, print_folder_unusable, print_folder_full):
nothing was lost, and the same paper can be printed again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sanad_desk.receipts.sheet import Paper

__all__ = ["Paper", "PrintJob", "Printed", "Printer"]


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A paper ready to come out; `title` names it in a print queue or as a file."""

    title: str
    pdf: bytes
    paper: Paper


@dataclass(frozen=True, slots=True)
class Printed:
    """Paper came out: `printer` as it goes on the record, `file` where a PDF lies instead of paper."""

    printer: str
    file: str = ""


class Printer(Protocol):
    """Blocks until the paper is out or in the system's queue: never called on the window's thread."""

    @property
    def name(self) -> str: ...

    def print_job(self, job: PrintJob) -> Printed: ...
