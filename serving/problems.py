"""What goes wrong, told as RFC 9457 has it: in both languages, with the article, and without a word of what was sent."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from casework.shared.files.parsing import list_mistakes
from casework.shared.rights import can_see_plan
from casework.staff.authentication import SignedIn
from core.errors import BadInput, Mistake, NotAllowed, NotFound, SunwardError
from core.words import Words
from models.storage_problem import StorageProblem
from serving.act_schemas import TAGS
from serving.app_state import get_app_state

MEDIA_TYPE = "application/problem+json"

TITLES: dict[str, Words] = {
    "bad-input": Words("填写有误", "Something must be corrected"),
    "refused": Words("不能这样办理", "Not allowed in the current state"),
    "not-allowed": Words("没有权限", "Permission denied"),
    "reauthentication-required": Words("请再确认一次身份", "Please confirm your identity"),
    "not-found": Words("没有找到", "Not found"),
    "not-signed-in": Words("请先登录", "Please sign in"),
    "already-submitted": Words("已经有人记录", "Already submitted"),
    "version-conflict": Words("内容已有变动", "Changed in the meantime"),
    "preview-outdated": Words("与看过的不一致", "Different from the preview"),
    "idempotency-key-reused": Words("重复提交的标识已用于别的内容", "Idempotency key already used"),
    "cross-site": Words("来源不对", "Cross-site request refused"),
    "gone": Words("已经失效", "No longer available"),
    "too-many-requests": Words("尝试太多", "Too many attempts"),
    "too-large": Words("内容太大", "Too large"),
    "bad-request": Words("不支持这样的请求", "Not supported"),
    "method-not-allowed": Words("此处不支持这种请求方法", "Method not allowed"),
    "unsupported-media-type": Words("不支持这种内容格式", "Unsupported media type"),
    "cannot-fill": Words("模板与内容不符", "Template and fields do not match"),
    "pdf-unavailable": Words("现在不能生成PDF", "PDF unavailable"),
    "invalid-signature": Words("签名无效", "Invalid signature"),
    "unreadable": Words("内容读不出来", "This cannot be read"),
    "record-unavailable": Words("数据库暂时不能用", "Database unavailable"),
    "failed": Words("没有办成", "Internal error"),
}

_OF_STATUS = {
    400: "unreadable",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
}
_UNREADABLE = Words(
    "内容读不出来：应为 UTF-8 编码的 JSON，嵌套不要太深。什么也没有改动。",
    "This cannot be read: it should be JSON in UTF-8, and not nested too deeply. Nothing was changed.",
)
_NO_SUCH_PLAN = NotFound(Words("没有这个编号的方案。", "Plan not found."))


class BilingualText(BaseModel):
    """One sentence in both languages."""

    zh: str
    en: str


class MistakeView(BaseModel):
    """One mistake in what was sent: its place, what is wrong with it, and the rule it breaks."""

    place: str
    wrong: BilingualText
    rule: str | None = None
    article: str | None = None


class Problem(BaseModel):
    """Why an operation was refused. `code` is stable; the text is for people."""

    type: str = Field(examples=["urn:sunward:problem:refused"])
    title: str
    title_en: str
    status: int
    code: str
    detail: str
    detail_en: str
    article: str | None = None
    reference: str | None = None
    """Finds a failure of ours in our log. Nothing else is told of it."""
    mistakes: list[MistakeView] = []


def problem_response(
    status: int,
    code: str,
    words: Words,
    *,
    article: str | None = None,
    mistakes: list[Mistake] | None = None,
    reference: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The answer that tells of it."""
    title = TITLES[code if code in TITLES else "failed"]
    told = Problem(
        type=f"urn:sunward:problem:{code}",
        title=title.zh,
        title_en=title.en,
        status=status,
        code=code,
        detail=words.zh,
        detail_en=words.en,
        article=article,
        reference=reference,
        mistakes=[_told(mistake) for mistake in mistakes or []],
    )
    return JSONResponse(told.model_dump(mode="json"), status, headers=headers, media_type=MEDIA_TYPE)


