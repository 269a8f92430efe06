"""How an office begins: a file of offices and people, and a first password."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from sqlmodel import select

from app.server import first_run_notice
from casework.acting.context import Context
from casework.acting.rights import Actor
from casework.shared.files.parsing import read_staff_path
from casework.shared.files.staff_file import StaffRole
from casework.staff.accounts import (
    issue_code,
    list_pending_requests,
    request_for_all,
    set_password_with_code,
)
from casework.staff.authentication import list_without_password, sign_in
from casework.staff.enrolment import enrol
from casework.staff.second_persons import COUNTS_AFTER, NOTICE_TO_OWNER
from core.clock import SimulatedClock
from core.errors import BadInput, NotSignedIn
from models.database import Database
from models.journal import JournalLine
from models.message import Message
from models.office import STAFF_ROLES, AccountRequest, Office, Staff
from notifications.events import Event
from tests.builders import an_office
from tests.passwords import FROM_HERE, give_password

ROOT = Path(__file__).parents[3]
OFFICES = '{ name = "子区", superior = "子市院" }, { name = "子市院", level = "city" }'
CLERK = '{ login = "zi.clerk", role = "clerk", office = "子区", display_name = "子区书记员" }'


@pytest.fixture
def context(database: Database) -> Context:
    return an_office(database, "2026-11-27 09:00")


def enrolled(
    context: Context, folder: Path, people: str, offices: str = OFFICES, first: str = "sunward-staff/1"
) -> set[str]:
    """Where the mistakes of such a file are; none, and its people are enrolled, if it has none."""
    path = folder / "staff.toml"
    path.write_text(f'format = "{first}"\noffices = [{offices}]\nstaff = [{people}]\n', encoding="utf-8")
    try:
        enrol(context, read_staff_path(path))
    except BadInput as wrong:
        return {mistake.place for mistake in wrong.mistakes}
    return set()


def rows(context: Context) -> tuple[list[Office], list[Staff]]:
    with context.database.reading() as session:
        return list(session.exec(select(Office))), list(session.exec(select(Staff)))


def test_the_first_file_enrols_an_administrator_who_can_sign_in(context: Context) -> None:
    """Until then the program says what to do first."""
    assert first_run_notice(context) is not None
    enrol(context, read_staff_path(ROOT / "examples" / "first-office.toml"))
    assert first_run_notice(context) is not None, "nobody has a password yet"
    people = list_without_password(context, ["jia.admin", "jia.chief"])
    assert people == ["jia.admin", "jia.chief"]
    codes = {login: issue_code(context, login) for login in people}
    assert {(waits, holds) for _, waits, holds in codes.values()} == {(False, None)}, "nobody could confirm them yet"
    roles = {login: set_password_with_code(context, login, code, "a-first-password", FROM_HERE).signed_in.actor.role.value
             for login, (code, *_) in codes.items()}  # fmt: skip
    assert roles == {"jia.admin": "administrator", "jia.chief": "chief_prosecutor"}
    assert sign_in(context, "jia.chief", "a-first-password", FROM_HERE).signed_in.name == "甲区检察长"
    assert first_run_notice(context) is None


def test_a_wrong_file_gets_every_mistake_and_enrols_nobody(context: Context, tmp_path: Path) -> None:
    wrong = [
        CLERK.replace("clerk", "clark"),
        CLERK.replace("display_name", "name"),
        CLERK.replace("zi.clerk", "书记员"),
        CLERK.replace('"clerk"', '"deputy"'),
        CLERK.replace('"clerk"', '"minor"'),
    ]
    assert enrolled(context, tmp_path, ", ".join(wrong), first="sunward-staff/9") == {
        "format", "staff[1].role", "staff[2].display_name", "staff[2].name", "staff[3].login", "staff[4]",
        "staff[5].role",
    }  # fmt: skip
    assert rows(context) == ([], [])


def test_what_the_record_contradicts_enrols_nobody_either(context: Context, tmp_path: Path) -> None:
    """An office of which nobody knows, a name that is taken, an office above that is none."""
    people = [CLERK, CLERK.replace("zi.clerk", "zi.second").replace("子区", "丑区", 1), CLERK]
    above = OFFICES.replace('superior = "子市院"', 'superior = "卯市院"')
    assert enrolled(context, tmp_path, ", ".join(people), above) == {
        "offices[1].superior", "staff[2].office", "staff[3].login",
    }  # fmt: skip
    assert rows(context) == ([], [])


def test_enrolled_again_everybody_keeps_their_password_and_their_post(context: Context, tmp_path: Path) -> None:
    """A file that says otherwise of a post is wrong; the person leaves and another begins."""
    assert enrolled(context, tmp_path, CLERK) == set()
    give_password(context, ["zi.clerk"], "a-first-password")
    more = CLERK.replace("display_name", 'email = "a@office.example", phone = "0900 860 0001", display_name')
    assert enrolled(context, tmp_path, more) == set()
    assert enrolled(context, tmp_path, CLERK.replace('"clerk"', '"assistant"')) == {"staff[1].login"}
    offices, (clerk,) = rows(context)
    assert (clerk.role, clerk.email, clerk.phone) == ("clerk", None, None), "told where they were told before"
    assert sign_in(context, "zi.clerk", "a-first-password", FROM_HERE).signed_in.name == "子区书记员"
    above = {office.name: office.superior_id for office in offices}
    assert above["子区"] == next(office.id for office in offices if office.name == "子市院")
    assert above["子市院"] is None


def test_codes_are_made_for_the_people_of_the_file_only(context: Context, tmp_path: Path) -> None:
    assert enrolled(context, tmp_path, CLERK) == set()
    assert enrolled(context, tmp_path, CLERK.replace("zi.clerk", "zi.second")) == set()
    assert list_without_password(context, ["zi.second"]) == ["zi.second"]


def test_a_file_may_name_every_post_and_no_other() -> None:
    assert set(get_args(StaffRole)) == {role.value for role in STAFF_ROLES}


def test_what_comes_from_the_machine_later_is_told_to_all_chiefs_a_day_before_it_holds_and_counts_after_thirty_days(
    context: Context, tmp_path: Path
) -> None:
    """An invented office and its two signers reached every office within minutes: by name it now stands in the journal, and
    neither of the two confirms for all."""
    enrol(context, read_staff_path(ROOT / "examples" / "first-office.toml"))
    give_password(context, ["jia.admin", "jia.chief"], "a-first-password")
    people = [
        f'{{ login = "{login}", role = "{role}", office = "丁区", display_name = "丁区{role}" }}'
        for login, role in (("ding.admin", "administrator"), ("ding.chief", "chief_prosecutor"))
    ]
    assert enrolled(context, tmp_path, ", ".join(people), '{ name = "丁区" }') == set()
    with context.database.reading() as session:
        acts = [line.act for line in session.exec(select(JournalLine)) if line.actor_role == "system"]
        told = [one.event for one in session.exec(select(Message)) if one.channel == "inbox"]
        staff = {one.login: one for one in session.exec(select(Staff))}
    assert acts[-3:] == ["open_office", "enter_from_machine", "enter_from_machine"]
    assert Event.OFFICE_CHANGED in told
    assert [staff["jia.chief"].counts_from_at, staff["ding.chief"].counts_from_at] == [
        None, context.clock.now() + COUNTS_AFTER,
    ]  # fmt: skip
    code, _waits, holds_from = issue_code(context, "ding.chief")
    assert holds_from == context.clock.now() + NOTICE_TO_OWNER
    with pytest.raises(NotSignedIn):
        set_password_with_code(context, "ding.chief", code, "linen-harbour-417", FROM_HERE)

    give_password(context, ["ding.admin", "ding.chief"], "linen-harbour-417")
    with context.database.transaction() as session:
        request_for_all(context, session, Actor.of_staff(staff["jia.admin"]), "policy", "统一", shown="", text=None)
        asked = session.exec(select(AccountRequest).where(AccountRequest.kind == "policy")).one()
    for login, days, allowed in (
        ("jia.chief", 0, False), ("ding.chief", 0, False), ("jia.chief", 1, True), ("ding.chief", 31, True),
    ):  # fmt: skip
        later = replace(context, clock=SimulatedClock(context.clock.now() + timedelta(days=days)))
        with context.database.transaction() as session:
            session.get_one(AccountRequest, asked.id).ends_at = later.clock.now() + timedelta(days=1)
        actor = Actor.of_staff(staff[login])
        waiting = [one.may_confirm for one in list_pending_requests(later, actor) if one.kind == "policy"]
        assert waiting == [allowed], (login, days)
