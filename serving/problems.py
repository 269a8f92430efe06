"""What goes wrong, told as RFC 9457 has it: in the reader's language, with the article, and without a word of what was
sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts
from pydantic import BaseModel, Field
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from casework.acting.acts.act import ACTS
from casework.acting.rights import can_see_plan
from casework.shared.files.parsing import list_mistakes
from casework.staff.authentication import SignedIn
from core.errors import (
    BadInput,
    Mistake,
    NotAllowed,
    NotFound,
    ReauthenticationRequired,
    StateConflict,
    SunwardError,
    TooManyRequests,
)
from core.i18n import BilingualText, Language, Text, _, ngettext
from models.storage_problem import StorageProblem, is_taken_meanwhile
from serving.app_state import get_app_state
from serving.auth import has_bearer_token
from serving.languages import find_accepted_language

MEDIA_TYPE = "application/problem+json"
DEFAULT_LANGUAGE: Language = "zh-CN"
"""Where a request asks for none of our languages."""

TITLES: dict[str, Text] = {
    "bad-input": _("填写有误"),
    "refused": _("不能这样办理"),
    "not-allowed": _("没有权限"),
    "reauthentication-required": _("请再确认一次身份"),
    "not-found": _("没有找到"),
    "not-signed-in": _("请先登录"),
    "second-factor-required": _("请完成第二步验证"),
    "second-factor-missing": _("请先登记一种验证方式"),
    "already-submitted": _("已经有人记录"),
    "version-conflict": _("内容已有变动"),
    "preview-outdated": _("与看过的不一致"),
    "idempotency-key-reused": _("重复提交的标识已用于别的内容"),
    "cross-site": _("来源不对"),
    "gone": _("已经失效"),
    "deleted-by-policy": _("已按保管期限删除"),
    "too-many-requests": _("尝试太多"),
    "too-large": _("内容太大"),
    "bad-request": _("不支持这样的请求"),
    "method-not-allowed": _("此处不支持这种请求方法"),
    "unsupported-media-type": _("不支持这种内容格式"),
    "cannot-fill": _("模板与内容不符"),
    "pdf-unavailable": _("现在不能生成PDF"),
    "invalid-signature": _("签名无效"),
    "unreadable": _("内容读不出来"),
    "record-unavailable": _("数据库暂时不能用"),
    "failed": _("没有办成"),
}

_OF_STATUS = {
    400: "unreadable",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
    429: "too-many-requests",
}
_UNREADABLE = _("内容读不出来：应为 UTF-8 编码的 JSON，嵌套不要太深。什么也没有改动。")
DONE_MEANWHILE = _("刚才有人办了同一件事。")
_NO_SUCH_PLAN = NotFound(_("没有这个编号的方案。"))


class MistakeView(BaseModel):
    """One mistake in what was sent: its place, what is wrong with it, and the rule it breaks."""

    place: str
    """The field from the outside in, a list counted from one: `days[2].minutes`."""
    wrong: BilingualText
    rule: str | None = None
    article: str | None = None


class Problem(BaseModel):
    """Why an operation was refused. `code` is stable; `title` and `detail` are for people, in the language that
    `Accept-Language` asks for."""

    type: str = Field(examples=["urn:sunward:problem:refused"])
    title: str
    status: int
    code: str
    detail: str
    article: str | None = None
    reference: str | None = None
    """Finds a failure of ours in our log. Nothing else is told of it."""
    mistakes: list[MistakeView] = []


@dataclass(frozen=True)
class ProblemTexts:
    """What a problem says, for a page that says it in its reader's language."""

    title: Text
    detail: Text
    mistakes: tuple[Text, ...]


class ProblemResponse(JSONResponse):
    """A problem as JSON. Its texts are in the state of the request: `get_problem_texts`."""

    media_type = MEDIA_TYPE

    def __init__(self, problem: Problem, texts: ProblemTexts, headers: Mapping[str, str] | None) -> None:
        super().__init__(problem.model_dump(mode="json"), problem.status, headers=headers)
        self._problem, self._texts, self._more = problem, texts, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})[_TEXTS] = self._texts
        language = find_accepted_language(Headers(scope=scope).get("accept-language", "")) or DEFAULT_LANGUAGE
        texts = {"title": self._texts.title.in_(language), "detail": self._texts.detail.in_(language)}
        headers = {**(self._more or {}), "Content-Language": language, "Vary": "Accept-Language"}
        said = self._problem.model_copy(update=texts).model_dump(mode="json")
        await JSONResponse(said, self.status_code, headers=headers, media_type=MEDIA_TYPE)(scope, receive, send)


_TEXTS = "problem_texts"


def get_problem_texts(scope: Scope) -> ProblemTexts:
    """The texts of the problem with which this request was answered. LookupError if it was answered with none."""
    texts: ProblemTexts = scope["state"][_TEXTS]
    return texts


