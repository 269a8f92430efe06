"""What the record knows of a paper's fields, and what it suggests to the author of the rest."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlmodel import col, select

from casework.acting.entries import list_entries
from casework.acting.open_plan import OpenPlan
from casework.documents.chinese_format import (
    BY_ORGAN,
    COUNSEL,
    HEARD,
    MEASURE,
    PERIOD_CHANGE,
    PROPERTY,
    PROPOSAL,
    RELATION,
    SEX,
    STILL_TO_COME,
    VICTIM,
    format_articles,
    format_day,
    format_months,
    format_offence_article,
    format_office,
    format_role,
)
from casework.documents.numbers import format_number
from casework.documents.quality_check import QUALITY_SHEETS, load_quality_check
from casework.documents.sealed_list import format_list, list_held_materials
from casework.documents.subjects import get_proposed_reasons, list_period_changes
from casework.documents.tables import (
    condition_rows,
    contact_rows,
    evaluation_rows,
    goal_rows,
    goal_week_rows,
    incident_rows,
    task_rows,
)
from casework.documents.voices import NO_DEFENDER, NOT_GIVEN, format_voice
from casework.evaluation.digital_course import load_digital_course
from casework.outcome.acts_ending import HearVictim
from casework.outcome.after_decision import get_end
from casework.outcome.corrections import get_last_judgment, list_judgments
from casework.outcome.final_decision_checks import get_property, has_died
from casework.shared.items.item_kinds import ITEM_KINDS
from casework.shared.text.citations import format_article
from core.clock import local_date
from documents.fill import Value
from documents.notice import COMPENSATION, NOTICES
from documents.papers import NOTHING_RECORDED, PAPERS_BY_CODE, Paper
from law.articles import cite
from law.clocks import police_sealing
from law.ends import find_end
from law.transitions import Outcome
from models.decision import Decision
from models.document import Document, DocumentVersion
from models.item import UnavailabilityPeriod
from models.journal import JournalLine
from models.office import Office, Role, Staff
from models.person import Person
from models.plan import Condition

_SEALED_AFTER_JUDGMENT = cite("sealed_after_judgment")
NO_MEASURES, HELD = "无", "羁押"
_SEALING = cite("SE-01")


@dataclass(frozen=True)
class CaseFields:
    """One plan's file, asked field by field. Each answer is text or a list of rows; none is ever empty."""

    open_plan: OpenPlan
    paper: Paper
    number: str
    """The paper's own number, or what stands in its place on a draft."""
    version: int
    on: date | None = None
    """The day of the act that the paper is about, where it is about one."""

    def value(self, name: str) -> Value:
        """That field."""
        return _FIELDS[name](self)

    def suggestion(self, name: str) -> str:
        """What the record would write into a typed field; empty where it has nothing to say."""
        make = _SUGGESTIONS.get((self.paper.code, name)) or _SUGGESTIONS.get(("", name))
        return make(self) if make else ""

    @cached_property
    def minor(self) -> dict[str, Any]:
        person = self.open_plan.minor()
        return self.opened(person)

    @cached_property
    def case(self) -> dict[str, Any]:
        return self.open_plan.open("plan.case", self.open_plan.plan.id, self.open_plan.plan.case_document)

    @cached_property
    def office(self) -> str:
        return format_office(self.open_plan.session.get_one(Office, self.open_plan.plan.office_id).name)

    @cached_property
    def as_of(self) -> date:
        """The day that the paper bears and of which it tells: of its decision, or else of the act that asks for it, however
        late it is made out, or again; today while there is no such act."""
        return self.on or self.last_act_day(self.open_plan.now) or self.open_plan.today

    def last_act_day(self, until: datetime) -> date | None:
        """The day of the last act up to then that the paper makes out or that asks for it, as the act names it."""
        made = [row.decided_on for row in self.decisions(*self.paper.decision) if row.recorded_at <= until]
        if made or self.paper.code == "conditional_decision":
            return made[-1] if made else self.open_plan.plan.decided_on
        line = self.open_plan.session.exec(
            select(JournalLine)
            .where(JournalLine.plan_id == self.open_plan.plan.id, col(JournalLine.act).in_(self.paper.asked_by))
            .where(col(JournalLine.at) <= until)
            .order_by(col(JournalLine.sequence).desc())
        ).first()
        if line is None:
            return None
        named = line.note.get("on")
        return date.fromisoformat(named) if isinstance(named, str) else local_date(line.at)

    def opened(self, person: Person) -> dict[str, Any]:
        """What is known of somebody."""
        return self.open_plan.open("person.document", person.id, person.document)

    def staff(self, post: Role) -> str:
        """Who carries the plan in that post."""
        names = [
            self.open_plan.session.get_one(Staff, member.staff_id).display_name for member in self.open_plan.team(post)
        ]  # fmt: skip
        return "、".join(dict.fromkeys(names)) or "未指定"

    def decision(self, kind: str) -> Decision | None:
        """The decision of that kind, the last one where there are several."""
        rows = self.decisions(kind)
        return rows[-1] if rows else None

    def decisions(self, *kinds: str) -> list[Decision]:
        """The decisions of these kinds, the first one first."""
        rows = [row for row in self.open_plan.rows(Decision) if row.kind in kinds]
        return sorted(rows, key=lambda row: row.decided_on)

    def reasons(self, kind: str) -> str:
        """Why that decision was made, as written."""
        row = self.decision(kind)
        return str(self.open_plan.open("decision.document", row.id, row.document).get("reasons") or "") if row else ""

    def proposed_reasons(self, step: str) -> str:
        """Why that step was last proposed."""
        return get_proposed_reasons(self.open_plan, step, self.open_plan.now)


