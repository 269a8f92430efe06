"""What stands across the top of a plan: things a person must know before reading on. A banner changes nothing."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, String, case, cast
from sqlmodel import Session, and_, col, exists, select

from casework.acting.open_plan import OpenPlan
from casework.checkins.unavailability import find_reviews_while_unable
from casework.shared.facts.fact_rules import get_banner
from casework.shared.items.items import FAMILY_OWNERS
from casework.shared.notify.notify import FEW_HOURS, has_few_hours
from casework.shared.text.labels import RELATIONS, role_label
from core.i18n import Text, _, verbatim
from law.ends import load_ends
from law.remedies import finding_on_pending
from law.rulebook import Rulebook
from models.decision import Remedy
from models.plan import Plan

JUDGMENT_AWAITED = _("是否封存，待生效判决送达后确定：判处五年有期徒刑以下刑罚的，依法封存")

_BEFORE_THE_COURT = [row.code for row in load_ends() if "judgment" in row.opens]

REVIEW_WHILE_UNABLE = _(
    "待核实情况须在本人无法到场（被羁押、住院等）期间办结：请到其所在处听取说明，或者写明未能听取的原因；不能因此当作没有说明"
)


@dataclass(frozen=True)
class Banner:
    """One banner: a stable code and its text."""

    code: str
    words: Text


def load_banners(plan: Plan, today: date, challenged: bool) -> list[Banner]:
    """The plan's banners today, most urgent first."""
    views = []
    if plan.quarantined_at is not None:
        views.append(Banner("halted", _("自动办理已停，请人查看")))
    if plan.age_doubted_at is not None:
        views.append(Banner("age_in_doubt", get_banner("age_in_doubt")))
    views += [Banner(code, get_banner(code)) for code in plan.stopped_by]
    if challenged:
        views.append(Banner("challenged", finding_on_pending(challenged, Rulebook.load()).because))
    if plan.on_bail:
        views.append(Banner("bail", _("取保候审中")))
    if plan.hushed_until_on is not None and plan.hushed_until_on >= today:
        until = plan.hushed_until_on.isoformat()
        views.append(Banner("messages_paused", _("暂缓提醒至{until}", until=until)))
    if plan.attention_open:
        views.append(Banner("attention", _("多次未作说明或经确认，请关注")))
    if plan.ended_because in _BEFORE_THE_COURT and plan.sealed_at is None:
        views.append(Banner("judgment_awaited", JUDGMENT_AWAITED))
    if plan.announced_on is None:
        views.append(Banner("not_announced", _("尚未当面宣布")))
    return views


def get_banner_rank(today: date) -> ColumnElement[int]:
    """The place of a plan's most urgent banner among the banners, in the record's own words: 0 for the most urgent."""
    pending = exists().where(col(Remedy.plan_id) == Plan.id, col(Remedy.decided_on).is_(None))
    by_urgency = (
        col(Plan.quarantined_at).is_not(None),
        col(Plan.age_doubted_at).is_not(None),
        cast(Plan.stopped_by, String).not_in(("[]", "null")),
        pending,
        col(Plan.on_bail),
        col(Plan.hushed_until_on) >= today,
        col(Plan.attention_open),
        and_(col(Plan.ended_because).in_(_BEFORE_THE_COURT), col(Plan.sealed_at).is_(None)),
        col(Plan.announced_on).is_(None),
    )
    return case(*((shown, rank) for rank, shown in enumerate(by_urgency)), else_=len(by_urgency))


def load_open_plan_banners(open_plan: OpenPlan) -> list[Banner]:
    """The banners of a plan whose file lies open."""
    challenged = any(row.decided_on is None for row in open_plan.rows(Remedy))
    banners = load_banners(open_plan.plan, open_plan.today, challenged)
    if find_reviews_while_unable(open_plan):
        banners.append(Banner("review_while_unable", REVIEW_WHILE_UNABLE))
    if open_plan.items("search"):
        banners.append(Banner("missing", get_banner("missing")))
    banners += _list_languages(open_plan)
    banners += [
        Banner("few_hours", _("{who}每周能收短信的时间不足{hours}小时，提醒可能收不到，请另行约定怎么联系", who=role_label(person.role), hours=FEW_HOURS))
        for person in open_plan.people()
        if person.role in FAMILY_OWNERS and has_few_hours(open_plan, person)
    ]  # fmt: skip
    return banners


def _list_languages(open_plan: OpenPlan) -> Iterator[Banner]:
    """Who of the family needs somebody to interpret, whenever they are heard or told something."""
    for person in open_plan.people():
        if person.role not in FAMILY_OWNERS:
            continue
        words, who = (
            open_plan.open("person.document", person.id, person.document),
            RELATIONS.get(person.relation, RELATIONS["other"]),
        )
        if language := words.get("interpreted"):
            yield Banner(
                "interpreted",
                _(
                    "{who}需要翻译（{language}）：讯问、听取意见、宣布时应有翻译在场",
                    who=who,
                    language=verbatim(language),
                ),
            )
        if words.get("sign_language"):
            yield Banner(
                "sign_language",
                _(
                    "{who}使用手语：讯问、听取意见、宣布时应有通晓手语的人在场，记明笔录；不打电话",
                    who=who,
                ),
            )


def find_challenged(session: Session, plan_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the plans for which a remedy is pending."""
    pending = select(Remedy.plan_id).where(col(Remedy.plan_id).in_(plan_ids), col(Remedy.decided_on).is_(None))
    return set(session.exec(pending))
