"""A task that no act closes does not exist: whatever acts its kind names really finish it; and left alone for a month it
comes before nobody above its owner more often than the reminder policy says."""

import ast
import inspect
import textwrap
from collections import Counter
from datetime import timedelta
from functools import cache
from types import FunctionType

import pytest

from casework.checkins.escalation import UP
from casework.corrections.table import CORRECTIONS
from casework.shared.acts.act import ACTS
from casework.shared.acts.machine import LIVE
from casework.shared.acts.verbs import VERBS
from casework.shared.items.item_kinds import ITEM_KINDS, OF_THE_OFFICE, STAFF_HAND_IN
from casework.shared.items.items import add_item
from casework.shared.rights import SYSTEM
from models.item import STILL_OPEN, Item
from models.office import Role
from notifications.events import Event, Recipient
from tests.builders import SimulatedPlan, announce_and_serve, start_plan
from tests.casework.test_casework_twice import TWICE, Before, a_life_with, nothing
from tests.casework.test_sent_again import done

LIVED = ("age_in_doubt", "leave_decision", "objection_answer", "data_request_answer", "hand_over_acceptance",
         "final_decision", "prosecution", "judgment", "outcome_announcement", "remedy_answer", "feedback", "after_care_offer")  # fmt: skip
"""Of which a case lies ready in which each act is done twice; the others are done in the tests of their subjects."""
OF_AN_OFFICE = [kind for kind in ITEM_KINDS.values() if kind.pattern in OF_THE_OFFICE]


def put(life: SimulatedPlan, kind: str, owner: str, label: str = "") -> Item:
    with life.context.open_for_update(life.number, SYSTEM, LIVE) as open_plan:
        return add_item(open_plan, kind, owner, life.today + timedelta(days=1), label=label)


def test_left_alone_for_a_month_nobody_above_its_owner_hears_more_than_the_policy_says() -> None:
    life = announce_and_serve(start_plan(team_works=False), "2026-03-04")
    life.on("2026-03-06 10:00")
    owners = {kind.code: kind.rhythm.owners[0] if kind.rhythm else Role.PROSECUTOR for kind in OF_AN_OFFICE}
    life.act("prosecutor", "report_incident", incident="i", kind="supervision_rules", done_on="2026-03-05", found_on="2026-03-05",
             facts="夜不归宿")  # fmt: skip
    put_in = {code: put(life, code, owner).id for code, owner in owners.items() if code != "incident_review"}
    put_in["incident_review"] = life.items("incident_review")[0].id
    life.on("2026-04-06 10:00")
    policy = life.context.get_policy(life.plan.office_id).again
    days = sum(life.context.days.is_working(life.today - timedelta(days=back)) for back in range(31))
    heard: Counter[tuple[str, str]] = Counter()
    kinds = {item_id: code for code, item_id in put_in.items()}
    for message in life.messages():
        if message.item_id in kinds and message.channel == "email":
            heard[kinds[message.item_id], message.recipient_role] += message.event in (
                Event.STATUTORY_DATE_PASSED, Event.STILL_WAITING)  # fmt: skip
    for code, owner in owners.items():
        up = UP[Recipient(owner.value)]
        turns = max(0, days // policy.one_up + 1 - len(up))
        too_often = {to: n for (kind, to), n in heard.items() if kind == code and to in up and n > 2 + turns}
        assert not too_often, code


CLOSES = ("finish_items", "finish_item", "close_follow_ups", "close_item")


@cache
def _said_in(function: FunctionType) -> tuple[frozenset[str], frozenset[str]]:
    """The names and the words in its source."""
    nodes = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return frozenset(names), frozenset(
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


@cache
def _speaks_of(act: str) -> tuple[bool, frozenset[str]]:
    """Whether the act's verb, or whatever of the casework it calls, closes items; and every word that it has."""
    seen: set[FunctionType] = set()
    words: set[str] = set()
    todo: list[object] = [VERBS[act].do]
    closes = False
    while todo:
        function = inspect.unwrap(todo.pop())  # type: ignore[arg-type]
        if not isinstance(function, FunctionType) or function in seen or not function.__module__.startswith("casework"):
            continue
        seen.add(function)
        names, said = _said_in(function)
        closes |= bool(names & set(CLOSES))
        words |= said
        for name in names - set(CLOSES):
            value = function.__globals__.get(name)
            words |= {value} if isinstance(value, str) else set()
            words |= {one for one in value if isinstance(one, str)} if isinstance(value, tuple | list) else set()
            words |= set(value.values()) if name == "VIEWPOINT_BY_ROLE" else set()
            todo.append(value)
            todo += [one for each in value.values() for one in vars(each).values()] if value is CORRECTIONS else []
    return closes, frozenset(words)


def _ends(kind: str, act: str) -> bool:
    closes, words = _speaks_of(act)
    return closes and kind in words


ENDS = [(kind.code, by.act) for kind in ITEM_KINDS.values() for by in kind.done_by if by.ends]


@pytest.mark.parametrize(("kind", "act"), ENDS)
def test_what_a_kind_says_it_is_done_by_ends_it(kind: str, act: str) -> None:
    """Read from the verbs, so that an act that is only a way to somewhere is not named as what ends the task."""
    assert _ends(kind, act), f"{act} closes no {kind}"


def test_every_task_of_an_office_has_an_act_that_ends_it() -> None:
    named = {kind for kind, _act in ENDS} | set(STAFF_HAND_IN)
    by_other_ways = {"plan_halted"}  # whoever lets the run go on
    without = {kind.code for kind in OF_AN_OFFICE} - named - by_other_ways
    assert {kind for kind in without if not any(_ends(kind, act) for act in ACTS if act != "dismiss_items")} == set()


SCENES: dict[str, Before] = dict(TWICE)


@pytest.mark.parametrize(("kind", "act"), [pair for pair in ENDS if pair[0] in LIVED])
def test_done_it_is_closed(kind: str, act: str) -> None:
    life = a_life_with(SCENES.get(act, nothing))
    before = {item.id for item in life.items(kind) if item.status in STILL_OPEN} or {
        put(life, kind, Role.PROSECUTOR).id
    }
    done(life, act)
    life.process_due()
    assert before - {item.id for item in life.items(kind) if item.status in STILL_OPEN}
