"""The demonstration as a story: whose shoes each step is in, and where it begins. An office's own record has none.

Nothing here opens anything that the printed password and codes do not open: the demonstration knows them and types them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

from models.office import Role

COOKIE = "sunward-tour"


@dataclass(frozen=True)
class TourStep:
    """One of them: whose shoes, and the page on which it begins; PLAN stands for the plan of the story."""

    who: str
    role: Role
    address: str


TOUR_STEPS: tuple[TourStep, ...] = (
    TourStep("minor", Role.MINOR, "/"),
    TourStep("jia.worker", Role.SOCIAL_WORKER, "PLAN/check-ins"),
    TourStep("mother", Role.GUARDIAN, "/"),
    TourStep("jia.worker", Role.SOCIAL_WORKER, "/out/"),
    TourStep("jia.prosecutor", Role.PROSECUTOR, "/"),
    TourStep("jia.prosecutor", Role.PROSECUTOR, "PLAN/usage"),
    TourStep("jia.prosecutor", Role.PROSECUTOR, "PLAN/messages"),
    TourStep("jia.prosecutor", Role.PROSECUTOR, "PLAN/run"),
    TourStep("jia.assistant", Role.ASSISTANT, "PLAN/documents"),
    TourStep("jia.prosecutor", Role.PROSECUTOR, "PLAN/do/propose"),
    TourStep("jia.head", Role.DEPARTMENT_HEAD, "/approvals"),
    TourStep("jia.chief", Role.CHIEF_PROSECUTOR, "/approvals"),
)
OTHER_STEPS: tuple[TourStep, ...] = (
    TourStep("jia.clerk", Role.CLERK, "/service"),
    TourStep("jia.cases", Role.CASE_MANAGEMENT, "PLAN"),
    TourStep("jia.deputy", Role.DEPUTY, "/"),
    TourStep("wu.chief", Role.CHIEF_PROSECUTOR, "/approvals"),
    TourStep("xin.prosecutor", Role.PROSECUTOR, "/"),
    TourStep("city.jurist", Role.JURIST, "/practice"),
    TourStep("city.auditor", Role.AUDITOR, "/journal"),
    TourStep("city.admin", Role.ADMINISTRATOR, "/staff"),
)
"""Whom the story of this one plan does not need, and a visitor may want to be."""


START_ROLES: tuple[TourStep, ...] = (
    TourStep("jia.prosecutor", Role.PROSECUTOR, "/"),
    TourStep("jia.head", Role.DEPARTMENT_HEAD, "/approvals"),
    TourStep("jia.chief", Role.CHIEF_PROSECUTOR, "/"),
    TourStep("jia.worker", Role.SOCIAL_WORKER, "/"),
    TourStep("jia.clerk", Role.CLERK, "/service"),
    TourStep("city.admin", Role.ADMINISTRATOR, "/staff"),
    TourStep("city.auditor", Role.AUDITOR, "/journal"),
    TourStep("city.jurist", Role.JURIST, "/law"),
    TourStep("minor", Role.MINOR, "/"),
    TourStep("mother", Role.GUARDIAN, "/"),
)
"""As whom a visitor may begin, on the first page of the demonstration."""


@dataclass(frozen=True)
class TourFamilyPage:
    """The saved page of somebody of the story's family, with its code."""

    secret: str
    code: str


@dataclass(frozen=True)
class Tour:
    """What the demonstration told about itself when it was made."""

    plan: str
    password: str = field(repr=False)
    family: Mapping[str, TourFamilyPage] = field(repr=False)

    def get_address(self, step: TourStep) -> str:
        """Where the step begins, for whoever is signed in."""
        if step.who in self.family:
            return f"/p/{self.family[step.who].secret}{step.address.rstrip('/')}"
        return step.address.replace("PLAN", f"/plans/{self.plan}")

    def find_step(self, who: str) -> TourStep | None:
        """Where that person begins; None if the demonstration has no such person."""
        return next((step for step in (*START_ROLES, *OTHER_STEPS, *TOUR_STEPS) if step.who == who), None)

    def steps(self) -> list[tuple[int, TourStep]]:
        """The story's steps with their places, counted from one."""
        return list(enumerate(TOUR_STEPS, 1))


@dataclass(frozen=True)
class TourPosition:
    """At which step of the story this browser is; `next` is None at its last."""

    place: int
    of: int
    next: TourStep | None


def load_tour(words: Mapping[str, Any]) -> Tour | None:
    """The tour of a demonstration; None where its record was made without one."""
    families = [page for page in words.get("families", ()) if "relation" in page]
    if not families:
        return None
    pages = {page["relation"]: TourFamilyPage(page["page"].removeprefix("/p/"), page["code"]) for page in families}
    return Tour(families[0]["plan"], words["password"], pages)


def get_tour(request: Request) -> Tour:
    """The tour of the demonstration to which this request came; only a demonstration has routes that ask for it."""
    tour: Tour = request.app.state.tour
    return tour


def get_tour_position(request: Request) -> TourPosition | None:
    """At which step this browser is; None outside a demonstration, and before the first."""
    if getattr(request.app.state, "tour", None) is None:
        return None
    position = request.cookies.get(COOKIE, "")
    place = int(position) if position.isascii() and position.isdecimal() and len(position) < 3 else 0
    if not 1 <= place <= len(TOUR_STEPS):
        return None
    return TourPosition(place, len(TOUR_STEPS), TOUR_STEPS[place] if place < len(TOUR_STEPS) else None)
