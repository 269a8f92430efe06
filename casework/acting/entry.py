"""Whether somebody may enter a plan now: it is not deleted, they have confirmed who they are, and the act fits its phase."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, update

from casework.acting.resources import NO_SUCH_PLAN
from casework.acting.rights import Actor, Operation, can_see_plan, carried_at_seal, may_know_of_deletion
from casework.acting.rights.phase_checks import find_phase_refusal, get_fit
from casework.acting.rights.phases import SEALED, PhaseFit
from casework.acting.rights.refusals import NOT_FOR_THE_FAMILY
from core.clock import local_date
from core.errors import Archived, DeletedByPolicy, NotFound, ReauthenticationRequired, Refused, StateConflict
from core.i18n import Text, _
from models.office import SignIn
from models.plan import Plan
from models.server_clock import WRONG_FROM

CONFIRMATION_HOLDS = timedelta(minutes=5)
"""How long one confirmation holds for acts of the same kind on accounts, tokens and settings."""

CONFIRM_PASSWORD = _("请再确认一次身份：密码，登记了验证方式的还要验证码或者通行密钥。")
DELETED = _("这个方案的记录保管期限届满，已经按规定删除。")
LATE_FACT_ELSEWHERE = _(
    "记录已依法封存，这里不再登记。情况请告诉封存时办理本案的人，由其登记；孩子有危险的，请先报警。"
)
"""For staff who may know of the seal and did not carry the case."""
LATE_FACT_AS_A_NOTE = _("记录已依法封存，这一事项不再登记；请到“记录与查阅”的“封存后情况登记”登记。")
"""What staff who carried the case, and so know of it, do instead when they bring a fact after the seal."""


def ensure_confirmed(session: Session, actor: Actor, kind: str | None = None, now: datetime | None = None) -> None:
    """The actor has confirmed lately who they are; ReauthenticationRequired otherwise. With a second factor a confirmation
    holds for one act: it is used up in the transaction of this one, so that of two sent at once one is done. Acts of one
    `kind` on accounts, tokens or settings, where no minor is decided about, share one for five minutes."""
    shared = kind is not None and actor.confirmation is not None
    if actor.unconfirmed and not shared:
        raise ReauthenticationRequired(CONFIRM_PASSWORD)
    if actor.confirmation is None:
        return
    using = update(SignIn).where(col(SignIn.id) == actor.confirmation)
    if kind is not None and now is not None:
        using = using.where(is_confirmed_for(kind, now)).values(confirmed_for=kind)
    else:
        unused = col(SignIn.confirmed_at).is_not(None), col(SignIn.confirmed_for).is_(None)
        using = using.where(*unused).values(confirmed_at=None)
    used = session.execute(using)
    if getattr(used, "rowcount", 0) != 1:
        raise ReauthenticationRequired(CONFIRM_PASSWORD)


def is_confirmed_for(kind: str, now: datetime, *, used: bool = False) -> ColumnElement[bool]:
    """The condition on a sign-in that it was confirmed for acts of this kind and still holds; with `used`, that one of
    them was done already."""
    before = [] if used else [col(SignIn.confirmed_for).is_(None)]
    lately = col(SignIn.confirmed_at).between(now - CONFIRMATION_HOLDS, now + WRONG_FROM)
    return and_(lately, or_(col(SignIn.confirmed_for) == kind, *before))


def ensure_in_phase(session: Session, actor: Actor, act: Operation, plan: Plan, now: datetime) -> None:
    """The act fits the phase the plan is in; Refused otherwise. For a sealed plan it is Archived, which says nothing more,
    and NotFound for an actor who may not know of it. Who carried it and brings a fact reads where it is
    recorded; other staff who may know of the seal, by whom. A family does not learn from a refusal how their case was decided."""
    if get_fit(act, plan, local_date(now)) is PhaseFit.DONE:
        return
    is_late_fact = plan.sealed_at is not None and act.fact and actor.kind == "staff"
    told = LATE_FACT_AS_A_NOTE if carried_at_seal(session, actor, plan) else LATE_FACT_ELSEWHERE
    if plan.sealed_at is not None and (act.fits is None or not can_see_plan(session, actor, plan, now)):
        if is_late_fact and told == LATE_FACT_AS_A_NOTE:
            raise Refused(told, article=SEALED.article)
        raise NotFound(NO_SUCH_PLAN)
    reason = find_phase_refusal(act, plan, local_date(now))
    if reason is None:
        return
    if actor.kind == "family":
        raise StateConflict(NOT_FOR_THE_FAMILY)
    if is_late_fact:
        raise Refused(told, article=SEALED.article)
    kind = Archived if plan.sealed_at is not None else Refused
    raise kind(reason.words, article=reason.article)


def get_sealed_words(session: Session, actor: Actor, plan: Plan) -> Text:
    """What somebody reads who asks for a sealed plan. Who carried it reads when it was sealed, and where a fact can still
    be recorded; for everybody else there is no such plan."""
    if plan.sealed_at is None or actor.kind != "staff" or not carried_at_seal(session, actor, plan):
        return NO_SUCH_PLAN
    return _(
        "记录已于{day}依法封存，不再打开；此后得知的情况仍可登记，请到“记录与查阅”的“封存后情况登记”。",
        day=local_date(plan.sealed_at),
    )


def ensure_not_deleted(session: Session, actor: Actor, plan: Plan, now: datetime) -> None:
    """The plan is not deleted; otherwise DeletedByPolicy for an actor who may know of it, and NotFound for all others."""
    if plan.deleted_at is None:
        return
    if may_know_of_deletion(session, actor, plan, now):
        raise DeletedByPolicy(DELETED)
    raise NotFound(NO_SUCH_PLAN)