def _representative(about: CaseFields) -> str:
    if about.open_plan.of_age_on <= about.as_of:
        return "无（本人已满十八周岁）"
    named = [
        f"{about.opened(person)['name']}（{RELATION.get(person.relation, RELATION['other'])}）"
        for person in about.open_plan.people("guardian")
        if person.legal_representative and person.named_as_danger_at is None and _was_there(person, about.as_of)
    ]
    return "、".join(named) or "无（另行安排合适成年人）"


def _was_there(person: Person, on: date) -> bool:
    return (person.from_on or on) <= on and (person.ended_on is None or person.ended_on > on)


def _measures(about: CaseFields) -> str:
    on = about.as_of.isoformat()
    running = [
        f"{MEASURE[part.get('measure', 'bail')]}（{BY_ORGAN[part['decided_by']]}决定，{format_day(part['from_on'])}起）"
        for part in about.case.get("bail", [])
        if part["from_on"] <= on and (part.get("lifted_on") is None or part["lifted_on"] > on)
    ]
    periods = about.open_plan.rows(UnavailabilityPeriod)
    if any(row.while_held and row.from_on <= about.as_of < row.to_on for row in periods):
        running.append(HELD)
    return "、".join(running) or NO_MEASURES


def _notice(about: CaseFields) -> Value:
    ended = about.paper.code == "other_non_prosecution" and get_end(about.open_plan, "end_otherwise")
    told = (COMPENSATION,) if ended and "compensation_told" in ended.opens else ()
    return [{"text": text} for text in (*NOTICES[about.paper.code], *told)]


def _lifted(about: CaseFields) -> str:
    """What becomes of the measures that ran on the day of the decision (Rules art 376(3))."""
    running = _measures(about)
    if running == NO_MEASURES:
        return "作出本决定时没有正在执行的强制措施。"
    freed = "本人在押，立即释放；" if HELD in running else ""
    return f"正在执行的强制措施：{running}。自本决定宣布之日起解除，{freed}由本院通知执行机关办理；交纳保证金的，依法退还。"


