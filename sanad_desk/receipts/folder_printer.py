"""The printer of a desk without one: each paper becomes a PDF file in a folder."""

from __future__ import annotations

import contextlib
import errno
import os
import re
from pathlib import Path

from sanad_desk.domain.errors import OfflineError
from sanad_desk.receipts.printing import Printed, PrintJob

NAME = "pdf"


class FolderPrinter:
    """A file appears only when it is whole; a paper of the same title takes its place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def name(self) -> str:
        return NAME

    def print_job(self, job: PrintJob) -> Printed:
        return Printed(self.name, self.keep(job.title, job.pdf))

    def keep(self, title: str, content: bytes, ending: str = "pdf") -> str:
        """Where the file lies; raises OfflineError like any printer that cannot."""
        target = self.folder / f"{_file_name(title)}.{ending}"
        draft = target.with_suffix(".unfinished")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
            os.replace(draft, target)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            code = "print_folder_full" if is_full else "print_folder_unusable"
            raise OfflineError(code, path=str(self.folder)) from error
        return str(target)


def _file_name(title: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", title).strip("-") or "paper"
