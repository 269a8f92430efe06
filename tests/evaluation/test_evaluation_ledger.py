"""The ledger: what came, what did not, what counts for nobody, and in whose column."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.ledger import LedgerStatus, Obligation, build_ledger, build_line
from evaluation.needs import Domain, NeedChange
from evaluation.progress import ConditionProgress, count_streak, progress_sentences
from evaluation.shares import Coverage

DAY = date(2026, 3, 9)
STATUSES = ("open", "not_received", "on_time", "late", "missed", "unknown", "unable", "excused", "not_owed_yet",
            "before_this_system", "cancelled", "done")  # fmt: skip
OWNERS = ("minor", "guardian", "social_worker", "prosecutor")


def thing(status: str, owner: str = "minor", week: int = 0, **more: object) -> Obligation:
    return Obligation(f"{owner}-{week}", owner, "weekly_note", DAY + timedelta(weeks=week), status, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "more", "expected", "counts", "against"),
    [
        ("on_time", {}, LedgerStatus.ON_TIME, True, False),
        ("late", {}, LedgerStatus.LATE, True, False),
        ("not_received", {}, LedgerStatus.NOT_RECEIVED, False, False),
        ("not_received", {"explained": True}, LedgerStatus.EXPLAINED, False, False),
        ("missed", {}, LedgerStatus.NOT_RECEIVED, True, True),
        ("excused", {"explained": True, "answered": True}, LedgerStatus.EXCUSED, False, False),
        ("unable", {}, LedgerStatus.UNABLE, False, False),
        ("unknown", {}, LedgerStatus.UNKNOWN, True, False),
        ("done", {"of_the_office": True, "done_on": DAY}, LedgerStatus.ON_TIME, True, False),
        ("done", {"of_the_office": True, "done_on": DAY + timedelta(1)}, LedgerStatus.LATE, True, False),
        ("open", {"of_the_office": True}, LedgerStatus.NOT_RECEIVED, True, True),
    ],
)
def test_how_a_thing_stands(
    status: str, more: dict[str, object], expected: LedgerStatus, counts: bool, against: bool
) -> None:
    line = build_line(thing(status, **more))
    assert line is not None
    assert (line.status, line.counts, line.against) == (expected, counts, against)


@pytest.mark.parametrize("status", ["open", "cancelled", "not_owed_yet", "before_this_system"])
def test_what_was_never_owed_is_not_in_the_ledger(status: str) -> None:
    assert build_line(thing(status)) is None


@given(st.lists(st.tuples(st.sampled_from(STATUSES), st.sampled_from(OWNERS), st.integers(0, 30)), max_size=40))
@settings(max_examples=60, deadline=None)
def test_anothers_miss_never_stands_in_ones_column(entries: list[tuple[str, str, int]]) -> None:
    """A column is the same whoever else missed what, and nothing counts that is unknown, impossible or excused."""
    things = [thing(status, owner, week) for status, owner, week in entries]
    columns = build_ledger(things)
    for owner, column in columns.items():
        assert column == build_ledger(each for each in things if each.owner == owner)[owner]
        assert {line.thing.owner for line in column.lines} == {owner}
        assert (
            column.kept + sum(line.against for line in column.lines) + column.counts[LedgerStatus.UNKNOWN]
            == column.owed
        )
        assert not any(line.against for line in column.lines if line.thing.status != "missed")
        assert 0 <= column.coverage.share <= 1


def test_coverage_is_what_is_known_of_what_was_owed() -> None:
    column = build_ledger([thing("on_time", week=1), thing("unknown", week=2), thing("unable", week=3)])["minor"]
    assert column.coverage == Coverage(1, 2)
    assert not column.coverage.assessable
    assert Coverage(3, 5).assessable
    assert not Coverage(0, 0).assessable
    with pytest.raises(ValueError, match="known"):
        Coverage(3, 2)


def test_praise_comes_first_and_is_as_large_as_a_miss() -> None:
    things = [thing("missed", week=0), *(thing("on_time", week=week) for week in range(1, 5)), thing("unable", week=5)]
    column = build_ledger(things)["minor"]
    assert count_streak(column) == 4  # a week in hospital breaks no row
    sentences = progress_sentences(
        column,
        [ConditionProgress("A1", 6, 6, "times"), ConditionProgress("A4", 0, 3000, "yuan")],
        {Domain.FAMILY: NeedChange.LESS},
    )
    assert [sentence.good for sentence in sentences] == sorted((sentence.good for sentence in sentences), reverse=True)
    zh = "".join(sentence.words.zh for sentence in sentences)
    assert "最近连续4次都按时" in zh
    assert "心理辅导等：6/6次，已全部完成" in zh
    assert "家庭方面，需要的帮助比开始时少了" in zh
    assert "有1次没有完成，已经给过说明的机会" in zh
    assert "3000" not in zh  # money that is missing is nobody's failing


@given(st.lists(st.sampled_from(STATUSES), max_size=20))
@settings(max_examples=40, deadline=None)
def test_no_sentence_judges_or_predicts(statuses: list[str]) -> None:
    column = build_ledger(thing(status, week=week) for week, status in enumerate(statuses)).get("minor")
    for sentence in progress_sentences(column, (), dict.fromkeys(Domain, NeedChange.MORE)):
        for refused in ("违规", "风险", "预警", "失联", "扣分", "网瘾", "再犯"):
            assert refused not in sentence.words.zh
        assert sentence.words.en.isascii()
