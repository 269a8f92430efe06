"""What is sent twice is done once: a request's key, and the answer that was given to it, are written in the transaction of
what the request does. The same request sent again gets the same answer, and nothing happens twice.

The API (`api/routing.py`) and the forms (`web/write_once.py`, `web/pages/act.py`) all call `do_once`.
"""

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from fastapi import Request
from sqlalchemy.exc import IntegrityError

from casework.acting.acts.act import Act
from casework.acting.context import Context, PlanCallback
from casework.acting.open_plan import OpenPlan
from casework.acting.rights import OPERATIONS, Actor, Operation, is_allowed, missing_right
from casework.plan.change_preview import get_act_digest
from core.errors import (
    BadInput,
    IdempotencyKeyReused,
    Mistake,
    PreviewOutdated,
    StateConflict,
    SunwardError,
    VersionConflict,
)
from core.i18n import Text, _
from models.idempotency import IdempotencyRecord
from models.one_transaction import OneTransaction
from models.plan import Plan
from models.storage_problem import is_taken_meanwhile
from serving.app_state import AppState
from serving.problems import DONE_MEANWHILE

_FIELD = "repeat.answer"
_KEY = re.compile(r"[!-~]{1,200}")

Built = TypeVar("Built")


@dataclass(frozen=True)
class RequestKey:
    """The key of a request, and a digest of all that was sent with it."""

    key: str
    digest: str


@dataclass(frozen=True)
class RequestAnswer:
    """What a request is answered: JSON, or nothing."""

    status: int
    body: str
    replayed: bool = False


def do_once(
    app_state: AppState,
    actor: Actor,
    sent: RequestKey | None,
    work: Callable[[Context], RequestAnswer],
    *,
    acts: Sequence[Operation] = (),
    number: str | None = None,
) -> RequestAnswer:
    """The work is done and its answer kept, in one transaction; if that was so before, the answer is the one given then.
    Without a key the work is done as it is. Where a plan was opened, plans are processed at once.

    The work is done in this thread, with the context that it is given and no other. To get
    the answer again, one must still have the right to one of `acts` on the plan `number`, where the work opened no plan.
    Raises what the work raises; IdempotencyKeyReused if the key was used for something else; StateConflict if the same
    was done meanwhile.
    """
    context = app_state.context
    opened: list[OpenPlan] = []
    with closing(OneTransaction(context.database)) as transaction:
        once = replace(context, on_opening=opened.append, database=transaction if sent else context.database)
        given = _find_answer(once, actor, sent, acts)
        if given is not None:
            return given
        try:
            answer = work(once)
            if sent is not None:
                _keep_answer(once, actor, sent, answer, opened, number)
        except (SunwardError, IntegrityError) as error:
            if isinstance(error, IntegrityError):
                transaction.close()
            # The same request may have been done meanwhile by another thread: then its answer is ours.
            given = _find_answer(once, actor, sent, acts)
            if given is not None:
                return given
            transaction.commit()  # a refusal leaves what it leaves without a key as well: its line in the journal
            if is_taken_meanwhile(error):
                raise StateConflict(DONE_MEANWHILE) from None
            raise
        transaction.commit()
    if opened:
        app_state.check_now()
    return answer


def build_inside(context: Context, work: Callable[[Context], object], build: Callable[[OpenPlan], Built]) -> Built:
    """What is built of the plan that the work changes, when all is done and before it is committed."""
    built: list[Built] = []
    work(replace(context, before_commit=lambda open_plan: built.append(build(open_plan))))
    return built[-1]


def require_version(context: Context, version: int | None) -> Context:
    """The context in which VersionConflict is raised where the plan has another version than the one named."""

    def check(open_plan: OpenPlan) -> None:
        if version is not None and open_plan.plan.version != version:
            raise VersionConflict(_("您看过之后方案又有变动，请重新查看。"))

    return _checking_first(context, check)


def require_preview(context: Context, digest: str | None, act: Act) -> Context:
    """The context in which PreviewOutdated is raised where the act, with all that was sent of it, or the plan is not what
    was seen in the preview of that digest."""

    def check(open_plan: OpenPlan) -> None:
        plan = open_plan.plan
        if digest is not None and digest != get_act_digest(act.model_dump(mode="json"), plan.number, plan.version):
            raise PreviewOutdated(_("要办的与您看过的不一致，没有办理，请重新查看。"))

    return _checking_first(context, check)


def _checking_first(context: Context, check: PlanCallback) -> Context:
    """The first plan that is opened is checked then: what the request itself does moves it on, and surprises nobody."""
    opened: list[OpenPlan] = []

    def on_opening(open_plan: OpenPlan) -> None:
        if context.on_opening:
            context.on_opening(open_plan)
        if not opened:
            check(open_plan)
        opened.append(open_plan)

    return replace(context, on_opening=on_opening)


