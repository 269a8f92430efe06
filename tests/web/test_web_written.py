"""A form in which nothing is said is shown again with its mistake: on every page that people write on."""

import pytest

from models.chosen_value import ChosenValue
from models.item import Explanation, Item, Submission
from models.journal import JournalLine
from models.office import Office, Role, Staff
from tests.passwords import give_password
from tests.web.visitors import Pages


def _open_note(pages: Pages) -> Item:
    plan = pages.offices.plan().id
    notes = [
        row for row in pages.offices.rows(Item) if (row.kind, row.status, row.plan_id) == ("weekly_note", "open", plan)
    ]
    return min(notes, key=lambda row: row.due_on)


NOTHING = ("   ", "\u200b", "\u3164\ufeff", "。。。")


@pytest.mark.parametrize("nothing", NOTHING, ids=ascii)
def test_a_familys_page_asks_again(pages: Pages, nothing: str) -> None:
    browser, here = pages.family("minor")
    due = _open_note(pages)
    for form in ("fill", "explain"):
        again = browser.post(f"{here}/{form}/weekly_note/{due.due_on}", data={"text": nothing})
        assert again.status_code in (404, 422), form
    for form, typed in (("/leave", {"destination": nothing, "reason": nothing, "from_on": "2026-03-20", "to_on": "2026-03-21"}),
                        ("/stored", {"wish": "copy", "text": nothing}), ("/progress", {"text": nothing})):  # fmt: skip
        assert browser.post(f"{here}{form}", data=typed).status_code == 422, form
    assert pages.offices.rows(Submission) == []
    assert pages.offices.rows(Explanation) == []


PASSWORD = "linen-harbour-417"


@pytest.mark.parametrize("nothing", NOTHING, ids=ascii)
def test_a_page_of_the_office_asks_again(pages: Pages, nothing: str) -> None:
    worker, prosecutor = pages.as_role(Role.SOCIAL_WORKER), pages.as_role(Role.PROSECUTOR)
    administrator = pages.as_role(Role.ADMINISTRATOR)
    keepers = [row.login for row in pages.offices.rows(Staff) if row.role == Role.ADMINISTRATOR]
    give_password(pages.offices.context, keepers, PASSWORD)
    due = _open_note(pages)
    item = pages.plan(f"/items/weekly_note/{due.due_on}")
    moved = {"what": "move_days", "item": "worker_contact", "due_on": "2026-03-16", "to_on": "2026-03-27"}
    value = {"value": "48", "from_on": "2026-03-20", "_go": "do"}
    lines = len(pages.offices.rows(JournalLine))
    for browser, address, typed, field in (
        (worker, f"{item}/hand-in", {"told_by": "minor", "text": nothing}, "text"),
        (worker, f"{item}/explain", {"text": nothing}, "text"),
        (prosecutor, f"{item}/answer", {"answer": "excused", "reason": nothing}, "reason"),
        (worker, "/many", moved | {"reason": nothing, "_go": "preview"}, "reason"),
        (prosecutor, pages.plan("/do/pause_messages"), {"until_on": "2026-03-25", "reason": nothing}, "reason"),
        (administrator, "/practice/check_in_grace_hours", value | {"reason": nothing}, "reason"),
        (administrator, "/staff/offices", {"office_name": nothing, "own_password": PASSWORD}, "name"),
        (administrator, "/staff", {"login": "hai.clerk", "display_name": nothing, "role": "clerk", "office": "癸县检察院",
                                   "reason": "新入职", "own_password": PASSWORD},
         "display_name"),
    ):  # fmt: skip
        again = browser.post(address, data=typed)
        assert again.status_code == 422, (address, again.status_code)
        assert f'{field}-wrong"' in again.text, address
    assert [
        line.act for line in pages.offices.rows(JournalLine)[lines:] if not line.act.startswith(("read_", "confirm"))
    ] == []
    assert pages.offices.rows(ChosenValue) == []
    assert {row.login for row in pages.offices.rows(Staff)} & {"hai.clerk"} == set()
    assert nothing.strip() not in {row.name for row in pages.offices.rows(Office)} - {""}
