"""A write from outside, done once: the answer to a key is kept in the write's own transaction, or the write is not
done. Whoever sends the same again is given the same answer, and nothing happens twice."""

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any

from fastapi import Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter
from sqlalchemy import bindparam, insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import SQLModel, col, select

from casework.plan.change_preview import get_act_digest
from casework.shared.context import Context, OpenPlan
from casework.shared.rights import Actor, Operation, is_allowed, missing_right
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
from models.plan import Plan
from models.storage_problem import is_taken_meanwhile
from serving.app_state import get_app_state
from serving.problems import DONE_MEANWHILE

_FIELD = "repeat.answer"
_REPLAYED = {"Idempotency-Replayed": "true"}
_KEY = re.compile(r"[!-~]{1,200}")
_DIGEST = re.compile(r"[0-9a-f]{32}")

StoredAnswer = dict[str, Any]

_KEPT = insert(SQLModel.metadata.tables["repeat"])
_USED = select(col(IdempotencyRecord.status)).where(
    IdempotencyRecord.actor_id == bindparam("actor"), IdempotencyRecord.key == bindparam("key")
)


class _Answer(JSONResponse):
    """In the order in which it is kept: a repetition is given the very same."""

    def render(self, content: StoredAnswer) -> bytes:
        return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


class _DoneBefore(Exception):
    """There is an answer to this key."""


@dataclass(frozen=True)
class IdempotentWrite:
    """What a write from outside brings along beside its content."""

    request: Request
    digest: str
    key: str | None
    version: int | None
    seen: str | None = None
    """The digest of the preview in which the person saw what is now to be done."""

    def once(
        self,
        actor: Actor,
        act: Operation,
        work: Callable[[Context], object],
        answer: Callable[[OpenPlan], object],
        *,
        status: int = 201,
        sent_values: Mapping[str, Any] | None = None,
        opens_new: bool = False,
    ) -> Response:
        """The verb is done in a context of this request's own, and `answer` made of its file inside the transaction; it
        is in JSON already, and need not go through FastAPI once more.

        With a key that was used before, nothing is done and the answer is the one given then. VersionConflict if the plan has
        another version than the one named; PreviewOutdated if `sent_values`, all that was sent of the act, is not what was seen.
        Whether the key was used is asked once the plan is locked; before anything is done where there is none yet (`opens_new`).
        """
        app_state = get_app_state(self.request)
        given = self._given(app_state.context, actor, act) if opens_new else None
        if given is not None:
            return given
        made: list[StoredAnswer] = []
        opened: list[OpenPlan] = []

        def on_opening(open_plan: OpenPlan) -> None:
            if not opened:  # what this request itself does moves the plan on, and surprises nobody
                self._end_if_done_before(open_plan, actor)
                self._refuse_moved_on(open_plan)
                self._refuse_otherwise(open_plan, sent_values)
            opened.append(open_plan)

        def keep(open_plan: OpenPlan) -> None:
            made.append(_as_json(answer(open_plan)))
            if self.key is not None:  # past the unit of work: nobody changes it
                kept = self._repeat(open_plan, actor, made[-1], status)
                open_plan.session.connection().execute(_KEPT, kept)

        try:
            work(replace(app_state.context, on_opening=on_opening, before_commit=keep))
        except (SunwardError, IntegrityError, _DoneBefore) as error:
            # The same request was done before, or meanwhile by another hand; then its answer is ours.
            given = self._given(app_state.context, actor, act)
            if given is not None:
                return given
            if isinstance(error, _DoneBefore) or is_taken_meanwhile(error):
                raise StateConflict(DONE_MEANWHILE) from None
            raise
        app_state.check_now()
        return _Answer(made[-1], status)

    def _end_if_done_before(self, open_plan: OpenPlan, actor: Actor) -> None:
        if self.key is None:
            return
        asked = {"actor": actor.id, "key": self.key}
        if open_plan.session.connection().execute(_USED, asked).first() is not None:
            raise _DoneBefore

    def _refuse_moved_on(self, open_plan: OpenPlan) -> None:
        if self.version is not None and open_plan.plan.version != self.version:
            raise VersionConflict(_("您看过之后方案又有变动，请重新查看。"))

    def _refuse_otherwise(self, open_plan: OpenPlan, sent_values: Mapping[str, Any] | None) -> None:
        if self.seen is None:
            return
        if sent_values is None or self.seen != get_act_digest(
            sent_values, open_plan.plan.number, open_plan.plan.version
        ):
            raise PreviewOutdated(_("要办的与您看过的不一致，没有办理，请重新查看。"))

    def _repeat(self, open_plan: OpenPlan, actor: Actor, answer: StoredAnswer, status: int) -> dict[str, Any]:
        assert self.key is not None
        assert actor.id is not None  # whoever signs in has one
        # The key of a sealed case is away: what is answered of it then holds dates and codes, and is kept for whoever asked.
        holder = open_plan.plan.id if open_plan.plan.sealed_at is None else actor.id
        if holder == actor.id:
            open_plan.context.vault.new_key(holder)
        sealed = open_plan.context.vault.seal_document(holder, _FIELD, _row_id(actor.id, self.key), answer)
        kept = {"plan": str(open_plan.plan.id), "holder": str(holder), "sealed": base64.b64encode(sealed).decode()}
        return {"actor_id": actor.id, "key": self.key, "request_digest": self.digest, "status": status, "answer": kept,
                "at": open_plan.now}  # fmt: skip

    def _given(self, context: Context, actor: Actor, act: Operation) -> Response | None:
        """The answer that was given to this key before. IdempotencyKeyReused if it was to something else."""
        if self.key is None or actor.id is None:
            return None
        with context.database.reading() as session:
            kept = session.get(IdempotencyRecord, (actor.id, self.key))
            if kept is None:
                return None
            if kept.request_digest != self.digest or "plan" not in kept.answer:
                raise _reused()
            plan = session.get_one(Plan, uuid.UUID(kept.answer["plan"]))
            if not is_allowed(session, actor, act, plan, context.clock.now()):
                raise missing_right(act)
        return _Answer(_open_kept(context, kept), kept.status, _REPLAYED)


