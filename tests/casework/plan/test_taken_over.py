"""A case that another office had comes as a plan file: one person writes it, another opens it, and nothing of elsewhere is
believed."""

import re
import tomllib
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_PAPER
from casework.documents.case_volume import download_paper, load_volume
from casework.documents.former_record import attach_former_record
from casework.plan.drafts import DraftContent, begin_draft, hand_on_draft, list_drafts, load_draft, save_draft
from casework.plan.opening import open_new_plan
from casework.plan.views.decisions import get_decisions
from casework.shared.files.plan_file import PlanFile
from casework.staff.staffing import get_staff_actor
from core.errors import BadInput, NotFound, StateConflict
from flows.rehearsal import Rehearsal
from models.decision import Decision
from models.journal import open_detail
from tests.builders import KeptOutbox, SimulatedPlan, an_office, enrol, open_view
from tests.records import fresh_record

PDF = b"%PDF-1.7 of the other office"
HERE = "丁县"


def the_file(**changed: Any) -> PlanFile:
    """The full example of docs/plan-file.md, with what its section on a case from another office says."""
    page = Path("docs/plan-file.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    section = page.partition("## A case from another office")[2].partition("\n## ")[0]
    indented = "".join(re.findall(r"^    (.*\n)", section, re.MULTILINE))
    full, elsewhere = tomllib.loads(block), tomllib.loads(indented)
    merged = full | {name: full[name] | part if isinstance(part, dict) else part for name, part in elsewhere.items()}
    return PlanFile.model_validate(merged | {"team": elsewhere["team"]} | changed)


@pytest.fixture
def context() -> Context:
    """The office that goes on, on the first day there; its chief has the sign-in name of the chief elsewhere."""
    context = an_office(fresh_record(), "2026-06-01 09:00")
    enrol(context, HERE, "prosecutor ding.prosecutor", "assistant ding.assistant", "social_worker ding.worker",
          "chief_prosecutor jia.chief")  # fmt: skip
    enrol(context, "戊县", "prosecutor wu.prosecutor")
    return context


def _staff(context: Context, login: str) -> Actor:
    with context.database.reading() as session:
        return Actor.of_staff(get_staff_actor(session, login))


def _opened(context: Context) -> SimulatedPlan:
    by, other = _staff(context, "ding.prosecutor"), _staff(context, "ding.assistant")
    rehearsal = Rehearsal(context, "", KeptOutbox(context))
    context.on_commit = rehearsal.on_commit
    rehearsal.number = open_new_plan(context, by, the_file(), prepared_by=other.id)
    rehearsal.process_now()
    return SimulatedPlan(rehearsal)


def test_one_person_alone_cannot_take_a_case_over_and_two_can(context: Context) -> None:
    prosecutor = _staff(context, "ding.prosecutor")
    for prepared_by in (None, prosecutor.id):
        with pytest.raises(BadInput) as refused:
            open_new_plan(context, prosecutor, the_file(), prepared_by=prepared_by)
        assert [mistake.place for mistake in refused.value.mistakes] == ["taken_over_on"]
    life = _opened(context)
    assert life.status == "under_supervision"
    (line,) = life.lines("open_plan")
    assert (open_detail(context.vault, line) or {})["prepared_by"] == "ding.assistant"
    life.on("2026-06-02 10:00")
    assert life.plan.started_here_on == date(2026, 6, 1)
    assert {item.status for item in life.items() if item.due_on < date(2026, 6, 1) and item.owner == "minor"} == {
        "before_this_system"
    }


def test_a_draft_is_handed_on_by_one_and_opened_as_it_was_by_another(context: Context) -> None:
    prosecutor, assistant = _staff(context, "ding.prosecutor"), _staff(context, "ding.assistant")
    content = DraftContent({"minor.name": "腊八"}, {"taken_over_on": "2026-06-01"})
    draft = begin_draft(context, assistant, content)
    for nobody in ("wu.prosecutor", "ding.worker", "ding.assistant", "who.is.that"):
        with pytest.raises((BadInput, StateConflict)):
            hand_on_draft(context, assistant, draft, nobody)
    hand_on_draft(context, assistant, draft, "ding.prosecutor")
    with pytest.raises(NotFound):
        load_draft(context, assistant, draft)
    (found,) = list_drafts(context, prosecutor)
    assert found.prepared_by is not None
    assert (found.prepared_by.login, found.content) == ("ding.assistant", content)

    # ------------------------------------------------------- whoever changes it has written it, and hands it on again
    save_draft(context, prosecutor, draft, content)
    assert load_draft(context, prosecutor, draft).prepared_by is not None
    save_draft(context, prosecutor, draft, DraftContent({"minor.name": "他人"}, content.rest))
    assert load_draft(context, prosecutor, draft).prepared_by is None


def test_nobody_here_has_decided_what_was_decided_elsewhere(context: Context) -> None:
    """Also where the file says a sign-in name that somebody has here."""
    file = the_file()
    named = file.model_copy(update={"decision": file.decision.model_copy(update={"decided_by": "jia.chief"})})
    number = open_new_plan(context, _staff(context, "ding.prosecutor"), named, prepared_by=uuid.uuid4())
    life = SimulatedPlan(Rehearsal(context, number, KeptOutbox(context)))
    (row,) = life.rows(Decision)
    assert (row.proposed_by, row.decided_by) == (None, None)
    (shown,) = open_view(get_decisions, context, life.actor("prosecutor"), number).decided
    assert (shown.decided_by, shown.proposed_by) == ("jia.chief", None)


def test_what_was_done_and_found_elsewhere_is_recorded_with_its_days(context: Context) -> None:
    life = _opened(context)
    life.act("prosecutor", "record_progress", condition="A1", amount=1, done_on="2026-04-10")
    life.act("prosecutor", "report_incident", incident="former", kind="supervision_rules", done_on="2026-05-02",
             found_on="2026-05-03", facts="甲区已登记，见原卷")  # fmt: skip
    assert life.lines("record_progress")[0].note["on"] == "2026-04-10"
    assert life.lines("report_incident")[0].note["done_on"] == "2026-05-02"


def test_the_former_record_is_a_document_of_the_plan(context: Context) -> None:
    """As it came, once however often it is sent; a social worker does not see it."""
    life = _opened(context)
    prosecutor = life.actor("prosecutor")
    for wrong in (b"", b"PK\x03\x04", b"%PDF-" + bytes(30 * 1024 * 1024)):
        with pytest.raises(BadInput):
            attach_former_record(context, prosecutor, life.number, wrong)
    kept = [attach_former_record(context, prosecutor, life.number, PDF) for _ in range(2)]
    assert kept[0] == kept[1]
    (shown,) = open_view(load_volume, context, prosecutor, life.number, right=READ_PAPER).kept
    assert (shown.paper, len(shown.versions)) == ("former_record", 1)
    handed_out = download_paper(context, prosecutor, life.number, shown.document, 1)
    assert (handed_out.content, handed_out.media_type) == (PDF, "application/pdf")
    assert open_view(load_volume, context, life.actor("social_worker"), life.number, right=READ_PAPER).kept == []
