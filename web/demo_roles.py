"""Whom a visitor of the demonstration may be by one click, and where that one begins. An office's own record has none.

Nothing here opens anything that the printed password and codes do not open: the demonstration knows them and types them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

from models.office import Role


@dataclass(frozen=True)
class DemoRole:
    """Somebody with their role, and the page on which they begin; PLAN stands for the plan of the family shown."""

    who: str
    role: Role
    address: str = "/"
    on_top: bool = True
    """Offered first; the others stand folded below."""


DEMO_ROLES: dict[str, DemoRole] = {
    each.who: each
    for each in (
        DemoRole("jia.prosecutor", Role.PROSECUTOR),
        DemoRole("jia.head", Role.DEPARTMENT_HEAD, "/approvals"),
        DemoRole("jia.chief", Role.CHIEF_PROSECUTOR, "/approvals"),
        DemoRole("jia.worker", Role.SOCIAL_WORKER),
        DemoRole("jia.clerk", Role.CLERK, "/records"),
        DemoRole("city.admin", Role.ADMINISTRATOR, "/people"),
        DemoRole("city.auditor", Role.AUDITOR, "/records"),
        DemoRole("city.jurist", Role.JURIST, "/rules"),
        DemoRole("minor", Role.MINOR),
        DemoRole("mother", Role.GUARDIAN),
        DemoRole("jia.assistant", Role.ASSISTANT, "PLAN/documents", on_top=False),
        DemoRole("jia.cases", Role.CASE_MANAGEMENT, on_top=False),
        DemoRole("jia.deputy", Role.DEPUTY, on_top=False),
        DemoRole("jia.admin", Role.ADMINISTRATOR, "/people", on_top=False),
        DemoRole("xin.prosecutor", Role.PROSECUTOR, on_top=False),
    )
}


@dataclass(frozen=True)
class DemoFamilyPage:
    """The saved page of somebody of the family, with its code."""

    secret: str
    code: str


@dataclass(frozen=True)
class Demo:
    """What the demonstration told about itself when it was made."""

    plan: str
    password: str = field(repr=False)
    family: Mapping[str, DemoFamilyPage] = field(repr=False)

    def get_address(self, role: DemoRole) -> str:
        """Where they begin, once signed in."""
        if role.who in self.family:
            return f"/p/{self.family[role.who].secret}"
        return role.address.replace("PLAN", f"/plans/{self.plan}")


def load_demo(words: Mapping[str, Any]) -> Demo | None:
    """What the demonstration's file tells; None where its record was made without family pages."""
    families = [page for page in words.get("families", ()) if "relation" in page]
    if not families:
        return None
    pages = {page["relation"]: DemoFamilyPage(page["page"].removeprefix("/p/"), page["code"]) for page in families}
    return Demo(families[0]["plan"], words["password"], pages)


def get_demo(request: Request) -> Demo | None:
    """The demonstration to which this request came; None outside one."""
    demo: Demo | None = getattr(request.app.state, "demo", None)
    return demo
