"""A visitor of the demonstration is somebody by one click. Only a demonstration has this route."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from casework.family.family_access import sign_in_to_family_page
from casework.staff.authentication import sign_in
from core.errors import NotFound
from core.i18n import _
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS, get_try_source, set_cookie
from web.demo_roles import DEMO_ROLES, get_demo
from web.family_session import get_browser_mark, set_family_cookie
from web.forms import Form

router = APIRouter(prefix="/demo", dependencies=[PUBLIC_ACCESS])


@router.post("/as/{who}")
def sign_in_as(request: Request, who: str, _typed: Form) -> Response:
    """Signed in as that one, on the page where they begin."""
    context, demo, role = get_app_state(request).context, get_demo(request), DEMO_ROLES.get(who)
    if demo is None or role is None:
        raise NotFound(_("演示里没有这个人。"))
    response = RedirectResponse(demo.get_address(role), status_code=303)
    if who in demo.family:
        card = demo.family[who]
        opened = sign_in_to_family_page(context, card.secret, card.code, get_browser_mark(request))
        set_family_cookie(request, response, card.secret, opened.token)
    else:
        set_cookie(request, response, sign_in(context, who, demo.password, get_try_source(request)))
    return response
