"""`run serve CERTIFICATE` answers until it is ended; `run push CERTIFICATE DOCUMENTS PORT` says how long it took."""

import json
import os
import sys
import time
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "morango_peer.settings"
django.setup()

from django.core.management import call_command  # noqa: E402 (after the settings)
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from morango.models.certificates import Certificate, Filter, Key, ScopeDefinition  # noqa: E402
from morango.sync.controller import MorangoProfileController  # noqa: E402

from morango_peer.models import Document  # noqa: E402

SCOPE, PROFILE = "sales-of-a-centre", "sales"


class Quiet(WSGIRequestHandler):
    """Writes no line for each request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass


def found() -> None:
    """Tables and the one scope there is."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    ScopeDefinition.objects.create(
        id=SCOPE,
        profile=PROFILE,
        version=1,
        primary_scope_param_key="centre",
        description="",
        read_filter_template="",
        write_filter_template="",
        read_write_filter_template="${centre}",
    )


def serve(certificate: Path) -> None:
    root = Certificate.generate_root_certificate(SCOPE)
    key = root.private_key.get_private_key_string()
    certificate.write_text(json.dumps({"serialized": root.serialized, "signature": root.signature, "key": key}))
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet, ipv6=False)
    server.set_app(get_wsgi_application())
    print(server.server_address[1], flush=True)
    server.serve_forever()


def push(certificate: Path, documents: Path, port: str) -> None:
    said = json.loads(certificate.read_text())
    root = Certificate.deserialize(said["serialized"], said["signature"])
    root.private_key = Key(private_key_string=said["key"])
    root.save()
    for number, body in enumerate(json.loads(documents.read_text())):
        day = json.loads(body)["business_date"]
        Document.objects.create(centre=root.id, number=number, business_date=day, body=body)
    begun = time.perf_counter()
    line = MorangoProfileController(PROFILE).create_network_connection(f"http://127.0.0.1:{port}")
    session = line.create_sync_session(root, root)
    pushing = session.get_push_client()
    pushing.initialize(Filter(root.id))
    pushing.run()
    pushing.finalize()
    line.close_sync_session(session.sync_session)
    print(time.perf_counter() - begun, flush=True)


if __name__ == "__main__":
    found()
    {"serve": serve, "push": push}[sys.argv[1]](*map(Path, sys.argv[2:4]), *sys.argv[4:])
