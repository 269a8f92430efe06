"""The policy of reminders: what holds, what another would say in a month, and switching it on."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from api.routing import ApiRoute
from casework.settings.acts import SWITCH_POLICY
from casework.settings.policies import (
    MAX_POLICY_SIZE,
    MAX_REASON,
    ReminderPoliciesView,
    load_policies_view,
    parse_policy,
    switch_policy,
)
from casework.shared.files.base import FileModel
from casework.shared.rights import Actor
from casework.shared.rights.read_operations import READ_POLICY
from core.errors import StateConflict
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import requires_right

router = APIRouter(route_class=ApiRoute, prefix="/reminder-policy", tags=["messages"])

Switcher = Annotated[Actor, requires_right(SWITCH_POLICY)]
PolicyText = Annotated[str, Field(max_length=MAX_POLICY_SIZE)]


class PolicySimulationRequest(FileModel):
    """A policy and a month. Without a text, the policy that holds now."""

    month: str = Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")
    text: PolicyText | None = None
    """TOML, as notifications/policy.toml has it."""
    office: str | None = Field(None, max_length=40)


class PolicySwitchRequest(FileModel):
    """A policy and why. Without a text, the one that the program was started with."""

    text: PolicyText | None = None
    reason: str = Field(min_length=1, max_length=MAX_REASON)
    office: str | None = Field(None, max_length=40)


@dataclass(frozen=True)
class SimulatedMessageView:
    """One message that would be sent: when, to whom, by which channel, in which registered text, or why not."""

    at: datetime
    plan: str | None
    person: str
    channel: str
    event: str
    template: str
    state: str
    reason: str | None


@dataclass(frozen=True)
class PersonMessageCount:
    """How many messages to one person by one channel reach that status."""

    person: str
    channel: str
    state: str
    messages: int


@dataclass(frozen=True)
class SimulatedMonthView:
    """The messages of a month under a policy. None of them is sent."""

    month: str
    mark: str
    plans: int
    """How many plans were simulated."""
    plans_asked_for: int
    """How many there are. Where these are more, `plans` is a sample of them."""
    counts: list[PersonMessageCount]
    messages: list[SimulatedMessageView]


@dataclass(frozen=True)
class PolicySwitched:
    """It holds from now on."""

    mark: str
    plans_moved: int
    """On so many of the first 200 plans something is said at another moment now; the others follow within minutes."""


@router.get("")
def read_policies(
    request: Request, actor: Annotated[Actor, requires_right(READ_POLICY)], office: str | None = None
) -> ReminderPoliciesView:
    """List reminder policies.

    Returns the policy of the user's office or of the office named, for an administrator those of all offices, with
    all earlier policies.
    """
    return load_policies_view(get_app_state(request).context, actor, office=office)


@router.post("/simulation")
def simulate_policy(request: Request, wanted: PolicySimulationRequest, actor: Switcher) -> SimulatedMonthView:
    """Simulate a reminder policy.

    Runs a policy over a past or future month and returns the messages, of many plans those of a sample. Nothing is
    sent or changed.
    """
    app_state = get_app_state(request)
    if app_state.simulate is None:
        raise StateConflict(_("本机没有启用试运行，不能模拟。"))
    text = (
        wanted.text
        if wanted.text is not None
        else load_policies_view(app_state.context, actor, office=wanted.office).text
    )
    policy, office_id = parse_policy(app_state.context, actor, text, wanted.office)
    month = app_state.simulate(date.fromisoformat(f"{wanted.month}-01"), policy, office_id)
    return SimulatedMonthView(
        wanted.month,
        policy.mark,
        month.plans,
        month.plans_asked_for,
        [
            PersonMessageCount(person, channel, state, count)
            for (person, channel), states in month.counts().items()
            for state, count in sorted(states.items())
        ],
        [
            SimulatedMessageView(one.at, one.plan, one.person, one.channel, one.event, one.text, one.state, one.reason)
            for one in month.said
        ],
    )


@router.post("", status_code=201)
def activate_policy(request: Request, wanted: PolicySwitchRequest, actor: Switcher) -> PolicySwitched:
    """Activate a reminder policy.

    Messages not sent yet move to their new times. Messages already sent are not repeated.
    """
    app_state = get_app_state(request)
    moved = switch_policy(app_state.context, actor, text=wanted.text, reason=wanted.reason, office=wanted.office)
    app_state.check_now()
    return PolicySwitched(load_policies_view(app_state.context, actor, office=wanted.office).mark, moved)
