"""The wheel, built without a network, holds both packages, the resources and the ways in, and works unpacked."""

from __future__ import annotations

import configparser
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def entry_points(wheel: Path, names: list[str]) -> configparser.ConfigParser:
    (file,) = [name for name in names if name.endswith(".dist-info/entry_points.txt")]
    with zipfile.ZipFile(wheel) as archive:
        parser = configparser.ConfigParser()
        parser.read_string(archive.read(file).decode())
    return parser


def below(folder: str, pattern: str = "*") -> set[str]:
    files = (ROOT / folder).rglob(pattern)
    return {str(file.relative_to(ROOT)) for file in files if file.is_file() and "__pycache__" not in file.parts}


def test_it_is_one_wheel_for_every_system(wheel: Path) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")


def test_it_holds_both_packages(names: list[str]) -> None:
    modules = below("sanad_desk") | {name.removeprefix("ui/") for name in below("ui/sanad_ui")}
    assert modules <= set(names)
    assert {"sanad_desk/py.typed", "sanad_ui/py.typed"} <= modules


def test_it_holds_the_resources_inside_the_package(names: list[str]) -> None:
    resources = {f"sanad_desk/{name}" for name in below("resources")}
    assert resources <= set(names)
    assert "sanad_desk/resources/fonts/IBMPlexSansArabic-Regular.ttf" in resources


def test_it_holds_nothing_else(names: list[str]) -> None:
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"sanad_desk", "sanad_ui"}


def test_the_licence_is_inside(names: list[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


@pytest.mark.parametrize(
    ("section", "script"),
    [("console_scripts", "sanadctl"), ("console_scripts", "sanad-server"), ("gui_scripts", "sanad-desk")],
)
def test_each_way_in_leads_to_a_module(
    section: str, script: str, entry_points: configparser.ConfigParser, names: list[str]
) -> None:
    module, _, function = entry_points[section][script].partition(":")
    assert function == "main"
    place = module.replace(".", "/")
    assert {f"{place}.py", f"{place}/__init__.py"} & set(names)


def test_resources_are_found_where_it_is_unpacked(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); "
        "from sanad_desk.resources_path import resource_path; print(resource_path('fonts'))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == str(tmp_path / "sanad_desk" / "resources" / "fonts")
