"""One old phone for five people: a text that reached it proves nothing about him. Unknown, and never missed."""

from tests.builders import an_announced_plan


def test_a_shared_phone() -> None:
    # ------------------------------------------------------- March 2026: texts arrive on a phone of five people
    life = an_announced_plan(device="shared", delivers=True)
    life.on("2026-03-09 23:59")
    assert life.texts(to="minor") == ["S1", "S2"]

    # ------------------------------------------------------- Tuesday 10 March: not received; unknown at once
    life.on("2026-03-10 10:00")
    assert life.item("weekly_note", "2026-03-09").status == "unknown"
    assert life.texts("2026-03-10", to="social_worker") == ["E7"]  # a person goes and sees

    # ------------------------------------------------------- weeks of it open no attention and count for nothing
    life.on("2026-04-02 00:00")
    assert life.status_counts("weekly_note") == {"unknown": 4, "open": 22}
    assert not life.plan.attention_open
    assert life.items("attention") == []


def test_texts_held_back_prove_nothing() -> None:
    # ------------------------------------------------------- a crisis: no text goes out, a person calls instead
    life = an_announced_plan(delivers=True)
    life.on("2026-03-06 10:00").act("prosecutor", "pause_messages", until_on="2026-03-20", reason="心理危机")
    life.on("2026-03-20 23:59")
    assert life.delivered("2026-03-06 10:00", to="minor") == []
    assert life.status_counts("weekly_note") == {"unknown": 2, "open": 24}

    # ------------------------------------------------------- from the 21st they go out again, and not what was held back
    life.on("2026-03-22 16:59")
    assert life.delivered("2026-03-06 10:00", to="minor") == []
    life.on("2026-03-22 17:00")
    assert life.texts("2026-03-06 10:00", to="minor") == ["S1"]
