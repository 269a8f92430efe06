"""The law as an edition: dated values, bounds, snapshots, and rows that may not stand."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from core.errors import BadInput
from core.i18n import Bilingual, short_citation
from law.entries import Number, Rule
from law.finding import Confidence, Effect, Finding
from law.rulebook import Rulebook
from tests.law.chosen import with_values

TODAY = date(2026, 11, 24)


def edited(rulebook: Rulebook, edit: Callable[[dict[str, Any]], Any]) -> Rulebook:
    """The edition after a change of its files."""
    snapshot = rulebook.snapshot()
    edit(snapshot)
    return Rulebook.from_snapshot(snapshot)


def test_every_row_says_in_both_languages_what_it_is_and_where_it_stands(rulebook: Rulebook) -> None:
    """Title, article; meaning, article."""
    for rule in rulebook.rules():
        assert rule.title.zh
        assert rule.title.en
        assert rule.article
    for entry in rulebook.entries():
        assert entry.meaning.zh
        assert entry.meaning.en
        assert entry.article


def test_what_is_known_from_memory_refuses_nothing(rulebook: Rulebook) -> None:
    """In the files of today, and in no edition at all."""
    rows: list[Rule | Number] = [*rulebook.rules(), *rulebook.entries()]
    assert not any(row.confidence is Confidence.K and row.effect is Effect.REFUSES for row in rows)
    with pytest.raises(BadInput):
        edited(rulebook, lambda book: book["rules"]["VI-12"].update(effect="refuses"))
    with pytest.raises(BadInput):
        edited(rulebook, lambda book: book["statute"]["police_sealing_days"].update(effect="refuses"))
    plain = Finding("X-01", False, Bilingual("。", "."), "an article", Confidence.V, Effect.REFUSES)
    assert not plain.is_reading
    with pytest.raises(ValueError, match="from memory"):
        Finding("X-01", False, Bilingual("。", "."), "an article", Confidence.K, Effect.REFUSES)


def test_practice_is_never_law(rulebook: Rulebook) -> None:
    """An office's choice has confidence P, bounds, and refuses nothing."""
    practice = [rulebook.entry(key) for key in rulebook.snapshot()["practice"]]
    assert len(practice) > 20
    for entry in practice:
        assert entry.confidence is Confidence.P
        assert entry.effect is not Effect.REFUSES
        assert entry.may_be_chosen
    with pytest.raises(BadInput):
        edited(rulebook, lambda book: book["practice"]["hush_most_days"].update(effect="refuses"))


def test_the_numbers_of_today_that_no_example_shows(rulebook: Rulebook) -> None:
    """So that none of them changes unnoticed."""
    assert rulebook.number("criminal_age_any_offence", TODAY) == 16
    assert rulebook.number("criminal_age_grave_offence", TODAY) == 14
    assert rulebook.number("leave_answer_working_days", TODAY) == 2
    assert rulebook.number("bail_warning_days", TODAY) == 30
    assert rulebook.numbers("expiry_steps_days", TODAY) == (30, 14, 7, 1)
    assert rulebook.list_values("expiry_steps_days", TODAY) == (30, 14, 7, 1)
    assert rulebook.numbers("adult_steps_days", TODAY) == (60, 30)


def test_a_value_is_asked_by_the_day(rulebook: Rulebook) -> None:
    """A change of the law has a day, a repeal is a dated end, and before the first value there is none."""
    changed = edited(
        rulebook,
        lambda book: book["statute"]["service_days"].update(
            values=[
                {"from": "2013-01-01", "to": "2027-06-30", "is": 3},
                {"from": "2027-07-01", "to": "2027-12-31", "is": 5},
            ]
        ),
    )
    assert changed.number("service_days", date(2027, 6, 30)) == 3
    assert changed.number("service_days", date(2027, 7, 1)) == 5
    assert changed.number("service_days", date(2027, 12, 31)) == 5
    for nowhere in (date(2012, 12, 31), date(2028, 1, 1)):
        with pytest.raises(BadInput):
            changed.number("service_days", nowhere)


