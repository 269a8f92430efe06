"""Visitors to the pages: whoever is signed in, in a browser without JavaScript, and what they read."""

from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any

import httpx2
from sqlmodel import col, select
from starlette.testclient import TestClient

from casework.acting.rights import Actor
from casework.acting.script_actors import resolve_actor
from casework.family.family_access import FamilyCredentials, make_family_page
from casework.staff.authentication import start_session
from core.settings import Settings
from flows.supervision import process_due_events
from law.transitions import PlanStatus
from models.message import Message
from models.office import Role
from models.person import Person
from models.plan import Plan
from serving.auth import COOKIE
from tests.api.front import Front, Visitor
from tests.api.two_offices import HERE, TwoOffices
from web.app import create_web

VOID = frozenset({"meta", "link", "img", "input", "br", "hr"})
ADDRESSES = ("href", "src", "action", "hx-get", "hx-post", "formaction", "srcset", "poster", "data")
WORDS_IN = ("title", "alt", "aria-label", "placeholder", "data-label", "data-updated", "data-busy")


@dataclass
class ParsedPage(HTMLParser):
    """A page as a strict reader sees it: every mistake in it, its addresses, its fields, its words."""

    mistakes: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    pointed_at: list[str] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    """What a page in another language marks as Chinese: papers, and what stands in the record."""
    title: str = ""
    _language: str = ""
    _quoting: int | None = None
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)
        if tag == "html":
            self._language = dict(attrs).get("lang") or ""
        if tag not in VOID:
            self._open.append(tag)
            marked = dict(attrs).get("lang") == "zh-CN" and tag not in ("html", "a")
            if self._language != "zh-CN" and marked and self._quoting is None:
                self._quoting = len(self._open)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._note(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self._quoting == len(self._open):
            self._quoting = None
        if not self._open or self._open.pop() != tag:
            self.mistakes.append(f"</{tag}> closes nothing")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "title" and "svg" not in self._open:
            self.title += data
        if self._open and self._open[-1] in ("script", "style") and data.strip():
            self.mistakes.append(f"inline {self._open[-1]}")
        (self.words if self._quoting is None else self.quoted).append(data)

    def _note(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if len(given) != len(attrs):
            self.mistakes.append(f"<{tag}> has an attribute twice")
        self.mistakes += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        self.addresses += [value or "" for name, value in attrs if name in ADDRESSES]
        self.words += [value or "" for name, value in attrs if name in WORDS_IN]
        if given.get("id"):
            self.ids.append(given["id"] or "")
        for name in ("for", "aria-describedby", "aria-labelledby"):
            self.pointed_at += (given.get(name) or "").split()
        if tag == "a" and (given.get("href") or "").startswith("#"):
            self.pointed_at.append((given["href"] or "")[1:])
        if tag == "img" and "alt" not in given:
            self.mistakes.append("a picture without words")
        if tag == "script":
            self.scripts.append(given.get("src") or "inline")
        if tag == "input" and given.get("name") and given.get("type") not in ("radio", "checkbox"):
            self.fields[given["name"] or ""] = given.get("value") or ""

    @property
    def all_mistakes(self) -> list[str]:
        """What no browser should have to guess."""
        twice = [f"id {each} twice" for each in {each for each in self.ids if self.ids.count(each) > 1}]
        lost = [f"nothing has the id {each}" for each in self.pointed_at if each not in self.ids]
        return [*self.mistakes, *twice, *lost, *(f"<{tag}> is never closed" for tag in self._open)]

    @property
    def text(self) -> str:
        return "\n".join(self.words)


def parse_page(page: httpx2.Response) -> ParsedPage:
    """The page, read to its end."""
    reader = ParsedPage()
    reader.feed(page.text)
    reader.close()
    return reader


SETTINGS = Settings()
"""What an installation has that sets nothing. To read them from where they may stand takes longer than most pages."""


@dataclass
class Pages:
    """The pages of an installation, with its visitors."""

    offices: TwoOffices

    def __post_init__(self) -> None:
        self.app: Any = Front(
            "web",
            lambda: create_web(
                SETTINGS,
                self.offices.context,
                lambda: self.offices.run_checks.append("now"),
                lambda: {},
                "http://prefect.example",
            ),
        )

    def stranger(self) -> TestClient:
        """A browser in which nobody is signed in. It does not follow redirects by itself."""
        return Visitor(self.app, follow_redirects=False, headers={"Sec-Fetch-Site": "same-origin"})

    def as_(self, login: str) -> TestClient:
        """A browser in which that member of staff is signed in."""
        browser = self.stranger()
        browser.cookies.set(COOKIE, self._token(Actor.of_staff(self.offices.staff(login))))
        return browser

    def as_role(self, role: Role) -> TestClient:
        """A browser of whoever holds that role in the first plan's office."""
        return self.as_(f"{HERE}.{role.value}")

    def card(self, relation: str = "minor") -> FamilyCredentials:
        """The card that the worker gives that person."""
        worker = resolve_actor(self.offices.context, self.offices.number, "social_worker")
        return make_family_page(self.offices.context, worker, self.offices.number, relation)

    def family(self, relation: str = "minor") -> tuple[TestClient, str]:
        """A browser in which that person has opened their page, and the page's address."""
        card = self.card(relation)
        browser = self.stranger()
        opened = browser.post(f"/p/{card.secret}", data={"code": card.code})
        assert opened.status_code == 303
        return browser, f"/p/{card.secret}"

    def _token(self, actor: Actor) -> str:
        with self.offices.context.database.transaction() as session:
            return start_session(session, self.offices.context, actor, self.offices.context.clock.now()).token

    def live_until(self, moment: str) -> None:
        """The clock shows that moment, and what fell due on the first plan meanwhile is done."""
        self.offices.on(moment)
        process_due_events(self.offices.context, self.offices.number, source="tick")
        self.offices.mail.deliver(self.offices.context)

    def end_period(self, on: str, *, awaits_decision: bool = False) -> None:
        """The first plan's period ends on that day, and the program was there to see it if a decision is awaited."""
        with self.offices.context.database.transaction() as session:
            plan = session.get_one(Plan, self.offices.plan().id)
            earlier_by = plan.period_to - date.fromisoformat(on)
            plan.period_to = plan.working_end = date.fromisoformat(on)
            plan.final_decision_by -= earlier_by
            plan.status = PlanStatus.AWAITING_DECISION.value if awaits_decision else plan.status
            session.add(plan)

    def seal(self) -> None:
        """The first plan is sealed, as far as anybody who reads can tell."""
        with self.offices.context.database.transaction() as session:
            plan = session.get_one(Plan, self.offices.plan().id)
            plan.sealed_at = self.offices.context.clock.now()
            session.add(plan)

    def plan(self, rest: str = "") -> str:
        """The address of the first plan's page."""
        return f"/plans/{self.offices.number}{rest}"


def follow(browser: TestClient, answer: httpx2.Response) -> httpx2.Response:
    """Where a browser goes after a form was taken."""
    assert answer.status_code == 303, answer.text
    landed: httpx2.Response = browser.get(answer.headers["location"])
    return landed


def share_phones(offices: TwoOffices) -> None:
    """Every phone of a family is everybody's, as it was when what was said was said."""
    with offices.context.database.transaction() as session:
        for person in session.exec(select(Person)):
            person.device = "shared"
            session.add(person)
        for message in session.exec(select(Message).where(col(Message.device).is_not(None))):
            message.device = "shared"
            session.add(message)
