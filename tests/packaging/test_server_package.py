"""The server's package: what lies where, with which rights, and the same bytes each time."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from installer import deb
from installer.server.build import FILES, HERE, LIBRARY, UNITS, lay_out

AT = 1_795_320_000
CONTROL = {
    "Package": "sanad-server",
    "Version": "9.9.9",
    "Architecture": "amd64",
    "Maintainer": "Somebody <a@b.example>",
}
CONTROL["Description"] = "sample"


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Stands for the frozen folder, which takes a minute to make."""
    folder = tmp_path / "program"
    (folder / "_internal").mkdir(parents=True)
    for name in ("sanad-server", "_internal/library.so", "LICENSES.txt"):
        (folder / name).write_bytes(b"sample")
    (folder / "sanad-server").chmod(0o755)
    (folder / "_internal/library.so").chmod(0o755)
    return folder


def packed(program: Path, folder: Path) -> Path:
    lay_out(program, folder / "tree", "9.9.9", AT)
    return deb.make_deb(folder / "tree", CONTROL, folder, scripts=HERE / "deb" / "control", at=AT)


def listing(package: Path) -> dict[str, str]:
    """The rights of each file by its place."""
    said = subprocess.run(["dpkg-deb", "-c", package], check=True, capture_output=True, text=True).stdout
    rows = (line.split(maxsplit=5) for line in said.splitlines())
    return {row[5].removeprefix("."): row[0] for row in rows}


def test_each_file_lies_where_the_system_looks_for_it(program: Path, tmp_path: Path) -> None:
    rights = listing(packed(program, tmp_path / "a"))
    assert rights["/usr/bin/sanad-server"] == rights["/usr/lib/sanad-server/restore.sh"] == "-rwxr-xr-x"
    assert rights["/usr/lib/sanad-server/_internal/library.so"] == "-rw-r--r--"
    for name in ("environment", "owner-environment"):
        assert rights[f"/etc/sanad-server/{name}"] == "-rw-r-----"
    for unit in (HERE / "systemd").glob("*.[st]*"):
        assert rights[f"/{UNITS / unit.name}"] == "-rw-r--r--"
    assert "/usr/share/man/man8/sanad-server.8.gz" in rights


def test_the_settings_are_the_administrators(program: Path, tmp_path: Path) -> None:
    package = packed(program, tmp_path / "a")
    said = subprocess.run(["dpkg-deb", "-I", package, "conffiles"], check=True, capture_output=True, text=True).stdout
    assert said.split() == ["/etc/sanad-server/environment", "/etc/sanad-server/owner-environment"]


def test_the_same_folder_gives_the_same_bytes(program: Path, tmp_path: Path) -> None:
    first, second = (packed(program, tmp_path / name).read_bytes() for name in ("a", "b"))
    assert first == second


def test_each_unit_runs_what_the_package_holds() -> None:
    held = {f"/{LIBRARY / Path(name).name}" for name, place in FILES.items() if place == LIBRARY}
    held.add("/usr/bin/sanad-server")
    for unit in (HERE / "systemd").glob("*.service"):
        (command,) = re.findall(r"(?m)^ExecStart=(\S+)", unit.read_text(encoding="utf-8"))
        assert command in held, unit.name


def test_each_timer_has_its_service() -> None:
    timers = {unit.stem for unit in (HERE / "systemd").glob("*.timer")}
    assert timers == {f"sanad-server-{what}" for what in ("backup", "partitions", "updates")}
    assert all((HERE / "systemd" / f"{timer}.service").exists() for timer in timers)


def test_the_compose_file_waits_for_database_and_schema() -> None:
    services = yaml.safe_load((HERE / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert services["migrate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert services["server"]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert all(port.startswith("127.0.0.1:") for port in services["server"]["ports"])
    for name in ("migrate", "server"):
        context, dockerfile = (services[name]["build"][key] for key in ("context", "dockerfile"))
        assert (HERE / context / dockerfile).resolve() == HERE / "Dockerfile"
