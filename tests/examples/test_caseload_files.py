"""The sample caseload is what it says: twenty-eight lives whose dates are right, and nobody who exists."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
from stdnum.cn import ric

from casework.checkins.acts import Submit
from casework.shared.files.acts_file import ActsFile, AnyAct
from casework.shared.files.plan_file import PlanFile

CASELOAD = Path(__file__).parents[2] / "examples" / "caseload"

NUMBERS = [f"{number:02}" for number in range(1, 29)]
OFFICES = {"甲区", "乙县", "丙县", "丁县", "戊县", "己县", "庚县", "辛县"}
OFFICE_STAFF = {"prosecutor", "assistant", "department_head", "chief_prosecutor", "deputy", "clerk"}


def _only(pattern: str) -> Path:
    (path,) = CASELOAD.glob(pattern)
    return path


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def _plan(number: str) -> PlanFile:
    path = next(path for path in CASELOAD.glob(f"{number}-*.toml") if not path.name.endswith(".acts.toml"))
    return PlanFile.model_validate(_read(path))


@cache
def _acts(number: str) -> list[AnyAct]:
    acts = ActsFile.model_validate(_read(_only(f"{number}-*.acts.toml"))).acts
    return sorted(acts, key=lambda act: act.moment)


EACH = pytest.mark.parametrize("number", NUMBERS)


def _did(number: str, did: str) -> list[Any]:
    return [act for act in _acts(number) if act.did == did]


def _works(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def _written_days(plan: PlanFile) -> Iterator[date]:
    yield plan.review.received_on
    yield plan.decision.on
    for party in ("police", "victim", "minor", "legal_representative", "defender"):
        opinion = getattr(plan.case.opinions, party)
        yield from [opinion.on] if opinion.on else []
        yield from opinion.tried_on


def test_there_are_twenty_eight_plans_and_as_many_stories() -> None:
    """Every file of the folder belongs to a plan, to its story, or is one of the four that belong to all."""
    names = sorted(path.name for path in CASELOAD.iterdir())
    plans = [name for name in names if re.fullmatch(r"\d\d-[a-z]+\.toml", name)]
    stories = [name for name in names if re.fullmatch(r"\d\d-[a-z]+\.acts\.toml", name)]
    assert [name[:2] for name in plans] == NUMBERS
    assert [name.removesuffix(".toml") for name in plans] == [name.removesuffix(".acts.toml") for name in stories]
    assert set(names) - set(plans) - set(stories) == {"README.md", "README.zh-CN.md", "staff.toml", "habits.toml"}


@EACH
def test_offices_act_on_working_days(number: str) -> None:
    """Receipts, opinions, decisions, changes and outcomes lie on days the announced calendar works."""
    assert all(_works(day) for day in _written_days(_plan(number)))
    for act in _acts(number):
        if act.by in OFFICE_STAFF and not (isinstance(act, Submit) and act.each_until):
            assert _works(act.on), f"{act.did} on {act.on}"
    for receipt in _did(number, "record_service"):
        assert receipt.received_on == receipt.on


def test_identity_numbers_are_refused_twice() -> None:
    """Unassigned area and wrong check digit, so that no check anywhere takes one for a person's; none occurs twice."""
    numbers = [plan.minor.identity_number or "" for plan in map(_plan, NUMBERS)]
    assert len(set(numbers)) == 28
    for plan, number in zip(map(_plan, NUMBERS), numbers, strict=True):
        assert number.startswith("99")
        assert number[6:14] == plan.minor.born_on.strftime("%Y%m%d")
        assert (int(number[16]) % 2 == 1) == (plan.minor.sex == "M")
        assert number[-1] != ric.calc_check_digit(number)
        assert not ric.is_valid(number)


def test_phones_belong_to_nobody() -> None:
    """Every number begins with 100; two people have the same one only in one household with one phone."""
    households: dict[str, set[str]] = {}
    for number, plan in zip(NUMBERS, map(_plan, NUMBERS), strict=True):
        people = [plan.minor, *plan.guardian]
        for phone in [person.phone for person in people if person.phone] + [
            act.phone for act in _did(number, "name_contact") if act.phone
        ]:
            assert re.fullmatch(r"100\d{8}", phone)
            households.setdefault(phone, set()).add(number)
            assert sum(person.phone == phone and person.device == "own" for person in people) <= 1
    assert all(len(homes) == 1 for homes in households.values())


def test_no_place_is_real() -> None:
    """Whatever looks like the name of a county, district, city, province or school is one of the invented ones."""
    place = re.compile(r"[一-鿿]{1,2}(?:县|区)(?!级|分|别)|[一-鿿]{2}省(?![级城])|[一-鿿]{2}(?:大学|中学|小学|学院)")
    allowed = re.compile(r"[甲乙丙丁戊己庚辛](?:县|区)$|(?:社|地|辖)区$|外省$|上大学$|[的去]大学$")
    for path in CASELOAD.glob("*.toml"):
        for found in place.findall(path.read_text(encoding="utf-8")):
            assert allowed.search(found), f"{path.name}: {found}"
    assert {plan.case.office for plan in map(_plan, NUMBERS)} == OFFICES


def test_every_file_says_that_it_is_invented() -> None:
    """The first lines of each file say so, and how its numbers are made sure to belong to nobody."""
    for path in CASELOAD.glob("[0-9]*.toml"):
        head = path.read_text(encoding="utf-8").split("\n\n", 1)[0]
        assert "全部虚构" in head
        assert "wrong check digit" in head
        assert "begin with 100" in head
