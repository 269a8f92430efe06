"""Every row of the procedure's tables, said by the product: what somebody does, and what answers.

Not the pure rule is asked here but what a person uses: a plan file that is checked, an act that is performed, the
dates of a plan, its journal. `law/uncovered.toml` counts the rows; none may be wanting here, and none be a stranger.
"""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest
from sqlmodel import select

from casework.acting.context import Context
from casework.acting.performing import perform_as
from casework.acting.rights import Actor
from casework.acting.rights.read_operations import READ_CLOSING_LIST, READ_PLAN
from casework.incidents.acts import CloseIncident
from casework.messages.acts import RecordInformed
from casework.outcome.acts_ending import AnnounceOutcome
from casework.plan.plan_check import PlanCheck, check_plan
from casework.plan.views.banners import find_challenged
from casework.plan.views.statutory_dates import load_statutory_dates
from casework.seal.acts import AskAccess
from casework.shared.closing_list import get_closing_rows
from casework.shared.files.plan_file import PlanFile
from core.errors import Archived, BadInput, NotFound, Refused
from documents.papers import PAPERS
from flows.rehearsal import create_staff, get_opener
from law.procedure import load_uncovered_rows
from law.sealing import Requester
from models.decision import Incident, ServiceReceipt
from models.journal import open_detail
from models.person import Person
from models.plan import Condition
from models.search import PersonIndex
from tests.builders import (
    SimulatedPlan,
    a_plan,
    an_announced_plan,
    an_office,
    conclude,
    enrol,
    is_entered_late,
    start_plan,
)
from tests.cached_plans import cached_copy
from tests.law.procedure_tables import list_procedure_rows
from tests.records import fresh_record

HEARD = {"state": "heard", "on": "2026-02-25"}
WITH_VICTIM = {
    "no_victim": False, "victims": 1,
    "opinions": {who: HEARD for who in ("police", "victim", "minor", "legal_representative", "defender")},
}  # fmt: skip


# ---------------------------------------------------------------- a plan file, checked


@cache
def _office() -> tuple[Context, Actor]:
    context = an_office(fresh_record(), "2026-12-01 10:00")
    plan = a_plan()
    create_staff(context, plan, ())
    return context, get_opener(context, plan)


def checked(*args: Any, **changed: Any) -> PlanCheck:
    return check_plan(*_office(), a_plan(*args, **changed))


def refused(*args: Any, **changed: Any) -> set[str | None]:
    """The rules that refuse such a plan."""
    return {mistake.rule for mistake in checked(*args, **changed).mistakes}


def warned(*args: Any, **changed: Any) -> set[str]:
    """The rules that such a plan is warned of, beside the clocks that are over by the day it is looked over."""
    found = [each for each in checked(*args, **changed).findings if not is_entered_late(each.because.zh)]
    return {each.rule for each in found if not each.holds and each.effect != "refuses"}


def holds(rule: str, **changed: Any) -> bool:
    """Whether that rule was asked of such a plan, and holds."""
    return [each.holds for each in checked(**changed).findings if each.rule == rule] == [True]


def case(**parts: Any) -> dict[str, Any]:
    return {"case": parts}


# ---------------------------------------------------------------- lives, each lived once


@cache
def decided() -> SimulatedPlan:
    """Decided on Monday 28 September 2026, the eve of the long holiday; served and announced after it."""
    opinions = {who: {"state": "heard", "on": "2026-09-24"} for who in WITH_VICTIM["opinions"]}
    life = start_plan(a_plan("2026-09-28", weekly="Mon", case=WITH_VICTIM | {"opinions": opinions}))
    life.on("2026-10-12 10:00").act("clerk", "record_service", to="police", received_on="2026-10-09")
    life.act("clerk", "record_service", to="victim", received_on="2026-10-08", victim_told=["complaint"])
    life.act("prosecutor", "announce", present=["minor"], explained=["period", "rules"])
    return life


@cache
def challenged() -> SimulatedPlan:
    """The police ask for reconsideration and then for review; a victim complains."""
    life = an_announced_plan(a_plan(weekly=None, case=WITH_VICTIM)).on("2026-03-10 10:00")
    life.act("clerk", "file_remedy", remedy="reconsideration", decision_received_on="2026-03-04")
    life.act("clerk", "file_remedy", remedy="victim_complaint", decision_received_on="2026-03-04", complex_case=True)
    life.act(
        "chief_prosecutor", "decide_remedy", remedy="reconsideration", outcome="upheld", examined_by="gui.prosecutor"
    )
    life.on("2026-03-17 10:00").act("clerk", "file_remedy", remedy="higher_review", decision_received_on="2026-03-10")
    life.act("clerk", "record_remedy_answer", remedy="victim_complaint", outcome="upheld", served=["victim"])
    return life


