"""A form in which nothing is said is shown again with its mistake: on every page that people write on."""

import pytest

from models.item import Explanation, Item, Submission
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
