"""Nobody sees what they do not need: identity, phone numbers, questionnaires and the police's file, looked for in every
page, answer, export and document of every role."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.testclient import TestClient

from api.app import PREFIX, V1
from casework.acting.rights.field_groups import VISIBLE_TO, FieldGroup, may_see
from models.document import Document
from models.office import STAFF_ROLES, Role
from tests.builders import IDENTITY_NUMBER, MOTHERS_PHONE, PHONE
from tests.web.visitors import Pages
from web.app import PAGE_MODULES

SAID = {
    FieldGroup.IDENTITY: (IDENTITY_NUMBER, "2009-11-20", "2009年11月20日"),
    FieldGroup.CONTACT: (PHONE, MOTHERS_PHONE),
    FieldGroup.PSYCHOLOGICAL: ("总分49", "49分", '"total":49', "“家庭”2分", '"family":2'),
    FieldGroup.FEELINGS: ("夜里总想起那件事", "一个人，没人说话"),
    FieldGroup.POLICE: ("出售本人银行账户三个", "帮助信息网络犯罪活动", "287-2", "行政拘留五日", "派出所已经处理"),
}
OF_THE_LAW = (
    "/rules",
    "/new-plan",
    "/caseload-sheet",
    "/helps",
    "/account",
    "/sign-in",
)
"""What speaks of offences and questionnaires in general, and of nobody but who reads it; the export of the caseload is asked
by itself."""
ALIKE = {Role.DEPUTY: Role.CHIEF_PROSECUTOR}
"""Whoever has the same rights on the same plans as another is not asked again."""


@cache
def addresses() -> list[str]:
    """Every address that is looked at, of pages and of the API."""
    routers = [*((module.router, "") for module in PAGE_MODULES), *((router, PREFIX) for router in V1)]
    return [
        f"{prefix}{context.path}"
        for router, prefix in routers
        for context in iter_route_contexts(router.routes)
        if isinstance(context.original_route, APIRoute) and "GET" in (context.original_route.methods or ())
        if not str(context.path).startswith(OF_THE_LAW) or str(context.path).endswith("export.xlsx")
    ]


@pytest.fixture(scope="module")
def rich(readers: Pages) -> Pages:
    """With a note, ratings, a questionnaire, an incident, and papers that name the person and the offence."""
    pages = readers
    offices, today = pages.offices, pages.offices.today
    offices.act("minor", "submit", item="weekly_note", due_on="2026-03-09", text="都好")
    offices.act("minor", "tell_what_for", reasons=["alone"], words="夜里总想起那件事")
    offices.act("social_worker", "rate_needs", time="start", family=2, peers=1)
    offices.act("assistant", "record_questionnaire", questionnaire="iat", taken_on=today, total=49,
                minor_consented_on=today, representative_consented_on=today)  # fmt: skip
    offices.act("prosecutor", "report_incident", incident="brawl", kind="public_security", done_on="2026-03-08",
                facts="与人打架，行政拘留五日")  # fmt: skip
    offices.act("prosecutor", "hear_minor", incident="brawl", text="对方先动手")
    offices.act("prosecutor", "close_incident", incident="brawl", finding="lesser_response", response="talk",
                reason="派出所已经处理")  # fmt: skip
    form = {f"f.{name}": "都好" for name in ("evidence", "reasoning", "facts")}
    made = pages.as_("gui.prosecutor").post(
        pages.plan("/documents/make?paper=conditional_decision"), data=form | {"_go": "make"}
    )
    assert made.status_code == 303, re.findall('<p class="wrong".*?</p>', made.text)
    return pages


def looked_at(pages: Pages, browser: TestClient) -> Iterator[tuple[str, str]]:
    """Every address with real ids that answers this visitor, and what it says: a workbook and a paper unpacked."""
    offices = pages.offices
    paper = next(iter(offices.rows(Document)), None)
    values = {
        "number": offices.number, "control": "halt", "act": "report_incident", "login": "gui.prosecutor",
        "day": "2026-03-09", "kind": "weekly_note", "due_on": "2026-03-09",
        "message": str(offices.messages("check_in_due")[0].id),
    } | ({"document": paper.id.hex, "version": "1"} if paper else {})  # fmt: skip
    for address in addresses():
        if set(re.findall(r"{(\w+)", address)) <= values.keys():
            answer = browser.get(address.format(**values))
            if answer.status_code == 200:
                yield address, unpacked(answer.content)


def unpacked(content: bytes) -> str:
    if content[:2] != b"PK":
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "".join(packed.read(name).decode(errors="replace") for name in packed.namelist())


def shown(pages: Pages, browser: TestClient) -> dict[FieldGroup, list[str]]:
    """Where each group of data is seen."""
    found: dict[FieldGroup, list[str]] = defaultdict(list)
    for address, text in looked_at(pages, browser):
        for group, said in SAID.items():
            if any(one in text for one in said):
                found[group].append(address)
    return found


KEPT_FROM_SOMETHING = [
    role for role in STAFF_ROLES if role not in ALIKE and not all(may_see(role, group) for group in FieldGroup)
]


@pytest.mark.parametrize("role", KEPT_FROM_SOMETHING)
def test_each_role_sees_the_groups_of_data_that_it_needs_and_no_other(rich: Pages, role: Role) -> None:
    browser = rich.as_role(role)
    seen = shown(rich, browser)
    too_much = {group: where for group, where in seen.items() if not may_see(role, group)}
    assert too_much == {}


def test_who_handles_a_case_or_helps_finds_every_group_of_data_somewhere(rich: Pages) -> None:
    """Or the test above would look for what is nowhere."""
    left = set(FieldGroup)
    for login in ("gui.prosecutor", "gui.social_worker"):
        for _address, text in looked_at(rich, rich.as_(login)):
            left -= {group for group in left if any(one in text for one in SAID[group])}
    assert left == set()
    assert len(KEPT_FROM_SOMETHING) > 6
    assert ALIKE.items() <= {(one, other) for one in STAFF_ROLES for other in STAFF_ROLES if all(
        may_see(one, group) == may_see(other, group) for group in FieldGroup)}  # fmt: skip
    assert not {Role.ADMINISTRATOR, Role.AUDITOR, Role.CASE_MANAGEMENT} & frozenset().union(*VISIBLE_TO.values())


@pytest.mark.parametrize("relation", ["minor", "mother"])
def test_a_family_sees_nothing_of_another_person_and_nothing_of_the_file(rich: Pages, relation: str) -> None:
    browser, here = rich.family(relation)
    others = MOTHERS_PHONE if relation == "minor" else PHONE
    feelings = SAID[FieldGroup.FEELINGS] if relation == "mother" else ()
    hidden = (IDENTITY_NUMBER, others, *feelings, *SAID[FieldGroup.PSYCHOLOGICAL], *SAID[FieldGroup.POLICE])
    seen = {address: text for address, text in looked_at(rich, browser)}
    for address in ("", "/leave", "/stored", "/usage", "/progress", "/view", "/fill/weekly_note/2026-03-16"):
        seen[address] = browser.get(here + address).text
    assert len(seen) > 8
    for address, text in seen.items():
        assert not [each for each in hidden if each in text], address