def problem_response(
    status: int,
    code: str,
    words: Text,
    *,
    article: str | None = None,
    mistakes: list[Mistake] | None = None,
    reference: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """The answer that tells of it."""
    title = TITLES[code if code in TITLES else "failed"]
    problem = Problem(
        type=f"urn:sunward:problem:{code}",
        title=title.zh,
        status=status,
        code=code,
        detail=words.zh,
        article=article,
        reference=reference,
        mistakes=[_mistake_view(mistake) for mistake in mistakes or []],
    )
    texts = ProblemTexts(title, words, tuple(mistake.wrong for mistake in mistakes or []))
    return ProblemResponse(problem, texts, headers)


def _mistake_view(mistake: Mistake) -> MistakeView:
    wrong = BilingualText(zh=mistake.wrong.zh, en=mistake.wrong.en)
    return MistakeView(place=mistake.place, wrong=wrong, rule=mistake.rule, article=mistake.article)


def failure_response(reference: str, problem: StorageProblem | None = None) -> JSONResponse:
    """Something failed on our side: its reference, and where the storage is behind it, what is wrong with that (503)."""
    if problem is not None:
        words = _("{words}编号{reference}。", words=problem.words, reference=reference)
        return problem_response(503, "record-unavailable", words, reference=reference, headers={"Retry-After": "60"})
    words = _("系统没有办成，什么也没有改动。请告诉管理员编号{reference}。", reference=reference)
    return problem_response(500, "failed", words, reference=reference)


def handle_refusal(request: Request, error: Exception) -> JSONResponse:
    """The answer for a refusal of ours. What one may not know of is not there, whatever the reason was.

    An error of ours that is nobody's mistake is raised again, for the last resort to tell.
    """
    if not isinstance(error, SunwardError) or error.status >= 500:
        raise error
    if error.code == "archived" or (isinstance(error, NotAllowed) and _is_a_secret(request)):
        error = _NO_SUCH_PLAN
    words = error.reason
    if isinstance(error, ReauthenticationRequired) and has_bearer_token(request):
        words = _("请先在 /session/confirmation 再确认一次身份，此后改用答复里的新令牌。")
    headers = {"WWW-Authenticate": "Bearer"} if error.status == 401 else None
    if isinstance(error, TooManyRequests):
        headers = {"Retry-After": str(error.retry_after)}
    mistakes = error.mistakes if isinstance(error, BadInput) else None
    return problem_response(error.status, error.code, words, article=error.article, mistakes=mistakes, headers=headers)


def handle_invalid_request(_request: Request, error: Exception) -> JSONResponse:
    """The answer for a request that cannot be read: every mistake with its place, and nothing of what was sent."""
    assert isinstance(error, RequestValidationError)
    mistakes = list_mistakes({**found, "loc": _place(found)} for found in error.errors())
    words = ngettext("有{count}处需要改正。", len(mistakes), count=len(mistakes))
    return problem_response(422, "bad-input", words, mistakes=mistakes)


def handle_http_status(request: Request, error: Exception) -> JSONResponse:
    """The answer for what never reached a route of ours. Where the method is the mistake, it names all that the address
    takes: each is a route of its own, and the framework names the first."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        headers["Allow"] = ", ".join(sorted(_methods_of(request)))
    code = _OF_STATUS.get(error.status_code, "bad-request")
    words = _("{code}。", code=TITLES[code]) if code != "unreadable" else _UNREADABLE
    return problem_response(error.status_code, code, words, headers=headers)


def _methods_of(request: Request) -> set[str]:
    """Every method that some route takes at this address. An address that is written out in a route is that route's, and no
    value of another one's parameter."""
    path = request.scope["path"]
    found: dict[str, set[str]] = {}
    for each in iter_route_contexts(request.app.routes):
        if each.path is not None and compile_path(each.path)[0].match(path):
            found.setdefault(each.path, set()).update(getattr(each.original_route, "methods", None) or ())
    return found[path] if path in found else set().union(*found.values())


def handle_impossible_date(_request: Request, error: Exception) -> JSONResponse:
    """The answer where a date lies so far away that nothing can be counted from it."""
    assert isinstance(error, OverflowError)
    words = _("日期超出可以计算的范围。")
    return problem_response(422, "bad-input", words)


def handle_taken_meanwhile(request: Request, error: Exception) -> JSONResponse:
    """The answer where somebody else has just written what may stand in the record once; nothing of this request has been
    written. Any other fault of what was written is ours: it is raised again, for the last resort to tell."""
    if not is_taken_meanwhile(error):
        raise error
    return handle_refusal(request, StateConflict(DONE_MEANWHILE))


def _place(found: Any) -> tuple[int | str, ...]:
    place: tuple[int | str, ...] = tuple(found["loc"])
    if found["type"] == "json_invalid" or place == ("body",):
        return ("body",)
    if place[0] == "body":
        place = place[1:]
        return place[1:] if len(place) > 1 and place[0] in ACTS else place
    return place


def _is_a_secret(request: Request) -> bool:
    """Whether the plan asked for is one that this person may not even know of."""
    number = request.path_params.get("number") or request.query_params.get("plan")
    signed_in: SignedIn | None = getattr(request.state, "signed_in", None)
    if number is None or signed_in is None:
        return False
    context = get_app_state(request).context
    with context.database.reading() as session:
        try:
            plan = context.find(session, number)
        except NotFound:
            return True
        return not can_see_plan(session, signed_in.actor, plan, context.clock.now())
