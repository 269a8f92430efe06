"""An item's page leads to the act by which it is done."""

from casework.acting.acts.act import ACTS
from casework.shared.items.item_kinds import ITEM_KINDS, STAFF_HAND_IN, Pattern
from models.item import Item
from models.office import Role
from models.plan import Plan
from tests.web.visitors import Pages, follow, parse_page
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
    prosecutor = pages.as_("gui.prosecutor")
    assert f"{address}?label=l-77" in parse_page(prosecutor.get("/")).addresses
    card = parse_page(prosecutor.get(address))
    assert "外婆家" in card.text
    links = [each for each in card.addresses if "/do/" in each]
    assert links == [pages.plan(f"/do/{link}") for link in (
        "decide_leave", "dismiss_items?items.leave_decision%2Fl-77=yes",
    )]  # fmt: skip
    assert 'name="items.leave_decision/l-77" value="yes" checked' in pages.as_("gui.prosecutor").get(links[1]).text
    check = prosecutor.post(links[0], data=card.fields | {"approved": "true"})
    assert "确认办理" in check.text
    pages.offices.act("minor", "ask_leave", leave="l-78", from_on="2026-03-17", to_on="2026-03-18",
                    destination="舅舅家", reason="看舅舅")  # fmt: skip
    both = [parse_page(prosecutor.get(f"{address}?label={label}")).fields["leave"] for label in ("l-77", "l-78")]
    assert both == ["l-77", "l-78"], "two asked on one day are two cards"
    assert not [each for each in parse_page(pages.as_("gui.clerk").get(address)).addresses if "/do/" in each]
    pages.offices.act("prosecutor", "decide_leave", leave="l-77", approved=True)
    settled = parse_page(prosecutor.get(f"{address}?label=l-77"))
    assert not [each for each in settled.addresses if "/do/" in each]


def test_what_is_decided_stands_with_the_proof_and_the_telephone_for_who_may_call(pages: Pages) -> None:
    """An explanation is answered where it is read, by one button; the telephone stands in no title and no address."""
    family, here = pages.family("minor")
    family.post(f"{here}/explain/weekly_note/2026-03-09", data={"text": "手机坏了"})
    note = pages.plan("/items/weekly_note/2026-03-09")
    pages.offices.act("prosecutor", "name_contact", person="mother", name="欧阳小满", phone="10000990177", device="own")
    prosecutor = pages.as_role(Role.PROSECUTOR)
    card = prosecutor.get(f"{note}?do=answer")
    said, buttons = card.text.index("手机坏了"), card.text.index('name="answer" value="excused"')
    assert max(said, card.text.index('href="#proof"')) < buttons
    assert "tel:" in card.text
    assert "tel:" not in parse_page(card).title
    for role in (Role.CHIEF_PROSECUTOR, Role.DEPARTMENT_HEAD):
        assert "tel:" not in pages.as_role(role).get(note).text
    follow(prosecutor, prosecutor.post(f"{note}/answer", data={"answer": "excused", "reason": "属实"}))


def test_what_came_is_read_on_a_plan_that_is_over_as_well(pages: Pages) -> None:
    """Only that it was read is put on record no more."""
    pages.offices.act("minor", "submit", item="weekly_note", due_on="2026-03-09", text="都好")
    with pages.offices.context.database.transaction() as session:
        plan = session.get_one(Plan, pages.offices.plan().id)
        plan.closed_at = pages.offices.context.clock.now()
        session.add(plan)
    page = pages.as_role(Role.SOCIAL_WORKER).get(pages.plan("/items/weekly_note/2026-03-09"))
    assert (page.status_code, "都好" in page.text) == (200, True)