@cache
def supervised() -> SimulatedPlan:
    """On bail, in the middle of the period, with what happens there."""
    bail = [{"decided_by": "procuratorate", "from_on": "2026-02-20"}]
    life = an_announced_plan(a_plan(weekly="Mon", case={"bail": bail}), team_works=False)
    enrol(life.context, "另县", "prosecutor ling.prosecutor")
    life.on("2026-03-10 10:00")
    life.act(
        "minor", "ask_leave", leave="far", from_on="2026-03-14", to_on="2026-03-15", destination="邻市", reason="探亲"
    )
    life.act("prosecutor", "decide_leave", leave="far", approved=True)
    life.act("minor", "ask_leave", leave="daily", from_on="2026-03-16", to_on="2026-06-30", destination="邻县", reason="学徒",
             for_school_or_work=True, leaves="county")  # fmt: skip
    life.act("prosecutor", "order_guardian", order="fe", person="mother", provider="妇联指导站")
    life.act("social_worker", "report_danger", person="father", told_to="同事", facts="有伤", accepted_on="2026-03-09")
    life.act("prosecutor", "send_suggestion", suggestion="sg", unit="某网吧", text="接纳未成年人")
    life.act("social_worker", "ask_aid", aid="a1", reason="困难", yuan=3000)
    life.act("prosecutor", "ask_assistance", office="另县")
    life.act("prosecutor", "set_support_level", level="closer", reason="刚换学校")
    life.act("minor", "ask_certificate")
    return life


@cache
def at_odds() -> SimulatedPlan:
    """A Tuesday in the second week: what is refused here changes nothing, what is reported stays for itself."""
    life = an_announced_plan(a_plan(weekly="Mon"), team_works=False)
    return life.on("2026-03-10 10:00")


@cache
def found() -> SimulatedPlan:
    """What was reported, heard and found within one period."""
    life = an_announced_plan(a_plan(weekly=None), team_works=False).on("2026-03-10 10:00")
    for label, kind, done in (("new", "new_crime", "2026-03-08"), ("missed", "missed_crime", "2026-01-05"),
                              ("order", "public_security", "2026-03-08"), ("rules", "supervision_rules", "2026-03-08"),
                              ("early", "new_crime", "2026-02-01")):  # fmt: skip
        life.act("prosecutor", "report_incident", incident=label, kind=kind, done_on=done, facts="待核实")
        life.act("prosecutor", "hear_minor", incident=label, text="说明", beside="nobody")
    life.act("prosecutor", "close_incident", incident="new", finding="ground", reason="属实", passed_on=False)
    for label in ("missed", "order", "rules"):
        life.act("prosecutor", "close_incident", incident=label, finding="ground", reason="属实")
    return life


@cached_copy
def near_the_end(**changed: Any) -> SimulatedPlan:
    """A plan that was taken over on the day before its last: what lies before was not lived here."""
    plan = a_plan(weekly=None, taken_over_on="2026-08-31", announced_on="2026-03-04", **changed)
    return start_plan(plan, team_works=False)


@cache
def ended() -> SimulatedPlan:
    """Over on 1 September 2026; opinion on the 2nd, decided on the 3rd, told on the 4th with a warning or two."""
    property = [{"what": "手机一部"}]
    life = near_the_end(case=WITH_VICTIM | {"property": property}).on("2026-09-02 10:00")
    life.dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    life.act(
        "social_worker", "report_incident", incident="late", kind="new_crime", done_on="2026-08-30", facts="待核实"
    )
    life.act("prosecutor", "hear_victim", state="heard").on("2026-09-03 10:00")
    life.dismiss_open_items().act(
        "chief_prosecutor", "decide_non_prosecution", parts=["facts"], punishment_opinion="needed"
    )
    life.on("2026-09-04 10:00").act("prosecutor", "announce_outcome", present=["minor", "form_teacher"],
                                    seal_explained_to=["minor"])  # fmt: skip
    life.act("minor", "answer_after_care", consent=True)
    return life


@cache
def sealed() -> SimulatedPlan:
    """Sealed on 5 September 2026; an employer and a court ask, the victim's receipt comes back."""
    life = near_the_end(case=WITH_VICTIM).on("2026-09-02 10:00").act("prosecutor", "hear_victim", state="heard")
    conclude(life, opinion_on="2026-09-02", decided_on="2026-09-03", announced_on="2026-09-04")
    return life.on("2026-09-07 10:00")