def _offence(about: CaseFields) -> str:
    article = about.case["offence_article"]
    found = about.open_plan.rulebook.offence(article)
    if found is None:
        return NOTHING_RECORDED
    return f"{found.name.zh}罪" if found.is_named else f"刑法{format_offence_article(article)}规定的犯罪"


def _conditions(about: CaseFields) -> Value:
    stated = about.open_plan.additional_conditions()
    if about.paper.code == "conditional_decision":
        every = [row for row in about.open_plan.rows(Condition) if not row.kind.startswith("S")]
        later = {row.replaced_by_id for row in every}
        stated = sorted((row for row in every if row.id not in later), key=lambda row: row.place)
    rows = []
    for row in stated:
        words = about.open_plan.open("condition.document", row.id, row.document)
        rows.append(
            {
                "place": str(row.place),
                "text": words["text"],
                "measure": words.get("measure") or NOTHING_RECORDED,
                "evidence": words.get("evidence") or NOTHING_RECORDED,
                "confirmer": format_role(row.confirmed_by),
            }
        )
    return rows or [{"place": "—", "text": "无", "measure": "—", "evidence": "—", "confirmer": "—"}]


def _reviews(about: CaseFields) -> Value:
    items = about.open_plan.items("milestone", only_open=False)
    return [{"what": ITEM_KINDS[item.kind].words.zh, "on": format_day(item.due_on)} for item in items] or [
        {"what": ITEM_KINDS["milestone"].words.zh, "on": "未定"}
    ]


def _versions(about: CaseFields) -> Value:
    query = (
        select(DocumentVersion)
        .join(Document, col(Document.id) == col(DocumentVersion.document_id))
        .where(Document.plan_id == about.open_plan.plan.id, Document.paper == about.paper.code)
        .order_by(col(DocumentVersion.version))
    )
    before = [
        {"version": f"第{row.version}版", "on": format_day(about.last_act_day(row.made_at) or local_date(row.made_at))}
        for row in about.open_plan.session.exec(query)
    ]
    return [*before[: about.version - 1], {"version": f"第{about.version}版", "on": format_day(about.as_of)}]


def _papers(about: CaseFields) -> Value:
    rows = [
        {
            "what": PAPERS_BY_CODE[row.paper].words.zh,
            "number": format_number(about.office, PAPERS_BY_CODE[row.paper], row.year, row.sequence),
            "versions": str(len(get_versions(about.open_plan, row))),
        }
        for row in about.open_plan.rows(Document)
        if row.paper in PAPERS_BY_CODE and row.paper != about.paper.code
    ]
    return rows or [{"what": "无", "number": "—", "versions": "—"}]


def _victim(about: CaseFields) -> str:
    heard = list_entries(about.open_plan, HearVictim)
    if not heard:
        return VICTIM["not_in_this_case"] if about.case["no_victim"] else "尚未听取"
    state, on = heard[-1].fields.state, heard[-1].on
    return VICTIM[state] if state == "not_in_this_case" else f"{VICTIM[state]}（{format_day(on)}）"


def _digital_use(about: CaseFields) -> str:
    """What the record says of it in sentences, and that it is no ground by itself."""
    seen = load_digital_course(about.open_plan)
    goals = [
        f"目标“{each.name.zh}”（{each.status.zh}）：{''.join(one.zh for one in each.sentences)}" for each in seen.goals
    ]
    return "\n".join([*(line.zh for line in (*seen.rests_on, *seen.course)), *goals, seen.note.zh])


def _voice_minor(about: CaseFields) -> str:
    return format_voice(about.open_plan, "minor") or NOT_GIVEN


def _voice_defender(about: CaseFields) -> str:
    said = format_voice(about.open_plan, "defender")
    return said or (NO_DEFENDER if about.case.get("counsel") == "none" else NOT_GIVEN)


def _proposal(about: CaseFields) -> str:
    row = about.decision("opinion")
    return PROPOSAL[row.detail["proposal"]] if row else STILL_TO_COME


def _left(about: CaseFields) -> str:
    return f"{max((about.open_plan.plan.period_to - about.as_of).days, 0)}天"


