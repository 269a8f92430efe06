"""The data folder of a release, kept as a file: each later release opens it and goes on.

    python -m tests.flows.kept_record NAME

writes `kept_records/NAME.tar.xz`, once for a release whose records differ: two invented offices with a plan each, eight days
old. The keys beside the record are of this test alone.
"""

import sys
import tarfile
import tempfile
from pathlib import Path

from app import bootstrap
from core.settings import GivenSettings
from flows.services import link_journal
from tests.api.two_offices import make_two_offices

KEPT = Path(__file__).parent / "kept_records"


def keep_record(name: str) -> Path:
    """A record made by this release is packed under that name; returns the file."""
    target = KEPT / f"{name}.tar.xz"
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        made = bootstrap.create_context(GivenSettings(data_folder=folder))
        offices = make_two_offices(made.database, made.vault)
        while link_journal(offices.context):
            pass
        made.database.dispose()
        with tarfile.open(target, "w:xz") as packed:
            for each in sorted(Path(place).iterdir()):
                packed.add(each, each.name)
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{keep_record(sys.argv[1])}\n")
