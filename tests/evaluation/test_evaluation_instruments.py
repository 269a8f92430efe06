"""Questionnaires: scored as their manuals say, with the error beside the total, and never a diagnosis."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from evaluation.instruments import (
    FILE,
    ScoreChange,
    calculate_score,
    compare_scores,
    load_instruments,
    parse_instruments,
    score_from_total,
)

ROOT = Path(__file__).parents[2]
ALL = load_instruments()
IAT, SDQ, IGDS = ALL["iat"], ALL["sdq-self"], ALL["igds9-sf"]


@pytest.mark.parametrize(
    ("code", "items", "lowest", "highest"),
    [("iat", 20, 20, 100), ("iat-0", 20, 0, 100), ("cias", 26, 26, 104), ("cias-r", 19, 19, 76),
     ("igds9-sf", 9, 9, 45), ("sdq-self", 25, 0, 40)],
)  # fmt: skip
def test_each_questionnaire_has_the_range_of_its_manual(code: str, items: int, lowest: int, highest: int) -> None:
    one = ALL[code]
    assert (one.items, one.lowest, one.highest) == (items, lowest, highest)
    least = calculate_score(one, [one.least] * one.items).total
    assert one.lowest <= (least or 0) <= one.highest


def test_the_difficulties_are_summed_without_the_strengths_and_five_answers_are_turned() -> None:
    """Whoever answers 0 to everything has 2 on the five turned items: one of them in conduct, two in hyperactivity,
    two among peers."""
    nothing = calculate_score(SDQ, [0] * 25)
    assert nothing.scales == {"emotional": 0, "conduct": 2, "hyperactivity": 4, "peers": 4, "prosocial": 0}
    assert nothing.total == 10
    everything = calculate_score(SDQ, [2] * 25)
    assert everything.scales == {"emotional": 10, "conduct": 8, "hyperactivity": 6, "peers": 6, "prosocial": 10}
    assert everything.total == 30


@pytest.mark.parametrize(("given", "scale"), [([1, 1, 2], 7), ([1, 1, 1, 1], 5), ([0, 0, 0, 2], 3), ([0, 1, 0], 2)])
def test_a_scale_with_missing_answers_is_rounded_as_the_scoring_sheet_says(given: list[int], scale: int) -> None:
    """6.67 is 7, and 2.5 is 3; the total is the sum of whole scales. Fewer than three answers say nothing."""
    answers: list[int | None] = [0 if place in SDQ.reversed else 1 for place in range(1, 26)]
    for place, answer in zip(SDQ.scales["emotional"], [*given, None, None], strict=False):
        answers[place - 1] = answer
    scored = calculate_score(SDQ, answers)
    assert scored.scales["emotional"] == scale
    assert scored.total is not None
    assert scored.total.is_integer()
    answers[SDQ.scales["emotional"][0] - 1] = answers[SDQ.scales["emotional"][1] - 1] = None
    assert calculate_score(SDQ, answers).scales["emotional"] is None


@pytest.mark.parametrize("page", ["questionnaires.md", "questionnaires.zh-CN.md"])
def test_the_page_of_sources_names_each_band_with_its_source_and_how_sure_it_is(page: str) -> None:
    """What the program scores by is what the page says, questionnaire by questionnaire."""
    sections = (ROOT / "docs" / page).read_text(encoding="utf-8").split("\n## ")
    for one in ALL.values():
        (section,) = [each for each in sections if each.startswith(f"`{one.code}`")]
        ends = [*(band.begins - 1 for band in one.bands[1:]), one.highest]
        assert " / ".join(f"{band.begins}-{end}" for band, end in zip(one.bands, ends, strict=True)) in section, (
            one.code
        )
        assert f"({one.confidence})" in section
        assert one.norms.year in section
        assert f"{one.items}" in section


@pytest.mark.parametrize(("total", "begins"), [(20, 20), (30, 20), (31, 20), (49, 20), (50, 50), (79, 50), (80, 80)])
def test_a_band_begins_where_the_manual_says(total: int, begins: int) -> None:
    assert score_from_total(IAT, total).bands(IAT)[0].begins == begins


def test_the_error_of_measurement_shows_which_other_bands_it_might_be() -> None:
    """Just under 50 it might as well be over 50; in the middle of a band it is that band alone."""
    assert [band.begins for band in score_from_total(IAT, 49).bands(IAT)] == [20, 50]
    assert [band.begins for band in score_from_total(IAT, 65).bands(IAT)] == [50]
    span = score_from_total(IAT, 49).span(IAT)
    assert span is not None
    assert span.low == pytest.approx(49 - 1.96 * 15 * 0.07**0.5)


@pytest.mark.parametrize(
    ("first", "then", "change"),
    [
        (60, 60, ScoreChange.WITHIN_ERROR),
        (60, 50, ScoreChange.WITHIN_ERROR),
        (60, 48, ScoreChange.LOWER),
        (48, 60, ScoreChange.HIGHER),
    ],
)
def test_a_change_is_said_only_beyond_the_error(first: int, then: int, change: ScoreChange) -> None:
    assert IAT.reliable_difference == pytest.approx(11.0, abs=0.05)
    assert compare_scores(score_from_total(IAT, first), score_from_total(IAT, then), IAT) is change


def test_two_versions_are_not_compared() -> None:
    assert (
        compare_scores(score_from_total(ALL["iat-0"], 60), score_from_total(IAT, 30), IAT) is ScoreChange.NOT_COMPARABLE
    )
    few = calculate_score(IGDS, [3] * 5 + [None] * 4)
    assert few.total is None
    assert few.bands(IGDS) == ()
    assert compare_scores(few, score_from_total(IGDS, 20), IGDS) is ScoreChange.NOT_COMPARABLE


@given(st.sampled_from(sorted(ALL)), st.data())
@settings(max_examples=25, deadline=None)
def test_any_answers_stay_in_the_range_and_a_missing_one_moves_little(code: str, data: st.DataObject) -> None:
    one = ALL[code]
    answers = data.draw(st.lists(st.integers(one.least, one.most), min_size=one.items, max_size=one.items))
    whole = calculate_score(one, answers)
    assert whole.total is not None
    assert one.lowest <= whole.total <= one.highest
    span = whole.span(one)
    assert span is not None
    assert one.lowest <= span.low <= whole.total <= span.high <= one.highest
    missing = data.draw(st.integers(0, one.items - 1))
    with_gap = calculate_score(one, [*answers[:missing], None, *answers[missing + 1 :]])
    assert with_gap.total is not None
    assert one.lowest <= with_gap.total <= one.highest
    assert abs(with_gap.total - whole.total) <= one.most - one.least


@pytest.mark.parametrize("answers", [[1] * 19, [1] * 21, [0] + [1] * 19, [6] + [1] * 19, []])
def test_answers_that_the_scale_does_not_have_are_named(answers: list[int]) -> None:
    with pytest.raises(BadInput) as refused:
        calculate_score(IAT, answers)
    assert refused.value.mistakes[0].place.startswith("answers")


@pytest.mark.parametrize("total", [-1, 19, 101, 10**12])
def test_a_total_outside_the_scale_is_refused(total: int) -> None:
    with pytest.raises(BadInput):
        score_from_total(IAT, total)


@pytest.mark.parametrize(
    "change",
    [("items = 9", "items = 8"), ("sd = 7.0", "sd = -1"), ("reliability = 0.80", "reliability = 1.0"),
     ("from = 9", "from = 10"), ("from = 32", "from = 9"), ('version = "9 items, 1-5"', ""), ("least = 1", "least = 5"),
     ("sd = 7.0", "sd = nan"), ('confidence = "V"', 'confidence = "sure"'), ("norms = ", "norm = ")],
)  # fmt: skip
def test_an_offices_own_questionnaire_is_checked(change: tuple[str, str]) -> None:
    """The office adds its own as data; what cannot be scored is told by its name and not taken."""
    text = FILE.read_text(encoding="utf-8")
    own = "[igds9-sf]" + text.partition("[igds9-sf]")[2].partition("\n[sdq-self]")[0]
    assert set(parse_instruments(own)) == {"igds9-sf"}
    with pytest.raises(BadInput) as refused:
        parse_instruments(own.replace(change[0], change[1], 1))
    assert refused.value.mistakes[0].place == "igds9-sf"


def test_no_item_text_is_shipped_and_no_word_is_a_diagnosis() -> None:
    """Bands speak of answers and of talking; nothing names an illness, and no question stands in the file."""
    text = FILE.read_text(encoding="utf-8")
    assert not re.search(r"[?？]", text)
    for one in ALL.values():
        assert one.licence.words.zh
        assert one.reliability_source
        for band in one.bands:
            words = band.words.zh + band.words.en.lower()
            assert not re.search("成瘾|网瘾|障碍|病|异常|addict|disorder|abnormal|patholog", words)
