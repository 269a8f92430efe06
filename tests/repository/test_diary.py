"""The diary's page is the diary's promise to whoever reads it by a program."""

import json
import re
from datetime import date
from functools import cache
from pathlib import Path

from casework.acting.rights import OPERATIONS
from casework.shared.files.parsing import read_acts_path, read_plan_path
from core.i18n import Language
from flows.diary import STATUS_LABELS, format_entry
from flows.rehearsal import Rehearsal, rehearse
from law.transitions import PlanStatus
from tests.builders import a_plan
from web.timeline_details import describe_note

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "diary.md").read_text(encoding="utf-8")

LIFE = "17-hanlu"
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")


EVENTS = {code for code, each in OPERATIONS.items() if each.done}


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def first_column(text: str) -> list[str]:
    """The codes in the first column of the tables."""
    return [
        code for cell in re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE) for code in re.findall(r"`(\w+)`", cell)
    ]


@cache
def a_life() -> Rehearsal:
    """A life of the sample caseload, to a message that has a reason."""
    folder = ROOT / "examples" / "caseload"
    plan, acts = read_plan_path(folder / f"{LIFE}.toml"), read_acts_path(folder / f"{LIFE}.acts.toml").acts
    return rehearse(plan, acts, date(2026, 10, 8))


def test_the_fields_of_a_line_are_the_page_s_fields() -> None:
    """Exactly these, in this order, in every line; and of every message exactly those."""
    head = PAGE.partition("\n## ")[0]
    fields, sent_fields = first_column(head), first_column(section("Messages sent"))
    lines = [entry.as_json() for entry in a_life().diary]
    assert len(lines) > 50
    for line in lines:
        assert list(line) == fields
        for sent in line["sent"]:
            assert set(sent) | {"because"} == set(sent_fields)
    assert any("because" in sent for line in lines for sent in line["sent"])


def test_the_line_on_the_page_is_one_that_is_printed() -> None:
    """The page's example comes out of the program as it stands there."""
    (line,) = re.findall(r"^```json\n(.*?)\n```", PAGE, re.DOTALL | re.MULTILINE)
    folder = ROOT / "examples" / "caseload"
    rehearsal = rehearse(
        read_plan_path(folder / "12-dashu.toml"),
        read_acts_path(folder / "12-dashu.acts.toml").acts,
        until=read_plan_path(folder / "12-dashu.toml").decision.on.replace(day=25),
    )
    printed = [json.dumps(entry.as_json(), ensure_ascii=False) for entry in rehearsal.diary]
    expected = json.loads(line)
    assert any({**json.loads(line), "sent": expected["sent"]} == expected for line in printed)
    assert any(expected["sent"][0] in json.loads(line)["sent"] for line in printed)


def test_every_happening_of_a_life_has_words() -> None:
    """Nothing comes out that the page does not know."""
    assert {entry.happening for entry in a_life().diary} <= EVENTS


def test_every_status_has_words() -> None:
    """Wherever a plan stands, the diary can say it."""
    assert set(STATUS_LABELS) == set(PlanStatus)


def test_on_the_terminal_every_line_is_in_words_of_either_language() -> None:
    for entry in a_life().diary:
        for language in LANGUAGES:
            line = format_entry(entry, describe_note, language).plain
            assert not re.search(r"[a-z]_[a-z]|=|True|False|None", line), line
            assert language == "zh-CN" or not re.search(r"[\u4e00-\u9fff]", line), line


def test_on_the_terminal_no_line_has_a_code() -> None:
    """Neither the number of a text or a rule, nor what the acts file calls an incident or a leave by."""
    folder = ROOT / "examples" / "caseload"
    names = {
        str(getattr(act, field))
        for act in read_acts_path(folder / f"{LIFE}.acts.toml").acts
        for field in ("incident", "leave", "condition")
        if getattr(act, field, None)
    }
    assert names
    for entry in a_life().diary:
        for language in LANGUAGES:
            line = format_entry(entry, describe_note, language).plain
            assert not re.search(r"\b[A-Z]{1,2}-?\d", line), line
            assert not names & set(re.findall(r"[\w-]+", line)), line


def test_a_line_tells_whether_leave_was_granted_and_a_receipt_came_in_time() -> None:
    lines = [format_entry(entry, describe_note, "en").plain for entry in a_life().diary]
    assert any("recorded a service receipt" in line and "in time yes" in line for line in lines)
    assert any("decided on the leave" in line and "approved yes" in line for line in lines)


def test_what_was_said_stands_beside_what_caused_it() -> None:
    """At the midnight after the last day the decision's date is near as well; each line has its own messages."""
    cadence = {"worker_contact": None, "prosecutor_talk": None}
    diary = rehearse(a_plan(weekly=None, announced_on="2026-03-02", cadence=cadence), until=date(2026, 9, 2)).diary
    ended = next(entry for entry in diary if entry.happening == "end_period")
    by_event = {entry.happening: {one["event"] for one in entry.sent} for entry in diary if entry.at == ended.at}
    assert by_event == {"end_period": {"period_ended"}, "announce_date": {"statutory_date_near"}}
    assert {one["channel"] for one in ended.sent} == {"email", "inbox"}
