"""The agreement on data of devices on a family's saved page: read first, then answered, changed, or ended."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from casework.family.acts import GiveConsents
from casework.family.consents import asks_for_own_consents
from casework.shared.device_ways import DataWay
from casework.shared.performing import perform_as
from casework.shared.rights.read_operations import READ_OWN
from casework.staff.authentication import SignedIn
from casework.usage.device_terms import load_device_agreement
from core.errors import BadInput, Refused
from core.i18n import _
from core.typed_days import parse_day
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS
from web.dates import NOT_A_DAY
from web.family_session import FamilySessionDep
from web.forms import Form, FormErrors, FormValues, get_mistakes
from web.rendering import render_page

router = APIRouter(prefix="/p/{secret}/agreement", dependencies=[PUBLIC_ACCESS])


@router.get("")
def show_device_agreement(request: Request, secret: str, signed_in: FamilySessionDep, just: bool = False) -> Response:
    """What would be collected, what never is, who sees it and how to stop; and my answer."""
    return _page(request, secret, signed_in, {}, {}, just=just)


@router.post("")
def answer_device_agreement(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """Answered, changed or ended, and the page says what follows from it; or the page again with what was missing."""
    if typed.get("own_consents"):
        return _confirm(request, secret, signed_in, typed)
    answer, until = typed.get("device_data"), typed.get("until_on", "")
    if answer not in ("yes", "no"):
        return _page(request, secret, signed_in, typed, {"device_data": _("请选一项。")}, status=422)
    ways = [way.value for way in DataWay if typed.get(f"ways.{way.value}")]
    if answer == "yes" and not ways:
        return _page(
            request,
            secret,
            signed_in,
            typed,
            {"ways": _("请至少选一种方式；一种也不想要，就按“我不同意”。")},
            status=422,
        )
    until_on = parse_day(until) if answer == "yes" else None
    if answer == "yes" and until and until_on is None:
        return _page(request, secret, signed_in, typed, {"until_on": NOT_A_DAY}, status=422)
    app_state = get_app_state(request)
    actor, number = signed_in.actor, signed_in.plan_number or ""
    said = {"ways": ways, "until_on": until_on} if answer == "yes" else {}
    try:
        perform_as(app_state.context, actor, number, GiveConsents, device_data=answer == "yes", **said)
    except (BadInput, Refused) as refused:
        return _page(
            request, secret, signed_in, typed, get_mistakes(refused, elsewhere="until_on"), status=refused.status
        )
    app_state.check_now()
    return RedirectResponse(f"/p/{secret}/agreement?just=1", status_code=303)


def _confirm(request: Request, secret: str, signed_in: SignedIn, typed: FormValues) -> Response:
    """Who comes of age has confirmed for themselves; what they say of data of devices is another question."""
    app_state = get_app_state(request)
    try:
        perform_as(app_state.context, signed_in.actor, signed_in.plan_number or "", GiveConsents, own_consents=True)
    except (BadInput, Refused) as refused:
        return _page(request, secret, signed_in, typed, get_mistakes(refused, elsewhere="own_consents"), status=422)
    app_state.check_now()
    return RedirectResponse(f"/p/{secret}/agreement?just=1", status_code=303)


def _page(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    errors: FormErrors,
    *,
    status: int = 200,
    just: bool = False,
) -> Response:
    context, number = get_app_state(request).context, signed_in.plan_number or ""
    agreement = load_device_agreement(context, signed_in.actor, number)
    with context.open_for_reading(number, signed_in.actor, READ_OWN) as open_plan:
        asks_own = asks_for_own_consents(open_plan)
    own = agreement.consent.said[0] if agreement.consent.said else None
    if own is not None and own.given and not typed:
        until = {"until_on": own.terms.until_on.isoformat()} if own.terms.until_on else {}
        typed = {f"ways.{way.value}": "yes" for way in own.terms.ways} | until
    return render_page(
        request,
        "family_agreement.html",
        status=status,
        asks_own=asks_own,
        here=f"/p/{secret}",
        you="minor" if signed_in.actor.role is Role.MINOR else "guardian",
        agreement=agreement,
        own=own,
        typed=typed,
        errors=errors,
        just=just,
    )
