"""Whoever is named by a sign-in name holds the post and works for the office that is meant: every act that names
somebody, found from the acts' own fields, is tried with a person of every other post and of every other office."""

import re
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import pytest

from casework.acting.acts.act import ACTS, Act, StaffLogin
from casework.acting.performing import perform
from casework.acting.rights import OPERATIONS
from casework.acting.script_actors import resolve_actor
from casework.staff.staffing import get_proposing_roles
from core.errors import NotFound, SunwardError
from models.office import STAFF_ROLES, Role
from models.plan import TeamMember
from tests.builders import _ACT, SimulatedPlan, an_announced_plan, conclude, enrol
from tests.cached_plans import cached_copy
from tests.casework.test_casework_twice import pending, prosecuted
from web.acting.labels import get_field_label

HERE, THERE, ELSEWHERE = "癸县", "另县", "远县"
"""The office that decides, the one that assists or is asked to, and one that has nothing to do with the plan."""
PREFIX = {HERE: "zz.here", THERE: "zz.there", ELSEWHERE: "zz.far"}
ROOT = Path(__file__).parents[3]


def named_fields() -> Iterator[tuple[type[Act], str]]:
    """Every field of every act that names somebody by a sign-in name."""
    for act in ACTS.values():
        for name, field in act.model_fields.items():
            if any(isinstance(marker, StaffLogin) for marker in (*field.metadata, *_markers(field.annotation))):
                yield act, name


def _markers(hint: Any) -> Iterator[Any]:
    yield from getattr(hint, "__metadata__", ())
    for inner in typing.get_args(hint):
        yield from _markers(inner)


def tag(act: type[Act]) -> str:
    return str(get_args(act.model_fields["did"].annotation)[0])


@dataclass(frozen=True)
class Scene:
    """A plan in which the act can be done; who does it; what is told beside the name; who may be named."""

    begin: Callable[[], SimulatedPlan]
    by: str
    values: dict[str, Any]
    posts: tuple[Role, ...]
    offices: tuple[str, ...] = (HERE,)
    asked: bool = False


@cached_copy
def running() -> SimulatedPlan:
    life = an_announced_plan(team_works=False, staff=("social_worker gui.next",))
    for office, prefix in PREFIX.items():
        enrol(life.context, office, *(f"{role.value} {prefix}.{role.value}" for role in STAFF_ROLES))
    return life.on("2026-03-06 10:00")


@cached_copy
def assisted() -> SimulatedPlan:
    return running().act("prosecutor", "assist_elsewhere", office=THERE)


@cached_copy
def asked() -> SimulatedPlan:
    return running().act("prosecutor", "ask_assistance", office=THERE)


@cached_copy
def sealed() -> SimulatedPlan:
    life = running().skips_to("2026-09-02 00:00")
    conclude(life, opinion_on="2026-09-03", decided_on="2026-09-04", announced_on="2026-09-07")
    return life.on("2026-09-08 09:00")


def applied_for() -> SimulatedPlan:
    return sealed().act(
        "clerk", "ask_access", access="q-1", requester="judicial_organ_for_a_case", who="某院", purpose="办案"
    )


def judged() -> SimulatedPlan:
    life = running()
    prosecuted(life)
    return life.act("assistant", "record_judgment", sentence_months=8, effective_on="2026-03-06").on("2026-03-09 12:00")


def corrected() -> SimulatedPlan:
    return running().act("chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级院决定纠正")


def challenged() -> SimulatedPlan:
    life = running()
    pending(life)
    return life


ON_PAPER = {"reason": "按上级决定"}
GRANTED = {"access": "q-1", "granted": True, "until_on": "2026-09-20", "reason": "依法"}
READERS = (Role.PROSECUTOR, Role.ASSISTANT, Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR, Role.DEPUTY, Role.CLERK)
_OVER = {"role": "social_worker"}
SCENES: dict[tuple[str, str], list[Scene]] = {
    ("record_recusal", "who"): [Scene(assisted, "department_head", {"reason": "近亲属"}, STAFF_ROLES, (HERE, THERE))],
    ("hand_over", "to"): [
        Scene(assisted, "prosecutor", {"role": role.value}, (role,), (HERE, THERE))
        for role in (Role.SOCIAL_WORKER, Role.ASSISTANT, Role.CLERK)
    ] + [
        Scene(assisted, "department_head", {"role": role.value}, (role,))
        for role in (Role.PROSECUTOR, Role.DEPARTMENT_HEAD, Role.CHIEF_PROSECUTOR, Role.DEPUTY)
    ],
    ("hand_over", "stand_in"): [
        Scene(running, "department_head", _OVER | {"to": "gui.next"}, (Role.SOCIAL_WORKER,)),
        Scene(running, "department_head", {"role": "prosecutor", "to": "zz.here.prosecutor"}, (Role.PROSECUTOR,)),
    ],
    ("hand_over", "leaving"): [Scene(running, "department_head", _OVER | {"to": "gui.next"}, ())],
    ("accept_assistance", "social_worker"): [Scene(asked, "prosecutor", {}, (Role.SOCIAL_WORKER,), (THERE,), asked=True)],
    ("assist_elsewhere", "social_worker"): [
        Scene(running, "prosecutor", {"office": THERE}, (Role.SOCIAL_WORKER,), (THERE,))
    ],
    ("answer_access", "reader"): [Scene(applied_for, "chief_prosecutor", GRANTED, READERS)],
    ("revoke_non_prosecution", "proposed_by"): [
        Scene(sealed, "chief_prosecutor", ON_PAPER | {"ground": "reexamination", "prosecute_by": "2026-10-08", "fit_for_prosecution": True},
              (Role.PROSECUTOR,)),
    ],
    ("unseal", "proposed_by"): [
        Scene(judged, "chief_prosecutor", ON_PAPER | {"ground": "new_crime", "total_months": 72, "judged_on": "2026-03-09"},
              (Role.PROSECUTOR,)),
    ],
    ("decide_after_correction", "proposed_by"): [
        Scene(corrected, "chief_prosecutor", ON_PAPER | {"follows": "sealing"}, (Role.PROSECUTOR,))
    ],
    ("decide_remedy", "examined_by"): [
        Scene(challenged, "chief_prosecutor", {"remedy": "reconsideration", "outcome": "upheld"}, get_proposing_roles("remedy"))
    ],
}  # fmt: skip
FIELDS = sorted((tag(act), name) for act, name in named_fields())
TRIED = [(field, scene) for field in FIELDS for scene in SCENES.get(field, ())]


