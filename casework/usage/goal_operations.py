"""What people do with goals of digital use: propose, agree on, change and end them, and say how a week or month went.

Nothing here happens by itself: no figure reaches, changes or ends a goal.
"""

from datetime import date
from typing import Any

from casework.acting.entries import keep_entry
from casework.acting.open_plan import OpenPlan
from casework.acting.verbs import verb
from casework.shared.items.items import add_item, finish_items
from casework.shared.text.text_checks import text_or_none
from casework.usage.acts_goals import (
    AgreeOnGoal,
    AnswerGoalOffer,
    AssessGoal,
    ChangeGoal,
    EndGoal,
    ProposeGoal,
    RecordGoalValue,
)
from casework.usage.agreement import get_agreement_on, get_agreements, get_day_kinds
from casework.usage.baseline import get_baseline
from casework.usage.goal_results import GoalResult
from casework.usage.goals import get_measured, list_agreed_goals, read_goal
from casework.usage.store import get_usage_facts
from core.errors import BadInput, Mistake, NotFound, StateConflict
from core.i18n import Text, _
from models.base import new_id
from models.office import Role
from models.usage_goal import UsageGoal
from usage.categories import Category
from usage.goal_measures import MEASURES, GoalMeasure, MeasureCode
from usage.goal_words import StartSource
from usage.goals import choose_facts, measure_days

MAX_GOALS = 40
"""How many goals a plan has room for; more than anybody works on."""
NOTHING = ("无", "none")
"""What takes away what a goal says to do instead."""
ANSWERED_WITHIN = 5
"""Working days in which a proposal is talked about."""


@verb(ProposeGoal)
def propose_goal(open_plan: OpenPlan, act: ProposeGoal) -> None:
    """The proposal is on the file, and a member of the team has an item to talk about it. The same again changes nothing;
    StateConflict where the label means something else already."""
    measure = _checked(act.measure, act.category, act.target)
    content = {
        "measure": act.measure, "category": act.category, "words": text_or_none(act.words),
        "proposed_by": open_plan.actor.role.value, "by_phone": act.told_by_phone,
        "terms": [_terms(act.on, open_plan.plan.period_to, act.target)],
    }  # fmt: skip
    known = _find(open_plan, act.goal)
    if known is not None:
        before = read_goal(open_plan, known)
        if known.agreed_on is None and _is_unchanged(before, content, ("measure", "category", "words"), act.target):
            return
        raise _known()
    row = _add(open_plan, act.goal, content, agreed_on=None)
    owner = _helper(open_plan)
    due = open_plan.context.days.after(open_plan.today, ANSWERED_WITHIN)
    item = add_item(open_plan, "goal_proposal", due, owner=owner, label=row.label)
    open_plan.record(item=item, note={"goal": row.label}, detail={"words": content["words"], "measure": measure.code})


@verb(AgreeOnGoal)
def agree_on_goal(open_plan: OpenPlan, act: AgreeOnGoal) -> None:
    """The goal holds from its first day. Its start is what was said, else what the agreed beginning comes to, else unknown.

    A proposal of that label is taken up by it, and answered. BadInput for days or amounts that cannot be; StateConflict
    for a label that means another goal. The same again changes nothing.
    """
    measure = _checked(act.measure, act.category, act.target)
    from_on = act.from_on or act.on
    _check_days(from_on, act.to_on)
    if act.device is not None and measure.of is None:
        raise BadInput(
            _("这个目标不看设备，不用选设备。"), mistakes=[Mistake("device", _("这个目标不看设备，不用选设备。"))]
        )
    content: dict[str, Any] = {
        "measure": act.measure, "category": act.category, "device": act.device, "words": text_or_none(act.words),
        "agreed_how": act.agreed_how, "instead": text_or_none(act.instead), "instead_by": text_or_none(act.instead_by),
        "terms": [_terms(from_on, act.to_on, act.target, act.who_helps)],
    }  # fmt: skip
    _check_instead(measure, content)
    known = _find(open_plan, act.goal)
    before = read_goal(open_plan, known) if known is not None else {}
    if known is not None and (known.agreed_on is not None or known.ended_on is not None):
        same = ("measure", "category", "device", "agreed_how", "instead", "instead_by")
        if (
            before["terms"][0] == content["terms"][0]
            and _is_unchanged(before, content, same, None)
            and known.agreed_on == (act.agreed_on or act.on)
            and content["words"] in (None, before.get("words"))
            and act.start in (None, before.get("start"))
        ):
            return
        raise _known()
    content |= _start(open_plan, content, act.start)
    if known is None:
        row = _add(open_plan, act.goal, content, agreed_on=act.agreed_on or act.on)
    else:
        row = known
        row.agreed_on = act.agreed_on or act.on
        kept = {"proposed_by": before.get("proposed_by"), "words": content["words"] or before.get("words")}
        row.document = open_plan.seal("usage_goal.document", row.id, content | kept)
    open_plan.record(
        note={"goal": row.label, "from_on": from_on, "to_on": act.to_on},
        detail={"measure": act.measure, "target": act.target, "start": content["start"], "words": content["words"]},
    )


