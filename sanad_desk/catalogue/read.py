"""Reads a folder of catalogue files into one catalogue and the list of its faults."""

from __future__ import annotations

from pathlib import Path

from sanad_desk.catalogue.check import check_service
from sanad_desk.catalogue.fault import CatalogueFault, Faults
from sanad_desk.catalogue.read_service import read_service
from sanad_desk.catalogue.shared import Shared, open_file, read_shared
from sanad_desk.catalogue.table import Place, Table
from sanad_desk.domain.catalogue import Catalogue, Service, Words


def read_catalogue(folder: Path) -> tuple[Catalogue, list[CatalogueFault]]:
    """The catalogue as far as it is sound, in the order of the files, and every fault found.

    A service with a fault is left out whole: a price without its condition would be worse than none.
    """
    faults = Faults()
    shared = read_shared(folder, faults)
    services: dict[str, Service] = {}
    for name in _service_files(folder, shared, faults):
        root = open_file(folder, name, faults)
        if root is not None:
            _read_services(root, Path(name).stem, shared, services)
    catalogue = Catalogue(
        version=shared.version,
        tariff_date=shared.tariff_date,
        entities=shared.entities,
        services=services,
        papers=shared.papers,
        governorates=shared.governorates,
        wilayats=shared.wilayats,
        intents=shared.intents,
        synonyms=shared.synonyms,
        ignored_words=shared.ignored_words,
        calendar=shared.calendar,
    )
    return catalogue, faults.found


def _service_files(folder: Path, shared: Shared, faults: Faults) -> list[str]:
    """One file per entity, in the order of the entities; a file of no entity is a fault."""
    for path in sorted((folder / "services").glob("*.toml")):
        if path.stem not in shared.entities:
            faults.add("entity_unknown", f"services/{path.name}", value=path.stem)
    return [f"services/{code}.toml" for code in shared.entities]


def _read_services(root: Table, entity: str, shared: Shared, services: dict[str, Service]) -> None:
    categories: dict[str, Words] = {}
    table = root.table("categories")
    if table is not None:
        categories = {key: table.words(key) for key in table.names()}
    for block in root.tables("service"):
        mark = block.faults.mark()
        block.place = Place(block.place.file, block.named("code") or block.place.field)
        service = read_service(block, entity, categories, shared)
        check_service(service, block)
        if service.code in services:
            block.fault("code_twice", "code", value=service.code)
        if not block.faults.since(mark):
            services[service.code] = service
    root.close()
