"""Many plans in one reviewed step, from a page: seen plan by plan, done as seen, and refused where one moved on."""

from models.dated_session import DatedSession
from models.item import Item
from models.office import Role
from tests.web.test_web_acting import hidden
from tests.web.visitors import Pages, follow

MOVE = {"what": "move_days", "item": "worker_contact", "reason": "全员培训"}


def test_a_day_is_moved_on_every_plan_that_owes_it_as_it_was_seen(pages: Pages) -> None:
    contact = next(
        row for row in pages.offices.rows(Item)
        if row.kind == "worker_contact" and row.status == "open" and row.plan_id == pages.offices.plan().id
    )  # fmt: skip
    worker = pages.as_role(Role.SOCIAL_WORKER)
    moved = MOVE | {"due_on": str(contact.due_on), "to_on": "2026-03-27"}
    seen = worker.post("/many", data=moved | {"_go": "preview"})
    assert seen.status_code == 200, seen.text
    assert pages.offices.number in seen.text
    assert pages.offices.other not in seen.text, "another office's plan"
    stale = worker.post("/many", data=hidden(seen) | {"_go": "do", "_digest": "0" * 32})
    assert stale.status_code == 409
    done = worker.post("/many", data=hidden(seen) | {"_go": "do"})
    assert "涉及1个方案" in follow(worker, done).text
    (now,) = [row for row in pages.offices.rows(Item) if row.id == contact.id]
    assert str(now.due_on) == "2026-03-27"


def test_what_is_missing_is_named_and_the_edition_is_the_prosecutors(pages: Pages) -> None:
    worker, prosecutor = pages.as_role(Role.SOCIAL_WORKER), pages.as_role(Role.PROSECUTOR)
    wrong = worker.post("/many", data=MOVE | {"due_on": "明天", "to_on": ""})
    assert wrong.status_code == 422
    assert "全员培训" in wrong.text
    assert worker.post("/many", data={"what": "adopt_edition", "reason": "新版"}).status_code == 422
    assert "没有涉及的方案" in prosecutor.post("/many", data={"what": "adopt_edition", "reason": "新版"}).text
    assert pages.as_role(Role.CLERK).get("/many").status_code == 403


def test_a_session_for_several_is_one_form_and_each_plan_has_its_own_line(pages: Pages) -> None:
    """Whoever is not on the worker's plans cannot be put in, and everybody was asked first."""
    worker, offices = pages.as_role(Role.SOCIAL_WORKER), pages.offices
    assert f"with.{offices.number}" in worker.get("/many").text
    assert f"with.{offices.other}" not in worker.get("/many").text
    session = {
        "what": "group", "topic": "防骗课堂", "held_on": "2026-03-09", "condition": "A1", "_go": "preview",
        f"with.{offices.number}": "came", f"with.{offices.other}": "came",
    }  # fmt: skip
    unasked = worker.post("/many", data=session)
    assert unasked.status_code == 422
    assert "防骗课堂" in unasked.text
    nobody = worker.post("/many", data={"what": "group", "topic": "课", "held_on": "2026-03-09", "agreed": "yes"})
    assert nobody.status_code == 422
    seen = worker.post("/many", data=session | {"agreed": "yes"})
    assert (seen.status_code, offices.number in seen.text) == (200, True)
    done = worker.post("/many", data=hidden(seen) | {"_go": "do"})
    assert "涉及1个方案" in follow(worker, done).text
    (counted,) = offices.rows(DatedSession)
    assert (counted.plan_id, counted.amount) == (offices.plan().id, 1)
    history = pages.as_role(Role.PROSECUTOR).get(f"/plans/{offices.number}/history").text
    assert "登记了一次集体活动" in history