@pytest.mark.parametrize(
    ("group", "key", "change"),
    [
        ("statute", "service_days", {"values": []}),
        ("statute", "service_days", {"values": [{"from": "2013-01-01", "is": 3}, {"from": "2020-01-01", "is": 5}]}),
        (
            "statute",
            "service_days",
            {"values": [{"from": "2013-01-01", "to": "2020-01-01", "is": 3}, {"from": "2020-01-01", "is": 5}]},
        ),
        ("statute", "service_days", {"least": 1, "most": 9}),
        ("statute", "service_days", {"rule": "XX-99"}),
        ("practice", "hush_most_days", {"most": 30}),
        ("practice", "hush_most_days", {"least": None}),
        ("practice", "expiry_steps_days", {"values": [{"from": "2013-01-01", "is": [1, 7, 14, 30]}]}),
        ("practice", "expiry_steps_days", {"values": [{"from": "2013-01-01", "is": []}]}),
        (
            "practice",
            "hush_most_days",
            {"values": [{"from": "2013-01-01", "to": "2020-01-01", "is": 99}, {"from": "2021-01-01", "is": 31}]},
        ),
    ],
)
def test_a_row_that_contradicts_itself_is_refused_at_loading(
    group: str, key: str, change: dict[str, Any], rulebook: Rulebook
) -> None:
    """Overlaps, missing or needless bounds, defaults out of bounds, unknown rules."""
    with pytest.raises(BadInput) as refused:
        edited(rulebook, lambda book: book[group][key].update(change))
    assert key in refused.value.reason.en


def test_a_value_lives_once(rulebook: Rulebook) -> None:
    """The same key in law and in practice is refused."""
    with pytest.raises(BadInput, match="declared once"):
        edited(
            rulebook,
            lambda book: book["practice"].update(service_days=book["practice"]["announcement_alarm_working_days"]),
        )


def test_an_office_chooses_within_the_bounds(rulebook: Rulebook) -> None:
    """Its value counts; the edition stays."""
    ours = with_values(rulebook, explanation_window_hours=72, expiry_steps_days=(45, 20, 5))
    assert ours.number("explanation_window_hours", TODAY) == 72
    assert ours.numbers("expiry_steps_days", TODAY) == (45, 20, 5)
    assert ours.edition == rulebook.edition, "what is chosen stands beside the law"
    assert rulebook.number("explanation_window_hours", TODAY) == 48, "the edition it came from did not change"


def test_every_wrong_choice_is_named_at_once(rulebook: Rulebook) -> None:
    """Out of bounds, fixed by law, unknown, of the wrong shape."""
    with pytest.raises(BadInput) as refused:
        with_values(
            rulebook,
            explanation_window_hours=1,
            probation_most_months=24,
            no_such_number=3,
            expiry_steps_days=30,
            adult_steps_days=(30, 60),
            bail_warning_days=61,
            leave_answer_working_days=2,
            hush_most_days=True,
        )
    assert [mistake.place for mistake in refused.value.mistakes] == [
        "explanation_window_hours",
        "probation_most_months",
        "no_such_number",
        "expiry_steps_days",
        "adult_steps_days",
        "bail_warning_days",
        "hush_most_days",
    ]
    assert "283" in (refused.value.mistakes[1].article or "")


@pytest.mark.parametrize("steps", [[30, 30], [90, 30], [30, 0], [30, True], []])
def test_every_step_of_a_list_is_looked_at(steps: list[int], rulebook: Rulebook) -> None:
    """Twice the same, one too large, one too small, one that is no number, none at all."""
    with pytest.raises(BadInput):
        with_values(rulebook, expiry_steps_days=tuple(steps))


