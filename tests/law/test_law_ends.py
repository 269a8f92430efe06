"""Every way a case ends is one row, and no row says what no text carries."""

from typing import Any

import pytest

from core.errors import BadInput
from law.ends import EndRow, find_end, load_ends
from law.finding import Confidence
from law.service import Addressee

ROW: dict[str, Any] = {
    "title": {"zh": "终结", "en": "An end"},
    "from": None,
    "article": "刑事诉讼法第16条 (CPL art 16)",
    "confidence": "V",
    "is_end": True,
    "decided_by": "chief_prosecutor",
    "paper": {"zh": "决定书", "en": "A decision"},
    "announced": False,
    "announcement": {"zh": "不宣布", "en": "Not announced"},
    "announcement_article": "人民检察院刑事诉讼规则第376条 (Rules art 376)",
    "heard": [],
    "served": [],
    "remedies": [],
    "suit": "none",
    "settles_property": False,
    "opens": [],
    "closes": "case",
    "status": {"zh": "已终结", "en": "Ended"},
    "period": {"zh": "停止", "en": "Stopped"},
    "sealed_from": "none",
    "counted": "ruled",
    "after_seal": [],
}


def test_every_end_can_be_read() -> None:
    """What a procuratorate, a higher one and a court can say; each has its own name on the page."""
    ends = load_ends()
    over = [end for end in ends if end.is_end]
    assert len({end.title.zh for end in ends}) == len(ends)
    assert len({end.status.zh for end in over}) == len(over)
    assert {end.decided_by for end in ends} == {"chief_prosecutor", "higher_office", "court"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"article": "某法第1条 (Unknown Law art 1)"},
        {"article": "本院做法 (the office's own practice)"},
        {"follow_up": "no_such_number"},
        {"confidence": "K"},
        {"sealed_from": "announced"},
        {"seal_article": "人民检察院刑事诉讼规则第486条 (Rules art 486)"},
        {"suit": "perhaps"},
    ],
)
def test_a_row_without_ground_is_refused(wrong: dict[str, Any]) -> None:
    """No known article, no known number, from memory and nobody asked, sealed under nothing."""
    with pytest.raises(BadInput):
        EndRow.read("an_end", {**ROW, **wrong})


def test_nobody_serves_a_school_or_an_employer() -> None:
    assert not {Addressee.SCHOOL, Addressee.EMPLOYER} & {to for end in load_ends() for to in (*end.served, *end.heard)}


def test_only_after_the_period_a_text_excludes_the_suit() -> None:
    """Of every other non-prosecution nobody says by himself that there is none."""
    assert [end.code for end in load_ends() if end.suit == "excluded"] == ["non_prosecution"]
    assert all(end.ask for end in load_ends() if end.suit == "unclear")


def test_the_dead_are_served_nothing() -> None:
    for code in ("death", "terminated_by_death", "acquitted_in_absence"):
        assert Addressee.MINOR not in find_end(code).served


def test_only_a_minor_offence_gives_the_person_a_complaint() -> None:
    """CPL art 181; whoever is found innocent, or kept the conditions, has none. The court's words are appealed."""
    own = {
        end.code: {remedy.number for remedy in end.remedies if remedy.who is Addressee.MINOR}
        for end in load_ends()
        if end.decided_by != "court"
    }
    assert {code for code, numbers in own.items() if numbers} == {"minor_offence"}


def test_what_goes_on_is_not_sealed() -> None:
    """Charges withdrawn, a revocation, a retrial: another row ends the case."""
    assert all(end.sealed_from == "none" for end in load_ends() if not end.is_end)


def test_a_row_from_memory_says_what_to_ask() -> None:
    assert all(end.ask for end in load_ends() if end.confidence is Confidence.K)
