"""The agreement on data of devices on a family's saved page: read first, then answered, changed, or ended."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.responses import Response

from casework.acting.rights.read_operations import READ_OWN
from casework.family.acts_consents import GiveConsents
from casework.family.consents import asks_for_own_consents
from casework.shared.device_ways import DataWay
from casework.staff.authentication import SignedIn
from casework.usage.device_terms import load_device_agreement
from core.i18n import _
from models.office import Role
from serving.app_state import get_app_state
from serving.auth import PUBLIC_ACCESS
from web.acting.form_parsing import CHOOSE
from web.family_session import FamilySessionDep
from web.forms import Form, FormErrors, FormValues
from web.rendering import render_page
from web.write_once import at_one_place, send_own_act

router = APIRouter(prefix="/p/{secret}/agreement", dependencies=[PUBLIC_ACCESS])


@router.get("")
def show_device_agreement(request: Request, secret: str, signed_in: FamilySessionDep, just: bool = False) -> Response:
    """What would be collected, what never is, who sees it and how to stop; and my answer."""
    return _page(request, secret, signed_in, {}, {}, just=just)


@router.post("")
def answer_device_agreement(request: Request, secret: str, typed: Form, signed_in: FamilySessionDep) -> Response:
    """Answered, changed or ended, and the page says what follows from it; or the page again with what was missing."""
    if typed.get("own_consents"):
        return _send(request, secret, signed_in, typed, "own_consents", own_consents=True)
    answer = typed.get("device_data")
    if answer not in ("yes", "no"):
        return _page(request, secret, signed_in, typed, {"device_data": CHOOSE}, status=422)
    if answer == "yes" and not any(typed.get(f"ways.{way.value}") for way in DataWay):
        ways_wrong = _("请至少选一种方式；一种也不想要，就按“我不同意”。")
        return _page(request, secret, signed_in, typed, {"ways": ways_wrong}, status=422)
    names = ("ways", "until_on") if answer == "yes" else ()
    return _send(request, secret, signed_in, typed, "until_on", *names, device_data=answer == "yes")


def _send(
    request: Request, secret: str, signed_in: SignedIn, typed: FormValues, place: str, *names: str, **fixed: bool
) -> Response:
    """Said once; or the page again, with what is wrong at that place of it."""
    again = at_one_place(place, partial(_page, request, secret, signed_in, typed))
    return send_own_act(
        request, signed_in, typed, GiveConsents, again, f"/p/{secret}/agreement?just=1", *names, elsewhere="", **fixed
    )


def _page(
    request: Request,
    secret: str,
    signed_in: SignedIn,
    typed: FormValues,
    errors: FormErrors,
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