@cache
def of_age() -> SimulatedPlan:
    """Eighteen on 20 May 2026, within the period; taken over two days before."""
    cadence = {"usage_sheet": {"on": "Sun"}}
    plan = a_plan(born_on="2008-05-20", cadence=cadence, taken_over_on="2026-05-18", announced_on="2026-03-04")
    return start_plan(plan, team_works=False).on("2026-05-20 09:00")


def no(life: SimulatedPlan, by: str, did: str, **values: Any) -> str:
    """What the product says when it refuses that; the empty text if it does not."""
    try:
        life.act(by, did, **values)
    except Refused as refusal:
        return refusal.article or refusal.reason.en
    return ""


def warnings_of(life: SimulatedPlan, act: str, place: int = -1) -> set[str]:
    """The rules of which the line of that act warns."""
    return set(life.lines(act)[place].note["warnings"])


def runs(life: SimulatedPlan) -> dict[str, date]:
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PLAN) as open_plan:
        return {clock.what.en: clock.due_on for clock in load_statutory_dates(open_plan)}


Said = Callable[[], Any]
D = date

ROWS: dict[str, tuple[str, Said, Any]] = {
    # 1.1 dates and ages
    "DT-01": (
        "sixteen on the day of the act is not reached",
        lambda: refused(born_on="2010-01-01", **case(act_dates=["2026-01-01"])),
        {"PR-02"},
    ),
    "DT-02": (
        "three days from Monday end on Thursday",
        lambda: start_plan(a_plan(weekly=None)).due("service"),
        D(2026, 3, 5),
    ),
    "DT-03": (
        "a limit that ends on 1 October rolls to the 8th",
        lambda: decided().items("service")[0].due_on,
        D(2026, 10, 8),
    ),
    "DT-04": (
        "a month from 31 January ends on 28 February",
        lambda: (
            checked("2026-02-20", review={"received_on": "2026-01-31", "limit_ends_on": None}).computed.limit_ends_on
        ),
        D(2026, 2, 28),
    ),
    "DT-05": (
        "six months from 31 March end on 29 September",
        lambda: checked("2026-03-31").computed.working_end,
        D(2026, 9, 29),
    ),
    "DT-06": (
        "a period that begins after the decision is refused",
        lambda: "DT-06" in refused(decision={"period_written_from": "2026-03-03"}),
        True,
    ),
    "DT-07": (
        "a written end a day later is warned of",
        lambda: warned(decision={"period_written_to": "2026-09-02"}),
        {"DT-07"},
    ),
    "DT-08": (
        "a period that ends in the holiday is over the day after",
        lambda: (
            start_plan(a_plan("2026-04-03", weekly=None, taken_over_on="2026-09-30", announced_on="2026-04-07"))
            .on("2026-10-03 00:30")
            .status
        ),
        "awaiting_decision",
    ),
    # 1.2 conditions
    "PR-01": (
        "eighteen at one act",
        lambda: refused(born_on="2008-01-01", **case(offence_article="264", act_dates=["2026-01-01", "2026-01-02"])),
        {"PR-01"},
    ),
    "PR-02": (
        "fifteen and eleven months, and no grave offence",
        lambda: refused(born_on="2010-02-01", **case(act_dates=["2026-01-01"])),
        {"PR-02"},
    ),
    "PR-03": ("card administration stands in chapter III", lambda: refused(**case(offence_article="177-1")), {"PR-03"}),
    "PR-04": ("thirteen months are likely", lambda: refused(**case(predicted_sentence_months=13)), {"PR-04"}),
    "PR-05": ("evidence does not suffice", lambda: refused(**case(evidence_sufficient=False)), {"PR-05"}),
    "PR-06": ("no repentance cannot even be written", lambda: _unreadable(**case(repentance=[])), True),
    "PR-07": ("nobody said why not art 177(2)", lambda: warned(**case(why_not_minor_offence=None)), {"PR-07"}),
    "PR-08": ("a light card case", lambda: warned(**case(mitigating=["deceived"])), {"PR-08"}),
    "PR-09": (
        "a handler who does not know minors",
        lambda: warned(**case(handler_familiar_with_minors=False)),
        {"PR-09"},
    ),
    "PR-10": (
        "nothing about counsel anywhere",
        lambda: (
            {"PR-10", "HR-01"}
            == refused(
                **case(
                    opinions={
                        **{who: HEARD for who in ("police", "minor", "legal_representative")},
                        "victim": {"state": "not_in_this_case"},
                        "defender": None,
                    }
                )
            )
        ),
        True,
    ),
    "PR-11": (
        "questioned with nobody beside",
        lambda: warned(**case(questioning={"on": "2026-01-20", "present": "nobody"})),
        {"PR-11"},
    ),
    "PR-12": (
        "an investigation that nobody reviewed",
        lambda: warned(**case(social_investigation={"reviewed": False})),
        {"PR-12"},
    ),
    "PR-13": (
        "tested before the mother consented",
        lambda: (
            "51"
            in no(
                at_odds(),
                "social_worker",
                "record_assessment",
                assessment="ps",
                tested_on="2026-03-05",
                result="平稳",
                minor_consented_on="2026-03-05",
                representative_consented_on="2026-03-06",
            )
        ),
        True,
    ),
    "PR-14": (
        "adults in the same file, unshielded",
        lambda: "PR-14" in warned(**case(adults={"handled_apart": False})),
        True,
    ),
    # 1.3 opinions and objections
    "HR-01": (
        "nothing recorded about the police",
        lambda: refused(
            **case(
                opinions={
                    "police": None,
                    **{who: HEARD for who in ("victim", "minor", "legal_representative", "defender")},
                }
            )
        ),
        {"HR-01"},
    ),
    "HR-02": (
        "an opinion of the police that no head approved",
        lambda: warned(
            **case(
                opinions={
                    **WITH_VICTIM["opinions"],
                    "victim": {"state": "not_in_this_case"},
                    "police": HEARD | {"written": True, "approved_by_head": False},
                }
            )
        ),
        {"HR-02"},
    ),
    "HR-03": (
        "both object to the decision",
        lambda: refused(**case(objection={"by": "both", "against": "decision", "on": "2026-02-25"})),
        {"HR-03"},
    ),
    "HR-04": (
        "an objection to conditions without an answer",
        lambda: warned(**case(objection={"by": "both", "against": "conditions", "on": "2026-02-25"})),
        {"HR-04"},
    ),
    "HR-05": (
        "withdrawn, so that it is open again",
        lambda: holds(
            "HR-05",
            **case(objection={"by": "both", "against": "decision", "on": "2026-02-25", "withdrawn_on": "2026-02-27"}),
        ),
        True,
    ),
    "HR-06": (
        "told two days before the hearing",
        lambda: warned(**case(hearing={"on": "2026-02-27", "notified_on": "2026-02-25"})),
        {"HR-06"},
    ),
    "HR-07": (
        "proposed fourteen days before the limit ends",
        lambda: warned(review={"proposed_on": "2026-02-26"}),
        {"HR-07"},
    ),
    "HR-08": ("decided four days after the limit", lambda: {"HR-08", "PB-06"} <= warned(days_left=-4), True),
    # 1.4 decision, service, announcement
    "DE-01": ("not in writing", lambda: refused(decision={"in_writing": False}), {"DE-01"}),
    "DE-02": (
        "the police received it a day late, and it stands",
        lambda: decided().lines("record_service")[0].note["in_time"],
        False,
    ),
    "DE-03": (
        "announced without the third item",
        lambda: (decided().lines("announce")[0].note["rule"], decided().lines("announce")[0].note["holds"]),
        ("DE-03", False),
    ),
    "DE-04": (
        "the victim was not told that no court takes it",
        lambda: warnings_of(decided(), "record_service"),
        {"DE-04"},
    ),
    "DE-05": ("still locked up when it is signed", lambda: warned(**case(in_custody=True)), {"DE-05"}),
    "DE-06": (
        "bail of the own office ends within the period",
        lambda: warned(**case(bail=[{"decided_by": "procuratorate", "from_on": "2025-09-01"}])),
        {"DE-06"},
    ),
    # 1.5 remedies
    "RE-01": (
        "the police have seven days from their receipt",
        lambda: runs(decided())["Police may ask for reconsideration"],
        D(2026, 10, 16),
    ),
    "RE-02": (
        "thirty days for the answer, and the handler examined it",
        lambda: (challenged().lines("file_remedy")[0].note["answer_by"], warnings_of(challenged(), "decide_remedy")),
        ("2026-04-09", {"RE-08"}),
    ),
    "RE-03": (
        "seven days again from the answer's receipt",
        lambda: challenged().lines("file_remedy")[2].note["in_time"],
        True,
    ),
    "RE-04": (
        "the higher office has thirty days",
        lambda: (challenged().lines("file_remedy")[2].note["answers"], challenged().due("remedy_answer")),
        ("next_higher", D(2026, 4, 16)),
    ),
    "RE-05": (
        "in time, so that the higher office answers",
        lambda: challenged().lines("file_remedy")[1].note["answers"],
        "next_higher",
    ),
    "RE-06": (
        "a complex complaint has six months",
        lambda: challenged().lines("file_remedy")[1].note["answer_by"],
        "2026-09-10",
    ),
    "RE-07": (
        "the answer reached the victim alone",
        lambda: warnings_of(challenged(), "record_remedy_answer"),
        {"RE-07"},
    ),
    "RE-08": ("examined by the handler", lambda: warnings_of(challenged(), "decide_remedy"), {"RE-08"}),
    "RE-09": ("no paper may speak of suing", lambda: _refuses_a_paper_that_sues(), True),
    "RE-10": (
        "the period runs on under a banner",
        lambda: (challenged().plan.period_to, _banner(challenged())),
        (D(2026, 9, 1), True),
    ),
    # 1.6 the period
    "PB-01": ("five months", lambda: refused(months=5, decision={"period_written_to": "2026-08-01"}), {"PB-01"}),
    "PB-02": (
        "a reason of blanks for the length is none on record",
        lambda: [each.rule for each in checked(decision={"reasons": " "}).not_recorded if each.rule == "PB-02"],
        ["PB-02"],
    ),
    "PB-03": (
        "six months are never shortened",
        lambda: "283" in no(at_odds(), "prosecutor", "change_period", new_end_on="2026-08-15", reason="加分"),
        True,
    ),
    "PB-04": ("ten days are left after the period", lambda: checked().computed.final_decision_by, D(2026, 9, 11)),
    "PB-05": (
        "half time, and steps before the end",
        lambda: (_half_time(), supervised().items("pre_expiry")[0].due_on),
        (D(2026, 6, 2), D(2026, 9, 1)),
    ),
    # 1.7 duties and conditions
    "OB-01": ("the four duties stand on every plan", lambda: _duties(supervised()), 4),
    "OB-02": ("a seventh kind cannot be written", lambda: _unreadable(condition=[_condition(kind="A7")]), True),
    "OB-03": (
        "behaves well, which nobody can measure",
        lambda: "OB-03" in warned(condition=[_condition(text="争取良好表现")]),
        True,
    ),
    "OB-04": ("a camp that beats", lambda: refused(condition=[_condition(text="参加戒网训练营，体罚")]), {"OB-04"}),
    "OB-05": ("no guardian signed what is theirs", lambda: _announced_unsigned(), {"OB-05"}),
    "OB-06": (
        "to the next county every day: needs approval",
        lambda: supervised().lines("ask_leave")[1].note.get("needs_approval", True),
        True,
    ),
    "OB-07": (
        "daily work across the boundary calls for permanent permission",
        lambda: warnings_of(supervised(), "ask_leave"),
        {"OB-07"},
    ),
    "OB-08": ("an ankle bracelet", lambda: "OB-08" in warned(condition=[_condition(text="佩戴定位手环")]), True),
    # 1.8 who supervises
    "SU-01": ("no social worker decides", lambda: [role.value for role in CloseIncident.operation.by], ["prosecutor"]),
    "SU-02": (
        "whoever else knows is recorded by the prosecutor by name",
        lambda: [role.value for role in RecordInformed.operation.by],
        ["prosecutor"],
    ),
    "SU-03": (
        "what a social worker owes has an owner and a day",
        lambda: {item.owner for item in supervised().items("worker_contact")},
        {"social_worker"},
    ),
    "SU-04": ("no agreement was signed", lambda: warned(decision={"agreement_signed": False}), {"SU-04"}),
    "SU-05": (
        "until the other office accepts, everything stays here",
        lambda: (supervised().due("assistance_answer"), supervised().plan.assisting_office_id),
        (D(2026, 3, 17), None),
    ),
    # 1.9 breaches
    "VI-01": ("a new crime within the period", lambda: _finding(found(), "new"), "ground"),
    "VI-02": ("a crime from before, found within", lambda: _finding(found(), "missed"), "ground"),
    "VI-03": ("public security, as a named person says", lambda: _finding(found(), "order"), "ground"),
    "VI-04": ("supervision rules, as a named person says", lambda: _finding(found(), "rules"), "ground"),
    "VI-05": ("three confirmed open a review and no more", lambda: _three_confirmed(), ("under_supervision", True)),
    "VI-06": ("a new crime that was not passed on", lambda: "VI-06" in warnings_of(found(), "close_incident", 0), True),
    "VI-07": (
        "no response without a hearing",
        lambda: (
            no(
                _reported(),
                "prosecutor",
                "close_incident",
                incident="x",
                finding="lesser_response",
                response="talk",
                reason="三次",
            )
            != ""
        ),
        True,
    ),
    "VI-08": ("no ground, no revocation, whatever was counted", lambda: _unknown_incident(), True),
    "VI-09": ("days in detention are excused by one act", lambda: _detained(), {"unable"}),
    "VI-10": (
        "a non-prosecution that was wrong and a case not fit: it stands",
        lambda: (
            "388"
            in no(
                sealed(),
                "prosecutor",
                "revoke_non_prosecution",
                ground="found_wrong",
                prosecute_by="2026-10-01",
                fit_for_prosecution=False,
                reason="事实有误",
            )
        ),
        True,
    ),
    # 1.10 the end
    "FI-01": (
        "no opinion on the last day",
        lambda: (
            "477"
            in no(
                near_the_end().on("2026-09-01 23:00"),
                "prosecutor",
                "write_opinion",
                proposal="non_prosecution",
            )
        ),
        True,
    ),
    "FI-02": (
        "the victim was never asked",
        lambda: "477(2)" in no(_without_the_victim(), "chief_prosecutor", "decide_non_prosecution"),
        True,
    ),
    "FI-03": ("no ground: prosecution is not open", lambda: _only_non_prosecution(), True),
    "FI-04": (
        "decided while a report is open",
        lambda: "FI-04" in warnings_of(ended(), "decide_non_prosecution"),
        True,
    ),
    "FI-05": (
        "five parts of the decision are wanting",
        lambda: "FI-05" in warnings_of(ended(), "decide_non_prosecution"),
        True,
    ),
    "FI-06": ("told before a form teacher", lambda: "FI-06" in warnings_of(ended(), "announce_outcome"), True),
    "FI-07": (
        "served on five, and on no school",
        lambda: {row.addressee for row in ended().rows(ServiceReceipt) if row.decision == "non_prosecution"},
        {"police", "minor", "legal_representative", "defender", "victim"},
    ),
    "FI-08": (
        "an opinion on punishment is needed and was not sent",
        lambda: "FI-08" in warnings_of(ended(), "decide_non_prosecution"),
        True,
    ),
    "FI-09": ("a phone without an outcome", lambda: "FI-09" in warnings_of(ended(), "decide_non_prosecution"), True),
    "FI-10": (
        "a complaint against the final decision goes the same way",
        lambda: _complains_at_the_end(),
        ("FI-10", "next_higher"),
    ),
    "FI-11": ("after-care until the eighteenth birthday, the later day", lambda: ended().plan.after_care, "consented"),
    # 1.11 sealing
    "SE-01": (
        "sealed the day after it was told",
        lambda: (sealed().status, sealed().lines("seal")[0].article),
        ("sealed", "Rules art 486; PJD art 59(2)"),
    ),
    "SE-02": ("an employer is not let in", lambda: _asks(Requester.ANYONE_ELSE, None), (False, D(2026, 9, 10))),
    "SE-03": (
        "three working days are shorter than seven",
        lambda: _asks(Requester.JUDICIAL_ORGAN_FOR_A_CASE, None),
        (True, D(2026, 9, 10)),
    ),
    "SE-04": ("its key is wrapped for the archive", lambda: _archived(sealed()), True),
    "SE-05": ("the list of what is sealed can be made", lambda: "sealed_items" in _papers(), True),
    "SE-06": ("no search finds it", lambda: _is_found(sealed()), False),
    "SE-07": ("the police have three days", lambda: _closing(sealed())["police_sealing"], D(2026, 9, 8)),
    "SE-08": ("explained to the minor alone", lambda: "SE-08" in warnings_of(ended(), "announce_outcome"), True),
    "SE-09": ("that nobody has to report it is said with the outcome", lambda: _notified_with_the_outcome(), True),
    "SE-10": (
        "a shared file whose cover says nothing",
        lambda: "SE-10" in warned(**case(adults={"handled_apart": False, "cover_marked": False})),
        True,
    ),
    "SE-11": (
        "the certificate is asked of the police within the period",
        lambda: supervised().due("certificate"),
        D(2026, 3, 13),
    ),
    "SE-12": (
        "no non-prosecution is unsealed by the five years",
        lambda: (
            "485"
            in no(
                sealed(),
                "prosecutor",
                "unseal",
                ground="new_crime",
                total_months=72,
                judged_on="2026-09-07",
                reason="并罚",
            )
        ),
        True,
    ),
    "SE-13": ("no text that left names anybody", lambda: _nobody_is_named(), True),
    "SE-14": ("who looked is on record", lambda: _a_look_is_a_line(), True),
    # 1.12 coming of age
    "AD-01": (
        "period and end stay",
        lambda: (of_age().status, of_age().plan.period_to),
        ("under_supervision", D(2026, 9, 1)),
    ),
    "AD-02": (
        "heard with nobody beside, of age: allowed, minor: warned",
        lambda: warnings_of(found(), "hear_minor", 0),
        {"AD-02"},
    ),
    "AD-03": (
        "own consents from the birthday, nothing owed by the mother",
        lambda: (of_age().due("consents"), of_age().items(owner="guardian", status="open")),
        (D(2026, 5, 27), []),
    ),
    "AD-04": ("no rule of its own", lambda: load_uncovered_rows()["AD-04"].said_by, ("AD-01",)),
    "AD-05": ("looked over before the birthday", lambda: of_age().items("age_rebase")[0].due_on, D(2026, 5, 20)),
    "AD-06": ("eighteen at the decision is sealed as well", lambda: _adult_is_sealed(), "sealed"),
    "AD-07": (
        "a main path: the mother is served nothing any more",
        lambda: _served_at_the_end_of_age(),
        {"police", "minor", "defender"},
    ),
    "AD-08": (
        "after the end no duty can be added",
        lambda: (
            no(ended(), "prosecutor", "change_condition", condition="A1", text="再来六次", reason="巩固", heard=True)
            != ""
        ),
        True,
    ),
    # 1.13 guardians and partners
    "GU-01": ("an order without hours", lambda: warnings_of(supervised(), "order_guardian"), {"GU-01"}),
    "GU-02": ("a figure, no rule", lambda: load_uncovered_rows()["GU-02"].said_by, ()),
    "GU-03": (
        "told to a colleague, whom the law does not name",
        lambda: _reported_to_a_colleague(),
        ("GU-03", False),
    ),
    "GU-04": ("feedback three days from acceptance", lambda: supervised().due("feedback"), D(2026, 3, 12)),
    "GU-05": ("a month for the unit's answer", lambda: supervised().due("suggestion_reply"), D(2026, 4, 10)),
    "GU-06": ("aid is asked for and answered", lambda: len(supervised().items("aid_answer", status="open")), 1),
    "GU-07": (
        "a school knows nothing by default",
        lambda: [one for one in supervised().rows(Person) if one.role == "informed"],
        [],
    ),
    "GU-08": ("nobody has to report a sealed record", lambda: _notified_with_the_outcome(), True),
}
"""Row: what somebody does, what they do it with, what answers."""


