"""What leaves in one moment stands in the diary of that moment, however many acts caused it."""

from tests.builders import announce_and_serve, start_plan


def test_two_acts_of_one_minute_each_bring_their_text_into_the_diary() -> None:
    life = announce_and_serve(start_plan(team_works=False, delivers=True), "2026-03-03").on("2026-03-10 11:00")
    before = len(life.messages())
    life.act(
        "social_worker", "report_incident", incident="a", kind="supervision_rules", done_on="2026-03-09", facts="一"
    )
    life.act(
        "social_worker", "report_incident", incident="b", kind="supervision_rules", done_on="2026-03-09", facts="二"
    )
    first, second = [entry for entry in life.diary("2026-03-10") if entry.happening == "refer_incident"]
    assert first.sent
    assert second.sent
    assert len(first.sent) + len(second.sent) == len(life.messages()) - before