@verb(ChangeGoal)
def change_goal(open_plan: OpenPlan, act: ChangeGoal) -> None:
    """From that day on the goal is held against the new terms; what lies before keeps the earlier ones. What to do instead
    is changed for the whole goal, or taken away. BadInput where the day lies before the terms that hold now."""
    row = _running(open_plan, act.goal)
    content = read_goal(open_plan, row)
    last = content["terms"][-1]
    from_on = act.from_on or act.on
    target = last["target"] if act.target is None else act.target
    to_on = act.to_on or date.fromisoformat(last["to_on"])
    measure = _checked(content["measure"], content["category"], target)
    _check_days(from_on, to_on)
    instead = _changed_instead(content, act)
    _check_instead(measure, instead)
    if from_on < date.fromisoformat(last["from_on"]):
        raise BadInput(
            _("这一天早于现行约定的起始日。"), mistakes=[Mistake("from_on", _("这一天早于现行约定的起始日。"))]
        )
    helps = act.who_helps if act.who_helps is not None else last.get("who_helps")
    terms = _terms(from_on, to_on, target, helps) | {"reason": act.reason}
    same_instead = content | instead == content
    only_instead = not same_instead and (act.target, act.to_on, act.who_helps) == (None, None, None)
    if only_instead or terms | {"from_on": None} == last | {"from_on": None}:
        if same_instead:
            return
    else:
        earlier = [each for each in content["terms"] if each["from_on"] != terms["from_on"]]
        content["terms"] = [*earlier, terms]
    row.document = open_plan.seal("usage_goal.document", row.id, content | instead)
    open_plan.record(
        note={"goal": row.label, "from_on": from_on, "to_on": to_on},
        detail={"target": target, "reason": act.reason, **({} if same_instead else instead)},
    )


@verb(EndGoal)
def end_goal(open_plan: OpenPlan, act: EndGoal) -> None:
    """The goal is over as of that day, in the words of the person who ended it; a proposal is answered. StateConflict
    where it was ended in another way before; the same again changes nothing."""
    row = _get(open_plan, act.goal)
    ending = {"how": act.how, "reason": act.reason}
    if row.ending is not None:
        if open_plan.open("usage_goal.ending", row.id, row.ending) == ending:
            return
        raise StateConflict(_("这个目标已经结束。"))
    row.ended_on = act.ended_on or act.on
    row.ending = open_plan.seal("usage_goal.ending", row.id, ending)
    open_plan.record(note={"goal": row.label, "how": act.how}, detail={"reason": act.reason})


@verb(AssessGoal)
def assess_goal(open_plan: OpenPlan, act: AssessGoal) -> None:
    """What the prosecutor said of the goal stands with it, until they say something else. StateConflict for a proposal."""
    row = _get(open_plan, act.goal)
    if row.agreed_on is None:
        raise StateConflict(_("这还只是提议，约定之后再登记。"))
    content, result = read_goal(open_plan, row), {"result": act.result, "result_reason": act.reason}
    if content | result == content:
        return
    row.document = open_plan.seal("usage_goal.document", row.id, content | result)
    open_plan.record(note={"goal": row.label, "result": act.result}, detail={"reason": act.reason})


def offer_to_go_on(open_plan: OpenPlan) -> None:
    """Somebody asks the family, for each goal that is not kept yet, whether they want to go on with it. It is an offer: the
    outcome stands."""
    owner = _helper(open_plan)
    for row in list_agreed_goals(open_plan):
        if read_goal(open_plan, row).get("result") == GoalResult.NOT_YET:
            add_item(open_plan, "goal_offer", open_plan.today, owner=owner, label=row.label)


@verb(AnswerGoalOffer)
def answer_goal_offer(open_plan: OpenPlan, act: AnswerGoalOffer) -> None:
    """The offer is answered, and nothing else follows from a no. NotFound where none of that goal waits."""
    item = next((each for each in open_plan.items("goal_offer") if each.label == act.goal), None)
    if item is None:
        raise NotFound(_("没有这一项，或已经办结。"))
    finish_items(open_plan, "goal_offer", label=item.label, because="answered")
    open_plan.record(item=item, note={"wanted": act.wanted}, detail={"text": text_or_none(act.text)})


@verb(RecordGoalValue)
def record_goal_value(open_plan: OpenPlan, act: RecordGoalValue) -> None:
    """The value reported for that week or month is on the file; an earlier one is kept and does not count. BadInput
    for a goal that devices tell, and for more than the stretch has."""
    row = _get(open_plan, act.goal)
    content = read_goal(open_plan, row)
    measure = MEASURES[MeasureCode(content["measure"])]
    if row.agreed_on is None:
        raise StateConflict(_("这还只是提议，约定之后再登记。"))
    if not measure.by_people:
        raise BadInput(_("这个目标看设备的记录，不用另外说。"))
    _check_amount(measure, act.value, "value")
    day = act.day or act.on
    kept = act.model_copy(update={"day": day, "text": text_or_none(act.text)})
    keep_entry(
        open_plan, kept, about=row.id, note={"goal": row.label, "day": day, "by_phone": act.told_by_phone},
        detail={"value": kept.value, "text": kept.text},
    )  # fmt: skip


