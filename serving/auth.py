"""Access rules. Every route says which act it asks for, or that anybody may come in; none says nothing."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.types import Scope

from casework.acting.rights import Actor, Operation, find_reach, missing_right
from casework.staff.attempts import TrySource
from casework.staff.authentication import MAX_SESSION, NewSession, SignedIn, resolve_session
from casework.staff.second_factors import Site
from core.errors import CrossSite, NotAllowed, NotSignedIn, SecondFactorMissing, SecondFactorRequired
from core.i18n import _
from serving.api_tokens import is_api_token, resolve_api_token
from serving.app_state import get_app_state
from serving.browser_names import name_browser

_NO_TOKEN = _("令牌无效、已到期或者已经更换。确认身份之后，请用答复里的新令牌；否则请重新登录。")
FOREIGN = _("这个请求不是从本系统的页面发出的。")
COOKIE = "sunward"
DEVICE_COOKIE = "sunward-device"
PAGE_COOKIE = "sunward-page"
"""Of a family, sent to its own page only."""
PROVIDER_COOKIE = "sunward-provider"
_TICKET_HOLDS = 10 * 60
_HTTPS_PREFIX = "__Host-"
_MAX_KNOWN_ACCOUNTS = 6
"""So many accounts may have signed in in one browser before the first of them is a stranger there."""
_DEVICE_KNOWN_FOR = 400 * 24 * 3600
"""As long as browsers keep a cookie at all."""
_ONLY_READS = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class PublicAccess:
    """Nobody needs to be signed in: the route shows nothing about anybody."""

    def __call__(self) -> None:
        return None


@dataclass(frozen=True)
class SignedInAccess:
    """Lets in a signed-in person, to what concerns only themselves; some routes also before the second factor."""

    stages: tuple[str, ...] = ("full",)

    def __call__(self, request: Request) -> SignedIn:
        signed_in = get_signed_in(request, self.stages)
        if signed_in.actor.kind == "token":
            raise NotAllowed(_("接口令牌没有自己的账号。"), article=None)
        return signed_in


@dataclass(frozen=True)
class RequiresRight:
    """Lets in a signed-in person who has one of these rights on some plan. The verb or view checks which."""

    acts: tuple[Operation, ...]
    stages: tuple[str, ...] = ("full",)

    def __call__(self, request: Request) -> Actor:
        actor = get_signed_in(request, self.stages).actor
        if all(find_reach(actor, act) is None for act in self.acts):
            get_app_state(request).context.record_denial(actor, self.acts[0], request.path_params.get("number", ""))
            raise missing_right(*self.acts, actor=actor)
        return actor


PUBLIC_ACCESS = Depends(PublicAccess())
SIGNED_IN_ACCESS = Depends(SignedInAccess())
SECOND_STEP_ACCESS = Depends(SignedInAccess(("factor",)))
"""After the password and before the second factor."""
ENROLLING_ACCESS = Depends(SignedInAccess(("full", "enrol")))
"""Also after a one-time code, before a second factor is set up."""
PROVING_ACCESS = Depends(SignedInAccess(("full", "factor")))
"""Also before the second factor is given."""
LEAVING_ACCESS = Depends(SignedInAccess(("full", "factor", "enrol", "out")))


def requires_right(*acts: Operation, also_out: bool = False) -> Any:
    """The dependency that lets in who has one of these rights, and gives them as the actor. With `also_out` it is asked
    for by the offline form, for which a browser may keep a session."""
    return Depends(RequiresRight(acts, ("full", "out") if also_out else ("full",)))


def get_access_rule(route: object) -> RequiresRight | SignedInAccess | PublicAccess | None:
    """What the route says about who may come in; None if it says nothing."""
    if not isinstance(route, APIRoute):
        return None
    for dependency in route.dependant.dependencies:
        if isinstance(dependency.call, RequiresRight | SignedInAccess | PublicAccess):
            return dependency.call
    return None


def get_signed_in(request: Request, stages: tuple[str, ...] = ("full",)) -> SignedIn:
    """Who is signed in, by cookie or by bearer token. A cookie opens no write unless the browser says, or the token of its
    form, that a page of ours has sent it.
    Raises SecondFactorRequired or SecondFactorMissing where the second factor is still to be given or set up."""
    kept: SignedIn | None = getattr(request.state, "signed_in", None)
    if kept is not None:
        return _far_enough(kept, stages)
    if has_bearer_token(request):
        token: str | None = request.headers["authorization"][7:].strip()
    else:
        token = request.cookies.get(cookie_name(request))
        if (
            token
            and request.method not in _ONLY_READS
            and not getattr(request.state, "own_form", is_same_site(request))
        ):
            raise CrossSite(FOREIGN)
    if token and is_api_token(token):
        found = resolve_api_token(request, token)
    else:
        found = resolve_session(get_app_state(request).context, token) if token else None
    if found is None:
        raise NotSignedIn(_NO_TOKEN if has_bearer_token(request) else _("请先登录。"))
    request.state.signed_in = mark_staff_device(request, found)
    return _far_enough(request.state.signed_in, stages)


def _far_enough(signed_in: SignedIn, stages: tuple[str, ...]) -> SignedIn:
    if signed_in.stage in stages:
        return signed_in
    match signed_in.stage:
        case "factor":
            raise SecondFactorRequired(_("密码对了，还要第二步验证。"))
        case "enrol":
            raise SecondFactorMissing(_("请先登记一种验证方式，然后才能办别的事。"))
        case _:
            raise NotSignedIn(_("请先登录。"))


def get_site(request: Request) -> Site:
    """Under which host name the browser sees us, by which its passkeys are known."""
    return Site(request.url.hostname or "", f"{request.url.scheme}://{request.url.netloc}")


def renew_token(request: Request, opened: NewSession) -> Actor:
    """The session goes on under its new token, which the answer hands to the browser. Returns its actor, confirmed."""
    request.state.signed_in, request.state.renewed = opened.signed_in, opened
    return opened.signed_in.actor


def mark_staff_device(request: Request, signed_in: SignedIn, *cookies: str) -> SignedIn:
    """Of somebody of a family, marked where staff have signed in in the same browser: by the cookie that such a browser
    keeps, or by one of these."""
    known = any(request.cookies.get(name) for name in (_named(request, DEVICE_COOKIE), *cookies))
    if signed_in.actor.kind != "family" or not known:
        return signed_in
    return replace(signed_in, actor=replace(signed_in.actor, page_mark="staff_device"))


def has_bearer_token(request: Request) -> bool:
    """Whether the request brings a token of its own, and no cookie is asked."""
    return request.headers.get("authorization", "")[:7].casefold() == "bearer "


def ensure_same_site(request: Request) -> None:
    """CrossSite where the browser says that the request was not sent by a page of ours."""
    if is_same_site(request) is False:
        raise CrossSite(FOREIGN)


def is_same_site(request: Request) -> bool | None:
    """Whether a page of ours has sent the request, as the browser says; None where it says nothing of it."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return None
    return (urlsplit(origin).scheme, urlsplit(origin).netloc) == (request.url.scheme, request.url.netloc)


