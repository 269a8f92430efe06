"""Every act in every phase of a plan: done, kept as a late fact, or refused with its reason; and the seal tells nothing.

The acts come from the one registry of verbs, the phases from the declaration itself, and each act is taken back before it
is committed, so that all of them meet the very same plan.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

import pytest

from casework.acting.context import Context
from casework.acting.entry import LATE_FACT_AS_A_NOTE, LATE_FACT_ELSEWHERE
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import OPERATIONS, Actor
from casework.acting.rights.phase_checks import get_phase
from casework.acting.rights.phases import SEALED, Phase, PhaseFit
from casework.acting.rights.refusals import NOT_FOR_THE_FAMILY
from casework.plan.dismissal import get_item_code
from casework.seal.sealing import seal_record
from core.errors import Archived, NotAllowed, NotFound, SunwardError
from core.i18n import Text
from tests.builders import SimulatedPlan, a_plan, announce_and_serve, enrol, serve_all, start_plan
from tests.cached_plans import cached_copy
from tests.casework.every_operation import PERSON_OPERATIONS

WITHOUT_A_FILE = {"draft_paper", "volume_of"}
"""Verbs of the registry that only look."""


class TakenBack(Exception):
    """Everything was done, and nothing of it is kept."""


@dataclass(frozen=True)
class Tried:
    """What came of an act: the error, or the lines that it would have left."""

    error: SunwardError | None = None
    lines: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


def lines_if_done(context: Context, do: Callable[[Context], object]) -> list[tuple[str, dict[str, Any]]]:
    """The lines that it would have left, taken back before they are committed. Raises what refuses it."""
    left: list[tuple[str, dict[str, Any]]] = []

    def take_back(open_plan: OpenPlan) -> None:
        left.extend((line.act, dict(line.note)) for line in open_plan.lines)
        raise TakenBack

    with contextlib.suppress(TakenBack):
        do(replace(context, before_commit=take_back, on_commit=None))
    return left


def tried(life: SimulatedPlan, name: str, actor: Callable[[str], Actor] | None = None) -> Tried:
    """The verb is done by whoever usually does it, and taken back."""
    verb = PERSON_OPERATIONS[name]
    by = (actor or life.actor)(
        {"second.worker": "social_worker", "ling.prosecutor": "prosecutor"}.get(verb.by, verb.by)
    )
    try:
        return Tried(lines=lines_if_done(life.context, lambda context: verb.do(context, by, life.number)))
    except SunwardError as refused:
        return Tried(refused)


@cached_copy
def begun(day: str = "2026-03-06 10:00", **plan: Any) -> SimulatedPlan:
    life = start_plan(a_plan(**plan), team_works=False)
    enrol(life.context, "另县", "prosecutor ling.prosecutor")
    return life.on("2026-03-02 12:00") if day < "2026-03-04" else announce_and_serve(life, "2026-03-04").on(day)


def full(life: SimulatedPlan) -> SimulatedPlan:
    """There is something of everything in the file: what later acts are about."""
    for name in ("report_incident", "hear_minor", "ask_leave", "object", "ask_about_data", "order_guardian", "send_suggestion",
                 "ask_aid", "refer", "name_device", "record_restriction", "record_appeal", "ask_certificate",
                 "ask_views", "place"):  # fmt: skip
        PERSON_OPERATIONS[name].do(life.context, life.actor(PERSON_OPERATIONS[name].by), life.number)
    life.act("assistant", "record_progress", condition="A1", amount=1, done_on="2026-03-05")
    return life.act("clerk", "file_remedy", remedy="higher_review", decision_received_on="2026-03-04")


@cached_copy
def in_period() -> SimulatedPlan:
    return full(begun("2026-03-10 11:00", condition=[CONDITION], case=OWNING))


CONDITION = {"kind": "A1", "text": "接受心理辅导6次", "measure": "每次一小时", "evidence": "签到单",
             "confirmed_by": "social_worker", "amount": 6, "unit": "times"}  # fmt: skip
OWNING = {"property": [{"what": "银行卡"}]}


@cached_copy
def after_the_period() -> SimulatedPlan:
    life = in_period()
    return life.skips_to("2026-09-03 10:00")


@cached_copy
def concluded() -> SimulatedPlan:
    life = after_the_period()
    life.act("prosecutor", "close_incident", incident="one", finding="dismissed", reason="轻微")
    life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    return life.act("chief_prosecutor", "decide_non_prosecution")


@cached_copy
def revoked() -> SimulatedPlan:
    life = in_period()
    life.act("prosecutor", "close_incident", incident="one", finding="ground", reason="属实")
    return life.act("chief_prosecutor", "revoke", incident="one", reason="属实")


def judged(months: int = 8) -> SimulatedPlan:
    life = serve_all(revoked().process_due().act("prosecutor", "prosecute"), "revocation")
    life.act("assistant", "record_judgment", sentence_months=months, effective_on="2026-03-10")
    return life.dismiss_open_items().on("2026-03-12 10:00")


def closed() -> SimulatedPlan:
    life = judged(72)
    owed = [get_item_code(item) for item in life.items(status="open") if item.owner != "system"]
    return life.act("prosecutor", "dismiss_items", items=owed, reason="不再等待").on("2026-03-16 10:00")


def unsealed() -> SimulatedPlan:
    life = judged()
    PERSON_OPERATIONS["unseal"].do(life.context, life.actor("chief_prosecutor"), life.number)
    return life.process_due()


@cached_copy
def sealed() -> SimulatedPlan:
    life = concluded().act("prosecutor", "announce_outcome", present=["minor"])
    return life.dismiss_open_items().on("2026-09-05 10:00")


PLAN_IN: dict[Phase, Callable[[], SimulatedPlan]] = {
    Phase.NOT_ANNOUNCED: lambda: begun("2026-03-03"),
    Phase.IN_PERIOD: in_period,
    Phase.AWAITING_DECISION: after_the_period,
    Phase.NON_PROSECUTED: concluded,
    Phase.REVOKED: revoked,
    Phase.INDICTED: lambda: revoked().act("prosecutor", "prosecute"),
    Phase.ENDED_OTHERWISE: lambda: in_period().act(
        "chief_prosecutor", "end_otherwise", how="corrected_by_higher_office", reason="上级院决定纠正"
    ),
    Phase.UNSEALED: unsealed,
    Phase.CLOSED: closed,
    Phase.SEALED: sealed,
}


@lru_cache(maxsize=1)
def life_in(phase: Phase) -> SimulatedPlan:
    """The plan as it stands in that phase; the tests come phase by phase."""
    life = PLAN_IN[phase]()
    assert get_phase(life.plan, life.today) is phase
    return life


def test_every_phase_has_its_life_and_every_act_on_a_file_its_times() -> None:
    assert set(PLAN_IN) == set(Phase)
    assert all(verb.act.fits for name, verb in PERSON_OPERATIONS.items() if name not in WITHOUT_A_FILE)


@pytest.mark.parametrize("phase", Phase)
def test_what_fits_is_done_or_kept_and_what_does_not_is_refused_with_its_reason(phase: Phase) -> None:
    life, wrong = life_in(phase), []
    actor, version = cache(life.actor), life.plan.version
    for name, verb in PERSON_OPERATIONS.items():
        if name in WITHOUT_A_FILE:
            continue
        times = verb.act.fits
        fit = times.fit(phase)
        if fit is PhaseFit.DONE and (
            name in SLOW or phase not in (min(times.done, key=PHASES), max(times.done, key=PHASES))
        ):
            continue
        came = tried(life, name, actor)
        error = came.error
        if isinstance(error, NotAllowed):
            continue  # whoever usually does it has no right to this plan any more: the rights have their own test
        if fit is PhaseFit.REFUSED:
            reason = times.why_not(phase)
            expected: tuple[Text, str | None] = (reason.words, reason.article)
            if verb.by in OF_THE_FAMILY:
                expected = NOT_FOR_THE_FAMILY, None
            elif phase is Phase.SEALED and verb.act.fact:
                expected = (error.reason if error and error.reason in LATE else LATE[0]), SEALED.article
            hidden = phase is Phase.SEALED and error is not None and isinstance(error, NotFound)
            if error is None or ((error.reason, error.article) != expected and not hidden):
                wrong.append((name, fit, error))
        elif fit is PhaseFit.BY_LAW:
            if error is None or not error.article:
                wrong.append((name, fit, error))
        elif phase is Phase.SEALED and error is not None and isinstance(error, NotFound):
            continue  # whoever usually does it may not know of a sealed plan
        elif phase is Phase.SEALED and error is not None and error.reason in LATE:
            continue  # whoever usually does it is told who does it now
        elif fit is PhaseFit.FACT and (error is not None or not came.lines) and name not in NOTHING_TO_RECORD:
            wrong.append((name, fit, error))
    assert not wrong, "\n".join(map(str, wrong))
    assert life.plan.version == version, "everything was taken back"


LATE = (LATE_FACT_AS_A_NOTE, LATE_FACT_ELSEWHERE)
OF_THE_FAMILY = {"minor", "mother"}
"""Whom no refusal tells how their case was decided: a person does."""
PHASES = list(Phase).index
"""What fits is done in the first and in the last of the phases in which it does; in the period by test_previewing.py too."""
SLOW = {"make_decision_pack", "make_paper"}
"""Papers are made elsewhere; here only that they are refused."""
NOTHING_TO_RECORD = {"submit", "report_incident", "object", "correct_fact", "withdraw_usage", "record_goal_value"}
"""What the file holds already, what was owed and is cancelled with the end, or what these files have none of."""


def test_a_new_report_and_a_new_objection_are_kept_as_late_facts() -> None:
    life = concluded()
    life.act(
        "social_worker", "report_incident", incident="late", kind="missed_crime", done_on="2026-01-05", facts="旧案"
    )
    life.act("mother", "object", objection_by="legal_representative", against="decision", text="不同意")
    assert {"report_incident", "object"} <= {line.act for line in life.lines()[-8:]}
    assert len(life.lines("report_incident")) == 2


def test_a_sealed_file_answers_as_if_it_were_empty() -> None:
    """Neither a refusal nor an answer tells whether there is anything in the file: they are the same for a file that is
    full and for one that is not."""
    there = sealed()
    bare = begun().skips_to("2026-09-03 10:00").dismiss_open_items()
    bare.act("prosecutor", "write_opinion", proposal="non_prosecution")
    bare.act("chief_prosecutor", "decide_non_prosecution").act("prosecutor", "announce_outcome", present=["minor"])
    bare.on("2026-09-05 10:00")
    assert bare.status == there.status == "sealed"
    responses, compared = [], 0
    both = ((there, cache(there.actor)), (bare, cache(bare.actor)))
    for name, verb in PERSON_OPERATIONS.items():
        times = verb.act.fits
        if times is None or name in WITHOUT_A_FILE:
            continue
        if times.after_the_seal is None and times.fit(Phase.SEALED) is not PhaseFit.REFUSED:
            continue  # remedies, service and access: what they tell stands on the closing list
        compared += 1
        answers = [
            (str(came.error), [(did, {**note, "digest": ""}) for did, note in came.lines])  # under a key of each record
            for came in (tried(life, name, actor) for life, actor in both)
        ]
        if answers[0] != answers[1]:
            responses.append((name, answers))
    assert not responses, "\n".join(map(str, responses))
    assert compared > 60


@pytest.mark.parametrize(("did", "values"), [
    ("record_suggestion_reply", {"suggestion": "sg1", "text": "已整改", "replied_on": "2026-09-05"}),
    ("answer_aid", {"aid": "aid1", "granted": True, "yuan": 500, "reason": "符合条件"}),
    ("record_feedback", {"text": "已处理"}), ("record_certificate", {}), ("note", {"topic": "other", "text": "本人去世"}),
    ("record_judgment", {"sentence_months": 8, "effective_on": "2026-09-04"}),
    ("end_contact", {"person": "mother", "because": "died"}), ("record_death", {}),
    ("report_danger", {"person": "mother", "told_to": "公安机关", "facts": "有伤"}),
])  # fmt: skip
def test_a_fact_after_the_seal_stands_on_the_closing_list_and_opens_nothing(did: str, values: dict[str, Any]) -> None:
    life = sealed()
    by = "clerk" if did == "record_suggestion_reply" else "prosecutor"
    how = OPERATIONS[did].fits.after_the_seal
    assert how is not None
    life.act(by, did, **values)
    life.act(by, did, **values)  # the same again is harmless
    rows = [row for row in life.closing_list() if row.clock == how.clock]
    assert [row.done_on is not None for row in rows] == [True]
    line = next(line for line in reversed(life.lines()) if line.act == did)
    assert line.detail_sealed is None
    assert life.status == "sealed"
    with pytest.raises(Archived):
        life.context.vault.check(life.plan.id)


def test_a_complaint_after_the_closing_is_kept_and_answered() -> None:
    """The closing list is gone and nothing is lived on the plan any more; the fact is on record all the same."""
    life = sealed().on("2027-06-01 10:00")
    assert life.plan.closed_at is not None
    life.act("clerk", "file_remedy", remedy="victim_complaint", decision_received_on="2027-05-28")
    life.act("clerk", "record_remedy_answer", remedy="victim_complaint", outcome="corrected")
    assert {"file_remedy", "record_remedy_answer"} <= {line.act for line in life.lines()}


def test_sealed_twice_is_sealed_once() -> None:
    life = sealed()
    (item,) = life.items("sealing")
    lines = len(life.lines())
    seal_record(life.context, life.number, item.id)
    assert len(life.lines()) == lines
    assert [line.act for line in life.lines()].count("seal") == 1