def _find_answer(
    context: Context, actor: Actor, sent: RequestKey | None, acts: Sequence[Operation]
) -> RequestAnswer | None:
    """The answer that was given to this key before; None if there was none. Raises NotAllowed where the right
    was lost meanwhile."""
    if sent is None:
        return None
    with context.database.reading() as session:
        kept = session.get(IdempotencyRecord, (actor.id, sent.key))
        if kept is None:
            return None
        if kept.request_digest != sent.digest:
            raise IdempotencyKeyReused(_("这个标识已用于另一次提交。"))
        plan_id, act = kept.answer["plan"], kept.answer["act"]
        plan = session.get_one(Plan, uuid.UUID(plan_id)) if plan_id else None
        asked = [OPERATIONS[act]] if act else acts
        if asked and not any(is_allowed(session, actor, each, plan, context.clock.now()) for each in asked):
            raise missing_right(*asked, actor=actor)
    return RequestAnswer(kept.status, _open_answer(context, kept), replayed=True)


def _keep_answer(
    context: Context,
    actor: Actor,
    sent: RequestKey,
    answer: RequestAnswer,
    opened: Sequence[OpenPlan],
    number: str | None,
) -> None:
    """The answer is kept under the key of the plan that it is about; of a sealed one, whose key is away, and of what is about
    no one plan, under a key of the person who asked: it may hold a secret that is shown once."""
    assert actor.id is not None  # everybody who signs in has one
    with context.database.transaction() as session:
        plans = {each.plan.id: each.plan for each in opened}
        if not plans and number is not None:
            found = context.find(session, number)
            plans = {found.id: found}
        plan = next(iter(plans.values())) if len(plans) == 1 else None
        holder = plan.id if plan is not None and plan.sealed_at is None else actor.plan_id or actor.id
        if holder == actor.id:
            context.vault.new_key(holder)
        sealed = context.vault.seal_document(holder, _FIELD, _row_id(actor.id, sent.key), {"body": answer.body})
        kept = {
            "plan": str(plan.id) if plan is not None else None,
            "act": opened[0].act.code if opened else None,
            "holder": str(holder),
            "sealed": base64.b64encode(sealed).decode(),
        }
        session.add(
            IdempotencyRecord(
                actor_id=actor.id, key=sent.key, request_digest=sent.digest, status=answer.status, answer=kept,
                at=context.clock.now(),
            )
        )  # fmt: skip


def load_stored_answer(context: Context, actor: Actor, key: str, plan_id: uuid.UUID) -> dict[str, Any] | None:
    """The answer that this person was given to that key on that plan; None if there is none."""
    if actor.id is None:
        return None
    with context.database.reading() as session:
        kept = session.get(IdempotencyRecord, (actor.id, key))
    if kept is None or kept.answer["plan"] != str(plan_id):
        return None
    answer: dict[str, Any] = json.loads(_open_answer(context, kept))
    return answer


def _open_answer(context: Context, kept: IdempotencyRecord) -> str:
    sealed = base64.b64decode(kept.answer["sealed"])
    holder = uuid.UUID(kept.answer["holder"])
    return str(context.vault.open_document(holder, _FIELD, _row_id(kept.actor_id, kept.key), sealed)["body"])


def _row_id(actor_id: uuid.UUID, key: str) -> uuid.UUID:
    return uuid.uuid5(actor_id, key)


def read_request_key(request: Request, body: bytes) -> RequestKey | None:
    """The key that the request brings, and what it was sent with; None without one. Raises BadInput for a malformed key."""
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise _bad_header("Idempotency-Key", _("应为1至200个可见的英文字符。"))
    parts = [request.method, request.url.path, *([request.url.query] if request.url.query else [])]
    content = b"\0".join([*(part.encode() for part in parts), _canonical(body)])
    return RequestKey(key, hashlib.sha256(content).hexdigest())


def read_version(request: Request) -> int | None:
    """The version of the plan on which the request is based; None where any will do. BadInput for one that is none."""
    if_match = request.headers.get("if-match", "*").strip()
    if if_match == "*":
        return None
    found = re.fullmatch(r'"([0-9]{1,9})"', if_match)
    if not found:
        raise _bad_header("If-Match", _('应为方案的 ETag，如 "12"。'))
    return int(found[1])


def etag(version: int) -> str:
    """The ETag of a plan of that version."""
    return f'"{version}"'


def _canonical(body: bytes) -> bytes:
    """The same content, however it is spaced and ordered."""
    try:
        return json.dumps(json.loads(body), sort_keys=True).encode()
    except (ValueError, RecursionError):
        return body


def _bad_header(name: str, wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"),
                    mistakes=[Mistake(f"header.{name}", wrong)])  # fmt: skip
