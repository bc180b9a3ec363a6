"""Schemathesis over the whole description: whatever a desk signs, the server never fails."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.server.live_server import LiveServer, live_server, settings_in, two_centres

EXAMPLES = 1000 if os.environ.get("SANAD_FAULT_DOSE") == "full" else 10
OPTIONS = (
    "--checks not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance "
    f"--phases examples,coverage,fuzzing --max-examples {EXAMPLES} --generation-deterministic "
    "--suppress-health-check all --warnings off --no-color"
)
ROOT = Path(__file__).parents[2]


def test_no_request_makes_it_fail(postgres_url: str, tmp_path: Path) -> None:
    """On PostgreSQL, whose columns are the stricter ones."""
    settings = settings_in(tmp_path / "server", postgres_url, messages_folder=tmp_path / "messages")
    with live_server(settings) as server:
        own, _, _ = two_centres(server)
        key = own.key.private_bytes_raw().hex()
        environment = os.environ | {"SCHEMATHESIS_HOOKS": "tests.server.signing_hook", "PYTHONPATH": str(ROOT)}
        environment |= {"SANAD_FUZZ_KEY": key, "SANAD_FUZZ_KEY_ID": own.key_id}
        done = run_schemathesis(server, tmp_path, environment)
        counted = requests_by_status(server)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert not any(status.startswith("5") for status in counted)
    # Past the signature and into every route: not only what the door refuses.
    assert counted["200"] > counted["401"]
    assert {"200", "400", "409"} <= counted.keys()


def run_schemathesis(server: LiveServer, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    (folder / "openapi.json").write_text(json.dumps(server.app.openapi()))
    program = [sys.executable, "-m", "schemathesis.cli", "run", "openapi.json", "--url", server.url]
    return subprocess.run([*program, *OPTIONS.split()], cwd=folder, env=environment, capture_output=True, text=True)


def requests_by_status(server: LiveServer) -> dict[str, float]:
    found: dict[str, float] = {}
    told = server.line.get("/metrics").text
    for status, number in re.findall(r'sanad_requests_total\{.*?status="(\d+)"\} (\S+)', told):
        found[status] = found.get(status, 0) + float(number)
    return found