def attempt(life: SimulatedPlan, scene: Scene, did: str, name: str, login: str) -> None:
    values = {"did": did, "on": life.today, "by": scene.by, **scene.values, name: login}
    actor = resolve_actor(life.context, life.number, scene.by, OPERATIONS[did])
    perform(life.context, life.number, _ACT.validate_python(values), actor if scene.asked else None)


def record_state(life: SimulatedPlan) -> object:
    return life.plan.version, sorted((str(row.staff_id), row.role, str(row.until_at)) for row in life.rows(TeamMember))


def test_every_act_that_names_somebody_is_tried() -> None:
    """A new field that names somebody needs its scene here; what a form calls a sign-in name is marked as one."""
    assert set(FIELDS) == set(SCENES)
    for act in ACTS.values():
        for name in act.model_fields:
            words = f"{name_of_field(act, name)} {act.model_fields[name].description or ''}"
            if "sign-in name" in words:
                assert (tag(act), name) in FIELDS, f"{tag(act)}.{name} names somebody and is no Login"


def name_of_field(act: type[Act], name: str) -> str:
    from web.acting.form_fields import FormField

    try:
        return get_field_label(FormField(tag(act), name, "line", False, None)).en
    except KeyError:
        return ""


@pytest.mark.parametrize(("field", "scene"), TRIED, ids=[f"{f[0]}.{f[1]}-{n}" for n, (f, _) in enumerate(TRIED)])
def test_nobody_of_another_post_or_office_gets_the_place(field: tuple[str, str], scene: Scene) -> None:
    """Refused in words, and nothing has changed; whoever is meant is taken."""
    life, (did, name) = scene.begin(), field
    before = record_state(life)
    meant = {(office, post) for office in scene.offices for post in scene.posts}
    for office, post in [(office, post) for office in PREFIX for post in STAFF_ROLES if (office, post) not in meant]:
        if post not in scene.posts and office != HERE and scene.posts:
            continue  # neither the post nor the office
        with pytest.raises(SunwardError) as refused:
            attempt(life, scene, did, name, f"{PREFIX[office]}.{post.value}")
        assert not isinstance(refused.value, NotFound), (office, post)
        assert re.search(r"[\u4e00-\u9fff].*。", refused.value.reason.zh), (office, post)
    assert record_state(life) == before
    if scene.posts:
        attempt(life, scene, did, name, f"{PREFIX[scene.offices[0]]}.{scene.posts[0].value}")
        assert life.plan.version > before[0]  # type: ignore[index]


IDENTITY = {
    "casework/staff/staffing.py": "the resolver itself",
    "casework/staff/enrolment.py": "enrols people",
    "casework/staff/staff_accounts.py": "keeps who is in service",
    "casework/staff/authentication.py": "who signs in",
    "casework/staff/passwords.py": "a lost password",
    "casework/staff/accounts.py": "keeps who is in service, and how they sign in",
    "casework/plan/opening.py": "who decided before the plan was here, also one who has left, or a name in words",
    "casework/plan/plan_preview.py": "a throw-away office of its own",
    "casework/plan/views/team.py": "shows the team of whoever looks",
    "casework/messages/console.py": "searches messages by person",
    "casework/plan/bulk.py": "whose plans they are; the verb of one plan looks again",
}
"""Where a sign-in name is compared without asking for a post, and why."""


def test_one_way_leads_from_a_name_to_a_person() -> None:
    """No other file looks somebody up by a sign-in name: it asks `find_staff`, with the post and office that are meant."""
    for folder in ("casework", "serving", "api", "web", "flows"):
        for path in (ROOT / folder).rglob("*.py"):
            if re.search(r"\bStaff\.login ==", path.read_text(encoding="utf-8")):
                assert path.relative_to(ROOT).as_posix() in IDENTITY, path
