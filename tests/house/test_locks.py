"""The locks hold a version and a hash for all that is installed, the same in each, and no address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))? \\$", re.MULTILINE)


def lock(name: str) -> str:
    """A lock without its comments."""
    text = (ROOT / "installer" / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    return re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return {pin["name"]: pin["version"] for pin in PIN.finditer(lock(name))}


def required(*extras: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + [line for extra in extras for line in project["optional-dependencies"][extra]]
    return {re.split(r"[^A-Za-z0-9-]", line)[0].lower() for line in lines}


@pytest.mark.parametrize(
    ("name", "extras"),
    [("desk", ["build"]), ("server", ["build", "server"]), ("test", ["build", "server", "test", "dev"])],
    ids=["desk", "server", "test"],
)
def test_all_that_pyproject_asks_for_is_locked(name: str, extras: list[str]) -> None:
    assert required(*extras) <= pins(name).keys()


@pytest.mark.parametrize("name", ["desk", "server", "test"])
def test_every_line_is_a_pin_with_hashes(name: str) -> None:
    entries = lock(name).replace("\\\n", "").splitlines()
    assert len(entries) == len(pins(name)) > 20
    assert all("--hash=sha256:" in entry for entry in entries)


@pytest.mark.parametrize("name", ["desk", "server", "test"])
def test_no_address_and_no_option_is_locked(name: str) -> None:
    assert "://" not in lock(name)
    assert "--" not in lock(name).replace("--hash=sha256:", "")


def test_each_lock_holds_the_one_before_it() -> None:
    assert pins("desk").items() < pins("server").items() < pins("test").items()


def test_each_system_gets_its_own() -> None:
    markers = {pin["name"]: pin["marker"] for pin in PIN.finditer(lock("desk"))}
    assert markers["pywin32-ctypes"] == markers["tzdata"] == "sys_platform == 'win32'"
    assert markers["secretstorage"] == "sys_platform == 'linux'"
