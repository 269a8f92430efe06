"""A kind of item is declared once, in casework/shared/items/item_kinds.py: what recurs, who owes it and how it is asked for are read there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from casework.shared.items.item_kinds import RHYTHMS

ROOT = Path(__file__).parents[2]
PRODUCT = (
    "core",
    "app",
    "serving",
    "law",
    "evaluation",
    "usage",
    "notifications",
    "documents",
    "casework",
    "flows",
    "api",
    "web",
)
MOST = 5

_A_KIND_MORE = '''
import importlib.util
import sys
from datetime import date
from pathlib import Path

row = """    _family("reading_note", _("读书笔记"), Event.CHECK_IN_DUE, None, None, on_the_line=True,
            rhythm=Rhythm(Recurrence.WEEK, EDUCATION, (Role.MINOR,), asked=_("读书笔记，周几"))),
"""
there = Path("casework/shared/items/item_kinds.py")
before, mark, after = there.read_text(encoding="utf-8").partition('    _family("return_check"')
spec = importlib.util.spec_from_file_location("casework.shared.items.item_kinds", there)
module = sys.modules["casework.shared.items.item_kinds"] = importlib.util.module_from_spec(spec)
exec(compile(before + row + mark + after, str(there), "exec"), module.__dict__)

import web.app
from casework.shared.acts.act import ACTS
from casework.plan.calendar import list_due_between
from casework.shared.files.plan_file import CadencePart, PlanFile
from law.working_days import WorkingDays
from web.views.period import ON_THE_LINE
from casework.plan.plan_fields import CADENCE_FIELDS

said = CadencePart.model_validate({"reading_note": {"on": "Mon"}})
owed = list_due_between(said, [], date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 17), WorkingDays())
assert [(one.due_on.day, one.owner, one.article) for one in owed if one.kind == "reading_note"] == [
    (9, "minor", "CPL art 283(3)(4)"), (16, "minor", "CPL art 283(3)(4)"),
]
assert "reading_note" in str(PlanFile.model_json_schema())
for act, field in (("submit", "item"), ("change_cadence", "item"), ("explain", "item"), ("record_call", "item")):
    assert "reading_note" in ACTS[act].model_json_schema()["properties"][field]["enum"], act
assert "cadence.reading_note.on" in {field.place for field in CADENCE_FIELDS}
assert "reading_note" in ON_THE_LINE
'''


def test_a_kind_that_is_declared_is_everywhere() -> None:
    """One row more: the plan file takes it, the calendar lays it out, acts name it, the form asks, the line shows it."""
    done = subprocess.run(
        [sys.executable, "-c", _A_KIND_MORE], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("kind", RHYTHMS)
def test_a_kind_that_recurs_is_named_in_few_files(kind: str) -> None:
    """Its row, and what is particular to it alone. A paper of the same name counts as well."""
    files = [file for folder in PRODUCT for file in (ROOT / folder).rglob("*.py")]
    named = [file for file in files if re.search(f"[\"']{kind}[\"']", file.read_text(encoding="utf-8"))]
    assert len(named) <= MOST, [file.relative_to(ROOT).as_posix() for file in named]
