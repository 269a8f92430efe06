"""An item's page leads to the act by which it is done."""

from casework.shared.acts.act import ACTS
from casework.shared.items.item_kinds import ITEM_KINDS, STAFF_HAND_IN, Pattern
from models.item import Item
from tests.web.visitors import Pages, parse_page
from web.views.act_forms import FORMS

NOBODY_DOES = {"custody", "bail_end", "attention", "approval", "proposal_returned", "pre_expiry", "age_rebase",
               "explanation_answer", "after_correction", "restriction_notice", "plan_halted"}  # fmt: skip
"""Done on pages of their own, or by looking: the proposals, the cockpit before the end, the answer on the item."""


def test_whatever_the_team_owes_has_its_way_or_its_own_page() -> None:
    """A person who opens something from today's list must not have to look for where it is done."""
    due = {code for code, kind in ITEM_KINDS.items() if kind.pattern in (Pattern.STAFF, Pattern.STATUTORY)}
    has_a_way = {code for code, kind in ITEM_KINDS.items() if kind.ways}
    assert due - has_a_way - set(STAFF_HAND_IN) - NOBODY_DOES == set()


def test_the_ways_lead_to_forms_that_ask_what_they_fill_in() -> None:
    for kind in ITEM_KINDS.values():
        for by in kind.ways:
            assert by.act in FORMS
            assert ({by.field, *dict(by.values)} - {""}) <= set(ACTS[by.act].model_fields), kind.code


def test_a_request_for_leave_is_one_tap_from_its_decision_and_only_for_who_decides(pages: Pages) -> None:
    pages.offices.act("minor", "ask_leave", leave="l-77", from_on="2026-03-14", to_on="2026-03-15",
                    destination="外婆家", reason="看外婆")  # fmt: skip
    (item,) = [row for row in pages.offices.rows(Item) if row.kind == "leave_decision"]
    address = pages.plan(f"/items/leave_decision/{item.due_on}")
    links = [each for each in parse_page(pages.as_("gui.prosecutor").get(address)).addresses if "/do/" in each]
    assert links == [pages.plan(f"/do/{link}") for link in (
        "decide_leave?leave=l-77&whose=prosecutor", "dismiss_items?items.leave_decision%2Fl-77=yes",
    )]  # fmt: skip
    assert 'name="items.leave_decision/l-77" value="yes" checked' in pages.as_("gui.prosecutor").get(links[1]).text
    form = pages.as_("gui.prosecutor").get(links[0]).text
    assert '<option value="l-77" selected' in form
    assert not [each for each in parse_page(pages.as_("gui.clerk").get(address)).addresses if "/do/" in each]
    pages.offices.act("prosecutor", "decide_leave", leave="l-77", approved=True)
    assert not [each for each in parse_page(pages.as_("gui.prosecutor").get(address)).addresses if "/do/" in each]


def test_the_page_of_the_end_lists_what_waits_with_its_age_and_one_click_to_set_it_aside(pages: Pages) -> None:
    pages.offices.act("minor", "ask_leave", leave="l-78", from_on="2026-03-14", to_on="2026-03-15",
                    destination="外婆家", reason="看外婆")  # fmt: skip
    address, end = "/do/dismiss_items?items.leave_decision/l-78=yes", pages.plan("/documents")
    there = pages.as_("gui.prosecutor").get(end)
    assert pages.plan(address) in parse_page(there).addresses
    assert "已等0天" in there.text
    pages.offices.act("prosecutor", "dismiss_items", items=["leave_decision/l-78"], reason="本人撤回申请")
    assert pages.plan(address) not in parse_page(pages.as_("gui.prosecutor").get(end)).addresses
