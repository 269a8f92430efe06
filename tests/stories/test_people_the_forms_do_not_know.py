"""A child whom nobody finds, one who does not follow the language, one who signs, one from abroad."""

import pytest

from casework.acting.rights.read_operations import READ_OWN, READ_PLAN
from casework.family.pauses_view import load_pause_text
from casework.plan.views.banners import load_open_plan_banners
from core.errors import BadInput
from models.person import Person
from tests.builders import SimulatedPlan, an_announced_plan, open_view
from web.timeline_details import describe_note


def banners(life: SimulatedPlan) -> dict[str, str]:
    shown = open_view(load_open_plan_banners, life.context, life.actor("prosecutor"), life.number, right=READ_PLAN)
    return {one.code: one.words.zh for one in shown}


def test_what_a_missing_minor_owes_is_unknown_until_they_were_heard() -> None:
    """From the day they went, noted later; no text and no miss; found is not yet heard, and afterwards it goes on."""
    life = an_announced_plan(weekly="Mon").on("2026-03-20 10:00")
    since = life.items("weekly_note")[1].due_on
    life.act("social_worker", "record_missing", since=str(since), told=["guardian", "police"], text="电话关机")
    (search,) = life.items("search", status="open")
    (line,) = life.lines("record_missing")
    told = [value.zh for name, value in describe_note(line.act, line.note) if name.zh == "已告诉谁"]
    assert told == ["监护人、公安机关"]
    assert search.owner == "prosecutor"
    assert "正在寻找" in banners(life)["missing"]
    family = open_view(load_pause_text, life.context, life.actor("mother"), life.number, "minor", right=READ_OWN)
    assert "110" in family.zh
    life.on("2026-04-08 10:00")
    lived = [item for item in life.items("weekly_note") if since <= item.due_on <= life.today]
    assert {(item.status, item.settled_because) for item in lived} == {("unknown", "missing")}
    life.act("social_worker", "record_found", found_on="2026-04-07", text="在外地网吧")
    assert life.items("search", status="open")
    life.on("2026-04-09 10:00").act("prosecutor", "record_found", found_on="2026-04-07", heard_on="2026-04-09")
    assert life.items("search", status="open") == []
    assert "missing" not in banners(life)
    life.on("2026-04-15 10:00")
    assert not [item for item in life.items("weekly_note") if item.due_on > life.today and item.status == "unknown"]
    assert life.status_counts("weekly_note").get("missed") is None


def test_a_day_heard_long_ago_makes_owed_again_what_came_after_it() -> None:
    life = an_announced_plan(weekly="Mon").on("2026-03-10 10:00")
    life.act("social_worker", "record_missing", since="2026-03-09").on("2026-03-25 10:00")
    life.act("social_worker", "record_found", found_on="2026-03-11", heard_on="2026-03-12")
    known = {item.due_on.isoformat(): item.settled_because for item in life.items("weekly_note")}
    assert (known["2026-03-09"], known["2026-03-16"]) == ("missing", "no_proof_of_knowing"), "asked after, not missed"


def test_the_dead_are_not_searched_for() -> None:
    life = an_announced_plan(weekly="Mon").on("2026-03-10 10:00")
    life.act("social_worker", "record_missing", since="2026-03-09").act("prosecutor", "record_death")
    assert life.items("search", status="open") == []
    life.act("prosecutor", "correct_fact", fact="record_death", never_happened=True, reason="认错了人")
    assert life.items("search", status="open")


def test_who_needs_an_interpreter_or_signs_is_known_on_every_page_and_not_called() -> None:
    life = an_announced_plan(weekly="Mon").on("2026-03-10 10:00")
    life.act("prosecutor", "record_background", person="mother", interpreted="彝语")
    life.act("prosecutor", "record_background", sign_language=True, nationality="虚构国", foreign_document="护照X0001")
    assert "彝语" in banners(life)["interpreted"]
    assert "手语" in banners(life)["sign_language"]
    (minor,) = (one for one in life.rows(Person) if one.role == "minor")
    assert "call" not in minor.reach
    with pytest.raises(BadInput):
        life.act("prosecutor", "record_background")
    life.act("prosecutor", "note", topic="consulate_informed", text="公安机关于3月9日通报")
