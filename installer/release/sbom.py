"""The software bill of materials of one artefact: what is in it, in which version, under which licence (CycloneDX)."""

from __future__ import annotations

import platform
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import Distribution

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

OURS = "Apache-2.0"
_SCHEMA = SchemaVersion.V1_6


def bill_of_materials(name: str, version: str, parts: Iterable[Distribution], at: int) -> str:
    """JSON, checked against its schema; the same for the same parts. `at` is seconds UTC.

    Raises ValueError where the bill does not keep the schema.
    """
    licences = LicenseFactory()
    subject = Component(
        name=name,
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=name,
        licenses=[licences.make_from_string(OURS)],
    )
    bom = Bom(
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"{name} {version} {at}"),
        metadata=BomMetaData(component=subject, timestamp=datetime.fromtimestamp(at, UTC)),
    )
    found = [_component(part, licences) for part in parts]
    python = Component(
        name="cpython",
        version=platform.python_version(),
        type=ComponentType.PLATFORM,
        bom_ref="cpython",
        licenses=[licences.make_from_string("PSF-2.0")],
    )
    for component in (*found, python):
        bom.components.add(component)
    bom.register_dependency(subject, [*found, python])
    text: str = make_outputter(bom, OutputFormat.JSON, _SCHEMA).output_as_string(indent=1)
    fault = JsonStrictValidator(_SCHEMA).validate_str(text)
    if fault is not None:
        raise ValueError(f"the bill of materials of {name} does not keep the schema: {fault}")
    return text + "\n"


def _component(part: Distribution, licences: LicenseFactory) -> Component:
    name, said = part.name.lower().replace("_", "-"), _licence(part, licences)
    return Component(
        name=name,
        version=part.version,
        bom_ref=f"{name}=={part.version}",
        purl=PackageURL("pypi", None, name, part.version),
        licenses=[said] if said else [],
    )


def _licence(part: Distribution, licences: LicenseFactory) -> License | None:
    said = part.metadata.get("License-Expression") or part.metadata.get("License")
    if not said:
        named = [line for line in part.metadata.get_all("Classifier") or [] if line.startswith("License ::")]
        said = named[0].rpartition(":: ")[2] if named else ""
    return licences.make_from_string(said.splitlines()[0]) if said else None
