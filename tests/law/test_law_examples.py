"""Every rule has its table of examples, and each comes out as it is told."""

import tomllib
from importlib.resources import files

import pytest

from law.examples import Example, get_examples, run_example
from law.rulebook import Rulebook
from law.working_days import WorkingDays

BOOK = Rulebook.load()
RULES = [rule.id for rule in BOOK.rules()]
ALL = [(f"{rule}/{place}", each) for rule in RULES for place, each in enumerate(get_examples(rule), 1)]


def test_what_each_example_says_follows(rulebook: Rulebook, days: WorkingDays) -> None:
    """Given these facts, this comes out."""
    came = {id: run_example(example, rulebook, days) for id, example in ALL}
    assert {id: (one.answer, one.because) for id, one in came.items() if not one.as_expected} == {}


def test_every_rule_has_examples_and_no_stranger_has() -> None:
    """No rule is only a title."""
    assert all(get_examples(rule) for rule in RULES)
    written = tomllib.loads(files("law").joinpath("examples.toml").read_text(encoding="utf-8"))["rules"]
    assert set(written) == set(RULES)


def test_a_rule_that_can_be_broken_shows_it_kept_and_broken() -> None:
    """A jurist sees both sides of the line, and what follows is what the rule is there for."""
    for rule in BOOK.rules():
        answers = {each.then for each in get_examples(rule.id) if each.then in ("holds", "warns", "refuses")}
        if answers and rule.id != "HR-11":  # asked only where just one objects, and never kept
            assert answers == {"holds", rule.effect_if_broken.value}, rule.id


def test_every_example_is_a_sentence_in_both_languages() -> None:
    """With a full stop, and none told twice."""
    for id, each in ALL:
        assert each.sentence.zh.endswith("。"), id
        assert each.sentence.en.endswith("."), id
    for rule in RULES:
        sentences = [each.sentence.zh for each in get_examples(rule)]
        assert len(set(sentences)) == len(sentences), rule


def test_an_example_that_tells_a_stranger_is_refused(rulebook: Rulebook, days: WorkingDays) -> None:
    """A fact that no function asks would check nothing."""
    good = get_examples("PR-13")[0]
    with pytest.raises(TypeError, match="does not ask"):
        run_example(
            Example(good.rule, good.sentence, good.ask, {**good.given, "weather": "fine"}, "holds"), rulebook, days
        )
    with pytest.raises(TypeError, match="is not told"):
        run_example(Example(good.rule, good.sentence, good.ask, {}, "holds"), rulebook, days)
    condition = get_examples("OB-02")[0]
    with pytest.raises(TypeError, match="has no"):
        run_example(
            Example("OB-02", good.sentence, condition.ask, {"condition": {"colour": 1}}, "holds"), rulebook, days
        )


def test_an_example_that_is_wrong_says_so(rulebook: Rulebook, days: WorkingDays) -> None:
    """What came out stands beside what was told."""
    good = get_examples("PR-13")[0]
    assert run_example(Example(good.rule, good.sentence, good.ask, good.given, "holds"), rulebook, days).as_expected
    result = run_example(Example(good.rule, good.sentence, good.ask, good.given, "refuses"), rulebook, days)
    assert not result.as_expected
    assert result.answer == "holds"