@dataclass(frozen=True)
class KeyedRequest:
    """A request and the key under which its answer is kept."""

    key: str
    digest: str


async def read_keyed_request(request: Request, key: str | None) -> KeyedRequest | None:
    """The request and its key; None without a key. BadInput for a key that is none."""
    if key is None:
        return None
    _check_key(key)
    return KeyedRequest(key, await _digest_of(request))


def store_answer_of_key(context: Context, actor: Actor, keyed: KeyedRequest, response: Response) -> None:
    """The answer is kept with what it answers, encrypted under a key of whoever asked, or of the plan that it is about."""
    assert actor.id is not None  # whoever signs in has one
    holder = actor.plan_id or actor.id
    context.vault.new_key(holder)
    answer = {
        "body": base64.b64encode(bytes(response.body)).decode(),
        "media_type": response.headers.get("content-type"),
    }
    sealed = context.vault.seal_document(holder, _FIELD, _row_id(actor.id, keyed.key), answer)
    kept = {"holder": str(holder), "sealed": base64.b64encode(sealed).decode()}
    with context.database.transaction() as session:
        session.add(IdempotencyRecord(actor_id=actor.id, key=keyed.key, request_digest=keyed.digest,
                                      status=response.status_code, answer=kept, at=context.clock.now()))  # fmt: skip


def load_answer_of_key(
    context: Context, actor: Actor, acts: Sequence[Operation], number: str | None, keyed: KeyedRequest
) -> Response | None:
    """The answer that was given to this key before; None if there was none. IdempotencyKeyReused if it was to something
    else; NotAllowed for whoever has lost the right meanwhile."""
    assert actor.id is not None
    with context.database.reading() as session:
        kept = session.get(IdempotencyRecord, (actor.id, keyed.key))
        if kept is None:
            return None
        if kept.request_digest != keyed.digest or "holder" not in kept.answer:
            raise _reused()
        plan = context.find(session, number) if number is not None else None
        if acts and not any(is_allowed(session, actor, act, plan, context.clock.now()) for act in acts):
            raise missing_right(*acts)
    sealed = base64.b64decode(kept.answer["sealed"])
    answer = context.vault.open_document(uuid.UUID(kept.answer["holder"]), _FIELD, _row_id(actor.id, keyed.key), sealed)
    headers = _REPLAYED | ({"Content-Type": answer["media_type"]} if answer["media_type"] else {})
    return Response(base64.b64decode(answer["body"]), kept.status, headers=headers)