def _told(mistake: Mistake) -> MistakeView:
    wrong = BilingualText(zh=mistake.wrong.zh, en=mistake.wrong.en)
    return MistakeView(place=mistake.place, wrong=wrong, rule=mistake.rule, article=mistake.article)


def failure_response(reference: str, trouble: StorageProblem | None = None) -> JSONResponse:
    """Something failed on our side: its reference, and where the storage is behind it, what is wrong with that (503)."""
    if trouble is not None:
        words = Words(f"{trouble.words.zh}编号{reference}。", f"{trouble.words.en} Reference {reference}.")
        return problem_response(503, "record-unavailable", words, reference=reference, headers={"Retry-After": "60"})
    words = Words(
        f"系统没有办成，什么也没有改动。请告诉管理员编号{reference}。",
        f"Internal error; nothing was changed. Please give the administrator this reference: {reference}.",
    )
    return problem_response(500, "failed", words, reference=reference)


def handle_refusal(request: Request, error: Exception) -> JSONResponse:
    """The answer for a refusal of ours. What one may not know of is not there, whatever the reason was.

    An error of ours that is nobody's mistake is raised again, for the last resort to tell.
    """
    if not isinstance(error, SunwardError) or error.status >= 500:
        raise error
    if error.code == "archived" or (isinstance(error, NotAllowed) and _is_a_secret(request)):
        error = _NO_SUCH_PLAN
    headers = {401: {"WWW-Authenticate": "Bearer"}, 429: {"Retry-After": "60"}}.get(error.status)
    mistakes = error.mistakes if isinstance(error, BadInput) else None
    return problem_response(
        error.status, error.code, error.reason, article=error.article, mistakes=mistakes, headers=headers
    )


def handle_invalid_request(_request: Request, error: Exception) -> JSONResponse:
    """The answer for a request that cannot be read: every mistake with its place, and nothing of what was sent."""
    assert isinstance(error, RequestValidationError)
    mistakes = list_mistakes({**found, "loc": _place(found)} for found in error.errors())
    words = Words(f"有{len(mistakes)}处需要改正。", f"{len(mistakes)} thing(s) must be corrected.")
    return problem_response(422, "bad-input", words, mistakes=mistakes)


def handle_http_status(_request: Request, error: Exception) -> JSONResponse:
    """The answer for what never reached a route of ours."""
    assert isinstance(error, HTTPException)
    code = _OF_STATUS.get(error.status_code, "bad-request")
    words = Words(f"{TITLES[code].zh}。", f"{TITLES[code].en}.") if code != "unreadable" else _UNREADABLE
    return problem_response(error.status_code, code, words, headers=error.headers)


def handle_impossible_date(_request: Request, error: Exception) -> JSONResponse:
    """The answer where a date lies so far away that nothing can be counted from it."""
    assert isinstance(error, OverflowError)
    words = Words("日期超出可以计算的范围。", "Date out of range.")
    return problem_response(422, "bad-input", words)


def _place(found: Any) -> tuple[int | str, ...]:
    place: tuple[int | str, ...] = tuple(found["loc"])
    if found["type"] == "json_invalid" or place == ("body",):
        return ("body",)
    if place[0] == "body":
        place = place[1:]
        return place[1:] if len(place) > 1 and place[0] in TAGS else place
    return place


def _is_a_secret(request: Request) -> bool:
    """Whether the plan asked for is one that this person may not even know of."""
    number = request.path_params.get("number")
    signed_in: SignedIn | None = getattr(request.state, "signed_in", None)
    if number is None or signed_in is None:
        return False
    desk = get_app_state(request).desk
    with desk.database.reading() as session:
        try:
            plan = desk.find(session, number)
        except NotFound:
            return True
        return not can_see_plan(session, signed_in.actor, plan, desk.clock.now())
