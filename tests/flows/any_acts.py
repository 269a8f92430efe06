"""What anybody might do to a plan on any day, drawn at random, wise or not: the acts that move the plan, its days, its
people and what is said to them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from models.decision import Incident, Leave
from tests.builders import SimulatedPlan

Draw = Callable[[st.SearchStrategy[Any]], Any]
ActFields = dict[str, Any]

EVERYBODY = (
    "prosecutor", "assistant", "social_worker", "department_head", "chief_prosecutor", "deputy", "clerk", "minor",
    "mother",
)  # fmt: skip
HANDED_IN = ("weekly_note", "thought_report", "usage_sheet", "usage_review", "worker_contact", "prosecutor_talk",
             "return_check", "consents")  # fmt: skip
STEPS = ("change_period", "revoke", "end_otherwise", "decide_non_prosecution")
LABELS = st.sampled_from(("a", "b", "c"))
WORDS = st.sampled_from(("一句话", "没有别的原因"))


def _day(life: SimulatedPlan, draw: Draw, earliest: int, latest: int) -> str:
    return str(life.today + timedelta(days=draw(st.integers(earliest, latest))))


def _item_of(life: SimulatedPlan, draw: Draw, kinds: tuple[str, ...]) -> ActFields:
    """An item of the plan, whatever became of it; or one that does not exist."""
    items = [item for item in life.items() if item.kind in kinds and abs((item.due_on - life.today).days) <= 21]
    if not items:
        return {"item": draw(st.sampled_from(kinds)), "due_on": life.today}
    kind, due_on = draw(st.sampled_from([(item.kind, item.due_on) for item in items]))
    return {"item": kind, "due_on": due_on}


def _label(life: SimulatedPlan, draw: Draw, table: type[Any]) -> str:
    known = [row.label for row in life.rows(table)]
    return str(draw(st.sampled_from(known) if known else LABELS))


def _submit(life: SimulatedPlan, draw: Draw) -> ActFields:
    return _item_of(life, draw, HANDED_IN) | {"told_by_phone": draw(st.booleans()), "text": draw(WORDS)}


def _explain(life: SimulatedPlan, draw: Draw) -> ActFields:
    return _item_of(life, draw, ("weekly_note", "usage_sheet")) | {"text": draw(WORDS)}


def _answer(life: SimulatedPlan, draw: Draw) -> ActFields:
    answer = draw(st.sampled_from(("excused", "unable", "late", "missed")))
    return _item_of(life, draw, ("weekly_note", "usage_sheet")) | {"answer": answer, "reason": "听取之后"}


def _leave(life: SimulatedPlan, draw: Draw) -> ActFields:
    return {"leave": draw(LABELS), "from_on": life.today, "to_on": _day(life, draw, -1, 9), "destination": "邻市",
            "reason": "探亲", "emergency": draw(st.booleans()), "standing": draw(st.booleans())}  # fmt: skip


ACTS: dict[str, tuple[tuple[str, ...], Callable[[SimulatedPlan, Draw], ActFields]]] = {
    "announce": (("prosecutor", "clerk"), lambda life, draw: {"present": ["minor", "mother"], "explained": ["period", "rules", "liability"]}),
    "record_service": (
        ("clerk",),
        lambda life, draw: {
            "to": draw(st.sampled_from(("police", "minor", "legal_representative", "defender"))),
            "decision": draw(st.sampled_from(("conditional_non_prosecution", "non_prosecution", "period_change"))),
        },
    ),
    "submit": (("minor", "mother", "social_worker", "prosecutor"), _submit),
    "record_progress": (("social_worker",), lambda life, draw: {"condition": "A1", "amount": 1, "another": draw(st.booleans())}),
    "record_unable": (
        ("prosecutor", "social_worker"),
        lambda life, draw: {
            "who": draw(st.sampled_from(("minor", "guardian"))), "from_on": _day(life, draw, -9, 0),
            "to_on": _day(life, draw, 0, 19), "reason": "illness",
        },
    ),
    "explain": (("minor", "mother", "social_worker"), _explain),
    "answer_explanation": (("assistant", "prosecutor"), _answer),
    "dismiss_items": (
        ("prosecutor", "social_worker"),
        lambda life, draw: {"items": [draw(st.sampled_from(("worker_contact", "explanation_answer", "attention")))],
                            "reason": "另行办理"},
    ),
    "change_period": (
        ("prosecutor",), lambda life, draw: {"new_end_on": _day(life, draw, -30, 400), "reason": "视表现"}
    ),
    "change_condition": (
        ("prosecutor",),
        lambda life, draw: {"condition": "A1", "text": "改为八次", "heard": draw(st.booleans()), "reason": "视需要"},
    ),
    "report_incident": (
        ("prosecutor", "social_worker"),
        lambda life, draw: {
            "incident": draw(LABELS), "done_on": _day(life, draw, -60, 0), "facts": "有人反映",
            "kind": draw(st.sampled_from(("new_crime", "missed_crime", "public_security", "supervision_rules"))),
        },
    ),
    "hear_minor": (("prosecutor",), lambda life, draw: {"incident": _label(life, draw, Incident), "text": "听取"}),
    "close_incident": (
        ("prosecutor",),
        lambda life, draw: {
            "incident": _label(life, draw, Incident), "reason": "听取之后",
            **draw(st.sampled_from((
                {"finding": "dismissed"}, {"finding": "lesser_response", "response": "reminder"}, {"finding": "ground"},
                {"finding": "ground", "rests_on": "serious"}, {"finding": "dismissed", "response": "talk"},
            ))),
        },
    ),
    "revoke": (
        ("prosecutor", "chief_prosecutor"),
        lambda life, draw: {"incident": _label(life, draw, Incident), "reason": "查实"},
    ),
    "prosecute": (("prosecutor",), lambda life, draw: {}),
    "record_judgment": (
        ("assistant",),
        lambda life, draw: {"sentence_months": draw(st.sampled_from((1, 8, 60, 61))),
                            "effective_on": _day(life, draw, -9, 9)},
    ),
    "ask_leave": (("minor", "social_worker"), _leave),
    "decide_leave": (
        ("prosecutor", "assistant"),
        lambda life, draw: {"leave": _label(life, draw, Leave), "approved": draw(st.booleans()),
                            "whose": draw(st.sampled_from(("prosecutor", "police_station")))},
    ),
    "hand_over": (
        ("social_worker", "department_head"),
        lambda life, draw: {"role": "social_worker", "to": draw(st.sampled_from(("second.worker", "gui.assistant"))),
                            "stand_in": draw(st.sampled_from((None, "gui.assistant")))},
    ),
    "review": (("assistant",), lambda life, draw: _item_of(life, draw, HANDED_IN)),
    "propose": (
        ("prosecutor", "assistant"),
        lambda life, draw: {"step": draw(st.sampled_from(("change_period", "revoke", "end_otherwise"))),
                            "new_end_on": _day(life, draw, -20, 90), "incident": _label(life, draw, Incident),
                            "how": "no_criminal_fact", "reason": "提请"},
    ),
    "countersign": (("department_head",), lambda life, draw: {"step": draw(st.sampled_from(STEPS))}),
    "return_proposal": (
        ("chief_prosecutor", "prosecutor"), lambda life, draw: {"step": draw(st.sampled_from(STEPS)), "comment": "再核"}
    ),
    "withdraw_proposal": (("prosecutor",), lambda life, draw: {"step": draw(st.sampled_from(STEPS))}),
    "accept_hand_over": (("social_worker",), lambda life, draw: {"role": "social_worker"}),
    "change_cadence": (
        ("prosecutor",),
        lambda life, draw: {
            "from_on": _day(life, draw, 0, 40), "reason": "视需要",
            **draw(st.sampled_from((
                {"item": "weekly_note", "weekday": "Wed"}, {"item": "weekly_note", "hour": "18:00"},
                {"item": "worker_contact", "every_days": 7}, {"item": "prosecutor_talk", "no_more": True},
                {"item": "weekly_note", "no_more": True}, {"item": "thought_report", "weekday": "Mon"},
            ))),
        },
    ),
    "move_item": (
        ("social_worker", "prosecutor"),
        lambda life, draw: {
            **_item_of(life, draw, ("worker_contact", "prosecutor_talk", "milestone")),
            "to_on": _day(life, draw, -2, 20), "reason": "放假",
        },
    ),
    "pause_messages": (("prosecutor",), lambda life, draw: {"until_on": _day(life, draw, 0, 40), "reason": "需要安静"}),
    "report_danger": (
        ("social_worker",), lambda life, draw: {"person": "mother", "told_to": "公安机关", "facts": "有伤"}
    ),
    "name_contact": (
        ("prosecutor",),
        lambda life, draw: {"person": draw(st.sampled_from(("aunt", "minor", "mother"))), "name": "某人",
                            "phone": "10000990199", "device": draw(st.sampled_from(("own", "shared", "none")))},
    ),
    "end_contact": (
        ("prosecutor", "social_worker"),
        lambda life, draw: {"person": draw(st.sampled_from(("aunt", "mother"))), "reason": "亲属告知",
                            "because": draw(st.sampled_from(("died", "no_longer_guardian"))),
                            "since": _day(life, draw, -30, 1)},
    ),
    "record_death": (("prosecutor",), lambda life, draw: {"since": _day(life, draw, -30, 1)}),
    "restore_contact": (("prosecutor",), lambda life, draw: {"person": "mother", "reason": "查明不是"}),
    "record_contact_hours": (
        ("social_worker", "minor", "mother"),
        lambda life, draw: {"person": draw(st.sampled_from(("minor", "mother"))),
                            "phone_held": draw(st.sampled_from(([], ["Sat 08:00-Sun 18:00"]))),
                            "exams": draw(st.sampled_from(([], [f"{life.today}/{life.today + timedelta(days=2)}"])))},
    ),
    "record_call": (
        ("social_worker",),
        lambda life, draw: _item_of(life, draw, ("weekly_note", "usage_sheet")) | {
            "outcome": draw(st.sampled_from(("reached", "not_reached", "call_back", "wrong_number", "passed_on", "seen")))},
    ),
    "record_paper_notice": (
        ("social_worker",),
        lambda life, draw: {"who": draw(st.sampled_from(("minor", "guardian"))), "until_on": _day(life, draw, 0, 31)},
    ),
    "file_remedy": (
        ("clerk",),
        lambda life, draw: {
            "remedy": draw(st.sampled_from(("reconsideration", "higher_review", "victim_complaint"))),
            "decision_received_on": _day(life, draw, -9, 1),
        },
    ),
    "decide_remedy": (
        ("clerk",),
        lambda life, draw: {
            "remedy": draw(st.sampled_from(("reconsideration", "higher_review", "victim_complaint"))),
            "outcome": draw(st.sampled_from(("upheld", "corrected", "withdrawn"))),
        },
    ),
    "doubt_age": (("social_worker",), lambda life, draw: {"claimed_born_on": "2010-10-08", "source": "出生纸"}),
    "settle_age": (
        ("prosecutor",),
        lambda life, draw: {"born_on": draw(st.sampled_from(("2008-05-01", "2008-08-20", "2009-11-20"))),
                            "reason": "核实"},
    ),
    "give_consents": (
        ("minor", "mother", "social_worker"),
        lambda life, draw: {"device_data": draw(st.booleans()), "told_by_phone": draw(st.booleans()),
                            "person": draw(st.sampled_from(("minor", "mother")))},
    ),
    "withdraw_consent": (
        ("minor", "mother", "social_worker"),
        lambda life, draw: {"person": draw(st.sampled_from(("minor", "mother")))},
    ),
    "evaluate": (("prosecutor",), lambda life, draw: {"result": "continue"}),
    "write_opinion": (("prosecutor",), lambda life, draw: {"proposal": "non_prosecution"}),
    "hear_victim": (("prosecutor",), lambda life, draw: {"state": "not_in_this_case"}),
    "decide_non_prosecution": (("chief_prosecutor", "deputy"), lambda life, draw: {}),
    "announce_outcome": (("prosecutor",), lambda life, draw: {"present": ["minor"]}),
    "end_otherwise": (
        ("chief_prosecutor",),
        lambda life, draw: {
            "how": draw(st.sampled_from(("death", "no_criminal_fact", "change_of_jurisdiction", "corrected_by_higher_office"))),
            "reason": "依法",
        },
    ),
    "answer_after_care": (("minor",), lambda life, draw: {"consent": draw(st.booleans())}),
    "end_after_care": (("minor",), lambda life, draw: {}),
    "decide_after_correction": (
        ("chief_prosecutor", "prosecutor"),
        lambda life, draw: {"follows": draw(st.sampled_from(("prosecution", "sealing", "transfer"))), "reason": "依法"},
    ),
    "revoke_non_prosecution": (
        ("prosecutor", "chief_prosecutor"),
        lambda life, draw: {"ground": draw(st.sampled_from(("reexamination", "found_wrong"))), "reason": "确有错误",
                            "prosecute_by": _day(life, draw, -1, 40), "fit_for_prosecution": draw(st.booleans())},
    ),
    "unseal": (
        ("prosecutor", "chief_prosecutor"),
        lambda life, draw: {"ground": draw(st.sampled_from(("new_crime", "missed_crime"))), "reason": "并罚判决",
                            "total_months": draw(st.sampled_from((59, 60, 72))), "judged_on": _day(life, draw, -30, 1)},
    ),
    "restart_review": (
        ("prosecutor",),
        lambda life, draw: {
            "because": draw(st.sampled_from(("supplementary_investigation", "change_of_jurisdiction"))),
            "began_on": _day(life, draw, -60, 1),
        },
    ),
    "record_measure": (
        ("clerk", "prosecutor"),
        lambda life, draw: {
            "measure": draw(st.sampled_from(("bail", "residential_surveillance"))),
            "decided_by": draw(st.sampled_from(("police", "procuratorate"))),
            "from_on": _day(life, draw, -60, 0), "lifted_on": draw(st.sampled_from((None, life.today))),
        },
    ),
    "correct_fact": (
        ("clerk", "prosecutor"),
        lambda life, draw: draw(st.sampled_from((
            {"fact": "record_service", "which": "police", "received_on": _day(life, draw, -9, 0)},
            {"fact": "announce", "announced_on": _day(life, draw, -9, 0)},
            {"fact": "file_remedy", "filed_on": _day(life, draw, -9, 0)},
            {"fact": "record_remedy_answer", "outcome": draw(st.sampled_from(("upheld", "corrected")))},
            {"fact": "record_unable", "from_on": _day(life, draw, -9, 0)},
            {"fact": "record_unable", "never_happened": True},
            {"fact": "end_contact", "never_happened": True},
        ))) | {"reason": "看错了日期"},
    ),
    "record_remedy_answer": (
        ("clerk",),
        lambda life, draw: {
            "remedy": draw(st.sampled_from(("reconsideration", "higher_review", "victim_complaint"))),
            "outcome": draw(st.sampled_from(("upheld", "corrected", "withdrawn"))),
        },
    ),
}  # fmt: skip
"""Each act: who usually does it, and what may be told with it."""
