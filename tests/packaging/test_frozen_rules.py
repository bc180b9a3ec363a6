"""What is frozen: the desk's own files with version and trust put in, the libraries it needs, and few parts of Qt."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from installer.frozen.distributions import foreign_modules, needed
from installer.frozen.leave_out import is_kept, is_taken_from_system
from installer.frozen.source import lay_out, requirements, version_of
from sanad_desk.version import VERSION

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtWidgets.abi3.so",
        "PySide6/QtCore.pyd",
        "PySide6/Qt6Widgets.dll",
        "PySide6/Qt/lib/libQt6XcbQpa.so.6",
        "PySide6/Qt/lib/libicudata.so.73",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/plugins/platforms/qwindows.dll",
        "PySide6/plugins/printsupport/windowsprintersupport.dll",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/translations/qtbase_ar.qm",
        "libQt6Core.so.6",
        "sqlcipher3/_sqlite3.cpython-311-x86_64-linux-gnu.so",
        "sanad_desk/resources/i18n/ar/app.toml",
    ],
)
def test_what_the_desk_uses_stays(name: str) -> None:
    assert is_kept(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/QtQml.abi3.so",
        "PySide6/QtNetwork.pyd",
        "PySide6/Qt6Quick.dll",
        "PySide6/opengl32sw.dll",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/plugins/tls/qopensslbackend.dll",
        "PySide6/plugins/imageformats/qtiff.dll",
        "PySide6/Qt/translations/qtbase_de.qm",
        "libQt6Network.so.6",
    ],
)
def test_what_no_window_of_ours_uses_is_left_out(name: str) -> None:
    assert not is_kept(name)


def test_the_system_keeps_its_own_libraries() -> None:
    taken = ["libssl.so.3", "libcrypto.so.3", "libffi.so.8", "libxcb-cursor.so.0", "libxkbcommon-x11.so.0"]
    left = ["libc.so.6", "libstdc++.so.6", "libxcb.so.1", "libxcb-glx.so.0", "libglib-2.0.so.0", "libcups.so.2"]
    assert [name for name in (*taken, *left) if is_taken_from_system(name)] == taken


def test_the_server_and_the_tools_are_foreign() -> None:
    foreign = set(foreign_modules(requirements(ROOT)))
    assert {"fastapi", "uvicorn", "psycopg", "pytest", "pip", "mypy", "PyInstaller"} <= foreign
    assert not {"PySide6", "sqlalchemy", "sqlcipher3", "httpx", "keyring", "PIL", "tuf", "sanad_desk"} & foreign


def test_what_a_requirement_leads_to_is_needed() -> None:
    names = set(needed(["reportlab>=5"]))
    assert {"reportlab", "pillow"} <= names
    assert not names & {"pytest", "fastapi"}


def test_a_library_that_is_not_installed_is_named() -> None:
    with pytest.raises(SystemExit, match="no-such-library"):
        needed(["no-such-library>=1"])


@pytest.fixture(scope="module")
def laid_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("frozen")
    root, keys = folder / "given-root", folder / "given-keys"
    root.write_text("{}", encoding="ascii")
    keys.write_text("ab" * 32, encoding="ascii")
    lay_out(ROOT, folder / "source", version="9.9.9", root=root, provision_keys=keys)
    return folder / "source"


def test_it_is_the_desk_without_the_server(laid_out: Path) -> None:
    assert {path.name for path in laid_out.iterdir()} == {"sanad_desk", "sanad_ui"}
    assert not (laid_out / "sanad_desk" / "server").exists()
    assert (laid_out / "sanad_desk" / "resources" / "fonts" / "IBMPlexSansArabic-Regular.ttf").is_file()
    assert not list(laid_out.rglob("__pycache__"))
    assert not list(laid_out.rglob("played_*.py"))


def test_another_version_is_stamped_and_told(laid_out: Path) -> None:
    ask = "import sys; sys.path.insert(0, sys.argv[1]); from sanad_desk.ctl.main import main; main(['--version'])"
    told = subprocess.run([sys.executable, "-c", ask, laid_out], check=True, capture_output=True, text=True)
    assert told.stdout == "sanadctl 9.9.9\n"
    assert version_of(ROOT) == VERSION


def test_the_given_trust_is_inside(laid_out: Path) -> None:
    trust = laid_out / "sanad_desk" / "resources" / "trust"
    assert (trust / "root.json").read_text(encoding="ascii") == "{}"
    assert (trust / "provision-keys.txt").read_text(encoding="ascii") == "ab" * 32


def test_a_tree_of_before_the_updates_can_be_frozen(laid_out: Path, tmp_path: Path) -> None:
    older = tmp_path / "older"
    (older / "ui").mkdir(parents=True)
    for name in ("sanad_ui", "resources"):
        (older / ("ui/sanad_ui" if name == "sanad_ui" else name)).mkdir()
    shutil.copytree(laid_out / "sanad_desk" / "domain", older / "sanad_desk" / "domain")
    (older / "sanad_desk" / "server").mkdir()
    (older / "pyproject.toml").write_text('[project]\nname = "sanad-desk"\nversion = "0.1.0"\n', encoding="ascii")
    assert version_of(older) == "0.1.0"
    lay_out(older, tmp_path / "source", version="0.5.9", root=None, provision_keys=None)
    metadata = (tmp_path / "source" / "sanad_desk-0.5.9.dist-info" / "METADATA").read_text(encoding="ascii")
    assert "Version: 0.5.9" in metadata
    assert "def begin(argv)" in (tmp_path / "source" / "sanad_desk" / "updates" / "launch.py").read_text("utf-8")