def _title(about: CaseFields) -> str:
    """Who was not prosecuted has no record of a crime."""
    prosecuted = about.open_plan.plan.outcome == Outcome.PROSECUTION
    return "犯罪记录封存通知书" if prosecuted else "相关记录封存通知书（不起诉）"


def _outcome(about: CaseFields) -> str:
    made = {"non_prosecution": "对其决定不起诉", "prosecution": "判决生效"}
    return made.get(about.open_plan.plan.outcome or "", STILL_TO_COME)


def _sealed_under(about: CaseFields) -> str:
    """Who was not prosecuted was sentenced to nothing: the Criminal Procedure Law's article is of the sentenced alone."""
    articles = {"non_prosecution": _SEALING, "prosecution": _SEALED_AFTER_JUDGMENT}
    article = articles.get(about.open_plan.plan.outcome or "")
    return format_articles(format_article("zh-CN", article)) if article else STILL_TO_COME


def _decided_on(about: CaseFields) -> str:
    """The day of the decision that the paper is about; of a judged case that is to be sealed, since when the judgment is in
    force."""
    if about.paper.code == "sealing_notice" and about.open_plan.plan.outcome == Outcome.PROSECUTION:
        judgment = get_last_judgment(about.open_plan)
        return format_day(judgment.in_force_on if judgment else None)
    if about.paper.code == "sealing_notice":
        row = about.open_plan.last_decision("non_prosecution", "end_otherwise")
        return format_day(row.decided_on if row else None)
    return format_day(about.open_plan.plan.decided_on if about.paper.code == "opinion" else about.as_of)


def _decided_under(about: CaseFields) -> str:
    """The articles of the row by which the case ended."""
    cited = format_articles(format_article("zh-CN", get_end(about.open_plan, "end_otherwise").article))
    return re.sub("《(?=刑|预防)", "《中华人民共和国", cited)


def _not_prosecuted_on(about: CaseFields) -> str:
    """The day of the non-prosecution that was set aside."""
    row = about.open_plan.last_decision("non_prosecution", "end_otherwise")
    return format_day(row.decided_on) if row else STILL_TO_COME


def _assisting(about: CaseFields) -> str:
    there = about.open_plan.plan.assisting_office_id
    return format_office(about.open_plan.session.get_one(Office, there).name) if there else STILL_TO_COME


def _period_to(about: CaseFields) -> str:
    row = about.decision("conditional_non_prosecution") if about.paper.code == "conditional_decision" else None
    return format_day((row.detail.get("period_to") if row else None) or about.open_plan.plan.period_to)


def _months_of_period(about: CaseFields) -> str:
    row = about.decision("conditional_non_prosecution")
    count = (row.detail.get("months") if row else None) or about.case["decision"]["months"]
    if about.paper.code == "conditional_decision":
        return format_months(count)
    changes = [
        f"{format_day(each.decided_on)}决定{PERIOD_CHANGE[each.kind]}至{format_day(date.fromisoformat(each.detail['new_end']))}"
        for each in list_period_changes(about.open_plan)
    ]
    return f"{format_months(count)}（{'，'.join(changes)}）" if changes else format_months(count)


def _identity(about: CaseFields) -> str:
    """The identity number, or the nationality with the foreign document that stands in its place."""
    foreign = (about.minor.get("nationality"), about.minor.get("foreign_document"))
    return about.minor.get("identity_number") or "，".join(filter(None, foreign)) or "未登记"


def _checked_lines(about: CaseFields) -> Value:
    """Each line with the record's answer and where it stands; what a person writes is empty."""
    return [
        {
            "section": each.line.section.zh, "words": each.line.words.zh, "article": format_articles(each.line.article),
            "answer": f"{each.words.zh}（{each.place.zh}）" if each.words and each.place else "", "problem": "", "put_right": "",
        }
        for each in load_quality_check(about.open_plan, QUALITY_SHEETS[about.paper.code])
    ]  # fmt: skip


