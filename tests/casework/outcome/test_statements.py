"""What the minor, a guardian and the defender say of the end: their own words, by whom and when, and never filled in."""

from datetime import timedelta

import pytest

from casework.acting.rights.read_operations import READ_EVALUATION, READ_OWN, READ_PAPER
from casework.documents.fields import CaseFields
from casework.documents.opinion_facts import load_opinion_facts
from casework.evaluation.progress import load_own_progress
from casework.family.data_requests import load_stored_data
from core.errors import BadInput
from documents.papers import PAPERS_BY_CODE
from tests.builders import SimulatedPlan, an_announced_plan, open_view
from tests.cached_plans import cached_copy


@pytest.fixture
@cached_copy
def life() -> SimulatedPlan:
    return an_announced_plan(team_works=False).on("2026-03-06 10:00")


def voices(life: SimulatedPlan) -> dict[str, str]:
    """What the supervision opinion says of each, and what it suggests to whoever writes it."""
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PAPER) as open_plan:
        fields = CaseFields(open_plan, PAPERS_BY_CODE["opinion"], "", 1)
        known = {of: str(fields.value(f"voice_{of}")) for of in ("minor", "defender")}
        return known | {"guardian": fields.suggestion("voice_guardian")}


def test_the_opinion_says_who_said_what_when_and_who_wrote_it_down(life: SimulatedPlan) -> None:
    """Also what was said twice; of a guardian it is a suggestion, for whoever writes the opinion heard more."""
    life.act("minor", "record_statement", of="minor", text="想继续读书").on("2026-03-08 10:00")
    life.act(
        "social_worker", "record_statement", of="minor", text="也想学修车", said_on="2026-03-07", told_by_phone=True
    )
    life.act("mother", "record_statement", of="guardian", text="回家早了")
    life.act("assistant", "record_statement", of="defender", text="建议不起诉", on_paper=True)
    worker, assistant = (life.staff(post).display_name for post in ("social_worker", "assistant"))
    assert voices(life) == {
        "minor": "“想继续读书”（2026年3月6日自己在网页上填写）\n"
        f"“也想学修车”（2026年3月7日电话陈述，2026年3月8日由社工{worker}登记）",
        "guardian": "“回家早了”（2026年3月8日自己在网页上填写）",
        "defender": f"“建议不起诉”（2026年3月8日书面提交，由检察官助理{assistant}登记）",
    }


def test_what_nobody_said_is_said_to_be_missing_and_nothing_more(life: SimulatedPlan) -> None:
    assert voices(life) == {"minor": "没有意见的记录。", "guardian": "", "defender": "没有意见的记录。"}


def test_what_is_still_to_be_done_is_against_nobody_before_the_period_is_over(life: SimulatedPlan) -> None:
    """Six talks are a condition, and none was yet in the first week."""
    actor = life.actor("prosecutor")
    for day, against in (("2026-03-06 10:00", 0), (f"{life.plan.working_end + timedelta(days=1)} 10:00", 1)):
        life.jumps_to(day)
        facts = open_view(load_opinion_facts, life.context, actor, life.number, right=READ_EVALUATION)
        assert sum("附带条件" in one.words.zh for one in facts.unfavourable) == against
        assert "认罪认罚" in facts.favourable[-1].words.zh, "what the decision itself found for them"


def test_everybody_speaks_for_themselves_and_the_same_words_stand_once(life: SimulatedPlan) -> None:
    for who, of in (("minor", "guardian"), ("mother", "minor"), ("minor", "defender")):
        with pytest.raises(BadInput):
            life.act(who, "record_statement", of=of, text="都好")
    for _ in range(2):
        life.act("minor", "record_statement", of="minor", text="都好")
    facts = open_view(load_opinion_facts, life.context, life.actor("social_worker"), life.number, right=READ_EVALUATION)
    assert [(each.of, each.text, each.way, each.recorded_by) for each in facts.said] == [
        ("minor", "都好", "page", None)
    ]
    (line,) = life.lines("record_statement")
    assert "都好" not in str(line.note)
    life.act("social_worker", "record_statement", of="minor", text="都好")
    stored = load_stored_data(life.context, life.actor("minor")).kept
    assert [each.count for each in stored if each.what == "statement"] == [1]
    own = open_view(load_own_progress, life.context, life.actor("minor"), life.number, right=READ_OWN).statements
    assert [(each.way, each.recorded_by) for each in own] == [("page", None), ("in_person", None)]


def test_a_familys_page_offers_the_form_when_the_end_is_near(life: SimulatedPlan) -> None:
    def offered(who: str) -> bool:
        return open_view(load_own_progress, life.context, life.actor(who), life.number, right=READ_OWN).asks_statement

    assert not offered("minor")
    life.jumps_to("2026-08-01 10:00")
    assert not offered("minor")
    life.jumps_to("2026-08-02 10:00")
    assert offered("minor")
    assert offered("mother")
