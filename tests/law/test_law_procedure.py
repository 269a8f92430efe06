"""No row of the procedure is forgotten: each is a rule, or says why it is none."""

from importlib import import_module
from pathlib import Path

from law.finding import Effect
from law.procedure import load_procedure_dates, load_uncovered_rows
from law.rulebook import Rulebook
from tests.law.procedure_tables import list_procedure_rows, load_unverified_topics

ROOT = Path(__file__).parents[2]
COUNTS = {"DT": 8, "PR": 14, "HR": 8, "DE": 6, "RE": 10, "PB": 5, "OB": 8, "SU": 5, "VI": 10, "FI": 11, "SE": 14,
          "AD": 8, "GU": 8}  # fmt: skip


def test_the_tables_have_their_rows() -> None:
    """A hundred and fifteen rows; a row cannot be dropped by editing one file."""
    assert len(list_procedure_rows()) == len(set(list_procedure_rows())) == sum(COUNTS.values()) == 115
    for table, count in COUNTS.items():
        assert [row for row in list_procedure_rows() if row.startswith(table)] == [
            f"{table}-{n:02}" for n in range(1, count + 1)
        ]


def test_every_row_is_a_rule_or_says_why_it_is_none(rulebook: Rulebook) -> None:
    """And none is both."""
    ruled = {rule.id for rule in rulebook.rules()}
    assert set(list_procedure_rows()) - ruled == set(load_uncovered_rows())
    assert len(load_uncovered_rows()) < 15


def test_a_reason_is_given_in_both_languages_and_points_somewhere_that_exists(rulebook: Rulebook) -> None:
    """The rules that say it are rules, and the files that keep it are files."""
    ruled = {rule.id for rule in rulebook.rules()}
    for row in load_uncovered_rows().values():
        assert len(row.why.zh) > 5
        assert len(row.why.en) > 10
        assert set(row.said_by) <= ruled
        assert all((ROOT / path).is_file() for path in row.kept_by), row.id


def test_what_is_remembered_is_carried_by_rules(rulebook: Rulebook) -> None:
    """All but the article numbers of the Guidelines, which nobody may cite."""
    ruled = {rule.id for rule in rulebook.rules()}
    assert {topic for topic, carried in load_unverified_topics().items() if not carried} == {"2017 article numbers"}
    assert all(set(carried) <= ruled for carried in load_unverified_topics().values())


def test_every_date_of_the_procedure_has_a_clock_a_number_and_a_rule(rulebook: Rulebook) -> None:
    """At least twenty dates, from receipt to the eighteenth birthday; each number can start a clock or bounds one."""
    dates = load_procedure_dates()
    assert len(dates) >= 21
    for each in dates:
        rulebook.rule(each.rule)
        entry = rulebook.entry(each.number)
        assert entry.rule in (each.rule, None), each.number
        assert entry.effect is Effect.STARTS_CLOCK or each.rule == "PB-01"
        module, _, name = each.clock.partition(".")
        assert callable(getattr(import_module(f"law.{module}"), name))
        assert each.begins.zh
        assert each.begins.en
        assert each.whose


def test_a_rule_that_starts_a_clock_says_so(rulebook: Rulebook) -> None:
    """All but the bounds of the period, which refuse; and what is late is told of, never refused."""
    for each in load_procedure_dates():
        rule = rulebook.rule(each.rule)
        assert rule.effect is (Effect.REFUSES if rule.id == "PB-01" else Effect.STARTS_CLOCK), rule.id
        late = rulebook.finding(rule.id, False, rule.title)
        assert (late.warns, late.refuses) == (rule.id != "PB-01", rule.id == "PB-01")