_Field = Callable[[CaseFields], Value]

_FIELDS: dict[str, _Field] = {
    "office": lambda f: f.office,
    "number": lambda f: f.number,
    "version": lambda f: str(f.version),
    "made_on": lambda f: format_day(f.as_of),
    "plan_number": lambda f: f.open_plan.plan.number,
    "name": lambda f: str(f.minor["name"]),
    "sex": lambda f: SEX[f.minor["sex"]],
    "born_on": lambda f: format_day(f.minor["born_on"]),
    "identity_number": _identity,
    "address": lambda f: f.minor.get("address") or NOTHING_RECORDED,
    "measures": _measures,
    "lifted": _lifted,
    "representative": _representative,
    "counsel": lambda f: COUNSEL.get(str(f.case.get("counsel")), "未登记"),
    "offence": _offence,
    "offence_article": lambda f: format_offence_article(f.case["offence_article"]),
    "period_from": lambda f: format_day(f.open_plan.plan.period_from),
    "period_to": _period_to,
    "months": _months_of_period,
    "conditions": _conditions,
    "notice": _notice,
    "decided_on": _decided_on,
    "decided_under": _decided_under,
    "not_prosecuted_on": _not_prosecuted_on,
    "prosecutor": lambda f: f.staff(Role.PROSECUTOR),
    "social_worker": lambda f: f.staff(Role.SOCIAL_WORKER),
    "contacts": lambda f: contact_rows(f.open_plan),
    "reviews": _reviews,
    "versions": _versions,
    "assisting_office": _assisting,
    "left": _left,
    "tasks": lambda f: task_rows(f.open_plan),
    "conditions_done": lambda f: condition_rows(f.open_plan),
    "incidents": lambda f: incident_rows(f.open_plan),
    "evaluations": lambda f: evaluation_rows(f.open_plan),
    "transferred_on": lambda f: format_day(f.case.get("review", {}).get("received_on")),
    "victim": _victim,
    "digital_use": _digital_use,
    "goals": lambda f: goal_rows(f.open_plan),
    "goal_weeks": lambda f: goal_week_rows(f.open_plan),
    "voice_minor": _voice_minor,
    "voice_defender": _voice_defender,
    "proposal": _proposal,
    "outcome": _outcome,
    "title": _title,
    "basis": _sealed_under,
    "seal_by": lambda f: format_day(police_sealing(f.as_of, f.open_plan.context.days, f.open_plan.rulebook).due_on),
    "papers": _papers,
    "ended_by": lambda f: find_end(str(f.open_plan.plan.ended_because)).title.zh,
    "checked_on": lambda f: format_day(f.open_plan.today),
    "lines": _checked_lines,
}


def _voice_guardian(about: CaseFields) -> str:
    """The guardian's opinion; for a person of age, that there is no guardian to be heard."""
    said = format_voice(about.open_plan, "guardian")
    return said or ("本人已满十八周岁。" if about.open_plan.of_age_on <= about.open_plan.today else "")


def _from_case(key: str) -> Callable[[CaseFields], str]:
    return lambda about: str(about.case.get(key) or "")


def _origin(about: CaseFields) -> str:
    """Who was heard before the decision, as far as it is recorded, and when the case came back from investigation."""
    returned = about.case.get("review", {}).get("returned_on") or []
    back = "".join(f"{format_day(each)}补充侦查完毕，重新移送。" for each in returned)
    opinions = about.case.get("opinions", {})
    heard = [name for party, name in HEARD.items() if (opinions.get(party) or {}).get("state") == "heard"]
    return back + (f"本院受理后，听取了{'、'.join(heard)}的意见。" if heard else "")


_STEPS = {
    "conditional_non_prosecution": "决定附条件不起诉", "revocation": "决定撤销附条件不起诉", "prosecution": "提起公诉",
}  # fmt: skip