def load_stored_answer(context: Context, actor: Actor, key: str, plan_id: uuid.UUID) -> StoredAnswer | None:
    """The answer that this person was given to that key on that plan; None if there is none."""
    if actor.id is None:
        return None
    with context.database.reading() as session:
        kept = session.get(IdempotencyRecord, (actor.id, key))
    if kept is None or kept.answer.get("plan") != str(plan_id):
        return None
    return _open_kept(context, kept)


def _open_kept(context: Context, kept: IdempotencyRecord) -> StoredAnswer:
    """The answer that was kept, under the key of the plan or of whoever asked."""
    holder = uuid.UUID(kept.answer.get("holder") or kept.answer["plan"])
    sealed = base64.b64decode(kept.answer["sealed"])
    return context.vault.open_document(holder, _FIELD, _row_id(kept.actor_id, kept.key), sealed)


async def get_idempotent_write(
    request: Request,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="A key of your choice, up to 200 characters: a request repeated with it is carried out once."
        ),
    ] = None,
    if_match: Annotated[
        str | None, Header(description="The ETag of the plan; if the plan has changed since, nothing is done (412).")
    ] = None,
    preview_digest: Annotated[
        str | None,
        Header(
            description="The digest of the preview; an act with other content, or on a plan that has changed since, is not "
            "carried out (412)."
        ),
    ] = None,
) -> IdempotentWrite:
    """What this request brings along. BadInput for a key or a version that is none."""
    if idempotency_key is not None:
        _check_key(idempotency_key)
    if preview_digest is not None and not _DIGEST.fullmatch(preview_digest):
        raise _bad_header("Preview-Digest", _("应为预览给出的32位标识。"))
    digest = await _digest_of(request)
    return IdempotentWrite(request, digest, idempotency_key, _version(if_match), preview_digest)


def etag(version: int) -> str:
    """The ETag of a plan of that version."""
    return f'"{version}"'


def _check_key(key: str) -> None:
    if not _KEY.fullmatch(key):
        raise _bad_header("Idempotency-Key", _("应为1至200个可见的英文字符。"))


def _reused() -> IdempotencyKeyReused:
    return IdempotencyKeyReused(_("这个标识已用于另一次提交。"))


async def _digest_of(request: Request) -> str:
    parts = [request.method, request.url.path, *([request.url.query] if request.url.query else [])]
    content = _canonical(await request.body())
    return hashlib.sha256(b"\0".join([*(part.encode() for part in parts), content])).hexdigest()


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match.strip() == "*":
        return None
    found = re.fullmatch(r'"([0-9]{1,9})"', if_match.strip())
    if not found:
        raise _bad_header("If-Match", _('应为方案的 ETag，如 "12"。'))
    return int(found[1])


def _canonical(body: bytes) -> bytes:
    """The same content, however it is spaced and ordered."""
    try:
        return json.dumps(json.loads(body), sort_keys=True).encode()
    except (ValueError, RecursionError):
        return body


def _as_json(answer: Any) -> StoredAnswer:
    """What is answered, as JSON has it."""
    said: StoredAnswer = _adapter_of(answer.__class__).dump_python(answer, mode="json")
    return said


@cache
def _adapter_of(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _row_id(actor_id: uuid.UUID, key: str) -> uuid.UUID:
    return uuid.uuid5(actor_id, key)


def _bad_header(name: str, wrong: Text) -> BadInput:
    return BadInput(_("有1处需要改正。"),
                    mistakes=[Mistake(f"header.{name}", wrong)])  # fmt: skip