def _condition(**changed: Any) -> dict[str, Any]:
    return {
        "kind": "A6",
        "text": "不骑车",
        "measure": "考验期内",
        "evidence": "谈话",
        "confirmed_by": "social_worker",
    } | changed


# ---------------------------------------------------------------- what some rows need


def _half_time() -> date:
    (due,) = [due_item.due_on for due_item in checked().calendar if due_item.kind == "milestone"]
    return due


def _unreadable(**changed: Any) -> bool:
    content = a_plan().model_dump(mode="json", exclude_none=True)
    for name, value in changed.items():
        content[name] = content[name] | value if isinstance(value, dict) else value
    try:
        PlanFile.model_validate(content)
    except ValueError:
        return True
    return False


def _refuses_a_paper_that_sues() -> bool:
    life = an_announced_plan(a_plan(weekly=None), team_works=False)
    fields = {name: "照实填写" for name in ("origin", "facts", "evidence")}
    values = {"paper": "conditional_decision", "fields": fields | {"reasoning": "不服的，可以向人民法院起诉"}}
    return "320" in no(life, "prosecutor", "make_paper", **values)


def _banner(life: SimulatedPlan) -> bool:
    with life.context.database.reading() as session:
        return life.plan.id in find_challenged(session, [life.plan.id])


