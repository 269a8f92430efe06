"""The demonstration as a story of one case, and as a day of each role: whose shoes each step is in, and where it begins.
An office's own record has none.

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


@dataclass(frozen=True)
class RoleTour:
    """What somebody of that role does in a day: whose shoes, and the pages, one after the other."""

    who: str
    role: Role
    addresses: tuple[str, ...]
    on_first_page: bool = True
    """A visitor may begin as that one."""

    def get_step(self, place: int) -> TourStep:
        """The page at that place, counted from one."""
        return TourStep(self.who, self.role, self.addresses[place - 1])


ROLE_TOURS: dict[str, RoleTour] = {
    tour.who: tour
    for tour in (
        RoleTour("jia.prosecutor", Role.PROSECUTOR, ("/", "/runs", "PLAN", "PLAN/do/propose", "/search")),
        RoleTour("jia.head", Role.DEPARTMENT_HEAD, ("/approvals", "/", "/team", "/runs", "/statistics")),
        RoleTour("jia.chief", Role.CHIEF_PROSECUTOR, ("/approvals", "/", "/sealed-access", "/statistics")),
        RoleTour(
            "jia.worker", Role.SOCIAL_WORKER, ("/", "/calls", "PLAN/do/submit", "PLAN/do/record_progress", "/out/")
        ),
        RoleTour("jia.clerk", Role.CLERK, ("/service", "PLAN/do/record_service", "PLAN/do/record_measure", "/search")),
        RoleTour("city.admin", Role.ADMINISTRATOR, ("/staff", "/practice", "/holidays", "/runs")),
        RoleTour("city.auditor", Role.AUDITOR, ("/journal", "/overrides", "/statistics", "/runs")),
        RoleTour("city.jurist", Role.JURIST, ("/practice", "/law/DT-01", "/law/dates", "/holidays", "/inbox")),
        RoleTour("minor", Role.MINOR, ("/", "/progress", "/leave", "/usage", "/stored")),
        RoleTour("mother", Role.GUARDIAN, ("/", "/progress", "/leave", "/usage")),
        RoleTour(
            "jia.assistant", Role.ASSISTANT, ("PLAN/documents", "PLAN/do/note", "PLAN/messages", "PLAN/calendar"), False
        ),
        RoleTour("jia.cases", Role.CASE_MANAGEMENT, ("/", "PLAN", "/statistics"), False),
        RoleTour("jia.deputy", Role.DEPUTY, ("/", "/approvals", "/statistics"), False),
        RoleTour("wu.chief", Role.CHIEF_PROSECUTOR, ("/approvals", "/"), False),
        RoleTour("xin.prosecutor", Role.PROSECUTOR, ("/", "/runs"), False),
    )
}
"""Everybody whom a visitor may be by one click, and what there is to do for them."""


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

    def steps(self) -> list[tuple[int, TourStep]]:
        """The story's steps with their places, counted from one."""
        return list(enumerate(TOUR_STEPS, 1))


@dataclass(frozen=True)
class TourPosition:
    """At which step of a tour this browser is; `who` is None in the story of one case, `next` None at the last step."""

    place: int
    of: int
    next: TourStep | None
    who: str | None = None
    address: str = "/"
    """The page of this step."""
    is_here: bool = True
    """Whether that is the page one is on. In the story one goes on from it, and is at the step all the same."""

    @property
    def address_of_next(self) -> str:
        """Where the button for the next step sends."""
        return f"/tour/{self.place + 1}" if self.who is None else f"/tour/as/{self.who}/{self.place + 1}"


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
    who, _between, position = request.cookies.get(COOKIE, "").rpartition(":")
    place = int(position) if position.isascii() and position.isdecimal() and len(position) < 3 else 0
    if who and who not in ROLE_TOURS:
        return None
    steps = [TourStep(who, ROLE_TOURS[who].role, each) for each in ROLE_TOURS[who].addresses] if who else TOUR_STEPS
    if not 1 <= place <= len(steps):
        return None
    address = get_tour(request).get_address(steps[place - 1])
    return TourPosition(
        place,
        len(steps),
        steps[place] if place < len(steps) else None,
        who or None,
        address,
        not who or request.url.path == address,
    )
