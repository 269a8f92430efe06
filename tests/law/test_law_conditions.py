"""How a condition is worded: measurable, lawful, of one of six kinds, beside the four duties of the law."""

from dataclasses import replace
from typing import Any

import pytest

from law.conditions import (
    DUTY_WORDS,
    TOTAL_BAN,
    TRACKING,
    UNLAWFUL_MEANS,
    ConditionText,
    StatutoryDuty,
    finding_on_duties,
    findings_on_condition,
)
from law.finding import Finding
from law.rulebook import Rulebook

COUNSELLING = ConditionText("A1", "接受心理辅导", "六次，每次一小时", "签到单", "social_worker", "minor", 6)
KEEP_AWAY = ConditionText("A3", "不与当时的同伴联系", "考验期内", "每月谈话", "prosecutor", "minor")


def about(rule: str, rulebook: Rulebook, condition: ConditionText = COUNSELLING, **changes: Any) -> Finding:
    """That rule's answer once the condition is changed."""
    findings = findings_on_condition(replace(condition, **changes), rulebook)
    (found,) = [finding for finding in findings if finding.rule == rule]
    return found


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("text", "what"), ("measure", "how often"), ("evidence", "by what evidence"), ("confirmed_by", "who confirms"),
     ("owner", "whose it is")],
)  # fmt: skip
def test_each_of_the_five_answers_is_missed_by_name(missing: str, sentence: str, rulebook: Rulebook) -> None:
    """What, how often, evidence, who confirms, whose it is; a warning and no more."""
    found = about("OB-03", rulebook, COUNSELLING, **{missing: "  "})
    assert found.warns
    assert found.because.en == f"Not said: {sentence}."


@pytest.mark.parametrize("means", UNLAWFUL_MEANS)
def test_a_means_that_harms_is_refused(means: str, rulebook: Rulebook) -> None:
    """Wherever it stands; and nothing else in the wording ever refuses."""
    assert about("OB-04", rulebook, text=f"违反的，{means.upper()}").refuses
    assert about("OB-04", rulebook, measure=f"每次{means}").refuses
    assert about("OB-04", rulebook, evidence=means).holds, "evidence is no means"


@pytest.mark.parametrize(
    "text", ["监护人不得打骂孩子", "严禁体罚", "家长避免羞辱、虐待", "参加当众演讲课", "never a beating"]
)
def test_what_forbids_a_means_is_not_refused(text: str, rulebook: Rulebook) -> None:
    """Nobody beats the child: that protects. A public speech is no public shame."""
    assert about("OB-04", rulebook, text=text).holds


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        *[({"text": f"考验期内{words}"}, "tracking") for words in TRACKING],
        *[({"measure": f"全程{words}"}, "total ban") for words in TOTAL_BAN],
        ({"residential": True}, "provider"),
    ],
)
def test_tracking_a_total_ban_or_a_place_away_from_home_wants_a_second_look(
    changes: dict[str, Any], sentence: str, rulebook: Rulebook
) -> None:
    """A warning: no text forbids it here in words."""
    found = about("OB-08", rulebook, KEEP_AWAY, **changes)
    assert found.warns
    assert sentence in found.because.en


@pytest.mark.parametrize("duty", list(StatutoryDuty))
def test_a_missing_duty_of_the_law_is_named(duty: StatutoryDuty, rulebook: Rulebook) -> None:
    """Four, always; a fifth does no harm."""
    others = [each.value for each in StatutoryDuty if each is not duty]
    found = finding_on_duties(others, rulebook)
    assert found.refuses
    assert DUTY_WORDS[duty].en in found.because.en
    assert DUTY_WORDS[duty].zh in found.because.zh
    assert finding_on_duties([*others, duty.value, "A1"], rulebook).holds


def test_a_means_is_forbidden_by_a_word_just_before_it_and_by_none_further_off(rulebook: Rulebook) -> None:
    """ "不得" eight characters before the means forbids it; nine before, it is about something else."""

    def harmless(text: str) -> bool:
        return about("OB-04", rulebook, text=text).holds

    assert harmless("不得" + "一" * 6 + "电击")
    assert not harmless("不得" + "一" * 7 + "电击")