def _changed_instead(content: dict[str, Any], act: ChangeGoal) -> dict[str, str | None]:
    """What to do instead and who arranges it, as they are after the change."""
    if (act.instead or "").strip().lower() in NOTHING:
        return {"instead": None, "instead_by": None}
    given = {"instead": text_or_none(act.instead), "instead_by": text_or_none(act.instead_by)}
    return {name: text if text is not None else content.get(name) for name, text in given.items()}


def _check_instead(measure: GoalMeasure, content: dict[str, Any]) -> None:
    if not measure.at_most and (content["instead"] or content["instead_by"]):
        wrong = _("这个目标本来就是多做点什么，不用另外写。")
        raise BadInput(wrong, mistakes=[Mistake("instead", wrong)])


def _helper(open_plan: OpenPlan) -> Role:
    return Role.SOCIAL_WORKER if open_plan.team(Role.SOCIAL_WORKER) else Role.PROSECUTOR


def _start(open_plan: OpenPlan, content: dict[str, Any], said: int | None) -> dict[str, Any]:
    if said is not None:
        _check_amount(MEASURES[MeasureCode(content["measure"])], said, "start")
        return {"start": said, "start_most": said, "source": StartSource.SAID.value}
    goal = get_measured(content, None)
    facts = choose_facts(content["device"], get_usage_facts(open_plan))
    start = None
    if facts is not None:
        terms, baseline = get_agreements(open_plan), get_baseline(open_plan)
        start = measure_days(
            goal.measure, goal.category, facts, baseline.first, baseline.last,
            get_day_kinds(open_plan, terms), lambda day: get_agreement_on(terms, day),
        )  # fmt: skip
    source = StartSource.UNKNOWN if start is None else StartSource.BASELINE
    least, most = start or (None, None)
    return {"start": least, "start_most": most, "source": source.value}


def _add(open_plan: OpenPlan, label: str, content: dict[str, Any], *, agreed_on: date | None) -> UsageGoal:
    if len(open_plan.rows(UsageGoal)) >= MAX_GOALS:
        raise BadInput(_("目标太多了，先结束不再要的。"))
    row_id = new_id(open_plan.now)
    row = UsageGoal(
        id=row_id,
        plan_id=open_plan.plan.id,
        label=label,
        written_at=open_plan.now,
        by_role=open_plan.actor.role.value,
        by_id=open_plan.actor.id,
        agreed_on=agreed_on,
        document=open_plan.seal("usage_goal.document", row_id, content),
    )
    open_plan.session.add(row)
    open_plan.session.flush()
    return row


def _terms(from_on: date, to_on: date, target: int, who_helps: str | None = None) -> dict[str, Any]:
    return {
        "from_on": from_on.isoformat(), "to_on": to_on.isoformat(), "target": target, "who_helps": text_or_none(who_helps)
    }  # fmt: skip


def _checked(code: str, category: str | None, target: int) -> GoalMeasure:
    """The measure, if the kind of use and the target fit it; BadInput otherwise."""
    measure = MEASURES[MeasureCode(code)]
    if measure.of_a_category != (category is not None):
        wrong = _("请选哪一类应用。") if category is None else _("这个目标不分应用的类别。")
        raise BadInput(wrong, mistakes=[Mistake("category", wrong)])
    if category is not None:
        Category(category)
    _check_amount(measure, target, "target")
    return measure


def _check_amount(measure: GoalMeasure, amount: int, field: str) -> None:
    wrong: Text | None = None
    if amount > measure.most:
        wrong = _("最多是{most}。", most=measure.unit.of(measure.most))
    elif field == "target" and not measure.at_most and amount == 0:
        wrong = _("目标至少是1。")
    if wrong is not None:
        raise BadInput(wrong, mistakes=[Mistake(field, wrong)])


def _check_days(from_on: date, to_on: date) -> None:
    if to_on < from_on:
        wrong = _("终止日早于起始日。")
        raise BadInput(wrong, mistakes=[Mistake("to_on", wrong)])


def _is_unchanged(before: dict[str, Any], now: dict[str, Any], names: tuple[str, ...], target: int | None) -> bool:
    return all(before.get(name) == now.get(name) for name in names) and target in (None, before["terms"][0]["target"])


def _find(open_plan: OpenPlan, label: str) -> UsageGoal | None:
    return next((row for row in open_plan.rows(UsageGoal) if row.label == label), None)


def _get(open_plan: OpenPlan, label: str) -> UsageGoal:
    row = _find(open_plan, label)
    if row is None:
        raise NotFound(_("没有这个目标。"))
    return row


def _running(open_plan: OpenPlan, label: str) -> UsageGoal:
    row = _get(open_plan, label)
    if row.ended_on is not None:
        raise StateConflict(_("这个目标已经结束。"))
    if row.agreed_on is None:
        raise StateConflict(_("这还只是提议，约定之后再登记。"))
    return row


def _known() -> StateConflict:
    return StateConflict(_("这个编号已经是另一个目标。"))