def test_an_edition_survives_json(rulebook: Rulebook) -> None:
    """A plan's snapshot, stored and read back, is the same law with the same name."""
    again = Rulebook.from_snapshot(json.loads(json.dumps(rulebook.snapshot())))
    assert again.edition == rulebook.edition
    assert again.snapshot() == rulebook.snapshot()
    assert again.numbers("adult_steps_days", TODAY) == rulebook.numbers("adult_steps_days", TODAY)
    assert len(rulebook.edition) == 64
    assert rulebook.edition.startswith(rulebook.short_edition)
    assert len(rulebook.short_edition) == 12
    assert Rulebook.load().edition == rulebook.edition


def test_an_edition_does_not_hang_on_the_order_in_which_a_database_gives_it_back(rulebook: Rulebook) -> None:
    """The same rows in another order are the same law."""
    snapshot = rulebook.snapshot()
    turned = {group: dict(reversed(rows.items())) for group, rows in reversed(snapshot.items())}
    assert Rulebook.from_snapshot(turned).edition == rulebook.edition


def test_a_snapshot_handed_out_cannot_change_the_edition(rulebook: Rulebook) -> None:
    """It is a copy."""
    before = rulebook.edition
    rulebook.snapshot()["statute"]["service_days"]["values"][0]["is"] = 9
    assert rulebook.edition == before
    assert rulebook.number("service_days", TODAY) == 3


def test_what_an_old_edition_did_not_know_is_answered_by_the_files_of_today(rulebook: Rulebook) -> None:
    """So that a plan of years ago goes on when the program learns to ask something new."""
    old = edited(rulebook, lambda book: (book["rules"].pop("GU-04"), book["statute"].pop("report_feedback_days")))
    assert old.number("report_feedback_days", TODAY) == 3
    assert old.rule("GU-04").confidence is Confidence.V2
    for unknown in (old, rulebook):
        with pytest.raises(KeyError):
            unknown.number("no_such_number", TODAY)
        with pytest.raises(KeyError):
            unknown.rule("XX-99")


def test_a_finding_carries_its_rule(rulebook: Rulebook) -> None:
    """Article, confidence and effect come from the file; it refuses or warns only where it does not hold."""
    refusing = rulebook.finding("PB-01", False, Bilingual("过长。", "Too long."))
    assert (refusing.refuses, refusing.warns) == (True, False)
    assert refusing.article == rulebook.rule("PB-01").article
    warning = rulebook.finding("DE-02", False, Bilingual("迟。", "Late."))
    assert (warning.refuses, warning.warns) == (False, True)
    kept = rulebook.finding("PB-01", True, Bilingual("合。", "Fits."))
    assert (kept.refuses, kept.warns) == (False, False)
    assert json.loads(json.dumps(refusing.as_dict())) == {
        "rule": "PB-01",
        "holds": False,
        "because_zh": "过长。",
        "because_en": "Too long.",
        "article": short_citation(refusing.article),
        "confidence": "V",
        "effect": "refuses",
        "is_reading": False,
    }


def test_chapters_cover_part_two_without_gap_or_overlap(rulebook: Rulebook) -> None:
    """Articles 102 to 451 of the Criminal Law, and only chapters four to six admit the decision."""
    chapters = [rulebook.offence(str(article)) for article in range(102, 452)]
    assert all(chapters)
    admitting = {offence.chapter.id for offence in chapters if offence and offence.chapter.admits}
    assert admitting == {"IV", "V", "VI"}
    assert rulebook.offence("101") is None
    assert rulebook.offence("452") is None


def test_every_named_offence_stands_in_a_chapter(rulebook: Rulebook) -> None:
    """A name in the list that no chapter holds would be a slip."""
    named = [rulebook.offence(article) for article in rulebook.snapshot()["offences"]]
    assert all(named)
    grave = sorted(offence.article for offence in named if offence and offence.from_fourteen)
    assert grave == ["114", "115", "232", "234", "236", "263", "347"]
