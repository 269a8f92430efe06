"""The record that later editions of the program must be able to open: two invented lives, as 0.1.0 kept them.

    python -m tools.first_record FOLDER

writes `record.sql` and the case keys. The master key and the archive's are zeros: nothing in it is anybody's. It was run
once, for tests/models/first_record; what it makes today has today's tables and is no record of 0.1.0 any more.
"""

import base64
import sqlite3
import sys
import tempfile
from pathlib import Path
from shutil import copytree
from typing import Any

from app import bootstrap
from app.server import CASELOAD, DEMO_NOW, write_to_disk
from core.settings import Settings
from flows.demo_history import DemoHistory, enrol_staff, read_scenarios
from flows.rehearsal import SimulatedOutbox
from flows.services import link_journal

SCENARIOS = ("02-yushui", "28-chongyang")
"""One whose case is over, and one that has just begun."""


def settings_for(folder: Path) -> Settings:
    """The settings under which that record is made and opened."""
    zeros: Any = base64.b64encode(bytes(32)).decode()
    return Settings(data_folder=folder, master_key=zeros, archive_key=zeros)


def make(target: Path) -> None:
    """The folder holds the record as SQL and its case keys."""
    stories = [story for story in read_scenarios(CASELOAD) if story.name in SCENARIOS]
    with tempfile.TemporaryDirectory() as made:
        settings = settings_for(Path(made))
        context = bootstrap.create_seeding_context(settings, min(story.begins for story in stories))
        enrol_staff(context, CASELOAD / "staff.toml")
        DemoHistory(context, SimulatedOutbox(context)).process_due(stories, DEMO_NOW)
        while link_journal(context):
            pass
        write_to_disk(context, settings)
        target.mkdir(parents=True, exist_ok=True)
        record = sqlite3.connect(settings.data_folder / "record.db")
        (target / "record.sql").write_text("\n".join(record.iterdump()) + "\n", encoding="utf-8")
        record.close()
        copytree(settings.keys, target / "keys", dirs_exist_ok=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m tools.first_record FOLDER")
    make(Path(sys.argv[1]))
