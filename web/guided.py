"""The demonstration as a story: whose shoes each step is in, and where it begins. An office's own record has none.

Nothing here opens a door that the printed password and codes do not open: the demonstration knows them and types them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

from models.office import Role

COOKIE = "sunward-tour"


@dataclass(frozen=True)
class Step:
    """One of them: whose shoes, and the page on which it begins; PLAN stands for the plan of the story."""

    who: str
    role: Role
    address: str


STEPS: tuple[Step, ...] = (
    Step("minor", Role.MINOR, "/"),
    Step("jia.worker", Role.SOCIAL_WORKER, "PLAN/check-ins"),
    Step("mother", Role.GUARDIAN, "/"),
    Step("jia.worker", Role.SOCIAL_WORKER, "/out/"),
    Step("jia.prosecutor", Role.PROSECUTOR, "/"),
    Step("jia.prosecutor", Role.PROSECUTOR, "PLAN/usage"),
    Step("jia.prosecutor", Role.PROSECUTOR, "PLAN/messages"),
    Step("jia.prosecutor", Role.PROSECUTOR, "PLAN/run"),
    Step("jia.assistant", Role.ASSISTANT, "PLAN/documents"),
    Step("jia.prosecutor", Role.PROSECUTOR, "PLAN/do/propose"),
    Step("jia.head", Role.DEPARTMENT_HEAD, "/approvals"),
    Step("jia.chief", Role.CHIEF_PROSECUTOR, "/approvals"),
)
OTHERS: tuple[Step, ...] = (
    Step("jia.clerk", Role.CLERK, "/service"),
    Step("jia.cases", Role.CASE_MANAGEMENT, "PLAN"),
    Step("jia.deputy", Role.DEPUTY, "/"),
    Step("wu.chief", Role.CHIEF_PROSECUTOR, "/approvals"),
    Step("xin.prosecutor", Role.PROSECUTOR, "/"),
    Step("city.auditor", Role.AUDITOR, "/journal"),
    Step("city.admin", Role.ADMINISTRATOR, "/staff"),
)
"""Whom the story of this one plan does not need, and a visitor may want to be."""


@dataclass(frozen=True)
class FamilyPage:
    """The saved page of somebody of the story's family, with its code."""

    secret: str
    code: str


@dataclass(frozen=True)
class Tour:
    """What the demonstration told about itself when it was made."""

    plan: str
    password: str = field(repr=False)
    family: Mapping[str, FamilyPage] = field(repr=False)

    def address_of(self, step: Step) -> str:
        """Where the step begins, for whoever is signed in."""
        if step.who in self.family:
            return f"/p/{self.family[step.who].secret}{step.address.rstrip('/')}"
        return step.address.replace("PLAN", f"/plans/{self.plan}")

    def steps(self) -> list[tuple[int, Step]]:
        """The story's steps with their places, counted from one."""
        return list(enumerate(STEPS, 1))


@dataclass(frozen=True)
class Where:
    """At which step of the story this browser is; `next` is None at its last."""

    place: int
    of: int
    next: Step | None


def tour_told(words: Mapping[str, Any]) -> Tour | None:
    """The tour of a demonstration; None where its record was made without one."""
    families = [page for page in words.get("families", ()) if "relation" in page]
    if not families:
        return None
    pages = {page["relation"]: FamilyPage(page["page"].removeprefix("/p/"), page["code"]) for page in families}
    return Tour(families[0]["plan"], words["password"], pages)


def where(request: Request) -> Where | None:
    """At which step this browser is; None outside a demonstration, and before the first."""
    if getattr(request.app.state, "tour", None) is None:
        return None
    told = request.cookies.get(COOKIE, "")
    place = int(told) if told.isascii() and told.isdecimal() and len(told) < 3 else 0
    if not 1 <= place <= len(STEPS):
        return None
    return Where(place, len(STEPS), STEPS[place] if place < len(STEPS) else None)