def _duties(life: SimulatedPlan) -> int:
    return sum(1 for row in life.rows(Condition) if row.kind.startswith("S"))


def _announced_unsigned() -> set[str]:
    life = start_plan(a_plan(weekly=None)).on("2026-03-04 10:00")
    life.act(
        "prosecutor", "announce", guardians_signed=0,
        present=["minor", "mother"], explained=["period", "rules", "liability"],
    )  # fmt: skip
    return warnings_of(life, "announce")


def _finding(life: SimulatedPlan, label: str) -> str:
    (row,) = [row for row in life.rows(Incident) if row.label == life.code(label)]
    return str(row.status)


def _reported() -> SimulatedPlan:
    return at_odds().act("prosecutor", "report_incident", incident="x", kind="supervision_rules", done_on="2026-03-08",
                         facts="待核实")  # fmt: skip


def _three_confirmed() -> tuple[str, bool]:
    life = at_odds()
    for label in ("a", "b", "c"):
        life.act(
            "prosecutor",
            "report_incident",
            incident=label,
            kind="supervision_rules",
            done_on="2026-03-08",
            facts="晚交",
        )
        life.act("prosecutor", "hear_minor", incident=label, text="忘了")
        life.act(
            "prosecutor", "close_incident", incident=label, finding="lesser_response", response="talk", reason="三次"
        )
    return life.status, bool(life.items("attention"))


