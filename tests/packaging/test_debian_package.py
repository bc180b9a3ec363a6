"""What Debian gets of the desk: the tree with its links, words and icons, the dependencies, and pages that tell all."""

from __future__ import annotations

import _ssl
import configparser
import gzip
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from installer.debian import build, needed, notes
from installer.debian.icons import SIZES
from sanad_desk.ctl.main import main as ctl
from sanad_desk.server.cli.main import main as server
from sanad_ui.main import read_options

PAGES = Path(build.__file__).parent / "man"
CHANGES = """# Changelog

## Unreleased

- Not yet.

## 1.2.0 - 2026-11-22

### Added

- A **bold** thing with `code`
  over two lines.
- Another & more.

## 1.1.0 - 2026-01-01

- Old.
"""
COMMIT = 1_790_000_000


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("debian")
    frozen = folder / "frozen"
    (frozen / "_internal").mkdir(parents=True)
    for name in ("sanad-desk", "sanadctl", "LICENSES.txt", "_internal/library.so"):
        (frozen / name).write_text(name)
        (frozen / name).chmod(0o755)
    build.lay_out(frozen, folder / "tree", "0.6.0", COMMIT)
    return folder / "tree"


def test_the_programs_are_in_the_path_and_nothing_else_can_be_run(tree: Path) -> None:
    for name in ("sanad-desk", "sanadctl"):
        assert (tree / "usr/bin" / name).resolve() == tree / "usr/lib/sanad-desk" / name
    assert (tree / "usr/share/doc/sanad-desk/LICENSES.txt").read_text() == "LICENSES.txt"
    runnable = {path.name for path in tree.rglob("*") if path.is_file() and path.stat().st_mode & 0o111}
    assert runnable == {"sanad-desk", "sanadctl"}


def test_the_desktop_shows_it_in_both_languages(tree: Path) -> None:
    entry = configparser.RawConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(tree / "usr/share/applications/sanad-desk.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    assert (told["Name"], told["Name[ar]"], told["Exec"]) == ("Sanad Desk", "مكتب سند", "sanad-desk")
    icons = tree / "usr/share/icons/hicolor"
    assert (icons / "scalable/apps" / f"{told['Icon']}.svg").is_file()
    for size in SIZES:
        picture = QImage(str(icons / f"{size}x{size}/apps/{told['Icon']}.png"))
        assert (picture.width(), picture.height()) == (size, size)
        assert picture.pixelColor(0, 0).alpha() == 0
        assert picture.pixelColor(size // 2, size // 8).name() == "#0b6b4f"


def test_the_shop_of_programs_tells_this_version(tree: Path) -> None:
    told = ET.parse(tree / "usr/share/metainfo/om.sanad.desk.metainfo.xml").getroot()
    (release,) = told.iterfind("releases/release")
    assert (release.get("version"), release.get("date")) == ("0.6.0", "2026-09-21")
    assert release.findall("description/ul/li")
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    for name in ("name", "summary", "description/p"):
        assert {element.get(language) for element in told.iterfind(name)} == {None, "ar"}


def test_packed_papers_have_no_time_of_their_own(tree: Path) -> None:
    packed = list((tree / "usr/share").rglob("*.gz"))
    assert {path.name for path in packed} == {"changelog.gz", "sanad-desk.1.gz", "sanadctl.1.gz"}
    for path in packed:
        assert path.read_bytes()[4:8] == b"\0\0\0\0"
        assert gzip.decompress(path.read_bytes()).isascii()


def test_the_changelog_of_a_version_is_told() -> None:
    items = notes.items_of(CHANGES, "1.2.0")
    assert items == ["A bold thing with code over two lines.", "Another & more."]
    assert notes.items_of(CHANGES, "1.3.0") == ["Not yet."]
    assert notes.items_of("# Changelog\n", "1.3.0") == ["Version 1.3.0."]
    assert "<li>Another &amp; more.</li>" in notes.appstream_releases(items, "1.2.0", COMMIT)
    debian = notes.debian_changelog(items, "1.2.0", COMMIT)
    assert debian.startswith("sanad-desk (1.2.0) stable; urgency=medium\n\n  * A bold thing")
    assert debian.endswith(f"\n -- {notes.MAINTAINER}  Mon, 21 Sep 2026 14:13:20 +0000\n")


def test_a_library_that_no_package_brings_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python's own module for TLS stands for a plugin: it asks for OpenSSL."""
    folder, table = tmp_path / "frozen", tmp_path / "libraries.toml"
    folder.mkdir()
    shutil.copy(_ssl.__file__, folder)
    table.write_text('"libc6" = ["libc.so.6"]\n"libssl3" = ["libssl.so.3"]\n')
    monkeypatch.setattr(needed, "TABLE", table)
    with pytest.raises(needed.UnknownLibrary, match=r"brings libcrypto\.so\.3, which _ssl\S+ needs$"):
        needed.depends(folder)
    (folder / "libcrypto.so.3").touch()
    system, openssl = needed.depends(folder)
    assert re.fullmatch(r"libc6 \(>= 2\.\d+\)", system)
    assert openssl == "libssl3"


def test_every_command_is_in_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    for main, page in ((ctl, "sanadctl.1"), (server, "sanad-server.8")):
        with pytest.raises(SystemExit):
            main(["--help"])
        verbs = re.findall(r"^    ([a-z][a-z-]+)", capsys.readouterr().out, re.MULTILINE)
        assert len(verbs) > 10
        text = (PAGES / page).read_text(encoding="ascii").replace("\\-", "-")
        named = set(re.findall(r"^\.B ([a-z-]+)|\\fB([a-z-]+)", text, re.MULTILINE))
        assert not set(verbs) - {first or second for first, second in named}, page


def test_every_option_of_the_window_is_in_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        read_options(["--help"])
    options = set(re.findall(r"^  (--[a-z-]+)", capsys.readouterr().out, re.MULTILINE))
    text = (PAGES / "sanad-desk.1").read_text(encoding="ascii").replace("\\-", "-")
    assert not {option for option in options if option not in text}