def _course(about: CaseFields) -> str:
    """The same, with what was decided on the way to an end that is not that of the period."""
    made = [f"{format_day(row.decided_on)}，本院{_STEPS[row.kind]}。" for row in about.decisions(*_STEPS)]
    withdrawn = [each for each in list_judgments(about.open_plan) if each.recorded["judgment"] == "charges_withdrawn"]
    made += [f"{format_day(each.recorded['effective_on'])}，人民法院裁定准许本院撤回起诉。" for each in withdrawn]
    died = (
        [f"{format_day(about.open_plan.minor().ended_on)}，{about.minor['name']}死亡。"]
        if has_died(about.open_plan)
        else []
    )
    return _origin(about) + "".join(made + died)


def _alleged(about: CaseFields) -> str:
    """Where nothing is held to be proved, the facts are those that the police alleged."""
    facts = _from_case("facts_line")(about)
    proved = get_end(about.open_plan, "end_otherwise").counted not in ("innocent", "evidence", "died")
    return facts if proved or not facts else f"公安机关移送审查起诉认定：{facts.rstrip('。')}。"


def _property(about: CaseFields) -> str:
    """Everything seized or frozen with what became of it."""
    listed = get_property(about.open_plan)
    if not listed:
        return "本案没有查封、扣押、冻结的财物"
    return "；".join(
        f"{name.partition(' ')[2]}：{PROPERTY[became] if became else '尚未处理'}" for name, became in listed.items()
    )


def _reasoning(about: CaseFields) -> str:
    parts = [about.reasons("conditional_non_prosecution"), about.case.get("why_not_minor_offence") or ""]
    reasoning = "；".join(part.strip("。；") for part in parts if part)
    return f"{reasoning}。有悔罪表现，符合附条件不起诉的条件。" if reasoning else ""


_SUGGESTIONS: dict[tuple[str, str], Callable[[CaseFields], str]] = {
    ("", "facts"): _from_case("facts_line"),
    ("", "origin"): _origin,
    ("", "investigated_by"): lambda _f: "公安机关",
    ("conditional_decision", "reasoning"): _reasoning,
    ("revocation", "reasoning"): lambda f: f.proposed_reasons("revoke"),
    ("set_aside", "reasoning"): lambda f: f.proposed_reasons("revoke_non_prosecution") or f.reasons("set_aside"),
    ("other_non_prosecution", "reasoning"): lambda f: f.proposed_reasons("end_otherwise"),
    ("other_non_prosecution", "property"): _property,
    ("other_non_prosecution", "origin"): _course,
    ("other_non_prosecution", "facts"): _alleged,
    ("non_prosecution", "reasoning"): lambda f: f.proposed_reasons("decide_non_prosecution") or f.reasons("opinion"),
    ("non_prosecution", "performance"): lambda f: f.reasons("opinion"),
    ("opinion", "voice_guardian"): _voice_guardian,
    ("opinion", "effect"): lambda f: f.reasons("opinion"),
    ("handover_letter", "reporting"): lambda _f: "每月一次",
    ("handover_letter", "contact"): lambda f: f.staff(Role.PROSECUTOR),
    ("supervision_record", "present"): lambda f: f"{f.minor['name']}、{f.staff(f.open_plan.actor.role)}",
    ("agreement", "channel"): lambda _f: "网页、电话、当面、纸面均可，效力相同",
    ("agreement", "data_used"): lambda _f: "仅使用本方案约定的内容；用网数据须本人（未满十八周岁的，另须监护人）同意",
    ("sealing_notice", "addressee"): lambda _f: "公安机关",
    ("sealed_items", "volumes"): lambda f: format_list(list_held_materials(f.open_plan, f.case)),
    ("non_prosecution", "property"): _property,
    ("admonition", "consequence"): lambda _f: "再次发生的，将再次听取说明，依法处理",
}


def get_versions(open_plan: OpenPlan, document: Document) -> list[DocumentVersion]:
    """Every version of that paper, the first first."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    return list(open_plan.session.exec(query.order_by(col(DocumentVersion.version))))