def _unknown_incident() -> bool:
    with pytest.raises((BadInput, NotFound)):
        at_odds().act("prosecutor", "propose", step="revoke", incident="points", reason="扣分")
    return True


def _detained() -> set[str]:
    life = at_odds().on("2026-03-11 10:00")
    life.act("prosecutor", "record_unable", from_on="2026-03-11", to_on="2026-03-18", reason="detained")
    return {item.status for item in life.items("weekly_note") if item.due_on == D(2026, 3, 16)}


def _without_the_victim() -> SimulatedPlan:
    life = near_the_end(case=WITH_VICTIM)
    return (
        life.on("2026-09-02 10:00").dismiss_open_items().act("prosecutor", "write_opinion", proposal="non_prosecution")
    )


def _only_non_prosecution() -> bool:
    """There is no prosecution without a revocation, and no revocation without a ground."""
    return "284" in no(near_the_end().on("2026-09-02 10:00"), "prosecutor", "prosecute")


def _complains_at_the_end() -> tuple[str, str]:
    life = ended()
    life.act("clerk", "file_remedy", remedy="victim_complaint", decision_received_on="2026-09-04")
    note = life.lines("file_remedy")[0].note
    return note["rule"], note["answers"]


def _asks(requester: Requester, basis: str | None) -> tuple[bool, date]:
    life = sealed()
    label = f"q{len(life.lines('ask_access'))}"
    finding = perform_as(life.context, life.actor("clerk"), life.number, AskAccess, access=label, requester=requester, who="某处",
                         purpose="查阅", basis=basis)  # fmt: skip
    return finding.holds, date.fromisoformat(life.lines("ask_access")[-1].note["answer_by"])


