"""The changelog's words of one version, as Debian's changelog and as AppStream's releases."""

from __future__ import annotations

import re
import textwrap
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

MAINTAINER = "Sanad Desk maintainers <maintainers@sanad-desk.example>"
_SECTION = re.compile(r"^## \[?([\w.]+)\]?.*?$", re.MULTILINE)
_ITEM = re.compile(r"^- (.+(?:\n  .+)*)", re.MULTILINE)


def items_of(changelog: str, version: str) -> list[str]:
    """What a person notices in this version, in plain words; what is not released yet where it has no section."""
    pieces = _SECTION.split(changelog)
    sections = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    told = _ITEM.findall(sections.get(version, sections.get("Unreleased", "")))
    # Debian wants a word on every version.
    return [re.sub(r"[`*]", "", " ".join(item.split())) for item in told] or [f"Version {version}."]


def debian_changelog(items: list[str], version: str, at: int) -> str:
    wrapped = [textwrap.fill(item, 78, initial_indent="  * ", subsequent_indent="    ") for item in items]
    day = format_datetime(datetime.fromtimestamp(at, UTC))
    return "\n".join(
        [f"sanad-desk ({version}) stable; urgency=medium", "", *wrapped, "", f" -- {MAINTAINER}  {day}", ""]
    )


def appstream_releases(items: list[str], version: str, at: int) -> str:
    day = datetime.fromtimestamp(at, UTC).date().isoformat()
    lines = "".join(f"          <li>{escape(item)}</li>\n" for item in items)
    return (
        f'  <releases>\n    <release version="{version}" date="{day}">\n      <description>\n        <ul>\n{lines}'
        "        </ul>\n      </description>\n    </release>\n  </releases>"
    )
