"""The software bill of materials: every package of the two locks with its version, licence and hashes, as CycloneDX.

What only tests, linters and benchmarks need is marked "excluded": it is no part of what runs.
Run it as `./run sbom`; it prints JSON.
"""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from tools.lock import RUN, TOOLS

_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def list_components(lock: str, scope: ComponentScope) -> list[Component]:
    """Each package of the lock, in its order, with the hashes of the files that may be installed of it."""
    found = list(_ENTRY.finditer(lock))
    ends = [entry.start() for entry in found[1:]] + [len(lock)]
    return [
        Component(
            name=entry[1],
            version=entry[2],
            type=ComponentType.LIBRARY,
            scope=scope,
            purl=(purl := PackageURL("pypi", name=entry[1].lower(), version=entry[2])),
            bom_ref=str(purl),
            licenses=[LicenseFactory().make_from_string(licence)] if (licence := _licence(entry[1])) else None,
            hashes=[
                HashType(alg=HashAlgorithm.SHA_256, content=each) for each in _HASH.findall(lock[entry.start() : end])
            ],
        )
        for entry, end in zip(found, ends, strict=True)
    ]


def make_sbom() -> str:
    """The bill of materials as JSON."""
    own = distribution("sunward")
    run = list_components(RUN.read_text(encoding="utf-8"), ComponentScope.REQUIRED)
    tools = list_components(TOOLS.read_text(encoding="utf-8"), ComponentScope.EXCLUDED)
    bom = Bom(components=[*run, *tools])
    bom.metadata.component = Component(
        name="sunward", version=own.version, type=ComponentType.APPLICATION, bom_ref="sunward"
    )
    bom.register_dependency(bom.metadata.component, run)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def _licence(name: str) -> str | None:
    """As the package states it; one of other platforms is not installed and states nothing here."""
    try:
        said = distribution(name).metadata
    except PackageNotFoundError:
        return None
    short = said.get("License-Expression") or said.get("License") or ""
    classifiers = [
        each.rpartition(" :: ")[2] for each in said.get_all("Classifier", []) if each.startswith("License ::")
    ]
    return short if 0 < len(short) < 60 else (classifiers or [None])[0]


if __name__ == "__main__":
    sys.stdout.write(make_sbom() + "\n")