def _archived(life: SimulatedPlan) -> bool:
    try:
        life.context.vault.check(life.plan.id)
    except Archived:
        return True
    return False


def _reported_to_a_colleague() -> tuple[str, bool]:
    """Sealed with the line, since nothing of a report stands in the open."""
    life = supervised()
    detail = open_detail(life.context.vault, life.lines("report_danger")[0]) or {}
    return detail["finding"]["rule"], detail["finding"]["holds"]


def _papers() -> list[str]:
    return [paper.code for paper in PAPERS]


def _is_found(life: SimulatedPlan) -> bool:
    with life.context.database.reading() as session:
        return session.exec(select(PersonIndex)).first() is not None


def _closing(life: SimulatedPlan) -> dict[str, date]:
    with life.context.open_for_reading(life.number, life.actor("clerk"), READ_CLOSING_LIST) as open_plan:
        return {row.clock: row.ends_on for row in get_closing_rows(open_plan)}


@cache
def _notified_with_the_outcome() -> bool:
    life = (
        near_the_end()
        .on("2026-09-02 10:00")
        .dismiss_open_items()
        .act("prosecutor", "write_opinion", proposal="non_prosecution")
    )
    life.on("2026-09-03 10:00").act("chief_prosecutor", "decide_non_prosecution")
    result = perform_as(life.context, life.actor("prosecutor"), life.number, AnnounceOutcome, present=["minor"])
    return {"SE-09", "SE-11"} <= {finding.rule for finding in result}