def cookie_name(request: Request) -> str:
    """Over https the browser itself holds the cookie to this host."""
    return _named(request, COOKIE)


def _named(request: Request, name: str) -> str:
    return f"{_HTTPS_PREFIX}{name}" if request.url.scheme == "https" else name


def get_address(request: Request) -> str:
    """From which address a request came; behind a trusted proxy, the one that the proxy tells."""
    return request.client.host if request.client else "unknown"


def get_try_source(request: Request, device: str | None = None) -> TrySource:
    """Where a try at signing in comes from. `device` is what a client without cookies sends of an earlier sign-in."""
    kept = request.cookies.get(_named(request, DEVICE_COOKIE), "").split("~")
    devices = [each for each in (device, *kept[:_MAX_KNOWN_ACCOUNTS]) if each]
    browser = name_browser(request.headers.get("user-agent", ""))
    return TrySource(get_address(request), devices, browser)


def set_device_cookie(request: Request, response: Response, device: str | None) -> None:
    """The browser is known for that account from now on, as for those before it; no script can read it."""
    if device is None:
        return
    name = _named(request, DEVICE_COOKIE)
    others = [each for each in request.cookies.get(name, "").split("~") if each and each != device]
    _set(request, response, name, "~".join([device, *others][:_MAX_KNOWN_ACCOUNTS]), _DEVICE_KNOWN_FOR)


def set_provider_cookie(request: Request, response: Response, ticket: str, wanted: str) -> None:
    """The browser that began to sign in at the identity provider, and only it, can finish: it holds the ticket for some
    minutes, and where one wanted to go."""
    _set(request, response, _named(request, PROVIDER_COOKIE), f"{ticket}~{quote(wanted, safe='')}", _TICKET_HOLDS)


def read_provider_cookie(request: Request) -> tuple[str, str]:
    """The ticket, and where one wanted to go; both empty in a browser that began nothing."""
    ticket, _tilde, wanted = request.cookies.get(_named(request, PROVIDER_COOKIE), "").partition("~")
    return ticket, unquote(wanted)


def clear_provider_cookie(request: Request, response: Response) -> None:
    """What was begun is over."""
    _set(request, response, _named(request, PROVIDER_COOKIE), "", 0)


def set_cookie(request: Request, response: Response, opened: NewSession) -> None:
    """The browser holds the token until it is closed, or for the working day for which it keeps the offline form; no
    script can read it."""
    seconds = MAX_SESSION // timedelta(seconds=1) if opened.signed_in.kept_out else None
    _set(request, response, cookie_name(request), opened.token, seconds)


def set_cookie_header(scope: Scope, headers: MutableHeaders, opened: NewSession) -> None:
    """The same, for an answer that is on its way already."""
    answer = Response()
    set_cookie(Request(scope), answer, opened)
    headers.append("set-cookie", answer.headers["set-cookie"])


def clear_cookie(request: Request, response: Response) -> None:
    """The browser deletes its session cookie."""
    _set(request, response, cookie_name(request), "", 0)


def _set(request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """No script can read it; without a time it is there until the browser is closed, and with none left it is gone."""
    response.set_cookie(
        name, value, max_age=seconds, expires=seconds, httponly=True, secure=request.url.scheme == "https",
        samesite="lax", path="/",
    )  # fmt: skip
