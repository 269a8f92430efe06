"""Silence opens an attention and no more; then he is found, and most of it was never his."""

from models.item import ItemStatus
from tests.builders import an_announced_plan


def test_a_minor_who_falls_silent() -> None:
    # ------------------------------------------------------- spring 2026: six notes in time
    life = an_announced_plan(decided_on="2026-03-02", delivers=True)
    life.skips_to("2026-04-14 12:00").on("2026-04-19 12:00")
    assert life.status_counts("weekly_note")["on_time"] == 6

    # ------------------------------------------------------- Sunday 19 April: called; after six in time not again on the last day
    life.on("2026-04-20 23:59")
    assert life.texts("2026-04-19 12:00", to="minor") == ["S1"]
    assert life.item("weekly_note", "2026-04-20").status == "open"

    # ------------------------------------------------------- Tuesday 21 April, 10:00: asked how it was; nobody else is told
    life.on("2026-04-21 10:00")
    assert life.item("weekly_note", "2026-04-20").status == "not_received"
    assert life.texts("2026-04-21") == ["S3"]

    # ------------------------------------------------------- Thursday 23 April, 10:00: two days to explain are over
    life.on("2026-04-23 09:59:59")
    assert life.item("weekly_note", "2026-04-20").status == "not_received"
    life.on("2026-04-23 10:00")
    assert life.item("weekly_note", "2026-04-20").status == "missed"
    assert life.texts("2026-04-23") == ["E7"]  # the worker, and nobody above her
    assert not life.plan.attention_open

    # ------------------------------------------------------- 27 April and 4 May: silent again, and reminded on the last day as
    # in the beginning; the third opens an attention
    life.on("2026-04-27 23:59")
    assert life.texts("2026-04-26 12:00", to="minor") == ["S1", "S2"]
    life.on("2026-05-07 09:59:59")
    assert not life.plan.attention_open
    life.on("2026-05-07 10:00")
    assert life.plan.attention_open
    assert life.status_counts("weekly_note")["missed"] == 3
    assert "E4" in life.texts("2026-05-07", to="prosecutor")
    assert life.status == "under_supervision"
    assert life.items("incident_review") == []
    assert life.plan.final_decision_by.isoformat() == "2026-09-11"

    # ------------------------------------------------------- 11 May: a fourth changes nothing, and the chief never hears of it
    life.on("2026-05-14 12:00")
    assert life.status_counts("weekly_note")["missed"] == 4
    assert len(life.items("attention")) == 1
    assert [message.to for message in life.delivered() if message.to in ("chief_prosecutor", "deputy", "mother")] == []

    # ------------------------------------------------------- Friday 15 May: found. He lay in hospital from 25 April to 12 May
    life.on("2026-05-15 11:00").act(
        "social_worker", "record_unable", from_on="2026-04-25", to_on="2026-05-12", reason="hospital"
    )
    assert life.status_counts("weekly_note") == {"on_time": 6, "missed": 1, "unable": 3, "open": 16}
    assert not life.plan.attention_open
    assert life.items("attention")[0].status == "done"

    # ------------------------------------------------------- the same day: the note of 20 April comes on paper, late
    life.act("social_worker", "submit", item="weekly_note", due_on="2026-04-20", on_paper=True, text="那周在奶奶家")
    assert life.item("weekly_note", "2026-04-20").status == "late"
    assert life.status_counts("weekly_note").get("missed") is None
    assert life.texts("2026-05-15 11:00", to="minor") == ["S5"]

    # ------------------------------------------------------- and life goes on
    life.skips_to("2026-09-02 00:00")
    assert life.status_counts("weekly_note") == {"on_time": 22, "late": 1, "unable": 3}


def test_one_who_explains_is_answered_by_a_person_and_not_by_the_clock() -> None:
    # ------------------------------------------------------- the note of Monday 9 March does not come
    life = an_announced_plan(decided_on="2026-03-02", delivers=True)
    life.on("2026-03-10 18:00")
    assert life.item("weekly_note", "2026-03-09").status == "not_received"

    # ------------------------------------------------------- Tuesday evening: explained by phone
    life.act("social_worker", "explain", item="weekly_note", due_on="2026-03-09", text="手机没电", told_by_phone=True)
    assert life.due("explanation_answer").isoformat() == "2026-03-12"

    # ------------------------------------------------------- a week later the window is long over, and nothing is missed
    life.add_habit("minor", "weekly_note")
    life.on("2026-03-17 09:00")
    assert life.item("weekly_note", "2026-03-09").status == "not_received"
    assert life.items(status=ItemStatus.MISSED) == []

    # ------------------------------------------------------- Tuesday 17 March: the assistant answers; the family is told that, not what
    life.act(
        "assistant", "answer_explanation", item="weekly_note", due_on="2026-03-09", answer="excused", reason="情况属实"
    )
    assert life.item("weekly_note", "2026-03-09").status == "excused"
    assert life.texts("2026-03-17 09:00", to="minor") == ["S6"]


def test_what_was_explained_before_its_day_is_not_asked_for_again() -> None:
    # ------------------------------------------------------- Friday 6 March: "on Monday I sit an exam in the city"
    life = an_announced_plan(decided_on="2026-03-02", delivers=True)
    life.on("2026-03-06 18:00").act("minor", "explain", item="weekly_note", due_on="2026-03-09", text="周一去市里考试")

    # ------------------------------------------------------- Monday passes; a person owes an answer, the clock gives none
    life.on("2026-03-13 12:00")
    assert life.item("weekly_note", "2026-03-09").status == "not_received"
    assert "S3" not in life.texts(to="minor")
    assert life.items(status=ItemStatus.MISSED) == []


def test_who_is_held_while_asked_had_no_time_to_explain() -> None:
    # ------------------------------------------------------- Monday 20 April 2026: no note; on Tuesday he is asked how it was
    life = an_announced_plan(decided_on="2026-03-02", delivers=True)
    life.skips_to("2026-04-14 12:00").on("2026-04-21 12:00")
    assert life.item("weekly_note", "2026-04-20").status == "not_received"

    # ------------------------------------------------------- from Wednesday on he is held: the two days prove nothing
    life.on("2026-04-22 11:00").act(
        "prosecutor", "record_unable", from_on="2026-04-22", to_on="2026-04-27", reason="detained"
    )
    life.on("2026-04-23 10:00")
    assert life.item("weekly_note", "2026-04-20").status == "unknown"
    assert life.texts("2026-04-23") == ["E7"]
    assert not life.plan.attention_open