def _nobody_is_named() -> bool:
    messages = an_announced_plan(delivers=True).on("2026-03-10 12:00").messages()
    return bool(messages) and not any("芒果" in str(message.model_dump()) for message in messages)


def _a_look_is_a_line() -> bool:
    life = ended()
    with life.context.open_for_reading(life.number, life.actor("prosecutor"), READ_PLAN):
        pass
    return bool(life.lines("read_plan"))


def _adult_is_sealed() -> str:
    life = near_the_end(born_on="2008-02-01").on("2026-09-02 10:00")
    return (
        conclude(life, opinion_on="2026-09-02", decided_on="2026-09-03", announced_on="2026-09-04")
        .on("2026-09-05 10:00")
        .status
    )


def _served_at_the_end_of_age() -> set[str]:
    life = (
        near_the_end(born_on="2008-08-31")
        .on("2026-09-02 10:00")
        .dismiss_open_items()
        .act("prosecutor", "write_opinion", proposal="non_prosecution")
    )
    life.on("2026-09-03 10:00").act("chief_prosecutor", "decide_non_prosecution")
    return {row.addressee for row in life.rows(ServiceReceipt) if row.decision == "non_prosecution"}


# ---------------------------------------------------------------- the table is whole, and true


def test_no_row_is_wanting_and_none_is_a_stranger() -> None:
    assert list(ROWS) == list(list_procedure_rows())


@pytest.mark.parametrize("row", ROWS)
def test_the_product_says_it(row: str) -> None:
    sentence, measured, answer = ROWS[row]
    assert measured() == answer, sentence
